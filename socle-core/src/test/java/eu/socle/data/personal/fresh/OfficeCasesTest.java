package eu.socle.data.personal.fresh;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.data.personal.PersonalConfig;
import org.junit.jupiter.api.Test;

/// Numbers on pages of an office: some 4,600 in words, sentences and layouts that the rules had not
/// been mended with before the first run, which found 0.9390 of them with a precision of 0.9872.
/// The rules were mended after reading seed 701; this is another one.
class OfficeCasesTest {

    private static final long SEED = 702;

    @Test
    void the_usual_settings_find_numbers_on_pages_of_other_kinds() {
        FreshScore score = FreshScore.office(SEED, PersonalConfig.standard());
        assertThat(score.precision()).as(said(score)).isGreaterThanOrEqualTo(0.99);
        assertThat(score.recall()).as(said(score)).isGreaterThanOrEqualTo(0.98);
        for (String type : score.types()) {
            assertThat(score.recall(type)).as(type + "\n" + said(score)).isGreaterThan(0.93);
        }
        assertThat(score.trapped()).as(said(score)).isLessThan(0.005);
    }

    private static String said(FreshScore score) {
        return "seed " + SEED + "\n" + score.table() + String.join("\n", score.wrong());
    }
}
