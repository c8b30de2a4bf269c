package eu.socle.train;

import eu.socle.core.Refusal;
import eu.socle.core.Settings;
import eu.socle.model.ModelConfig;
import eu.socle.model.config.Family;
import eu.socle.model.config.FeedForward;
import eu.socle.token.shard.Packing;
import eu.socle.token.shard.TokenShards;
import java.util.Locale;

/// The `train` section of a recipe.
///
/// @param model the model's shape, without the vocabulary, which the tokenizer decides
/// @param experts how experts are kept evenly used
/// @param aheadWeight lambda, weight of multi-token prediction; 0 for a model without
/// @param context tokens of one sequence
/// @param batch sequences of one optimiser step
/// @param microBatch sequences that go through the model at once; divides `batch`
/// @param steps optimiser steps
/// @param schedule learning rate by step
/// @param weightDecay on matrices; gains and the embedding do not decay
/// @param clip largest global gradient norm
/// @param checkpointEvery steps between two checkpoints
/// @param evaluateEvery steps between two losses on held-out documents
/// @param evaluateSequences most held-out sequences that such a loss looks at
/// @param packing how documents become sequences: `concatenate` or `best-fit`
/// @param backend `cpu` or `reference`
public record TrainConfig(
        ModelShape model,
        Mixture experts,
        double aheadWeight,
        int context,
        int batch,
        int microBatch,
        int steps,
        Schedule schedule,
        double weightDecay,
        double beta1,
        double beta2,
        double epsilon,
        double clip,
        int checkpointEvery,
        int evaluateEvery,
        int evaluateSequences,
        String packing,
        String backend) {

    /// All tokens in a row, cut wherever a sequence is full.
    public static final String CONCATENATE = "concatenate";

    /// Documents whole wherever they fit, the rest padded.
    public static final String BEST_FIT = "best-fit";

    /// The sequences of a split.
    ///
    /// @param packing [#CONCATENATE] or [#BEST_FIT]
    public static Packing packing(String packing, TokenShards shards, int context) {
        return switch (packing) {
            case CONCATENATE -> Packing.cut(shards, context);
            case BEST_FIT -> Packing.bestFit(shards, context);
            default -> throw new IllegalArgumentException("no packing is called " + packing);
        };
    }

    /// How the experts of a mixture are kept evenly used; zeros for a model without.
    ///
    /// @param biasRate gamma, how far the correction of a DeepSeek router moves each step
    /// @param biasUntil the last step that moves it
    /// @param balance alpha, weight of the balance loss
    public record Mixture(double biasRate, int biasUntil, double balance) {}

    /// Reads the section; what is not written has the defaults that stand here.
    ///
    /// @throws Refusal usage, naming file and line
    public static TrainConfig from(Settings s) {
        int steps = whole(s, "steps", 1000);
        int batch = whole(s, "batch", 8);
        int microBatch = whole(s, "micro-batch", batch);
        if (batch % microBatch != 0) {
            throw s.wrong("micro-batch", "a divisor of batch (" + batch + "), not " + microBatch);
        }
        String backend = s.text("backend", "cpu");
        if (!backend.equals("cpu") && !backend.equals("reference")) {
            throw s.wrong("backend", "cpu or reference, not \"" + backend + "\"");
        }
        String packing = s.text("packing", CONCATENATE);
        if (!packing.equals(CONCATENATE) && !packing.equals(BEST_FIT)) {
            throw s.wrong("packing", "concatenate or best-fit, not \"" + packing + "\"");
        }
        int context = whole(s, "context", 256);
        ModelShape shape = ModelShape.from(s.section("model"));
        ModelConfig model = shape.with(2, context, 0); // refuses what it cannot be before it runs
        TrainConfig config =
                new TrainConfig(
                        shape,
                        mixture(s, model, steps),
                        aheadWeight(s, model),
                        context,
                        batch,
                        microBatch,
                        steps,
                        schedule(s, steps),
                        within(s, "weight-decay", 0.1, 0, 1e3),
                        within(s, "beta1", 0.9, 0, 1),
                        within(s, "beta2", 0.95, 0, 1),
                        positive(s, "epsilon", 1e-8),
                        positive(s, "clip", 1.0),
                        whole(s, "checkpoint-every", 100),
                        whole(s, "evaluate-every", 100),
                        whole(s, "evaluate-sequences", 64),
                        packing,
                        backend);
        s.refuseOthers();
        return config;
    }

    private static Mixture mixture(Settings s, ModelConfig model, int steps) {
        Settings section = s.section("experts");
        boolean some =
                model.allLayers().stream()
                        .anyMatch(l -> l.feedForward() instanceof FeedForward.Experts);
        if (s.has("experts") && !some) {
            throw s.wrong("experts", "left out, because the model has no experts");
        }
        boolean corrected = some && model.family() == Family.DEEPSEEK_V3;
        if (section.has("bias-rate") && !corrected) {
            throw section.wrong("bias-rate", "left out, because the routers have no correction");
        }
        Mixture mixture =
                new Mixture(
                        within(section, "bias-rate", corrected ? 1e-3 : 0, 0, 1),
                        whole(section, "bias-until", steps),
                        within(section, "balance", some ? 1e-4 : 0, 0, 1e3));
        section.refuseOthers();
        return mixture;
    }

    private static double aheadWeight(Settings s, ModelConfig model) {
        if (model.predictions().isEmpty() && s.has("ahead-weight")) {
            throw s.wrong("ahead-weight", "left out, because the model predicts one token only");
        }
        return within(s, "ahead-weight", model.predictions().isEmpty() ? 0 : 0.3, 0, 1e3);
    }

    private static Schedule schedule(Settings s, int steps) {
        double peak = positive(s, "learning-rate", 1e-3);
        double floor = within(s, "learning-rate-floor", peak / 10, 0, Math.nextUp(peak));
        long warmUp = s.integer("warm-up", Math.max(1, steps / 20));
        long decay = s.integer("decay", Math.max(1, steps / 5));
        String shape = s.text("decay-shape", "linear");
        String kind = s.text("schedule", "cosine");
        if (warmUp < 0
                || warmUp > steps
                || decay < 0
                || (warmUp + decay > steps && kind.equals("wsd"))) {
            throw s.wrong(
                    "warm-up", "such that warm-up and decay fit into the " + steps + " steps");
        }
        return switch (kind) {
            case "cosine" -> new Schedule.Cosine(peak, floor, warmUp, steps);
            case "linear" -> new Schedule.Linear(peak, floor, warmUp, steps);
            case "constant" -> new Schedule.Constant(peak, warmUp);
            case "wsd" -> {
                for (Schedule.Shape known : Schedule.Shape.values()) {
                    if (known.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(shape)) {
                        yield new Schedule.Wsd(peak, floor, warmUp, decay, steps, known);
                    }
                }
                throw s.wrong(
                        "decay-shape",
                        "linear, cosine, exponential or minus-sqrt, not \"" + shape + "\"");
            }
            default ->
                    throw s.wrong(
                            "schedule", "cosine, linear, constant or wsd, not \"" + kind + "\"");
        };
    }

    static double positive(Settings s, String key, double otherwise) {
        return within(s, key, otherwise, Double.MIN_VALUE, Double.MAX_VALUE);
    }

    /// A number from `least` to below `bound`.
    private static double within(
            Settings s, String key, double otherwise, double least, double bound) {
        double value = s.decimal(key, otherwise);
        if (!(value >= least && value < bound)) {
            String range = least == Double.MIN_VALUE ? "above 0" : "from 0 to below " + bound;
            throw s.wrong(key, "a number " + range + ", not " + value);
        }
        return value;
    }

    static int whole(Settings s, String key, int otherwise) {
        long value = s.integer(key, otherwise);
        if (value < 1 || value > Integer.MAX_VALUE) {
            throw s.wrong(key, "a whole number from 1, not " + value);
        }
        return (int) value;
    }
}
