package eu.socle.infer;

import eu.socle.Runs;
import eu.socle.core.Digest;
import eu.socle.core.Document;
import eu.socle.core.Documents;
import eu.socle.core.Manifest;
import eu.socle.core.Progress;
import eu.socle.core.Rights;
import eu.socle.core.Run;
import eu.socle.core.Seed;
import eu.socle.core.Settings;
import eu.socle.model.ModelConfig;
import eu.socle.model.Weights;
import eu.socle.tensor.Memory;
import eu.socle.token.TokenConfig;
import eu.socle.token.TokenStage;
import eu.socle.token.Tokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A run directory with a tokenizer trained on a few texts and a model of random weights: small,
/// and real in every part.
public final class TinyModel {

    public static final int CONTEXT = 96;

    private static final List<String> TEXTS =
            List.of(
                    "The tide rises twice a day because the moon pulls the sea. The boats wait at the quay until the water is deep enough. Then they leave with the ebb. Nobody hurries, since the sea keeps its own hours.",
                    "La marée monte deux fois par jour parce que la lune attire la mer. Les bateaux attendent au quai que l'eau soit assez profonde. Puis ils partent avec le jusant. Personne ne se presse, car la mer garde ses heures.",
                    "Das Brot braucht Mehl, Wasser, Salz und viel Zeit. Der Teig ruht über Nacht in einer kühlen Kammer. Am Morgen wird er geformt und gebacken. Die Kruste knistert noch, wenn es auf dem Tisch liegt.",
                    "A loaf needs flour, water, salt and a lot of time. The dough rests overnight in a cool room. In the morning it is shaped and baked. The crust still crackles when it lies on the table.",
                    "An owl 🦉 hears a mouse under the snow from far away. Its ears are set at different heights in its head. The sound reaches one of them a moment before the other. That is how it knows where to strike.");

    private TinyModel() {}

    /// Makes the run directory, with its stage `token` and an untrained `model`.
    public static Path make(Path directory) {
        try (Run run = Runs.open(directory, 1, Progress.SILENT)) {
            Manifest data =
                    new Manifest(
                            "data", Digest.of("none"), new TreeMap<>(), List.of(), new TreeMap<>());
            Map<String, Settings.Value> values = new TreeMap<>();
            values.put("vocabulary", new Settings.Value.Scalar("320", 1));
            values.put("held-out", new Settings.Value.Scalar("0.5", 1));
            TokenConfig config = TokenConfig.from(new Settings("t.yaml", "token", 1, values));
            TokenStage.run(config, new Pages(), data, run);
        }
        Path tokens = directory.resolve("token");
        Tokenizer tokenizer = Tokenizer.read(tokens.resolve("tokenizer.json"));
        ModelConfig config =
                new ModelConfig(
                        tokenizer.vocabularySize(),
                        32,
                        64,
                        2,
                        4,
                        2,
                        8,
                        CONTEXT,
                        10_000,
                        1e-5,
                        true,
                        0,
                        tokenizer.endOfText());
        Path folder = directory.resolve("model");
        try (Memory memory = new Memory()) {
            Files.createDirectories(folder);
            Weights weights = Weights.random(config, new Seed(7), memory);
            for (long i = 0; i < weights.all().size(); i++) {
                weights.all()
                        .set(
                                i,
                                weights.all().get(i)
                                        * 4); // sharper than at birth, so that draws differ from
                // chance
            }
            weights.save(folder);
            for (String file : List.of("tokenizer.json", "tokenizer_config.json")) {
                Files.copy(tokens.resolve(file), folder.resolve(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return directory;
    }

    private static final class Pages implements Documents {
        @Override
        public Stream<Document> open() {
            Rights rights =
                    new Rights(
                            "test", "", "", new Rights.Licence.Known("CC0-1.0", "test"), List.of());
            return IntStream.range(0, 4 * TEXTS.size())
                    .mapToObj(i -> {
                        String text = TEXTS.get(i % TEXTS.size()) + " This is page " + i + ".";
                        return new Document(
                                String.format("page-%02d", i), text, rights, new TreeMap<>());
                    });
        }

        @Override
        public long count() {
            return 4L * TEXTS.size();
        }
    }
}
