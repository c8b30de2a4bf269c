package eu.socle.model.config;

import eu.socle.core.Refusal;
import eu.socle.tensor.Pairing;
import java.util.Optional;

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
            requireNone(family, keys);
            return new Found(new Rope(theta, new RopeScaling.None(), pairing), Optional.empty());
        }
        RopeReader reader = new RopeReader(family, stated.get(), context);
        RopeScaling scaling = reader.scaling();
        Optional<Attention.QueryScale> queryScale = reader.queryScale();
        double base = stated.get().positive("rope_theta", theta);
        stated.get().refuseOthers();
        return new Found(new Rope(base, scaling, pairing), queryScale);
    }

    /// Families whose default is a scaling must say what they want.
    private static void requireNone(Family family, Keys keys) {
        boolean scaled =
                family == Family.APERTUS || family == Family.GPT_OSS || family == Family.MINISTRAL3;
        if (scaled && !keys.states("rope_scaling")) {
            throw Refusal.failure(
                    "\"rope_scaling\" is missing, which a model of type \""
                            + family.modelType()
                            + "\" must state (null for none).");
        }
        if (family == Family.MINISTRAL3) {
            throw Refusal.failure(
                    "\"rope_scaling\" must state \"llama_4_scaling_beta\" in a model of type \"ministral3\".");
        }
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
