package eu.socle.data.rights.robots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RobotsFileTest {

    private static RobotsFile parse(String text) {
        return RobotsFile.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean allowed(RobotsFile file, String url) {
        RobotsLine rule = file.group(List.of("socle")).decides(CanonicalPath.of(url));
        return rule == null || rule.kind() == RobotsLine.Kind.ALLOW;
    }

    @Test
    void theRuleThatDecidesIsCitedWithItsPlace() {
        String text = "User-agent: *\nDisallow: /private # keep out\n";
        RobotsLine rule =
                Objects.requireNonNull(
                        parse(text)
                                .group(List.of("socle"))
                                .decides(CanonicalPath.of("https://a.eu/private/x")));
        assertThat(rule.text()).isEqualTo("Disallow: /private");
        assertThat(rule.at()).isEqualTo(text.indexOf("Disallow"));
    }

    @Test
    void whatIsNoTextIsUnreadableAndNotEmpty() {
        byte[] utf16 = "User-agent: *\nDisallow: /".getBytes(StandardCharsets.UTF_16LE);
        assertThat(RobotsFile.parse(utf16).unreadable()).contains("zero byte at offset 1");
        byte[] noise = new byte[3000];
        new Random(7).nextBytes(noise);
        assertThat(RobotsFile.parse(noise).unreadable()).isNotEmpty();
        assertThat(parse("<!DOCTYPE html><html><p>Not found</p></html>").unreadable())
                .contains("HTML");
        assertThat(parse("").unreadable()).isEmpty();
        assertThat(parse("\ufeffUser-agent: *\nDisallow: /").unreadable()).isEmpty();
    }

    @Test
    void aFileBeyondTheBoundSaysThatOnlyItsBeginningCounts() {
        String text = "User-agent: *\nDisallow: /x\n" + "#".repeat(RobotsFile.LARGEST);
        RobotsFile file = parse(text);
        assertThat(file.unreadable()).contains("only the first 5 MiB");
        assertThat(allowed(file, "https://a.eu/x")).isFalse();
    }

    @Test
    void aTagThatNeverClosesDoesNotSwallowRules() {
        RobotsFile file = parse("<html><body class=\nUser-agent: *\nDisallow: /\n");
        assertThat(allowed(file, "https://a.eu/")).isFalse();
    }

    @Test
    void severalNamesOnOneLineAreAllMeant() {
        RobotsFile file = parse("User-agent: One, Socle, Three\nDisallow: /\n");
        assertThat(allowed(file, "https://a.eu/")).isFalse();
    }

    @Test
    void longPatternsOfStarsAreMatchedInLinearTime() {
        String pattern = "/" + "*a".repeat(5_000) + "*b".repeat(5_000) + "$";
        String path = "/" + "a".repeat(100_000);
        PathPattern compiled = PathPattern.of(pattern);
        assertTimeout(
                Duration.ofSeconds(5),
                () -> assertThat(compiled.matches(CanonicalPath.of(path))).isFalse());
        PathPattern repeated = PathPattern.of("/*" + "a".repeat(20_000) + "b");
        assertTimeout(
                Duration.ofSeconds(5),
                () -> assertThat(repeated.matches(CanonicalPath.of(path))).isFalse());
    }

    @Test
    void manyGroupsAndRulesAreReadInLinearTime() {
        String text = "User-agent: x\n".repeat(100_000) + "Disallow: /a\n".repeat(100_000);
        assertTimeout(Duration.ofSeconds(10), () -> assertThat(parse(text).names("x")).isTrue());
    }

    /// Slow and evident: tries every way to spread the stars.
    private static boolean slowly(String pattern, String path) {
        if (pattern.isEmpty()) {
            return true;
        }
        if (pattern.equals("$")) {
            return path.isEmpty();
        }
        if (pattern.charAt(0) == '*') {
            for (int i = 0; i <= path.length(); i++) {
                if (slowly(pattern.substring(1), path.substring(i))) {
                    return true;
                }
            }
            return false;
        }
        return !path.isEmpty()
                && path.charAt(0) == pattern.charAt(0)
                && slowly(pattern.substring(1), path.substring(1));
    }

    @Test
    void matchesAsTheSlowMatcherDoes() {
        Random random = new Random(11);
        int matched = 0;
        for (int i = 0; i < 50_000; i++) {
            String pattern = "/" + letters(random, "aab*", 6) + (random.nextInt(3) == 0 ? "$" : "");
            String path = "/" + letters(random, "aab", 8);
            boolean wanted = slowly(pattern, path);
            matched += wanted ? 1 : 0;
            assertThat(PathPattern.of(pattern).matches(CanonicalPath.of(path)))
                    .as("%s on %s", pattern, path)
                    .isEqualTo(wanted);
        }
        assertThat(matched).isBetween(5_000, 45_000);
    }

    private static String letters(Random random, String alphabet, int most) {
        StringBuilder word = new StringBuilder();
        int length = random.nextInt(most + 1);
        for (int i = 0; i < length; i++) {
            word.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return word.toString();
    }

    @Test
    void anyBytesAreReadWithoutFailing() {
        Random random = new Random(3);
        String[] pieces = {
            "User-agent:",
            " *",
            "\n",
            "Disallow:",
            " /",
            "\r",
            "#",
            "\0",
            "<html>",
            "Content-Usage: ",
            "é",
            "%",
            ":",
            ",",
            "\ufeff"
        };
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(20); j > 0; j--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            RobotsFile file = parse(text.toString());
            allowed(file, "https://a.eu/x");
            assertThat(file.digest()).isNotNull();
        }
    }
}
