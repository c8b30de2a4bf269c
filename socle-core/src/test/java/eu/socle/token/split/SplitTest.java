package eu.socle.token.split;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Seed;
import eu.socle.token.RandomTexts;
import eu.socle.token.text.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

public final class SplitTest {

    private static final Map<String, Pattern> PATTERNS =
            new ConcurrentHashMap<>(); // compiling costs more than matching

    @ParameterizedTest
    @EnumSource(Split.class)
    void cuts_random_texts_as_the_regular_expression_does(Split split) {
        for (int i = 0; i < 6_000; i++) {
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
            assertThat(Split.ofGguf(split.ggufName())).contains(split);
        }
        assertThat(Split.named("gpt-9")).isEmpty();
    }

    public static void assertEqualToRegex(Split split, String text) {
        String whole = Utf8.decode(Utf8.bytes(text), Utf8.bytes(text).length); // no lone surrogates
        List<String> expected = List.of(whole);
        for (String regex : split.regexes()) {
            expected = expected.stream().flatMap(piece -> cut(regex, piece).stream()).toList();
        }
        byte[] bytes = Utf8.bytes(text);
        List<String> found = new ArrayList<>();
        split.cut()
                .pieces(
                        bytes,
                        0,
                        bytes.length,
                        (utf8, from, to) ->
                                found.add(
                                        new String(utf8, from, to - from, StandardCharsets.UTF_8)));
        assertThat(found).isEqualTo(whole.isEmpty() ? List.of() : expected);
    }

    /// Matches of the expression, and what lies between them.
    private static List<String> cut(String regex, String text) {
        Matcher matcher =
                PATTERNS.computeIfAbsent(
                                regex, r -> Pattern.compile(r, Pattern.UNICODE_CHARACTER_CLASS))
                        .matcher(text);
        List<String> pieces = new ArrayList<>();
        int at = 0;
        while (matcher.find()) {
            if (matcher.start() > at) {
                pieces.add(text.substring(at, matcher.start()));
            }
            if (matcher.end() > matcher.start()) {
                pieces.add(matcher.group());
            }
            at = matcher.end();
        }
        if (at < text.length()) {
            pieces.add(text.substring(at));
        }
        return pieces;
    }
}
