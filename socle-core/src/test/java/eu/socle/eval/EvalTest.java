package eu.socle.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import eu.socle.Runs;
import eu.socle.core.Digest;
import eu.socle.core.Fact;
import eu.socle.core.Ledger;
import eu.socle.core.Manifest;
import eu.socle.core.Progress;
import eu.socle.core.Refusal;
import eu.socle.core.Run;
import eu.socle.core.Seed;
import eu.socle.core.Settings;
import eu.socle.core.Workers;
import eu.socle.infer.LanguageModel;
import eu.socle.infer.LoadedModel;
import eu.socle.infer.ModelFiles;
import eu.socle.infer.TinyModel;
import eu.socle.token.Tokenizer;
import eu.socle.token.shard.TokenShards;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EvalTest {

    @TempDir static Path temporary;
    private static Path directory;
    private static Workers workers;
    private static LoadedModel model;
    private static TokenShards train;
    private static TokenShards heldOut;

    @BeforeAll
    static void open() {
        directory = TinyModel.make(temporary.resolve("hello"));
        workers = Workers.of(1);
        model = LoadedModel.open(ModelFiles.in(directory), workers);
        train = TokenShards.open(directory.resolve("token"), "train");
        heldOut = TokenShards.open(directory.resolve("token"), "held-out");
    }

    @AfterAll
    static void close() {
        train.close();
        heldOut.close();
        model.close();
        workers.close();
    }

    /// Gives every token the same probability, and notes which tokens were asked for with how much
    /// before them.
    private static final class Uniform implements LanguageModel {
        final List<Integer> windows = new ArrayList<>();
        private final int context;

        Uniform(int context) {
            this.context = context;
        }

        @Override
        public String name() {
            return "uniform";
        }

        @Override
        public Digest digest() {
            return Digest.of("uniform");
        }

        @Override
        public int context() {
            return context;
        }

        @Override
        public long parameters() {
            return 0;
        }

        @Override
        public Tokenizer tokenizer() {
            return model.tokenizer();
        }

        @Override
        public Reading begin(int capacity) {
            throw new UnsupportedOperationException();
        }

        @Override
        public double[] logProbabilities(int[] ids) {
            windows.add(ids.length);
            double[] each = new double[ids.length - 1];
            java.util.Arrays.fill(each, -Math.log(tokenizer().vocabularySize()));
            return each;
        }
    }

    @Test
    void every_token_is_counted_once_whatever_the_window() {
        for (int context : new int[] {2, 3, 8, 9, 64, 10_000}) {
            for (int length : new int[] {1, 2, 7, 8, 9, 17, 100}) {
                double sum = BitsPerByte.logProbability(new Uniform(context), new int[length]);
                assertThat(sum)
                        .as("context %d, length %d", context, length)
                        .isCloseTo(
                                -length * Math.log(model.tokenizer().vocabularySize()),
                                within(1e-9));
            }
        }
    }

    @Test
    void a_uniform_model_needs_log_of_the_vocabulary_for_each_token() {
        BitsPerByte task = new BitsPerByte(heldOut, ByteUnigram.of(train, model.tokenizer()), 0);
        List<BitsPerByte.Grade> grades = new ArrayList<>();
        long bytes = 0;
        long tokens = 0;
        for (long number : task.examples()) {
            BitsPerByte.Grade grade = task.grade(new Uniform(32), number);
            grades.add(grade);
            bytes += grade.bytes();
            tokens += grade.tokens();
        }
        double expected =
                tokens * Math.log(model.tokenizer().vocabularySize()) / Math.log(2) / bytes;
        List<Score> scores = task.scores(grades);
        assertThat(scores.getFirst().value()).isCloseTo(expected, within(1e-9));
        assertThat(bytes).isEqualTo(heldOut.bytes());
        assertThat(scores.get(1).value())
                .isBetween(3.5, 5.5); // letters of European prose: about 4.5
        assertThat(scores.get(2).value()).isEqualTo(8);
    }

    @Test
    void the_byte_unigram_is_a_distribution() {
        ByteUnigram unigram = ByteUnigram.of(train, model.tokenizer());
        double sum = 0;
        for (int b = 0; b < 256; b++) {
            sum += Math.pow(2, -unigram.bits(new byte[] {(byte) b}));
        }
        assertThat(sum).isCloseTo(1, within(1e-9));
        assertThat(unigram.bits(new byte[] {'e'})).isLessThan(unigram.bits(new byte[] {'Q'}));
    }

    @Test
    void the_cloze_is_the_same_each_time_and_another_with_another_seed() {
        assertThat(cloze(1).examples()).isNotEmpty().isEqualTo(cloze(1).examples());
        assertThat(cloze(1).examples()).isNotEqualTo(cloze(2).examples());
    }

    @Test
    void an_example_holds_its_own_ending_in_its_place_and_three_of_other_sentences() {
        boolean[] places = new boolean[4];
        for (Cloze.Example example : cloze(1).examples()) {
            assertThat(example.endings())
                    .hasSize(4)
                    .allMatch(ending -> ending.startsWith(" ") && ending.endsWith("."));
            String sentence =
                    example.before().substring(example.start())
                            + example.endings().get(example.own());
            assertThat(sentence.split(" ").length).isBetween(8, 40);
            assertThat(Sentences.of(sentence))
                    .singleElement()
                    .satisfies(
                            cut -> assertThat(cut.beginning() + cut.ending()).isEqualTo(sentence));
            places[example.own()] = true;
        }
        assertThat(places).containsOnly(true);
    }

    @Test
    void a_model_that_cannot_tell_endings_apart_is_never_right() {
        List<Cloze.Grade> grades = new ArrayList<>();
        grades.add(
                new Cloze.Grade(
                        0, 0, 1, List.of(-5.0, -5.0, -6.0, -7.0), List.of(-1.0, -0.5, -1.0, -1.0)));
        grades.add(
                new Cloze.Grade(
                        0, 9, 0, List.of(-4.0, -5.0, -6.0, -7.0), List.of(-1.0, -0.5, -1.0, -1.0)));
        List<Score> scores = cloze(1).scores(grades);
        assertThat(scores.get(0).value()).isEqualTo(0.5);
        assertThat(scores.get(1).value()).isEqualTo(0.5);
        assertThat(scores.get(0).chance()).isEqualTo(0.25);
    }

    @Test
    void the_likelihood_of_an_ending_is_that_of_its_tokens_after_the_beginning() {
        Cloze.Example example =
                new Cloze.Example(0, 0, "The tide", List.of(" rises", " falls again"), 0);
        Cloze.Grade grade = cloze(1).grade(model, example);
        int[] before = model.tokenizer().encode("The tide");
        int[] ending = model.tokenizer().encode(" rises");
        int[] all = java.util.Arrays.copyOf(before, before.length + ending.length);
        System.arraycopy(ending, 0, all, before.length, ending.length);
        double expected = 0;
        double[] each = model.logProbabilities(all);
        for (int i = before.length - 1; i < each.length; i++) {
            expected += each[i];
        }
        assertThat(grade.likelihoods().getFirst()).isCloseTo(expected, within(1e-9));
        assertThat(grade.perByte().getFirst()).isCloseTo(expected / 6, within(1e-9));
    }

    @Test
    void the_interval_is_wilsons() {
        assertThat(Wilson.of(8, 10).low()).isCloseTo(0.4902, within(1e-4));
        assertThat(Wilson.of(8, 10).high()).isCloseTo(0.9433, within(1e-4));
        assertThat(Wilson.of(0, 10).low()).isZero();
    }

    @Test
    void the_stage_writes_scores_without_text_and_states_them() throws Exception {
        Manifest manifest = evaluate(directory);
        assertThat(manifest.files())
                .extracting(Manifest.Entry::path)
                .containsExactly("bits-per-byte.jsonl", "cloze.jsonl", "scores.json");
        List<Fact.Score> facts =
                Ledger.read(directory.resolve("ledger.jsonl")).stream()
                        .map(Ledger.Line::fact)
                        .filter(Fact.Score.class::isInstance)
                        .map(Fact.Score.class::cast)
                        .toList();
        assertThat(facts)
                .extracting(Fact.Score::metric)
                .containsExactly(
                        "bits per byte",
                        "bits per byte of a byte unigram",
                        "bits per byte of uniform bytes",
                        "accuracy",
                        "accuracy per byte");
        assertThat(facts).allMatch(fact -> !fact.how().isBlank() && fact.examples() > 0);
        for (String file : List.of("bits-per-byte.jsonl", "cloze.jsonl")) {
            assertThat(Files.readString(directory.resolve("eval").resolve(file)))
                    .doesNotContainIgnoringCase("tide", "loaf", "owl");
        }
        Path again = TinyModel.make(temporary.resolve("again"));
        assertThat(evaluate(again).digest()).isEqualTo(manifest.digest());
    }

    @Test
    void settings_are_checked() {
        assertThat(EvalConfig.from(Settings.empty("r.yaml", "eval")))
                .isEqualTo(new EvalConfig(0, 200));
        Map<String, Settings.Value> values =
                new TreeMap<>(Map.of("cloze-examples", new Settings.Value.Scalar("-1", 4)));
        assertThatThrownBy(() -> EvalConfig.from(new Settings("r.yaml", "eval", 3, values)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("r.yaml:4");
    }

    private static Manifest evaluate(Path where) {
        try (Run run = Runs.open(where, 2, Progress.SILENT)) {
            Manifest trained =
                    new Manifest(
                            "model",
                            Digest.of("none"),
                            new TreeMap<>(),
                            List.of(),
                            new TreeMap<>());
            return EvalStage.run(
                    new EvalConfig(0, 100),
                    where.resolve("model"),
                    where.resolve("token"),
                    trained,
                    run);
        }
    }

    private static Cloze cloze(long seed) {
        return new Cloze(heldOut, model.tokenizer(), new Seed(seed), 100);
    }
}
