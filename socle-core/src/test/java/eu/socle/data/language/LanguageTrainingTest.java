package eu.socle.data.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.core.Refusal;
import eu.socle.core.Seed;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LanguageTrainingTest {

    private static final List<String> ENGLISH =
            List.of(
                    "the house stands by the river",
                    "we were waiting for the train that never came",
                    "she has three brothers and they live in town",
                    "nothing is lost when everything is shared");
    private static final List<String> GERMAN =
            List.of(
                    "das Haus steht am Fluss",
                    "wir warteten auf den Zug, der niemals kam",
                    "sie hat drei Brüder und diese wohnen in der Stadt",
                    "nichts ist verloren, wenn alles geteilt wird");

    private static final LanguageTraining SMALL =
            new LanguageTraining(new Features(2, 4, 12), 300, 0.5, 1.5, List.of(), new Seed(1));

    @TempDir private Path folder;

    private Path text(String name, List<String> english, List<String> german) throws IOException {
        Path text = Files.createDirectories(folder.resolve(name));
        Files.createDirectory(text.resolve("en"));
        Files.createDirectory(text.resolve("de"));
        Files.write(text.resolve("en/lines.txt"), english);
        try (OutputStream out =
                new GZIPOutputStream(Files.newOutputStream(text.resolve("de/lines.txt.gz")))) {
            out.write(String.join("\n", german).getBytes(StandardCharsets.UTF_8));
        }
        return text;
    }

    private static String trained(Path text) {
        return ModelFile.text(SMALL.train(TrainingText.read(text)));
    }

    @Test
    void theSameTextGivesTheSameBytesInAnyOrderOfLines() throws IOException {
        String once = trained(text("a", ENGLISH, GERMAN));
        List<String> turned = new ArrayList<>(ENGLISH);
        Collections.reverse(turned);
        assertThat(trained(text("b", ENGLISH, GERMAN))).isEqualTo(once);
        assertThat(trained(text("c", turned, GERMAN))).isEqualTo(once);
        assertThat(trained(text("d", ENGLISH.subList(1, 4), GERMAN))).isNotEqualTo(once);
    }

    @Test
    void learnsToTellWhatItRead() throws IOException {
        LanguageModel model = SMALL.train(TrainingText.read(text("a", ENGLISH, GERMAN)));
        LanguageIdentifier identifier = new LanguageIdentifier(model);
        Scratch scratch = new Scratch();
        assertThat(identifier.identify("the town by the river", scratch).language())
                .isEqualTo("en");
        assertThat(identifier.identify("der Zug und das Haus", scratch).language()).isEqualTo("de");
    }

    @Test
    void comesBackFromItsFileAsItWas() throws IOException {
        Path file = folder.resolve("x.model");
        LanguageModel model = SMALL.train(TrainingText.read(text("a", ENGLISH, GERMAN)));
        ModelFile.write(model, file);
        assertThat(ModelFile.text(ModelFile.read(file))).isEqualTo(ModelFile.text(model));
        assertThat(ModelFile.read(file).languages()).containsExactly("de", "en");
    }

    @Test
    void refusesTextThatTeachesNothing() throws IOException {
        Path one = Files.createDirectories(folder.resolve("one"));
        Files.createDirectory(one.resolve("en"));
        assertThatThrownBy(() -> TrainingText.read(one))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("is no language with text");
        Files.write(one.resolve("en/lines.txt"), ENGLISH);
        assertThatThrownBy(() -> TrainingText.read(one))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("at least two");
    }

    @Test
    void refusesEveryDamagedFile() throws IOException {
        byte[] good = trained(text("a", ENGLISH, GERMAN)).getBytes(StandardCharsets.US_ASCII);
        Seed seed = new Seed(5);
        int refused = 0;
        for (int i = 0; i < 300; i++) {
            byte[] bad = good.clone();
            int at = (int) (i < 150 ? seed.below(250, i) : seed.below(bad.length, i));
            bad[at] = (byte) seed.of(i).below(256, 1);
            if (i % 3 == 0) {
                bad = java.util.Arrays.copyOf(bad, at);
            }
            try {
                ModelFile.parse(bad, "x.model");
            } catch (Refusal e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(200); // a changed digit of a scale is still a number
    }
}
