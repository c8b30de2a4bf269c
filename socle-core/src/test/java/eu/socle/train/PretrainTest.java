package eu.socle.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import eu.socle.Runs;
import eu.socle.core.Digest;
import eu.socle.core.Document;
import eu.socle.core.Documents;
import eu.socle.core.Fact;
import eu.socle.core.Ledger;
import eu.socle.core.Manifest;
import eu.socle.core.Progress;
import eu.socle.core.Refusal;
import eu.socle.core.Rights;
import eu.socle.core.Run;
import eu.socle.core.Seed;
import eu.socle.core.Settings;
import eu.socle.model.Batch;
import eu.socle.model.ModelConfig;
import eu.socle.model.Training;
import eu.socle.model.Transformer;
import eu.socle.model.Weights;
import eu.socle.tensor.Memory;
import eu.socle.tensor.reference.ReferenceBackend;
import eu.socle.token.TokenConfig;
import eu.socle.token.TokenStage;
import eu.socle.token.shard.Packing;
import eu.socle.token.shard.TokenShards;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A model of 20 thousand parameters on a text that repeats: small enough to train many times.
final class PretrainTest {

    private static final Seed SEED = new Seed(20261124); // of the runs that Runs opens

    @TempDir Path temporary;

    @Test
    void the_loss_falls_and_the_folder_is_a_whole_model() {
        Path run = temporary.resolve("a");
        train(run, config("cpu", 4, 60), 2, Progress.SILENT);
        List<Fact.TrainingStep> steps =
                Ledger.read(run.resolve("ledger.jsonl")).stream()
                        .map(Ledger.Line::fact)
                        .filter(Fact.TrainingStep.class::isInstance)
                        .map(Fact.TrainingStep.class::cast)
                        .toList();
        assertThat(steps).hasSize(60);
        assertThat(steps.getFirst().loss()).isBetween(4.5, 7.0); // ln of a vocabulary of 300 is 5.7
        assertThat(steps.getLast().loss()).isLessThan(0.6 * steps.getFirst().loss());
        assertThat(run.resolve("model"))
                .isDirectoryContaining("glob:**config.json")
                .isDirectoryContaining("glob:**model.safetensors")
                .isDirectoryContaining("glob:**tokenizer.json");
    }

    @Test
    void one_thread_and_two_threads_give_the_same_bytes() {
        Digest one =
                train(temporary.resolve("a"), config("cpu", 4, 12), 1, Progress.SILENT).digest();
        Digest two =
                train(temporary.resolve("b"), config("cpu", 4, 12), 2, Progress.SILENT).digest();
        assertThat(two).isEqualTo(one);
    }

    @Test
    void a_run_stopped_at_any_step_goes_on_to_the_same_bytes() {
        TrainConfig config = config("cpu", 4, 12);
        Digest whole = train(temporary.resolve("a"), config, 2, Progress.SILENT).digest();
        for (int stop : new int[] {1, 5, 6, 11}) {
            Path run = temporary.resolve("stopped-" + stop);
            assertThatThrownBy(() -> train(run, config, 2, new Stopping(stop)))
                    .hasMessage("stopped");
            assertThatThrownBy(() -> train(run, config, 2, new Stopping(2)))
                    .hasMessage("stopped"); // and once more
            assertThat(train(run, config, 1, Progress.SILENT).digest())
                    .as("stopped at step %d", stop)
                    .isEqualTo(whole);
        }
    }

    @Test
    void best_fit_packing_trains_and_goes_on_to_the_same_bytes() {
        Map<String, String> more = Map.of("packing", "best-fit");
        TrainConfig config = TrainConfig.from(settings("cpu", 4, 12, 32, more));
        Digest whole = train(temporary.resolve("a"), config, 2, Progress.SILENT).digest();
        Path run = temporary.resolve("b");
        assertThatThrownBy(() -> train(run, config, 2, new Stopping(7))).hasMessage("stopped");
        assertThat(train(run, config, 1, Progress.SILENT).digest()).isEqualTo(whole);
        Digest cut =
                train(temporary.resolve("c"), config("cpu", 4, 12), 2, Progress.SILENT).digest();
        assertThat(whole).isNotEqualTo(cut);
        Fact.SequencesPacked packed =
                Ledger.read(run.resolve("ledger.jsonl")).stream()
                        .map(Ledger.Line::fact)
                        .filter(Fact.SequencesPacked.class::isInstance)
                        .map(Fact.SequencesPacked.class::cast)
                        .findFirst()
                        .orElseThrow();
        assertThat(packed.packing()).isEqualTo("best-fit");
        assertThat(packed.tokens() + packed.padding()).isEqualTo(packed.sequences() * 32);
        try (TokenShards shards = TokenShards.open(run.resolve("token"), "train")) {
            assertThat(packed.tokens()).isEqualTo(shards.tokens());
        }
    }

    @ParameterizedTest
    @CsvSource({"concatenate,1000", "best-fit,1000", "concatenate,3", "best-fit,3"})
    void held_out_documents_are_packed_as_training_packs_them_and_looked_at_evenly(
            String packing, int most) {
        Map<String, String> more =
                Map.of("packing", packing, "evaluate-sequences", Integer.toString(most));
        Path run = temporary.resolve("a");
        TrainConfig config = TrainConfig.from(settings("cpu", 4, 12, 32, more));
        train(run, config, 1, Progress.SILENT);
        try (TokenShards shards = TokenShards.open(run.resolve("token"), "held-out");
                Memory memory = new Memory()) {
            Packing packed = TrainConfig.packing(packing, shards, 32);
            assertThat(packed.sequences()).isGreaterThan(3);
            Weights weights = weights(run, memory);
            Transformer model = new Transformer(weights.config(), weights, new ReferenceBackend());
            double sum = 0;
            long counted = 0;
            try (Training training = model.training(1, 32)) {
                long looked = Math.min(most, packed.sequences());
                for (long i = 0; i < looked; i++) {
                    TokenShards.Sequence s = packed.sequence(i * packed.sequences() / looked);
                    Batch batch =
                            new Batch(1, 32, s.ids(), s.labels(), s.firstKey(), s.positions());
                    sum += training.loss(batch);
                    counted += batch.counted();
                }
            }
            assertThat(lastLoss(run)).isCloseTo(sum / counted, within(1e-4));
        }
    }

    @Test
    void a_damaged_checkpoint_is_passed_over_and_the_result_is_the_same() throws Exception {
        TrainConfig config = config("cpu", 4, 12);
        Digest whole = train(temporary.resolve("a"), config, 2, Progress.SILENT).digest();
        Path run = temporary.resolve("b");
        assertThatThrownBy(() -> train(run, config, 2, new Stopping(11))).hasMessage("stopped");
        Path newest = run.resolve("model/checkpoint/step-00000010.safetensors");
        byte[] bytes = Files.readAllBytes(newest);
        bytes[bytes.length / 2] ^= 1;
        Files.write(newest, bytes);
        Stopping notes = new Stopping(Integer.MAX_VALUE);
        assertThat(train(run, config, 2, notes).digest()).isEqualTo(whole);
        assertThat(notes.said)
                .anyMatch(line -> line.contains("step-00000010") && line.contains("damaged"));
    }

    @Test
    void micro_batches_do_not_change_the_result_beyond_rounding() {
        Map<Integer, Double> losses = new HashMap<>();
        for (int micro : new int[] {1, 2, 4}) {
            Path run = temporary.resolve("micro-" + micro);
            train(run, config("cpu", micro, 8), 2, Progress.SILENT);
            losses.put(micro, lastLoss(run));
        }
        assertThat(losses.get(1)).isCloseTo(losses.get(4), Assertions.within(2e-5));
        assertThat(losses.get(2)).isCloseTo(losses.get(4), Assertions.within(2e-5));
    }

    @Test
    void reference_and_cpu_train_alike() {
        train(temporary.resolve("r"), config("reference", 2, 4), 1, Progress.SILENT);
        train(temporary.resolve("c"), config("cpu", 2, 4), 2, Progress.SILENT);
        assertThat(lastLoss(temporary.resolve("r")))
                .isCloseTo(lastLoss(temporary.resolve("c")), Assertions.within(1e-4));
    }

    @Test
    void matrices_decay_but_gains_and_the_embedding_do_not() {
        Map<String, String> once = Map.of("warm-up", "1", "weight-decay", "0");
        Path plain = temporary.resolve("plain");
        train(plain, TrainConfig.from(settings("reference", 4, 1, 32, once)), 1, Progress.SILENT);
        Map<String, String> decaying = Map.of("warm-up", "1", "weight-decay", "0.5");
        Path run = temporary.resolve("decaying");
        train(run, TrainConfig.from(settings("reference", 4, 1, 32, decaying)), 1, Progress.SILENT);
        try (Memory memory = new Memory()) {
            Weights without = weights(plain, memory);
            Weights with = weights(run, memory);
            Weights start = Weights.random(with.config(), SEED.of("weights"), memory);
            with.named()
                    .forEach((name, tensor) -> {
                        boolean matrix = name.endsWith("_proj.weight");
                        for (long i = 0; i < tensor.size(); i++) {
                            double decay = matrix ? 0.01 * 0.5 * start.tensor(name).get(i) : 0;
                            assertThat((double) without.tensor(name).get(i) - tensor.get(i))
                                    .as("%s[%d]", name, i)
                                    .isCloseTo(decay, Assertions.within(1e-7));
                        }
                    });
        }
    }

    /// With an epsilon of 1000 and a rate of 1000 the first step of AdamW is the clipped gradient.
    @Test
    void the_gradient_is_clipped_to_the_norm_that_is_asked_for() {
        Map<String, String> linear =
                Map.of(
                        "warm-up", "1",
                        "weight-decay", "0",
                        "epsilon", "1000",
                        "learning-rate", "1000",
                        "clip", "0.05");
        Path run = temporary.resolve("a");
        train(run, TrainConfig.from(settings("reference", 2, 1, 32, linear)), 1, Progress.SILENT);
        try (Memory memory = new Memory()) {
            Weights end = weights(run, memory);
            Weights start = Weights.random(end.config(), SEED.of("weights"), memory);
            double sum = 0;
            for (long i = 0; i < end.all().size(); i++) {
                sum += Math.pow((double) end.all().get(i) - start.all().get(i), 2);
            }
            assertThat(Math.sqrt(sum)).isCloseTo(0.05, Assertions.within(0.0005));
        }
    }

    private static Weights weights(Path run, Memory memory) {
        Path folder = run.resolve("model");
        return Weights.load(ModelConfig.read(folder.resolve("config.json")), folder, memory);
    }

    @Test
    void a_resumed_run_states_every_step_and_every_held_out_loss() {
        TrainConfig config = config("cpu", 4, 12);
        train(temporary.resolve("a"), config, 2, Progress.SILENT);
        Path run = temporary.resolve("b");
        assertThatThrownBy(() -> train(run, config, 2, new Stopping(11))).hasMessage("stopped");
        train(run, config, 2, Progress.SILENT);
        assertThat(stated(run)).isEqualTo(stated(temporary.resolve("a"))).hasSize(12 + 2);
    }

    /// The last loss stated for each step, and for each look at the held-out documents.
    private static Map<String, Double> stated(Path run) {
        Map<String, Double> losses = new TreeMap<>();
        for (Ledger.Line line : Ledger.read(run.resolve("ledger.jsonl"))) {
            if (line.fact() instanceof Fact.TrainingStep step) {
                losses.put("step " + step.step(), step.loss());
            } else if (line.fact() instanceof Fact.HeldOutLoss heldOut) {
                losses.put("held-out " + heldOut.step(), heldOut.loss());
            }
        }
        return losses;
    }

    @Test
    void an_unreadable_seal_is_passed_over_too() throws Exception {
        TrainConfig config = config("cpu", 4, 12);
        Digest whole = train(temporary.resolve("a"), config, 2, Progress.SILENT).digest();
        Path run = temporary.resolve("b");
        assertThatThrownBy(() -> train(run, config, 2, new Stopping(11))).hasMessage("stopped");
        Files.writeString(run.resolve("model/checkpoint/step-00000010.json"), "{");
        Stopping notes = new Stopping(Integer.MAX_VALUE);
        assertThat(train(run, config, 2, notes).digest()).isEqualTo(whole);
        assertThat(notes.said).anyMatch(line -> line.contains("step-00000010.json"));
    }

    @Test
    void a_loss_that_is_no_number_stops_the_run_and_names_the_step() {
        Settings settings =
                settings("reference", 4, 4, 32, Map.of("learning-rate", "1e38", "warm-up", "1"));
        assertThatThrownBy(() ->
                        train(
                                temporary.resolve("a"),
                                TrainConfig.from(settings),
                                1,
                                Progress.SILENT))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("at step 2 the loss is NaN")
                .hasMessageContaining("train.learning-rate");
    }

    @Test
    void too_few_held_out_tokens_are_refused_before_the_first_step() {
        Settings settings = settings("cpu", 4, 4, 1400, Map.of());
        Path run = temporary.resolve("a");
        assertThatThrownBy(() -> train(run, TrainConfig.from(settings), 1, Progress.SILENT))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("the held-out split has");
        assertThat(stated(run)).isEmpty();
    }

    @Test
    void too_few_tokens_are_refused_with_the_figures() {
        Settings settings = settings("cpu", 4, 4, 4096, Map.of());
        assertThatThrownBy(() ->
                        train(
                                temporary.resolve("a"),
                                TrainConfig.from(settings),
                                1,
                                Progress.SILENT))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("fewer than one sequence of 4096");
    }

    @Test
    void a_model_larger_than_the_machine_is_refused_before_it_starts() {
        Map<String, Settings.Value> model = new TreeMap<>();
        model.put("hidden", scalar("65536"));
        model.put("heads", scalar("64"));
        model.put("layers", scalar("200"));
        Map<String, Settings.Value> values = new TreeMap<>();
        values.put(
                "model",
                new Settings.Value.Section(new Settings("t.yaml", "train.model", 1, model), 1));
        TrainConfig config = TrainConfig.from(new Settings("t.yaml", "train", 1, values));
        assertThatThrownBy(() -> train(temporary.resolve("a"), config, 1, Progress.SILENT))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("GiB");
    }

    private double lastLoss(Path run) {
        return Ledger.read(run.resolve("ledger.jsonl")).stream()
                .map(Ledger.Line::fact)
                .filter(Fact.HeldOutLoss.class::isInstance)
                .mapToDouble(f -> ((Fact.HeldOutLoss) f).loss())
                .reduce((a, b) -> b)
                .orElseThrow();
    }

    static Manifest train(Path directory, TrainConfig config, int threads, Progress progress) {
        try (Run run = Runs.open(directory, threads, progress)) {
            Manifest data =
                    new Manifest(
                            "data", Digest.of("none"), new TreeMap<>(), List.of(), new TreeMap<>());
            Map<String, Settings.Value> values =
                    new TreeMap<>(Map.of("vocabulary", scalar("300"), "held-out", scalar("0.3")));
            TokenConfig token = TokenConfig.from(new Settings("t.yaml", "token", 1, values));
            Manifest tokens = TokenStage.run(token, new Pages(), data, run);
            return Pretrain.run(config, directory.resolve("token"), tokens, run);
        }
    }

    private static TrainConfig config(String backend, int micro, int steps) {
        return TrainConfig.from(settings(backend, micro, steps, 32, Map.of()));
    }

    private static Settings settings(
            String backend, int micro, int steps, int context, Map<String, String> more) {
        Map<String, Settings.Value> model = new TreeMap<>();
        model.put("layers", scalar("2"));
        model.put("hidden", scalar("32"));
        model.put("heads", scalar("4"));
        model.put("key-value-heads", scalar("2"));
        model.put("feed-forward", scalar("48"));
        Map<String, Settings.Value> values = new TreeMap<>();
        values.put(
                "model",
                new Settings.Value.Section(new Settings("t.yaml", "train.model", 1, model), 1));
        values.put("context", scalar("" + context));
        values.put("batch", scalar("4"));
        values.put("micro-batch", scalar("" + micro));
        values.put("steps", scalar("" + steps));
        values.put("learning-rate", scalar("0.01"));
        values.put("warm-up", scalar("3"));
        values.put("checkpoint-every", scalar("5"));
        values.put("evaluate-every", scalar("10"));
        values.put("backend", scalar(backend));
        more.forEach((key, value) -> values.put(key, scalar(value)));
        return new Settings("t.yaml", "train", 1, values);
    }

    static Settings.Value scalar(String text) {
        return new Settings.Value.Scalar(text, 1);
    }

    /// Forty short pages of repeating phrases.
    private static final class Pages implements Documents {
        @Override
        public Stream<Document> open() {
            List<Document> pages = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String text =
                        ("the tide rises and the tide falls, boat "
                                        + i % 7
                                        + " waits at the quay. ")
                                .repeat(4);
                Rights rights =
                        new Rights(
                                "test",
                                "",
                                "",
                                new Rights.Licence.Known("CC0-1.0", "test"),
                                List.of());
                pages.add(
                        new Document(String.format("page-%02d", i), text, rights, new TreeMap<>()));
            }
            return pages.stream();
        }

        @Override
        public long count() {
            return 40;
        }
    }

    /// Stops training, as a signal would, when the n-th step of this process is reported; keeps
    /// what was said.
    static final class Stopping implements Progress {
        private final int at;
        final List<String> said = new ArrayList<>();

        Stopping(int at) {
            this.at = at;
        }

        @Override
        public Progress.Work begin(String name, String unit, long total) {
            return new Progress.Work() {
                private int seen;

                @Override
                public void advance(long units) {
                    seen += units == 1 && name.equals("train") ? 1 : 0;
                    if (seen == at) {
                        throw new IllegalStateException("stopped");
                    }
                }

                @Override
                public void figure(String figure, double value) {}

                @Override
                public void close() {}
            };
        }

        @Override
        public void note(String line) {
            said.add(line);
        }
    }
}
