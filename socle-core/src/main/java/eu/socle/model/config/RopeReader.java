package eu.socle.model.config;

import eu.socle.core.Refusal;
import eu.socle.tensor.Pairing;
import java.util.Optional;
import java.util.OptionalDouble;

/// Rotary positions, in the notation of transformers 4 (`rope_theta` and `rope_scaling`) or 5
/// (`rope_parameters`, which holds both).
final class RopeReader {

    private final Family family;
    private final Keys scaling;
    private final int context;

    private RopeReader(Family family, Keys scaling, int context) {
        this.family = family;
        this.scaling = scaling;
        this.context = context;
    }

    /// The rotation, and the scale of queries that stands beside it in the file (Ministral 3).
    record Found(Rope rope, Optional<Attention.QueryScale> queryScale) {}

    static Found read(Family family, Keys keys, int context) {
        double theta = keys.positive("rope_theta", family.ropeTheta());
        Optional<Keys> v4 = keys.object("rope_scaling");
        Optional<Keys> v5 = keys.object("rope_parameters");
        if (v4.isPresent() && v5.isPresent()) {
            throw Refusal.failure(
                    "\"rope_scaling\" and \"rope_parameters\" are both stated; keep one.");
        }
        Pairing pairing =
                family == Family.DEEPSEEK_V3 && keys.flag("rope_interleave", true)
                        ? Pairing.NEIGHBOURS
                        : Pairing.HALVES;
        Optional<Keys> stated = v4.or(() -> v5);
        if (stated.isEmpty()) {
            return unsaid(family, theta, pairing);
        }
        RopeReader reader = new RopeReader(family, stated.get(), context);
        RopeScaling scaling = reader.scaling();
        Optional<Attention.QueryScale> queryScale = reader.queryScale();
        double base = stated.get().positive("rope_theta", theta);
        if (family == Family.MINISTRAL3) { // its makers write the context there once more
            stated.get().ignore("max_position_embeddings");
        }
        stated.get().refuseOthers();
        return new Found(new Rope(base, scaling, pairing), queryScale);
    }

    /// What a family means where the file says nothing, or null, of scaling (transformers 5).
    ///
    /// @throws Refusal if another base stands there: transformers 4 would use it, 5 does not
    private static Found unsaid(Family family, double theta, Pairing pairing) {
        RopeScaling scaling =
                switch (family) {
                    case APERTUS -> new RopeScaling.Llama3(8, 1, 4, 8192);
                    case GPT_OSS -> yarn(32, 4096, false, OptionalDouble.empty());
                    case MINISTRAL3 -> yarn(16, 16_384, true, OptionalDouble.of(1));
                    default -> new RopeScaling.None();
                };
        boolean ownBase = family == Family.APERTUS || family == Family.MINISTRAL3;
        if (ownBase && theta != family.ropeTheta()) {
            throw Refusal.failure(
                    "\"rope_theta\" "
                            + theta
                            + " without \"rope_scaling\" means different things to different readers of a model of type \""
                            + family.modelType()
                            + "\"; state \"rope_scaling\" ({\"rope_type\": \"default\"} for none).");
        }
        return new Found(
                new Rope(theta, scaling, pairing),
                family == Family.MINISTRAL3
                        ? Optional.of(new Attention.QueryScale(0.1, 16_384))
                        : Optional.empty());
    }

    private static RopeScaling yarn(
            double factor, int original, boolean rounded, OptionalDouble mscale) {
        return new RopeScaling.Yarn(
                factor, original, 32, 1, rounded, OptionalDouble.empty(), mscale, mscale);
    }

    private RopeScaling scaling() {
        String old = scaling.text("type", "default");
        String type = scaling.text("rope_type", old);
        scaling.only("partial_rotary_factor", 1);
        return switch (type) {
            case "default" -> new RopeScaling.None();
            case "linear" -> new RopeScaling.Linear(scaling.positive("factor"));
            case "llama3" ->
                    new RopeScaling.Llama3(
                            scaling.positive("factor"),
                            scaling.positive("low_freq_factor"),
                            scaling.positive("high_freq_factor"),
                            scaling.whole("original_max_position_embeddings"));
            case "yarn" ->
                    new RopeScaling.Yarn(
                            scaling.positive("factor"),
                            scaling.whole("original_max_position_embeddings", context),
                            scaling.positive("beta_fast", 32),
                            scaling.positive("beta_slow", 1),
                            scaling.flag("truncate", true),
                            scaling.number("attention_factor"),
                            scaling.number("mscale"),
                            scaling.number("mscale_all_dim"));
            default ->
                    throw Refusal.failure(
                            "the rope scaling \""
                                    + type
                                    + "\" is not supported; supported: default, linear, llama3, yarn.");
        };
    }

    private Optional<Attention.QueryScale> queryScale() {
        if (family != Family.MINISTRAL3) {
            return Optional.empty();
        }
        if (!scaling.has("llama_4_scaling_beta")) {
            throw Refusal.failure(
                    "\"llama_4_scaling_beta\" is missing, which a model of type \"ministral3\" must state.");
        }
        return Optional.of(
                new Attention.QueryScale(
                        scaling.number("llama_4_scaling_beta").orElseThrow(),
                        scaling.whole("original_max_position_embeddings", context)));
    }
}
