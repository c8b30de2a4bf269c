package eu.socle.data.personal.fresh;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.data.personal.PersonalConfig;
import org.junit.jupiter.api.Test;

/// The goals on cases made from the standards: some 4,900 numbers in sentences of 25 languages and
/// 4,500 that only look like some. The rules were mended after reading seeds 1 to 4; this is
/// another one.
class FreshCasesTest {

    private static final long SEED = 101;

    @Test
    void the_usual_settings_find_numbers_made_by_the_published_rules() {
        FreshScore score = FreshScore.of(SEED, PersonalConfig.standard());
        reaches(score);
        assertThat(score.trapped()).as(said(score)).isLessThan(0.002);
    }

    @Test
    void the_thorough_settings_find_them_too() {
        reaches(FreshScore.of(SEED, PersonalConfig.thorough()));
    }

    private static void reaches(FreshScore score) {
        assertThat(score.precision()).as(said(score)).isGreaterThanOrEqualTo(0.99);
        assertThat(score.recall()).as(said(score)).isGreaterThanOrEqualTo(0.98);
        for (String type : score.types()) {
            assertThat(score.recall(type)).as(type + "\n" + said(score)).isGreaterThan(0.95);
        }
    }

    private static String said(FreshScore score) {
        return "seed " + SEED + "\n" + score.table() + String.join("\n", score.wrong());
    }
}
