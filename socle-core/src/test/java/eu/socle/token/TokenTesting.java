package eu.socle.token;

import eu.socle.core.Digest;
import eu.socle.core.Document;
import eu.socle.core.Documents;
import eu.socle.core.Joules;
import eu.socle.core.Manifest;
import eu.socle.core.Meter;
import eu.socle.core.Progress;
import eu.socle.core.Rights;
import eu.socle.core.Run;
import eu.socle.core.Seed;
import eu.socle.token.mix.MixConfig;
import eu.socle.token.split.Split;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Small datasets and runs for the tests of this package.
public final class TokenTesting {

    static final Manifest DATASET =
            new Manifest(
                    "data", Digest.of("settings"), new TreeMap<>(), List.of(), new TreeMap<>());

    private static final Meter NO_METER =
            new Meter() {
                @Override
                public Window start() {
                    return () -> new Joules.Unknown("a test measures nothing");
                }

                @Override
                public String describe() {
                    return "none";
                }
            };

    private TokenTesting() {}

    /// A list of documents; opening it may fail at a document, as a killed run does.
    record Listed(List<Document> list, int failAt) implements Documents {
        Listed(List<Document> list) {
            this(list, Integer.MAX_VALUE);
        }

        @Override
        public Stream<Document> open() {
            int[] next = {0};
            return list.stream()
                    .peek(d -> {
                        if (next[0]++ == failAt) {
                            throw new IllegalStateException("killed");
                        }
                    });
        }

        @Override
        public long count() {
            return list.size();
        }
    }

    static Document document(String id, String text) {
        Rights.Licence licence = new Rights.Licence.Known("CC0-1.0", "declared by the recipe");
        return new Document(
                id, text, new Rights("test", "", "", licence, List.of()), new TreeMap<>());
    }

    /// Documents of made-up words in several scripts, some of them empty.
    public static List<Document> documents(int count) {
        String[] syllables = {
            "ka", "lo", "mé", "ßu", "στα", "да", "漢", "in", "er", "42", "d'", "o\n"
        };
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Seed seed = new Seed(5).of(i);
            StringBuilder text = new StringBuilder();
            for (long w = 0, words = seed.below(60, 0); w < words; w++) {
                for (long s = 0, parts = 1 + seed.below(4, 10 * w + 1); s < parts; s++) {
                    text.append(syllables[(int) seed.below(syllables.length, 10 * w + 2 + s)]);
                }
                text.append(' ');
            }
            documents.add(document("doc/" + i + ".txt", text.toString()));
        }
        return documents;
    }

    static Run open(Path directory, int threads) {
        return Run.open(
                directory,
                new Run.Identity("hello", Digest.of("hello"), 7),
                InstantSource.fixed(Instant.EPOCH),
                threads,
                NO_METER,
                Progress.SILENT);
    }

    static TokenConfig config(Split split, int vocabulary, long shardTokens) {
        return new TokenConfig(
                vocabulary,
                2,
                split,
                List.of("<|endoftext|>", "<|user|>"),
                0.1,
                0,
                shardTokens,
                MixConfig.NONE,
                false);
    }

    /// Runs the stage in a directory.
    ///
    /// @return the stage's folder
    static Path stage(Path directory, TokenConfig config, Documents documents, int threads) {
        try (Run run = open(directory, threads)) {
            TokenStage.run(config, documents, DATASET, run);
        }
        return directory.resolve("token");
    }
}
