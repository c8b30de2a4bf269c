package eu.socle.token;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SplitTest {

    @ParameterizedTest
    @EnumSource(Split.class)
    void cuts_random_texts_as_the_regular_expression_does(Split split) {
        for (int i = 0; i < 20_000; i++) {
            assertEqualToRegex(split, RandomTexts.of(new Seed(7).of(i), 40));
        }
    }

    @ParameterizedTest
    @EnumSource(Split.class)
    void cuts_every_code_point_between_letters_as_the_regular_expression_does(Split split) {
        StringBuilder text = new StringBuilder();
        for (int codePoint = 0; codePoint < 0x110000; codePoint++) {
            if (codePoint < 0xd800 || codePoint > 0xdfff) {
                text.append("a ").appendCodePoint(codePoint);
            }
        }
        assertEqualToRegex(split, text.toString());
    }

    @Test
    void finds_its_name_and_its_expression() {
        for (Split split : Split.values()) {
            assertThat(Split.named(split.label())).contains(split);
            assertThat(Split.ofRegex(split.regex())).contains(split);
        }
        assertThat(Split.named("gpt-9")).isEmpty();
    }

    static void assertEqualToRegex(Split split, String text) {
        Matcher matcher =
                Pattern.compile(split.regex(), Pattern.UNICODE_CHARACTER_CLASS).matcher(text);
        List<String> expected = new ArrayList<>();
        while (matcher.find()) {
            expected.add(matcher.group());
        }
        List<String> found = new ArrayList<>();
        for (int from = 0; from < text.length(); ) {
            int to = split.end(text, from);
            found.add(text.substring(from, to));
            from = to;
        }
        assertThat(found).isEqualTo(expected);
    }
}
