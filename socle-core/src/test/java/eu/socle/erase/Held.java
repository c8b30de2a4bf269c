package eu.socle.erase;

import eu.socle.Runs;
import eu.socle.core.Digest;
import eu.socle.core.Document;
import eu.socle.core.Json;
import eu.socle.core.Manifest;
import eu.socle.core.Progress;
import eu.socle.core.Run;
import eu.socle.core.Seed;
import eu.socle.core.Settings;
import eu.socle.data.DataConfig;
import eu.socle.data.DataStage;
import eu.socle.data.dataset.ParquetDataset;
import eu.socle.data.dedup.DedupConfig;
import eu.socle.data.dedup.near.MinHash;
import eu.socle.data.judge.JudgeConfig;
import eu.socle.data.judge.PersonalSettings;
import eu.socle.data.read.plan.Source;
import eu.socle.token.TokenConfig;
import eu.socle.token.TokenStage;
import eu.socle.token.Tokenizer;
import eu.socle.token.mix.MixConfig;
import eu.socle.token.shard.TokenShards;
import eu.socle.token.split.Split;
import eu.socle.train.Pretrain;
import eu.socle.train.TrainConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What a small run holds: pages with doubles and near doubles, in several parts, row groups and
/// token shards, and a model trained on them.
record Held(Path directory) {

    private static final List<String> SUBJECTS =
            List.of("the river", "a baker", "our neighbour", "the old harbour", "the council");
    private static final List<String> VERBS =
            List.of("carries", "remembers", "repairs", "follows", "paints", "describes");
    private static final List<String> NAMES =
            List.of("ka", "lo", "mer", "tin", "vos", "an", "del", "ri", "so", "bu", "pel", "gra");

    /// Sentences with names of their own, so that no two texts share 13 words.
    static String text(long number, int sentences) {
        Seed seed = new Seed(number).of("text");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < sentences; i++) {
            text.append("For years ")
                    .append(SUBJECTS.get((int) seed.below(SUBJECTS.size(), 12L * i)))
                    .append(' ')
                    .append(VERBS.get((int) seed.below(VERBS.size(), 12L * i + 1)))
                    .append(" the house of ")
                    .append(name(seed, 12L * i + 2))
                    .append(" and ")
                    .append(name(seed, 12L * i + 7))
                    .append(" with great care.\n");
        }
        return text.toString().strip();
    }

    private static String name(Seed seed, long index) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            name.append(NAMES.get((int) seed.below(NAMES.size(), index + i)));
        }
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    /// Pages 0 to 59; `copy` is page 7 again, `near` has 57 % of page 7, `quote` a fifth of it.
    static void pages(Path folder) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            lines.append(line("page " + i, text(i, 14), "https://example.org/" + i));
        }
        lines.append(line("copy", text(7, 14), "https://mirror.example/7"));
        lines.append(line("near", text(7, 8) + "\n" + text(200, 6), "https://other.example/near"));
        lines.append(line("quote", text(201, 12) + "\n" + text(7, 3), "https://other.example/q"));
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("web.jsonl"), lines);
    }

    private static String line(String title, String text, String url) {
        return "{\"text\":"
                + Json.canonical(text)
                + ",\"title\":"
                + Json.canonical(title)
                + ",\"url\":\""
                + url
                + "\"}\n";
    }

    static Run open(Path directory, Progress progress) {
        return Runs.open(directory, 2, progress);
    }

    /// Does the stages data, token and model, or uses them as they are.
    static Held make(Path directory, Path base, int steps) throws IOException {
        return make(directory, base, steps, List.of());
    }

    static Held make(Path directory, Path base, int steps, List<String> exclude)
            throws IOException {
        return make(directory, base, steps, config(exclude));
    }

    static Held make(Path directory, Path base, int steps, DataConfig config) throws IOException {
        try (Run run = open(directory, Progress.SILENT)) {
            Manifest data = DataStage.run(config, base, run);
            TokenConfig tokens =
                    new TokenConfig(
                            400,
                            2,
                            Split.GPT_2,
                            List.of("<|endoftext|>"),
                            0.1,
                            0,
                            3000,
                            MixConfig.NONE,
                            true);
            Manifest token =
                    TokenStage.run(
                            tokens, ParquetDataset.open(directory.resolve("data")), data, run);
            if (steps > 0) {
                Pretrain.run(training(steps), directory.resolve("token"), token, run);
            }
        }
        return new Held(directory);
    }

    static DataConfig config(List<String> exclude) {
        return config(exclude, false, PersonalSettings.STANDARD);
    }

    static DataConfig config(
            List<String> exclude, boolean keepAnnotated, PersonalSettings personal) {
        SortedMap<String, Double> limits =
                new TreeMap<>(Map.of("minimum-words", 10.0, "minimum-alphabetic-words", 0.5));
        for (int n = 2; n <= 10; n++) {
            limits.put(
                    "repetition." + (n < 5 ? "top-" + n + "-gram" : "duplicate-" + n + "-grams"),
                    1.0);
        }
        JudgeConfig loose = JudgeConfig.withLimits(limits);
        DataConfig usual = usual(loose);
        return new DataConfig(
                usual.sources(),
                usual.languages(),
                usual.licences(),
                usual.extraction(),
                usual.quality(),
                usual.rights(),
                usual.siteFiles(),
                personal,
                usual.dedup(),
                usual.decontamination(),
                usual.sample(),
                exclude,
                keepAnnotated,
                usual.shardDocuments(),
                usual.rowGroupDocuments());
    }

    private static DataConfig usual(JudgeConfig loose) {
        return DataConfig.of(
                List.of(new Source("web", "in", List.of("**"), List.of(), "CC0-1.0", false)),
                List.of("en"),
                List.of("CC0-1.0"),
                loose,
                new DedupConfig(new MinHash(5, 14, 8, 1), DedupConfig.Keep.FIRST, false),
                25,
                5);
    }

    private static TrainConfig training(int steps) {
        SortedMap<String, Settings.Value> model = new TreeMap<>();
        Map.of("layers", "1", "hidden", "16", "heads", "2", "feed-forward", "16")
                .forEach((key, value) -> model.put(key, new Settings.Value.Scalar(value, 1)));
        SortedMap<String, Settings.Value> values = new TreeMap<>();
        Map.of(
                        "context", "32",
                        "batch", "4",
                        "micro-batch", "4",
                        "steps", "" + steps,
                        "checkpoint-every", "5",
                        "evaluate-every", "10",
                        "evaluate-sequences", "2")
                .forEach((key, value) -> values.put(key, new Settings.Value.Scalar(value, 1)));
        values.put(
                "model",
                new Settings.Value.Section(new Settings("t.yaml", "train.model", 1, model), 1));
        return TrainConfig.from(new Settings("t.yaml", "train", 1, values));
    }

    List<Document> documents() {
        try (Stream<Document> documents = ParquetDataset.open(directory.resolve("data")).open()) {
            return documents.toList();
        }
    }

    /// The texts that the token shards decode to, of every document that is still there.
    List<String> decoded() {
        Path token = directory.resolve("token");
        Tokenizer tokenizer = Tokenizer.read(token.resolve("tokenizer.json"));
        List<String> texts = new ArrayList<>();
        for (String split : List.of("train", "held-out")) {
            try (TokenShards shards = TokenShards.open(token, split)) {
                shards.verify();
                for (long i = 0; i < shards.documents(); i++) {
                    TokenShards.PackedDocument document = shards.document(i);
                    texts.add(
                            document.erased() == document.ids().length
                                    ? ""
                                    : tokenizer.decode(document.ids()));
                }
            }
        }
        return texts;
    }

    /// Digest of every file of some folders, by path.
    SortedMap<String, Digest> files(String... folders) throws IOException {
        SortedMap<String, Digest> files = new TreeMap<>();
        for (String folder : folders) {
            try (Stream<Path> walk = Files.walk(directory.resolve(folder))) {
                for (Path file : walk.filter(Files::isRegularFile).toList()) {
                    files.put(directory.relativize(file).toString(), Digest.ofFile(file));
                }
            }
        }
        return files;
    }
}
