package eu.socle.data.personal.fresh;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.data.personal.PersonalConfig;
import eu.socle.data.personal.PersonalData;
import eu.socle.data.personal.PersonalType;
import eu.socle.data.personal.Scratch;
import eu.socle.data.personal.Spans;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Licence plates of nine States after the words people use, and what looks like them.
class PlatesTest {

    private static final long SEED = 5;

    /// Language, country, forms (`A` a letter, `9` a digit), words.
    private static final List<List<String>> STATES =
            List.of(
                    List.of(
                            "fr",
                            "FR",
                            "AA-999-AA|AA 999 AA|9999 AA 99",
                            "immatriculé|plaque d'immatriculation|immatriculation|Le véhicule immatriculé"),
                    List.of(
                            "de",
                            "DE",
                            "A-AA 9999|AA-A 999|AAA-AA 99|A AA 123E",
                            "Kennzeichen|amtliches Kennzeichen|Kfz-Kennzeichen|Nummernschild"),
                    List.of(
                            "es",
                            "ES",
                            "9999 BBB|9999-BBB|9999BBB",
                            "matrícula|con matrícula|placa"),
                    List.of(
                            "it",
                            "IT",
                            "AA 999 AA|AA999AA|AA-999-AA",
                            "targa|targata|numero di targa"),
                    List.of(
                            "nl",
                            "NL",
                            "AA-99-99|99-AAA-9|A-999-AA|99-AA-AA|AA-999-A",
                            "kenteken|met kenteken|nummerplaat"),
                    List.of("nl", "BE", "9-AAA-999", "nummerplaat|kentekenplaat"),
                    List.of("fr", "BE", "9-AAA-999", "numéro de plaque|plaque"),
                    List.of(
                            "pl",
                            "PL",
                            "AA 99999|AAA 99A9|AA 999AA|AA 9A999",
                            "numer rejestracyjny|nr rej.|o numerze rejestracyjnym"),
                    List.of(
                            "de",
                            "AT",
                            "A-99999A|AA-999 AA|A 9999 AA",
                            "Kennzeichen|Kfz-Kennzeichen"),
                    List.of("pt", "PT", "AA-99-AA|99-AA-99|99-99-AA", "matrícula|com a matrícula"));

    private final Draw draw = new Draw(SEED);
    private final Words24 words = new Words24();
    private final PersonalData finder = PersonalData.of(PersonalConfig.standard().withPlates());
    private final Scratch scratch = new Scratch();

    private String written(String form) {
        StringBuilder plate = new StringBuilder();
        for (int i = 0; i < form.length(); i++) {
            char c = form.charAt(i);
            plate.append(
                    switch (c) {
                        case 'A' -> draw.letter("ABCDEFGHJKLMNPRSTVWXYZ");
                        case 'B' -> draw.letter("BCDFGHJKLMNPRSTVWXYZ");
                        case '9' -> draw.letter("123456789");
                        default -> c;
                    });
        }
        return plate.toString();
    }

    @Test
    void plates_are_found_after_their_words() {
        int all = 0;
        int found = 0;
        List<String> missed = new ArrayList<>();
        for (List<String> state : STATES) {
            for (int i = 0; i < 200; i++) {
                String plate = written(draw.of(state.get(2).split("\\|", -1)));
                String phrase = draw.of(state.get(3).split("\\|", -1));
                String text =
                        words.sentence(draw, state.get(0))
                                .replace("{}", draw.of(phrase + " ", phrase + ": ") + "{}");
                int start = text.indexOf("{}");
                Spans spans = finder.find(text.replace("{}", plate), state.get(0), scratch);
                boolean hit =
                        spans.size() == 1
                                && spans.type(0) == PersonalType.LICENCE_PLATE
                                && spans.start(0) == start
                                && spans.end(0) == start + plate.length();
                all++;
                found += hit ? 1 : 0;
                if (!hit) {
                    missed.add(text.replace("{}", plate));
                }
            }
        }
        assertThat(found / (double) all)
                .as("seed " + SEED + ": " + found + " of " + all + "\n" + String.join("\n", missed))
                .isGreaterThan(0.98);
    }

    @Test
    void what_no_word_names_is_no_plate() {
        int taken = 0;
        for (int i = 0; i < 2000; i++) {
            List<String> state = draw.of(STATES);
            String plate = written(draw.of(state.get(2).split("\\|", -1)));
            String text = words.sentence(draw, state.get(0)).replace("{}", plate);
            Spans spans = finder.find(text, state.get(0), scratch);
            for (int k = 0; k < spans.size(); k++) {
                taken += spans.type(k) == PersonalType.LICENCE_PLATE ? 1 : 0;
            }
            Traps.Trap trap = Traps.draw(draw, words);
            spans = finder.find(trap.text(), trap.language(), scratch);
            for (int k = 0; k < spans.size(); k++) {
                taken += spans.type(k) == PersonalType.LICENCE_PLATE ? 1 : 0;
            }
        }
        assertThat(taken).as("seed " + SEED).isZero();
    }

    @Test
    void a_plate_is_left_alone_unless_it_is_asked_for() {
        PersonalData usual = PersonalData.of(PersonalConfig.standard());
        assertThat(usual.find("immatriculé AB-123-CD", "fr", scratch).size()).isZero();
        assertThat(finder.find("immatriculé AB-123-CD", "fr", scratch).size()).isEqualTo(1);
        assertThat(finder.find("immatriculé en 2019", "fr", scratch).size()).isZero();
    }
}
