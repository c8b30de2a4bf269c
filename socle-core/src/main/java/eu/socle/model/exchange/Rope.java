package eu.socle.model.exchange;

import eu.socle.core.Refusal;
import eu.socle.model.gguf.MetadataValue;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Rotary frequencies and their scaling, in both notations.
///
/// Equations: the design of `llama3` and YaRN scaling (Peng et al., arXiv 2309.00071) as
/// transformers 5 computes them. GGUF says `llama3` by the tensor `rope_freqs.weight`, the divisors
/// of the inverse frequencies.
///
/// @param theta base of the frequencies
/// @param type `default`, `linear`, `llama3` or `yarn`
/// @param numbers the factors of that type, by their Hugging Face names
/// @param truncate whether YaRN rounds the borders of its ramp to whole dimensions
record Rope(double theta, String type, SortedMap<String, Double> numbers, boolean truncate) {

    private static final String LENGTH = "original_max_position_embeddings";
    private static final double ROUNDED = 2e-6; // relative; divisors are stored in f32
    private static final double CLOSE = 1e-4; // where whoever wrote them computed in f32, too

    private static final Set<String> LLAMA3 =
            Set.of("factor", "low_freq_factor", "high_freq_factor", LENGTH);
    private static final Set<String> YARN =
            Set.of(
                    "factor",
                    LENGTH,
                    "beta_fast",
                    "beta_slow",
                    "mscale",
                    "mscale_all_dim",
                    "attention_factor");

    private static Rope of(double theta, String type, Map<String, Double> numbers) {
        return new Rope(theta, type, new TreeMap<>(numbers), true);
    }

    /// From a config.json: `rope_theta` and `rope_scaling`, or `rope_parameters`.
    ///
    /// @throws Refusal for a scaling or a factor that is not known
    static Rope read(Fields config) {
        double theta = config.real("rope_theta", 10000);
        Rope rope = of(theta, "default", Map.of());
        for (String key : new String[] {"rope_scaling", "rope_parameters"}) {
            if (config.has(key)) {
                rope = read(config, new Fields(config.where(), config.node(key)), key, theta);
            }
        }
        return rope;
    }

    private static Rope read(Fields config, Fields inner, String key, double theta) {
        String type = inner.text("rope_type", inner.text("type", "default"));
        double base = inner.real("rope_theta", theta);
        SortedMap<String, Double> numbers = new TreeMap<>();
        Set<String> allowed =
                switch (type) {
                    case "default" -> Set.of();
                    case "linear" -> Set.of("factor");
                    case "llama3" -> LLAMA3;
                    case "yarn" -> YARN;
                    default ->
                            throw Refusal.failure(
                                    config.where()
                                            + ": the rope scaling \""
                                            + type
                                            + "\" of "
                                            + key
                                            + " is not known; known are default, linear, llama3 and yarn.");
                };
        for (String name : allowed) {
            if (inner.has(name)) {
                numbers.put(name, inner.real(name));
            }
        }
        boolean truncate = !inner.has("truncate") || inner.flag("truncate");
        if (type.equals("yarn")) {
            numbers.putIfAbsent(LENGTH, (double) config.whole("max_position_embeddings"));
        }
        inner.refuseRest(Set.of());
        Rope rope = new Rope(base, type, numbers, truncate);
        rope.require(config.where());
        return rope;
    }

    private void require(String where) {
        boolean whole =
                switch (type) {
                    case "linear" -> numbers.containsKey("factor");
                    case "llama3" -> numbers.keySet().containsAll(LLAMA3);
                    case "yarn" -> numbers.containsKey("factor");
                    default -> true;
                };
        if (!whole || !(theta > 0) || numbers.values().stream().anyMatch(v -> v < 0)) {
            throw Refusal.failure(
                    where
                            + ": the rope scaling \""
                            + type
                            + "\" lacks a factor or has one below 0.");
        }
    }

    /// Into a config.json, in the notation that transformers 4 and 5 and llama.cpp read.
    void write(ObjectNode config) {
        config.put("rope_theta", theta);
        if (type.equals("default")) {
            String family = config.path("model_type").asString("");
            if (family.equals("apertus") || family.equals("gpt_oss")) { // stretched by themselves
                config.putObject("rope_scaling").put("rope_type", "default");
            }
            return;
        }
        ObjectNode scaling = config.putObject("rope_scaling");
        scaling.put("rope_type", type);
        numbers.forEach((name, value) -> {
            if (name.equals(LENGTH)) {
                scaling.put(name, (long) (double) value);
            } else {
                scaling.put(name, value);
            }
        });
        if (!truncate) {
            scaling.put("truncate", false);
        }
    }

    /// Into the keys of an architecture.
    ///
    /// @throws Refusal if GGUF cannot say it
    void keys(Family family, String where, Map<String, MetadataValue> keys) {
        String prefix = family.architecture() + ".rope.";
        keys.put(prefix + "freq_base", MetadataValue.of(theta));
        if (numbers.containsKey(LENGTH)) {
            keys.put(
                    prefix + "scaling.original_context_length",
                    MetadataValue.of((long) (double) numbers.get(LENGTH)));
        }
        switch (type) {
            case "linear" -> {
                keys.put(prefix + "scaling.type", MetadataValue.of("linear"));
                keys.put(prefix + "scaling.factor", MetadataValue.of(number("factor", 1)));
            }
            case "yarn" -> yarnKeys(family, where, prefix + "scaling.", keys);
            default -> {}
        }
    }

    private void yarnKeys(
            Family family, String where, String prefix, Map<String, MetadataValue> keys) {
        if (truncate == (family == Family.GPT_OSS)) {
            throw Refusal.failure(
                    where
                            + ": YaRN with truncate "
                            + truncate
                            + " cannot be said in GGUF for this kind of model.");
        }
        keys.put(prefix + "type", MetadataValue.of("yarn"));
        keys.put(prefix + "factor", MetadataValue.of(number("factor", 1)));
        keys.put(prefix + "yarn_beta_fast", MetadataValue.of(number("beta_fast", 32)));
        keys.put(prefix + "yarn_beta_slow", MetadataValue.of(number("beta_slow", 1)));
        double usual = attention(number("factor", 1), 1);
        if (family == Family.DEEPSEEK2) {
            double all = number("mscale_all_dim", 0);
            if (all == 0 || number("mscale", 1) != all || numbers.containsKey("attention_factor")) {
                throw Refusal.failure(
                        where
                                + ": YaRN whose mscale and mscale_all_dim differ cannot be said in GGUF for this kind of model.");
            }
            keys.put(prefix + "yarn_log_multiplier", MetadataValue.of(0.1 * all));
        } else if (attentionFactor() != usual) {
            keys.put(prefix + "attn_factor", MetadataValue.of(attentionFactor() / usual));
        }
    }

    /// What cos and sin are multiplied by.
    double attentionFactor() {
        double factor = number("factor", 1);
        if (numbers.containsKey("attention_factor")) {
            return number("attention_factor", 1);
        }
        if (number("mscale", 0) != 0 && number("mscale_all_dim", 0) != 0) {
            return attention(factor, number("mscale", 1))
                    / attention(factor, number("mscale_all_dim", 1));
        }
        return attention(factor, 1);
    }

    private static double attention(double factor, double scale) {
        return factor <= 1 ? 1 : 0.1 * scale * Math.log(factor) + 1;
    }

    private double number(String name, double otherwise) {
        Double value = numbers.get(name);
        return value == null ? otherwise : value;
    }

    /// From the keys of an architecture and the tensor of divisors, where there is one.
    ///
    /// @param rotated elements of a head that are rotated
    /// @throws Refusal for a scaling that is not known
    static Rope read(Family family, Keys keys, double @Nullable [] divisors, int rotated) {
        double theta = keys.real("rope.freq_base", 10000);
        String type = keys.text("rope.scaling.type", "none");
        keys.skip("rope.scaling.finetuned");
        if (divisors != null) {
            if (!type.equals("none")) {
                throw keys.cannot("rope.scaling.type", "though rope_freqs.weight is there, too");
            }
            return llama3(keys, theta, divisors, rotated);
        }
        int original = keys.whole("rope.scaling.original_context_length", 0);
        return switch (type) {
            case "none" -> of(theta, "default", Map.of());
            case "linear" ->
                    of(theta, "linear", Map.of("factor", keys.real("rope.scaling.factor")));
            case "yarn" -> yarn(family, keys, theta, original);
            default ->
                    throw keys.cannot(
                            "rope.scaling.type",
                            "which is not known; known are none, linear, yarn");
        };
    }

    private static Rope yarn(Family family, Keys keys, double theta, int original) {
        SortedMap<String, Double> numbers = new TreeMap<>();
        double factor = keys.real("rope.scaling.factor");
        numbers.put("factor", factor);
        numbers.put(LENGTH, (double) (original > 0 ? original : keys.whole("context_length")));
        numbers.put("beta_fast", keys.real("rope.scaling.yarn_beta_fast", 32));
        numbers.put("beta_slow", keys.real("rope.scaling.yarn_beta_slow", 1));
        if (family == Family.DEEPSEEK2) {
            double all = Math.rint(keys.real("rope.scaling.yarn_log_multiplier") * 1e7) / 1e6;
            numbers.put("mscale", all);
            numbers.put("mscale_all_dim", all);
        } else if (keys.has("rope.scaling.attn_factor")) {
            numbers.put(
                    "attention_factor",
                    keys.real("rope.scaling.attn_factor") * attention(factor, 1));
        }
        return new Rope(theta, "yarn", numbers, family != Family.GPT_OSS);
    }

    /// The divisors of the inverse frequencies that `llama3` scaling makes: `[D/2]`.
    double[] divisors(int rotated) {
        double factor = number("factor", 1);
        double low = number("low_freq_factor", 1);
        double high = number("high_freq_factor", 4);
        double length = number(LENGTH, 8192);
        double[] divisors = new double[rotated / 2];
        for (int i = 0; i < divisors.length; i++) {
            double waves = waves(theta, (int) length, i, rotated);
            double share = Math.clamp((waves - low) / (high - low), 0, 1);
            divisors[i] = 1 / ((1 - share) / factor + share);
        }
        return divisors;
    }

    /// A `llama3` scaling that gives these divisors. The share of the unscaled frequency is linear
    /// in the number of waves in the original length, share = (waves - low) / (high - low), cut at
    /// 0 and 1: the published pair low 1, high 4 is tried first, then a line through the dimensions
    /// between the plateaus, as many as there are; the result must give the divisors back, as
    /// nearly as they are stored if any does.
    private static Rope llama3(Keys keys, double theta, double[] divisors, int rotated) {
        double factor = 1;
        for (double divisor : divisors) {
            factor = Math.max(factor, divisor);
        }
        int length = keys.whole("rope.scaling.original_context_length", 8192);
        double[] ends = ends(theta, factor, length, divisors, rotated);
        List<Rope> candidates =
                List.of(
                        llama3(theta, factor, 1, 4, length),
                        llama3(theta, factor, tidy(ends[0]), tidy(ends[1]), length),
                        llama3(theta, factor, ends[0], ends[1], length));
        for (double tolerance : new double[] {ROUNDED, CLOSE}) {
            for (Rope candidate : candidates) {
                if (candidate.gives(divisors, rotated, tolerance)) {
                    return candidate;
                }
            }
        }
        throw Refusal.failure(
                keys.where()
                        + ": its tensor \"rope_freqs.weight\" holds divisors that no llama3 scaling gives.");
    }

    /// Where the line meets the plateaus: low and high, in waves.
    private static double[] ends(
            double theta, double factor, int length, double[] divisors, int rotated) {
        double mostDivided = 0; // waves of the dimensions on the plateaus, next to the line
        double leastKept = Double.POSITIVE_INFINITY;
        int first = -1;
        int last = -1;
        for (int i = 0; i < divisors.length; i++) {
            double waves = waves(theta, length, i, rotated);
            if (divisors[i] >= factor * (1 - CLOSE)) {
                mostDivided = Math.max(mostDivided, waves);
            } else if (divisors[i] <= 1 + CLOSE) {
                leastKept = Math.min(leastKept, waves);
            } else {
                first = first < 0 ? i : first;
                last = i;
            }
        }
        if (first < 0) {
            return new double[] {mostDivided, Math.min(leastKept, 2 * mostDivided)};
        }
        double share = share(divisors[first], factor);
        double waves = waves(theta, length, first, rotated);
        if (first == last) { // of the lines through one point one that misses both plateaus
            double low =
                    Double.isInfinite(leastKept)
                            ? mostDivided
                            : Math.max(mostDivided, (waves - share * leastKept) / (1 - share));
            return new double[] {low, low + (waves - low) / share};
        }
        double width = // high - low
                (waves - waves(theta, length, last, rotated))
                        / (share - share(divisors[last], factor));
        double low = waves - share * width;
        return new double[] {low, low + width};
    }

    /// Waves of a dimension in the original length.
    private static double waves(double theta, int length, int i, int rotated) {
        return length * StrictMath.pow(theta, -2.0 * i / rotated) / (2 * Math.PI);
    }

    private static double share(double divisor, double factor) {
        return (1 / divisor - 1 / factor) / (1 - 1 / factor);
    }

    private static double tidy(double value) {
        double whole = Math.rint(value * 100) / 100;
        return Math.abs(whole - value) < 1e-3 * Math.abs(value) ? whole : value;
    }

    private static Rope llama3(double theta, double factor, double low, double high, int length) {
        return of(
                theta,
                "llama3",
                Map.of(
                        "factor",
                        Double.parseDouble(Float.toString((float) factor)),
                        "low_freq_factor",
                        low,
                        "high_freq_factor",
                        high,
                        LENGTH,
                        (double) length));
    }

    private boolean gives(double[] wanted, int rotated, double tolerance) {
        double[] own = divisors(rotated);
        for (int i = 0; i < own.length; i++) {
            if (!(Math.abs(own[i] - wanted[i]) <= tolerance * wanted[i])) {
                return false;
            }
        }
        return own.length == wanted.length;
    }
}
