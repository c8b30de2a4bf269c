package eu.socle.data.personal.fresh;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.data.personal.PersonalConfig;
import eu.socle.data.personal.PersonalData;
import eu.socle.data.personal.PersonalType;
import eu.socle.data.personal.Scratch;
import eu.socle.data.personal.Spans;
import eu.socle.data.personal.names.PersonNames;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// How often the list of names errs: on names it holds, on names of which it lacks a half, and on
/// streets and firms that are called like people. The figures stand in the reference.
class PersonNamesTest {

    private static final long SEED = 11;
    private static final int CASES = 2000;

    /// What a list lacks.
    private static final List<String> UNLISTED =
            List.of("Quentin", "Zacharias", "Nives", "Oihane", "Brannigan", "Zwart", "Lindqvist");

    private final Draw draw = new Draw(SEED);
    private final Words24 words = new Words24();
    private final PersonalData finder =
            PersonalData.of(
                    PersonalConfig.standard()
                            .withNames(PersonNames.of(CommonNames.GIVEN, CommonNames.FAMILY))
                            .withTypes(Set.of(PersonalType.PERSON_NAME)));
    private final Scratch scratch = new Scratch();

    private boolean finds(String name) {
        String sentence = words.sentence(draw, draw.of(words.languages()));
        int start = sentence.indexOf("{}");
        Spans spans = finder.find(sentence.replace("{}", name), "en", scratch);
        return spans.size() == 1
                && spans.start(0) == start
                && spans.end(0) == start + name.length();
    }

    private String written(String given, String family) {
        return switch (draw.below(7)) {
            case 0 -> family + ", " + given;
            case 1 -> family.toUpperCase(java.util.Locale.ROOT) + " " + given;
            case 2 -> given + " " + draw.of(CommonNames.GIVEN) + " " + family;
            case 3 -> given + " " + draw.of("de", "van", "von", "da", "di") + " " + family;
            case 4 -> given + "-" + draw.of(CommonNames.GIVEN) + " " + family;
            case 5 -> given + "\u00a0" + family;
            default -> given + " " + family;
        };
    }

    @Test
    void names_of_the_list_are_found_whole() {
        int found = 0;
        for (int i = 0; i < CASES; i++) {
            found +=
                    finds(written(draw.of(CommonNames.GIVEN), draw.of(CommonNames.FAMILY))) ? 1 : 0;
        }
        assertThat(found / (double) CASES).as("seed " + SEED).isGreaterThan(0.99);
    }

    @Test
    void names_that_the_list_lacks_are_not_found() {
        int found = 0;
        for (int i = 0; i < CASES; i++) {
            boolean first = draw.once(2);
            String given = first ? draw.of(UNLISTED) : draw.of(CommonNames.GIVEN);
            String family = first ? draw.of(CommonNames.FAMILY) : draw.of(UNLISTED);
            found += finds(given + " " + family) ? 1 : 0;
        }
        assertThat(found).as("seed " + SEED).isZero();
    }

    /// Nothing but a model of the language could tell: that is why it is off unless asked for.
    @Test
    void streets_and_firms_called_like_people_are_taken_for_people() {
        int taken = 0;
        for (int i = 0; i < CASES; i++) {
            String name = draw.of(CommonNames.GIVEN) + " " + draw.of(CommonNames.FAMILY);
            String text =
                    draw.of("rue " + name, "Via " + name + " 3", name + " GmbH", "Lycée " + name);
            taken += finder.find(text, "fr", scratch).size() > 0 ? 1 : 0;
        }
        assertThat(taken).as("seed " + SEED).isEqualTo(CASES);
    }

    @Test
    void other_words_with_capitals_are_no_names() {
        for (String text :
                List.of(
                        "Costa Rica and Silva Mind",
                        "Martin Luther",
                        "Rue de Paris",
                        "anna horvat",
                        "Marie",
                        "Durand",
                        "Jean qui rit",
                        "Popa, Petrescu, Radu",
                        "")) {
            assertThat(finder.find(text, "en", scratch).size()).as(text).isZero();
        }
    }
}
