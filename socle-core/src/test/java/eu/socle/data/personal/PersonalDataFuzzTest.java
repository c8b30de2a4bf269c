package eu.socle.data.personal;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Seed;
import eu.socle.data.personal.replace.Redaction;
import eu.socle.data.personal.replace.Replacement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever the text: no exception, spans in order inside it, and work that grows with its length
/// alone.
class PersonalDataFuzzTest {

    /// Groups of a chain, twice: each group begins a chain of at most twelve, and the words around
    /// a candidate are read at most once for each reading of it.
    private static final long WORK_PER_CHARACTER = 450;

    private static final String PIECES =
            "0123456789 0123456789 @@..::-//() +\u00a0\u202fABXYZabcdefé\ud83d\ude00\ud800\udc00\u0660αбß\n\t'’,_%€#=\u0301";
    private final PersonalData finder = PersonalData.of(PersonalConfig.thorough());
    private final Scratch scratch = new Scratch();

    private void holds(String text, String language) {
        Spans spans = finder.find(text, language, scratch);
        int last = 0;
        for (int i = 0; i < spans.size(); i++) {
            assertThat(spans.start(i)).isGreaterThanOrEqualTo(last);
            assertThat(spans.end(i))
                    .isGreaterThan(spans.start(i))
                    .isLessThanOrEqualTo(text.length());
            last = spans.end(i);
        }
        assertThat(scratch.work()).isLessThanOrEqualTo(WORK_PER_CHARACTER * text.length() + 10_000);
    }

    @Test
    void readsAnyMixtureOfCharacters() {
        List<String> languages = List.of("fr", "de", "nl", "en", "hu", "el", "und", "");
        for (int round = 0; round < 4_000; round++) {
            Seed seed = new Seed(11).of(round);
            int length = (int) seed.below(200, 0);
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < length; i++) {
                int at = (int) seed.below(PIECES.length() + 1, i + 1);
                text.append(
                        at == PIECES.length()
                                ? (char) seed.below(65_536, 5_000 + i)
                                : PIECES.charAt(at));
            }
            String language = languages.get(round % languages.size());
            holds(text.toString(), language);
            Redaction.of(
                    text.toString(),
                    finder.find(text, language, scratch),
                    new Replacement.Synthetic(new Seed(3)),
                    "d");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7",
                "@",
                ":",
                "a@",
                "a@b.",
                "1 ",
                "1-",
                "12 345 ",
                "06 12 34 56 78 ",
                "+33 ",
                "(0",
                "1.",
                "fe80:",
                "::",
                "2001:db8::1 ",
                "A1",
                "FR76 ",
                "75002 P",
                "1 rue ",
                "12 rue de X, 75002 P ",
                "BSN ",
                "BSN 703082462 ",
                "\ud800",
                "\udc00",
                "0",
                "10115 Berlin ",
                "1234 AB C",
                "5-5-",
                "4111 1111 1111 1111 ",
                "é1",
                "x.y@z.org,",
                "726018153,",
                "tel 0142685300;",
                "'a@a.aa",
                "00",
                "++1"
            })
    void doesWorkInProportionToTheLength(String piece) {
        String small = piece.repeat(20_000 / piece.length());
        holds(small, "fr");
        long work = scratch.work();
        holds(small.repeat(4), "fr");
        assertThat(scratch.work()).isLessThanOrEqualTo(work * 4 + work / 4 + 20_000);
    }

    @Test
    void readsMegabytesOfDigits() {
        holds("7".repeat(4 << 20), "fr");
        assertThat(scratch.work()).isLessThanOrEqualTo(3L * (4 << 20));
        holds("@".repeat(4 << 20), "fr");
        holds("1234567 ".repeat(1 << 18), "de");
    }
}
