package eu.socle.data.personal.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.core.Refusal;
import eu.socle.data.personal.PersonalConfig;
import eu.socle.data.personal.PersonalData;
import eu.socle.data.personal.PersonalType;
import eu.socle.data.personal.Scratch;
import eu.socle.data.personal.Spans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A model of names that is trained here from generated sentences of eight languages.
class NameTaggerTest {

    @TempDir Path folder;

    private static final NameTagger TAGGER =
            NameTraining.of(
                    AnnotatedSentences.columns(1, 6000, AnnotatedSentences.LEARNT),
                    "columns",
                    PersonNames.none());

    private static List<String> found(PersonNames names, String text) {
        List<String> all = new ArrayList<>();
        names.find(
                text.toCharArray(),
                text.length(),
                (start, end) -> all.add(text.substring(start, end)));
        return all;
    }

    @Test
    void whatWasKeptBackIsFoundInEveryLanguageAndTheModelSaysHowWell() {
        assertThat(TAGGER.heldOut()).hasSize(9);
        for (NameTagger.HeldOut figures : TAGGER.heldOut()) {
            assertThat(figures.sentences()).isGreaterThan(30);
            assertThat(figures.precision()).as(figures.toString()).isGreaterThan(0.95);
            assertThat(figures.recall()).as(figures.toString()).isGreaterThan(0.95);
        }
        assertThat(TAGGER.errorRate()).contains("kept back from training").contains("precision ");
    }

    /// Other names and other sentences than those learnt: the honest figure for a text of the same
    /// languages, still a generated one.
    @Test
    void namesAndSentencesNeverSeenAreFoundLessOften() {
        List<AnnotatedNames> others =
                AnnotatedNames.read(
                        AnnotatedSentences.columns(2, 2000, AnnotatedSentences.UNSEEN), "others");
        List<NameTagger.HeldOut> figures = NameTraining.measure(TAGGER, others);
        assertThat(figures.getFirst().recall()).as(figures.toString()).isGreaterThan(0.50);
        assertThat(figures.getFirst().precision()).as(figures.toString()).isGreaterThan(0.80);
    }

    @Test
    void streetsAndFirmsCalledLikePeopleAreNoPeople() {
        assertThat(found(TAGGER, "Die Anna-Schulz-Stra\u00dfe ist gesperrt.")).isEmpty();
        assertThat(found(TAGGER, "Marie Dubois habite rue Claire Moreau \u00e0 Lyon."))
                .containsExactly("Marie Dubois");
    }

    @Test
    void theSameTextGivesTheSameBytesAndTheFileTheSameFinds() throws IOException {
        List<String> columns = AnnotatedSentences.columns(3, 600, AnnotatedSentences.LEARNT);
        PersonNames list = PersonNames.of(List.of("Ana"), List.of("Silva"));
        NameTraining.of(columns, "a", list).write(folder.resolve("a"));
        NameTagger again = NameTraining.of(columns, "b", list);
        again.write(folder.resolve("b"));
        assertThat(folder.resolve("a")).hasSameBinaryContentAs(folder.resolve("b"));
        PersonNames read = PersonNames.read(folder.resolve("a"));
        assertThat(read.errorRate()).isEqualTo(again.errorRate());
        String text = "Gestern kam Peter Fischer aus Wien. Ana Silva chegou ontem.";
        assertThat(found(read, text)).isEqualTo(found(again, text)).isNotEmpty();
        ((NameTagger) read).write(folder.resolve("c"));
        assertThat(folder.resolve("c")).hasSameBinaryContentAs(folder.resolve("a"));
    }

    @Test
    void filesThatWereChangedOrSayNothingOfTheirErrorsAreRefused() throws IOException {
        Path model = folder.resolve("model");
        TAGGER.write(model);
        String whole = Files.readString(model);
        Files.writeString(model, whole + "1\t2\t3\t4\n");
        assertThatThrownBy(() -> PersonNames.read(model))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("was changed after it was written");
        Files.writeString(model, whole.replace("socle-names 1", "socle-names 9"));
        assertThatThrownBy(() -> PersonNames.read(model))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("no model of names of the format socle-names 1");
        TAGGER.measured(List.of()).write(model);
        assertThatThrownBy(() -> PersonNames.read(model))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("does not say how often it errs");
        Files.writeString(model, "{}\n");
        assertThatThrownBy(() -> PersonNames.read(model)).isInstanceOf(Refusal.class);
        for (String columns : List.of("Anna", "Anna\tPERSONNE", "", "Anna\tO\n\nBerg\tO\n")) {
            assertThatThrownBy(() ->
                            NameTraining.of(columns.lines().toList(), "text", PersonNames.none()))
                    .as(columns)
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("text");
        }
    }

    @Test
    void namesAreLookedForOnlyWhenAskedForAndNumbersStay() {
        String text = "Anna Schulz schrieb an anna@example.org.";
        Scratch scratch = new Scratch();
        Spans usual = PersonalData.of(PersonalConfig.standard()).find(text, "de", scratch);
        assertThat(usual.size()).isOne();
        Spans asked =
                PersonalData.of(PersonalConfig.standard().withNames(TAGGER))
                        .find(text, "de", scratch);
        assertThat(asked.size()).isEqualTo(2);
        assertThat(asked.type(0)).isEqualTo(PersonalType.PERSON_NAME);
        assertThat(text.substring(asked.start(0), asked.end(0))).isEqualTo("Anna Schulz");
        assertThat(asked.type(1)).isEqualTo(PersonalType.EMAIL_ADDRESS);
    }

    @Test
    void columnsAreReadAsTheyAreUsuallyWritten() {
        List<AnnotatedNames> read =
                AnnotatedNames.read(
                        """
                        -DOCSTART- -X- O O

                        # language = de
                        Herr NN O
                        Jan NE I-PER
                        Weber NE I-PER
                        aus APPR O
                        Bonn NE B-LOC
                        . $. O

                        Anna\tB
                        Maria\tB-PERSON
                        Berg\tI-PERSON
                        """
                                .lines()
                                .toList(),
                        "c");
        assertThat(read).hasSize(2);
        assertThat(read.getFirst())
                .isEqualTo(
                        new AnnotatedNames(
                                "de", "Herr Jan Weber aus Bonn .", List.of(5), List.of(14)));
        assertThat(read.getLast().starts()).isEqualTo(List.of(0, 5));
        assertThat(read.getLast().ends()).isEqualTo(List.of(4, 15));
    }

    @Test
    void anyTextIsReadToItsEndAndNamesLieInIt() {
        Random random = new Random(5);
        String[] pieces = {
            "Anna",
            " ",
            "\n",
            "\n\n",
            ".",
            "Berg",
            "-",
            "'",
            "\u0301",
            "7",
            "\ud83d\ude00",
            "de",
            "\t",
            "Dr."
        };
        for (int i = 0; i < 500; i++) {
            StringBuilder text = new StringBuilder();
            for (int k = random.nextInt(400); k > 0; k--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            int[] last = {0};
            TAGGER.find(
                    text.toString().toCharArray(),
                    text.length(),
                    (start, end) -> {
                        assertThat(start).isGreaterThanOrEqualTo(last[0]).isLessThan(end);
                        assertThat(end).isLessThanOrEqualTo(text.length());
                        last[0] = end;
                    });
        }
        assertThat(Set.of(NameTagger.OUTSIDE, NameTagger.BEGIN, NameTagger.INSIDE)).hasSize(3);
    }
}
