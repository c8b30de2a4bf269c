package eu.socle.train;

import eu.socle.core.AtomicFile;
import eu.socle.core.Digest;
import eu.socle.core.Fact;
import eu.socle.core.Json;
import eu.socle.core.Manifest;
import eu.socle.core.Progress;
import eu.socle.core.Refusal;
import eu.socle.core.Run;
import eu.socle.model.Batch;
import eu.socle.model.ModelConfig;
import eu.socle.model.Training;
import eu.socle.model.Transformer;
import eu.socle.model.Weights;
import eu.socle.tensor.AdamW;
import eu.socle.tensor.Backend;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.cpu.CpuBackend;
import eu.socle.tensor.reference.ReferenceBackend;
import eu.socle.token.Tokenizer;
import eu.socle.token.shard.Packing;
import eu.socle.token.shard.TokenShards;
import eu.socle.token.shard.TokenShards.Sequence;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Trains a model from random weights on packed tokens: the whole loop, straight down.
///
/// Position p of the run reads sequence `permute(p)` of its epoch, so the data order is a function
/// of the step; the gradient of a step is divided by the count of its labelled tokens over all
/// micro-batches; the global norm is clipped once.
public final class Pretrain {

    private static final long LIBRARIES = 56L << 20; // bytes; of [#program]
    private static final int STATED = 2000; // training steps in the ledger at most, evenly spaced

    private final TrainConfig config;
    private final Run run;
    private final Backend backend;
    private final Packing train;
    private final Packing heldOut; // packed as training is: what is cut there is cut here
    private final Weights weights;
    private final Weights gradients;
    private final Weights first;
    private final Weights second;
    private final Training training;
    private final DataOrder order;
    private final ExpertLoads loads;

    private Pretrain(
            TrainConfig config,
            Run run,
            Packing train,
            Packing heldOut,
            Transformer model,
            Training training,
            Memory memory) {
        this.config = config;
        this.run = run;
        this.backend = model.backend();
        this.train = train;
        this.heldOut = heldOut;
        this.weights = model.weights();
        this.gradients = Weights.zeros(model.config(), memory);
        this.first = Weights.zeros(model.config(), memory);
        this.second = Weights.zeros(model.config(), memory);
        this.training = training;
        this.loads = new ExpertLoads(model.config());
        this.order = new DataOrder(run.seed("order"), train.sequences());
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
                folder ->
                        switch (config.backend()) {
                            case "cpu" -> {
                                try (CpuBackend cpu = CpuBackend.open(run.workers())) {
                                    yield train(config, tokenFolder, folder, run, cpu);
                                }
                            }
                            default ->
                                    train(config, tokenFolder, folder, run, new ReferenceBackend());
                        });
    }

    private static SortedMap<String, Long> train(
            TrainConfig config, Path tokenFolder, Path folder, Run run, Backend backend)
            throws IOException {
        Tokenizer tokenizer = Tokenizer.read(tokenFolder.resolve("tokenizer.json"));
        ModelConfig shape =
                config.model()
                        .with(tokenizer.vocabularySize(), config.context(), tokenizer.endOfText());
        requireMemory(shape, config, backend);
        try (TokenShards train = open(tokenFolder, "train", "add documents", config);
                TokenShards heldOut =
                        open(tokenFolder, "held-out", "raise token.held-out", config);
                Memory memory = new Memory()) {
            Weights weights = Weights.random(shape, run.seed("weights"), memory);
            Transformer model = new Transformer(shape, weights, backend);
            try (Training training = model.training(config.microBatch(), config.context())) {
                Packing packing = sequences(train, config);
                Pretrain pretrain =
                        new Pretrain(
                                config,
                                run,
                                packing,
                                TrainConfig.packing(config.packing(), heldOut, config.context()),
                                model,
                                training,
                                memory);
                pretrain.describe(shape, memory.bytes());
                Summary summary = pretrain.steps(new Checkpoint(folder.resolve("checkpoint")));
                weights.save(folder);
                publish(summary, shape, tokenFolder, folder);
                return new TreeMap<>(
                        Map.of(
                                "steps", summary.steps(),
                                "tokens.seen", summary.tokensSeen(),
                                "parameters", summary.parameters()));
            }
        }
    }

    /// Opens a split that holds at least one sequence.
    private static TokenShards open(Path folder, String split, String remedy, TrainConfig config) {
        TokenShards shards = TokenShards.open(folder, split);
        if (shards.sequences(config.context()) < 1) {
            long tokens = shards.tokens();
            shards.close();
            throw Refusal.failure(
                    "the "
                            + split
                            + " split has "
                            + tokens
                            + " tokens, fewer than one sequence of "
                            + config.context()
                            + "; "
                            + remedy
                            + " or shorten train.context.");
        }
        return shards;
    }

    /// The sequences of the training split; with a mixture they may be fewer than its tokens fill.
    private static Packing sequences(TokenShards train, TrainConfig config) {
        Packing packing = TrainConfig.packing(config.packing(), train, config.context());
        if (packing.sequences() < 1) {
            throw Refusal.failure(
                    "the mixture reads fewer tokens than one sequence of "
                            + config.context()
                            + "; raise token.mix.total or shorten train.context.");
        }
        return packing;
    }

    /// What `training.json` says; losses in nats per token.
    private record Summary(
            long steps,
            long tokensSeen,
            double trainingLoss,
            double heldOutLoss,
            long parameters) {}

    /// From the newest checkpoint, or the beginning, to the last step.
    private Summary steps(Checkpoint checkpoint) throws IOException {
        Checkpoint.Reached reached = checkpoint.restore(weights, first, second, run.progress());
        long perStep = (long) config.batch() * config.context();
        long stateEvery = Math.ceilDiv(config.steps(), STATED);
        try (Progress.Work work = run.progress().begin("train", "steps", config.steps())) {
            work.advance(reached.step());
            while (reached.step() < config.steps()) {
                long step = reached.step() + 1;
                long started = System.nanoTime();
                double rate = config.schedule().at(step);
                Result result = step(step, rate);
                double perSecond = perStep / ((System.nanoTime() - started) / 1e9);
                reached = new Checkpoint.Reached(step, result.loss());
                boolean last = step == config.steps();
                if (step % stateEvery == 0 || last) {
                    run.state(
                            new Fact.TrainingStep(
                                    step,
                                    step * perStep,
                                    result.loss(),
                                    rate,
                                    result.norm(),
                                    perSecond));
                }
                run.unitDone();
                work.figure("loss", result.loss());
                work.figure("tokens/s", perSecond);
                if (config.experts().balance() > 0 || config.experts().biasRate() > 0) {
                    work.figure("MaxVio", loads.maxViolation());
                }
                work.advance(1);
                if (step % config.evaluateEvery() == 0 && !last) { // before the checkpoint: a
                    run.state(new Fact.HeldOutLoss(step, heldOutLoss())); // resume repeats it
                }
                if (step % config.checkpointEvery() == 0 || last) {
                    Digest digest = checkpoint.write(reached, weights, first, second);
                    run.state(new Fact.CheckpointWritten(step, digest));
                }
            }
        }
        double loss = heldOutLoss();
        run.state(new Fact.HeldOutLoss(reached.step(), loss));
        checkpoint.keep(1);
        long seen = reached.step() * perStep;
        return new Summary(
                reached.step(), seen, reached.loss(), loss, weights.config().parameters());
    }

    /// Puts beside the weights what makes the folder a whole Hugging Face model.
    private static void publish(Summary summary, ModelConfig shape, Path tokenFolder, Path folder)
            throws IOException {
        for (String file : List.of("tokenizer.json", "tokenizer_config.json")) {
            AtomicFile.write(folder.resolve(file), Files.readAllBytes(tokenFolder.resolve(file)));
        }
        record Generation(int bos_token_id, int eos_token_id, int max_length) {}
        Generation generation = new Generation(shape.beginId(), shape.endId(), shape.context());
        AtomicFile.write(
                folder.resolve("generation_config.json"), Json.canonical(generation) + "\n");
        AtomicFile.write(folder.resolve("training.json"), Json.canonical(summary) + "\n");
    }

    private record Result(double loss, double norm) {}

    /// One optimiser step: gradients of all micro-batches, clip, AdamW.
    private Result step(long step, double rate) {
        List<Batch> batches = batches(step);
        int counted = batches.stream().mapToInt(Batch::counted).sum();
        Training.Objective objective = objective(batches, counted);
        gradients.all().clear();
        loads.clear();
        double sum = 0;
        for (Batch batch : batches) {
            sum += training.lossAndGradients(batch, gradients, objective).next();
            loads.add(training);
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
                    gradients.tensor(name),
                    first.tensor(name),
                    second.tensor(name),
                    constants(name, entry.getValue()),
                    rate,
                    step,
                    scale);
        }
        if (step <= config.experts().biasUntil()) {
            loads.correct(weights, config.experts().biasRate());
        }
        return new Result(loss, norm);
    }

    private Training.Objective objective(List<Batch> batches, int counted) {
        List<Double> ahead = new ArrayList<>();
        for (int k = 1; k <= weights.config().predictions().size(); k++) {
            int places = k;
            ahead.add((double) batches.stream().mapToInt(b -> b.countedAhead(places)).sum());
        }
        return new Training.Objective(
                counted, config.aheadWeight(), ahead, config.experts().balance() / batches.size());
    }

    /// Gains, biases and the embedding do not decay, matrices do.
    private AdamW constants(String name, Tensor tensor) {
        boolean decays =
                tensor.rank() > 1
                        && !name.endsWith("bias") // those of experts stand in a matrix
                        && !name.equals("model.embed_tokens.weight");
        return new AdamW(
                (float) config.beta1(),
                (float) config.beta2(),
                (float) config.epsilon(),
                decays ? (float) config.weightDecay() : 0f);
    }

    private List<Batch> batches(long step) {
        List<Batch> batches = new ArrayList<>();
        List<Sequence> group = new ArrayList<>();
        for (int i = 0; i < config.batch(); i++) {
            long position = (step - 1) * config.batch() + i;
            group.add(train.sequence(order.at(position)));
            if (group.size() == config.microBatch()) {
                batches.add(pack(group));
                group.clear();
            }
        }
        return batches;
    }

    /// Mean loss in nats per labelled token over the held-out sequences; where there are more than
    /// `evaluate-sequences`, over so many that lie evenly spread, since documents of one source lie
    /// together.
    private double heldOutLoss() {
        long all = heldOut.sequences();
        long sequences = Math.min(config.evaluateSequences(), all);
        double sum = 0;
        long counted = 0;
        for (long from = 0; from < sequences; from += config.microBatch()) {
            List<Sequence> group = new ArrayList<>();
            for (long k = from; k < Math.min(sequences, from + config.microBatch()); k++) {
                group.add(heldOut.sequence(k * all / sequences));
            }
            Batch batch = pack(group);
            sum += training.loss(batch);
            counted += batch.counted();
        }
        return sum / Math.max(1, counted);
    }

    /// Puts sequences side by side; places without a sequence hold token 0 and no label.
    private Batch pack(List<Sequence> group) {
        int length = config.context();
        int rows = config.microBatch() * length;
        int[] ids = new int[rows];
        int[] labels = new int[rows];
        int[] firstKey = new int[rows];
        int[] positions = new int[rows];
        Arrays.fill(labels, Backend.IGNORED);
        for (int i = 0; i < group.size(); i++) {
            Sequence sequence = group.get(i);
            System.arraycopy(sequence.ids(), 0, ids, i * length, length);
            System.arraycopy(sequence.labels(), 0, labels, i * length, length);
            System.arraycopy(sequence.firstKey(), 0, firstKey, i * length, length);
            System.arraycopy(sequence.positions(), 0, positions, i * length, length);
        }
        return new Batch(config.microBatch(), length, ids, labels, firstKey, positions);
    }

    private void describe(ModelConfig shape, long stateBytes) {
        long places = train.sequences() * config.context();
        run.state(
                new Fact.SequencesPacked(
                        config.packing(),
                        train.sequences(),
                        places - train.padding(),
                        train.padding()));
        run.state(
                new Fact.ModelDescribed(
                        shape.family().modelType(),
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
                                Locale.ROOT,
                                "model     %,d parameters, %d layers, vocabulary %,d; %,d MiB for weights, gradients and moments, %,d MiB for activations and scratch, about %,d MiB for the program",
                                shape.parameters(),
                                shape.layers(),
                                shape.vocabulary(),
                                stateBytes >> 20,
                                (training.bytes() + scratch(shape, config, backend)) >> 20,
                                program() >> 20));
    }

    /// Bytes of the Java heap as it stands, of compiled code and classes, and of what a virtual
    /// machine of JDK 25 and its libraries take besides (measured: 50 to 60 MiB).
    private static long program() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        return memory.getHeapMemoryUsage().getCommitted()
                + memory.getNonHeapMemoryUsage().getCommitted()
                + LIBRARIES;
    }

    private static long scratch(ModelConfig shape, TrainConfig config, Backend backend) {
        return backend.trainingScratch(config.microBatch(), config.context(), shape.vocabulary());
    }

    /// Refuses a model that will not fit, before anything is allocated.
    private static void requireMemory(ModelConfig shape, TrainConfig config, Backend backend) {
        double needed =
                16.0 * shape.parameters()
                        + Training.bytes(shape, config.microBatch(), config.context())
                        + scratch(shape, config, backend)
                        + program();
        if (ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.OperatingSystemMXBean system) {
            double there = system.getTotalMemorySize();
            if (needed > 0.9 * there) {
                throw Refusal.usage(
                        String.format(
                                Locale.ROOT,
                                "training this model takes %.1f GiB, this machine has %.1f GiB; lower train.micro-batch, train.context or the model.",
                                needed / (1L << 30),
                                there / (1L << 30)));
            }
        }
    }
}
