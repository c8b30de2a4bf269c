package eu.socle.train;

import eu.socle.core.AtomicFile;
import eu.socle.core.Digest;
import eu.socle.core.Fact;
import eu.socle.core.Json;
import eu.socle.core.Manifest;
import eu.socle.core.Progress;
import eu.socle.core.Refusal;
import eu.socle.core.Run;
import eu.socle.core.Seed;
import eu.socle.model.Batch;
import eu.socle.model.ModelConfig;
import eu.socle.model.Transformer;
import eu.socle.model.Weights;
import eu.socle.tensor.AdamW;
import eu.socle.tensor.Backend;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.cpu.CpuBackend;
import eu.socle.tensor.reference.ReferenceBackend;
import eu.socle.token.TokenShards;
import eu.socle.token.TokenShards.Sequence;
import eu.socle.token.Tokenizer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Trains a model from random weights on packed tokens: the whole loop, straight down.
///
/// Position p of the run reads sequence `permute(p)` of its epoch, so the data order is a function
/// of the step; the gradient of a step is divided by the count of its labelled tokens over all
/// micro-batches; the global norm is clipped once.
public final class Pretrain implements AutoCloseable {

    private final TrainConfig config;
    private final Run run;
    private final Path folder;
    private final Memory memory = new Memory();
    private final Backend backend;
    private final Runnable closeBackend;
    private final TokenShards train;
    private final TokenShards heldOut;
    private final ModelConfig shape;
    private final Weights weights;
    private final Weights gradients;
    private final Weights first;
    private final Weights second;
    private final Transformer.Training training;
    private final Checkpoint checkpoint;
    private final Seed order;

    private Pretrain(TrainConfig config, Path tokenFolder, Path folder, Run run) {
        this.config = config;
        this.run = run;
        this.folder = folder;
        Tokenizer tokenizer = Tokenizer.read(tokenFolder.resolve("tokenizer.json"));
        this.shape =
                config.model()
                        .with(tokenizer.vocabularySize(), config.context(), tokenizer.endOfText());
        requireMemory(shape, config);
        this.train = TokenShards.open(tokenFolder, "train");
        this.heldOut = TokenShards.open(tokenFolder, "held-out");
        if (train.sequences(config.context()) < 1) {
            throw Refusal.failure(
                    "the training split has "
                            + train.tokens()
                            + " tokens, fewer than one sequence of "
                            + config.context()
                            + "; add documents or shorten train.context.");
        }
        switch (config.backend()) {
            case "cpu" -> {
                CpuBackend cpu = CpuBackend.open(run.workers());
                this.backend = cpu;
                this.closeBackend = cpu::close;
            }
            default -> {
                this.backend = new ReferenceBackend();
                this.closeBackend = () -> {};
            }
        }
        this.weights = Weights.random(shape, run.seed("weights"), memory);
        this.gradients = Weights.zeros(shape, memory);
        this.first = Weights.zeros(shape, memory);
        this.second = Weights.zeros(shape, memory);
        this.training =
                new Transformer(shape, weights, backend)
                        .training(config.microBatch(), config.context());
        this.checkpoint = new Checkpoint(folder.resolve("checkpoint"));
        this.order = run.seed("order");
    }

    /// Trains the `model` stage of a run. The folder becomes a complete Hugging Face model
    /// (config.json, model.safetensors, tokenizer files) with training.json and the last
    /// checkpoint.
    ///
    /// @param tokenFolder what the token stage left
    /// @throws Refusal if the data are too few, the memory too small, or the loss is no longer a
    ///   number
    public static Manifest run(TrainConfig config, Path tokenFolder, Manifest tokens, Run run) {
        return run.stage(
                "model",
                config,
                Run.inputs(List.of(tokens)),
                folder -> {
                    try (Pretrain pretrain = new Pretrain(config, tokenFolder, folder, run)) {
                        return pretrain.work(tokenFolder);
                    }
                });
    }

    private record Summary(long steps, long tokensSeen, double heldOutLoss, long parameters) {}

    private SortedMap<String, Long> work(Path tokenFolder) throws IOException {
        describe();
        long step = checkpoint.restore(weights, first, second, run.progress());
        long perStep = (long) config.batch() * config.context();
        try (Progress.Work work = run.progress().begin("train", "steps", config.steps())) {
            work.advance(step);
            while (step < config.steps()) {
                step++;
                long started = System.nanoTime();
                double rate = config.schedule().at(step);
                Result result = step(step, rate);
                double perSecond = perStep / ((System.nanoTime() - started) / 1e9);
                run.state(
                        new Fact.TrainingStep(
                                step,
                                step * perStep,
                                result.loss(),
                                rate,
                                result.norm(),
                                perSecond));
                work.figure("loss", result.loss());
                work.figure("tokens/s", perSecond);
                work.advance(1);
                if (step % config.checkpointEvery() == 0 || step == config.steps()) {
                    Digest digest = checkpoint.write(step, weights, first, second);
                    run.state(new Fact.CheckpointWritten(step, digest));
                }
                if (step % config.evaluateEvery() == 0 && step < config.steps()) {
                    run.state(new Fact.HeldOutLoss(step, heldOutLoss()));
                }
            }
        }
        double loss = heldOutLoss();
        run.state(new Fact.HeldOutLoss(step, loss));
        checkpoint.keep(1);
        weights.save(folder);
        for (String file : List.of("tokenizer.json", "tokenizer_config.json")) {
            AtomicFile.write(folder.resolve(file), Files.readAllBytes(tokenFolder.resolve(file)));
        }
        AtomicFile.write(
                folder.resolve("generation_config.json"),
                Json.canonical(
                                Map.of(
                                        "bos_token_id",
                                        shape.beginId(),
                                        "eos_token_id",
                                        shape.endId(),
                                        "max_length",
                                        shape.context()))
                        + "\n");
        AtomicFile.write(
                folder.resolve("training.json"),
                Json.canonical(new Summary(step, step * perStep, loss, shape.parameters())) + "\n");
        return new TreeMap<>(
                Map.of(
                        "steps",
                        step,
                        "tokens.seen",
                        step * perStep,
                        "parameters",
                        shape.parameters()));
    }

    private record Result(double loss, double norm) {}

    /// One optimiser step: gradients of all micro-batches, clip, AdamW.
    private Result step(long step, double rate) {
        List<Batch> batches = batches(step);
        long counted = 0;
        for (Batch batch : batches) {
            counted += batch.counted();
        }
        gradients.all().clear();
        double sum = 0;
        for (Batch batch : batches) {
            sum += training.lossAndGradients(batch, gradients, (double) counted);
        }
        double loss = sum / Math.max(1, counted);
        double norm = Math.sqrt(backend.sumOfSquares(gradients.all()));
        if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
            throw Refusal.failure(
                    "at step "
                            + step
                            + " the loss is "
                            + loss
                            + " and the gradient norm "
                            + norm
                            + "; lower train.learning-rate or lengthen train.warm-up. The checkpoints before it are kept.");
        }
        double scale = Math.min(1, config.clip() / (norm + 1e-6));
        for (Map.Entry<String, Tensor> entry : weights.named().entrySet()) {
            String name = entry.getKey();
            backend.adamW(
                    entry.getValue(),
                    tensor(gradients, name),
                    tensor(first, name),
                    tensor(second, name),
                    constants(name, entry.getValue()),
                    rate,
                    step,
                    scale);
        }
        return new Result(loss, norm);
    }

    private static Tensor tensor(Weights weights, String name) {
        return java.util.Objects.requireNonNull(weights.named().get(name), name);
    }

    /// Gains and the embedding do not decay, matrices do.
    private AdamW constants(String name, Tensor tensor) {
        boolean decays = tensor.rank() > 1 && !name.equals("model.embed_tokens.weight");
        return new AdamW(
                (float) config.beta1(),
                (float) config.beta2(),
                (float) config.epsilon(),
                decays ? (float) config.weightDecay() : 0f);
    }

    private List<Batch> batches(long step) {
        long sequences = train.sequences(config.context());
        List<Batch> batches = new ArrayList<>();
        List<Sequence> group = new ArrayList<>();
        for (int i = 0; i < config.batch(); i++) {
            long position = (step - 1) * config.batch() + i;
            long epoch = position / sequences;
            long index = order.of(epoch).permute(sequences, position % sequences);
            group.add(train.sequence(index, config.context()));
            if (group.size() == config.microBatch()) {
                batches.add(pack(group));
                group.clear();
            }
        }
        return batches;
    }

    /// Mean loss in nats per labelled token over the held-out sequences, at most
    /// `evaluate-sequences` of them.
    private double heldOutLoss() {
        long sequences = Math.min(config.evaluateSequences(), heldOut.sequences(config.context()));
        double sum = 0;
        long counted = 0;
        for (long from = 0; from < sequences; from += config.microBatch()) {
            List<Sequence> group = new ArrayList<>();
            for (long k = from; k < Math.min(sequences, from + config.microBatch()); k++) {
                group.add(heldOut.sequence(k, config.context()));
            }
            Batch batch = pack(group);
            sum += training.loss(batch);
            counted += batch.counted();
        }
        if (counted == 0) {
            throw Refusal.failure(
                    "the held-out split has "
                            + heldOut.tokens()
                            + " tokens, fewer than one sequence of "
                            + config.context()
                            + "; raise token.held-out or shorten train.context.");
        }
        return sum / counted;
    }

    /// Puts sequences side by side; places without a sequence hold token 0 and no label.
    private Batch pack(List<Sequence> group) {
        int length = config.context();
        int rows = config.microBatch() * length;
        int[] ids = new int[rows];
        int[] labels = new int[rows];
        int[] firstKey = new int[rows];
        int[] positions = new int[rows];
        java.util.Arrays.fill(labels, Backend.IGNORED);
        for (int i = 0; i < group.size(); i++) {
            Sequence sequence = group.get(i);
            System.arraycopy(sequence.ids(), 0, ids, i * length, length);
            System.arraycopy(sequence.labels(), 0, labels, i * length, length);
            System.arraycopy(sequence.firstKey(), 0, firstKey, i * length, length);
            System.arraycopy(sequence.positions(), 0, positions, i * length, length);
        }
        return new Batch(config.microBatch(), length, ids, labels, firstKey, positions);
    }

    private void describe() {
        run.state(
                new Fact.ModelDescribed(
                        "llama",
                        shape.parameters(),
                        shape.layers(),
                        shape.hidden(),
                        shape.heads(),
                        shape.keyValueHeads(),
                        shape.headSize(),
                        shape.feedForward(),
                        shape.vocabulary(),
                        shape.context(),
                        shape.forwardFlopPerToken(config.context()),
                        shape.trainingFlopPerToken(config.context()),
                        backend.name()));
        run.progress()
                .note(
                        String.format(
                                java.util.Locale.ROOT,
                                "model     %,d parameters, %d layers, vocabulary %,d; %,d MiB for weights, gradients and moments, %,d MiB for activations",
                                shape.parameters(),
                                shape.layers(),
                                shape.vocabulary(),
                                memory.bytes() >> 20,
                                training.bytes() >> 20));
    }

    /// Refuses a model that will not fit, before anything is allocated.
    private static void requireMemory(ModelConfig shape, TrainConfig config) {
        double needed =
                16.0 * shape.parameters()
                        + Transformer.trainingBytes(shape, config.microBatch(), config.context());
        if (ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.OperatingSystemMXBean system) {
            double there = system.getTotalMemorySize();
            if (needed > 0.9 * there) {
                throw Refusal.usage(
                        String.format(
                                java.util.Locale.ROOT,
                                "training this model takes %.1f GiB, this machine has %.1f GiB; lower train.micro-batch, train.context or the model.",
                                needed / (1L << 30),
                                there / (1L << 30)));
            }
        }
    }

    @Override
    public void close() {
        training.close();
        closeBackend.run();
        train.close();
        heldOut.close();
        memory.close();
    }
}
