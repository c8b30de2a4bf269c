package eu.socle.model;

import eu.socle.model.BlockWeights.AttentionWeights;
import eu.socle.model.BlockWeights.FeedForwardWeights;
import eu.socle.model.config.Attention;
import eu.socle.model.config.Family;
import eu.socle.model.config.FeedForward;
import eu.socle.model.config.Layer;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Asks a [WeightsSource] for the tensors of a model, one after the other, under Hugging Face's
/// names. Weights that one product uses together lie together.
final class WeightsLayout {

    private final ModelConfig config;
    private final WeightsSource source;
    private final Memory memory;
    private final SortedMap<String, Tensor> fixed = new TreeMap<>();

    /// @param memory owns what is stored with the parameters but is none
    WeightsLayout(ModelConfig config, WeightsSource source, Memory memory) {
        this.config = config;
        this.source = source;
        this.memory = memory;
    }

    /// What is stored with the parameters but has no gradient, by name.
    SortedMap<String, Tensor> fixed() {
        return fixed;
    }

    Tensor take(String name, long... shape) {
        return source.take(List.of(new WeightsSource.Part(name, shape)), shape);
    }

    /// Parts of one matrix, or of one vector, each with its rows.
    private Tensor stacked(Map<String, Long> rows, long... columns) {
        List<WeightsSource.Part> parts = new ArrayList<>();
        long sum = 0;
        for (Map.Entry<String, Long> part : rows.entrySet()) {
            parts.add(new WeightsSource.Part(part.getKey(), shape(part.getValue(), columns)));
            sum += part.getValue();
        }
        return source.take(parts, shape(sum, columns));
    }

    private static long[] shape(long rows, long... columns) {
        return columns.length == 0 ? new long[] {rows} : new long[] {rows, columns[0]};
    }

    /// A matrix that is cut or turned where it is used, so it cannot be of blocks.
    private Tensor floats(String name, long... shape) {
        return source.floats(new WeightsSource.Part(name, shape));
    }

    private Optional<Tensor> takeIf(boolean there, String name, long... shape) {
        return there ? Optional.of(take(name, shape)) : Optional.empty();
    }

    private Tensor fixed(String name, long... shape) {
        Tensor tensor = memory.zeros(shape);
        fixed.put(name, tensor);
        return tensor;
    }

    BlockWeights block(String name, Layer layer) {
        Family family = config.family();
        Tensor norm1 = take(name + family.attentionNorm() + ".weight", config.hidden());
        AttentionWeights attention =
                switch (config.attention()) {
                    case Attention.Grouped a -> grouped(name + "self_attn.", a);
                    case Attention.Latent a -> latent(name + "self_attn.", a);
                };
        Tensor norm2 = take(name + family.feedForwardNorm() + ".weight", config.hidden());
        FeedForwardWeights feedForward =
                switch (layer.feedForward()) {
                    case FeedForward.Gated f -> gated(name + "mlp.", f.width(), f.bias());
                    case FeedForward.Xielu f -> xielu(name + "mlp.", f);
                    case FeedForward.Experts f ->
                            family == Family.MIXTRAL
                                    ? experts(name + "block_sparse_moe.", f)
                                    : experts(name + "mlp.", f);
                };
        return new BlockWeights(norm1, norm2, attention, feedForward);
    }

    /// What multi-token prediction adds, named as one more layer.
    PredictionWeights prediction(String name, Layer layer) {
        int c = config.hidden();
        return new PredictionWeights(
                take(name + "enorm.weight", c),
                take(name + "hnorm.weight", c),
                take(name + "eh_proj.weight", c, 2L * c),
                block(name, layer),
                take(name + "shared_head.norm.weight", c));
    }

    private AttentionWeights grouped(String name, Attention.Grouped a) {
        int c = config.hidden();
        int d = a.headSize();
        int q = a.heads() * d;
        int k = a.keyValueHeads() * d;
        boolean whole = a.qkNorm() == Attention.QkNorm.WHOLE;
        boolean normed = a.qkNorm() != Attention.QkNorm.NONE;
        Tensor qkv = stacked(heads(name, "weight", q, k), c);
        Optional<Tensor> bias =
                a.bias() ? Optional.of(stacked(heads(name, "bias", q, k))) : Optional.empty();
        return new AttentionWeights.Grouped(
                qkv,
                bias,
                takeIf(normed, name + "q_norm.weight", whole ? q : d),
                takeIf(normed, name + "k_norm.weight", whole ? k : d),
                takeIf(a.sinks(), name + "sinks", a.heads()),
                take(name + "o_proj.weight", c, q),
                takeIf(a.outputBias(), name + "o_proj.bias", c));
    }

    private static Map<String, Long> heads(String name, String kind, long q, long k) {
        Map<String, Long> rows = new LinkedHashMap<>();
        rows.put(name + "q_proj." + kind, q);
        rows.put(name + "k_proj." + kind, k);
        rows.put(name + "v_proj." + kind, k);
        return rows;
    }

    private AttentionWeights latent(String name, Attention.Latent a) {
        int c = config.hidden();
        long q = (long) a.heads() * a.headSize();
        boolean compressed = a.queryRank() > 0;
        return new AttentionWeights.Latent(
                takeIf(compressed, name + "q_a_proj.weight", a.queryRank(), c),
                takeIf(compressed, name + "q_a_layernorm.weight", a.queryRank()),
                compressed
                        ? take(name + "q_b_proj.weight", q, a.queryRank())
                        : take(name + "q_proj.weight", q, c),
                floats(name + "kv_a_proj_with_mqa.weight", a.rank() + (long) a.rotating(), c),
                take(name + "kv_a_layernorm.weight", a.rank()),
                floats(
                        name + "kv_b_proj.weight",
                        (long) a.heads() * (a.plain() + a.valueSize()),
                        a.rank()),
                take(name + "o_proj.weight", c, a.outputLength()));
    }

    private FeedForwardWeights.Gated gated(String name, int width, boolean biased) {
        int c = config.hidden();
        Tensor gateUp = stacked(gateUp(name, "weight", width), c);
        Optional<Tensor> bias =
                biased ? Optional.of(stacked(gateUp(name, "bias", width))) : Optional.empty();
        return new FeedForwardWeights.Gated(
                gateUp,
                bias,
                take(name + "down_proj.weight", c, width),
                takeIf(biased, name + "down_proj.bias", c));
    }

    private static Map<String, Long> gateUp(String name, String kind, long width) {
        Map<String, Long> rows = new LinkedHashMap<>();
        rows.put(name + "gate_proj." + kind, width);
        rows.put(name + "up_proj." + kind, width);
        return rows;
    }

    private FeedForwardWeights xielu(String name, FeedForward.Xielu f) {
        return new FeedForwardWeights.Xielu(
                take(name + "up_proj.weight", f.width(), config.hidden()),
                take(name + "act_fn.alpha_p", 1),
                take(name + "act_fn.alpha_n", 1),
                fixed(name + "act_fn.beta"),
                fixed(name + "act_fn.eps"),
                take(name + "down_proj.weight", config.hidden(), f.width()));
    }

    private FeedForwardWeights experts(String name, FeedForward.Experts f) {
        int c = config.hidden();
        if (f.clamped()) {
            return new FeedForwardWeights.Experts(
                    take(name + "router.weight", f.count(), c),
                    Optional.of(take(name + "router.bias", f.count())),
                    Optional.empty(),
                    take(name + "experts.gate_up_proj", f.count(), c, 2L * f.width()),
                    Optional.of(
                            take(name + "experts.gate_up_proj_bias", f.count(), 2L * f.width())),
                    take(name + "experts.down_proj", f.count(), f.width(), c),
                    Optional.of(take(name + "experts.down_proj_bias", f.count(), c)),
                    Optional.empty());
        }
        boolean mixtral = config.family() == Family.MIXTRAL;
        Tensor router = take(name + "gate.weight", f.count(), c);
        boolean corrected = f.router() instanceof FeedForward.Router.Grouped;
        List<WeightsSource.Part> wide = new ArrayList<>();
        List<WeightsSource.Part> narrow = new ArrayList<>();
        for (int e = 0; e < f.count(); e++) {
            String own = name + "experts." + e + ".";
            String gate = own + (mixtral ? "w1.weight" : "gate_proj.weight");
            String up = own + (mixtral ? "w3.weight" : "up_proj.weight");
            String last = own + (mixtral ? "w2.weight" : "down_proj.weight");
            wide.add(new WeightsSource.Part(gate, f.width(), c));
            wide.add(new WeightsSource.Part(up, f.width(), c));
            narrow.add(new WeightsSource.Part(last, c, f.width()));
        }
        Tensor gateUp = source.take(wide, f.count(), 2L * f.width(), c);
        Tensor down = source.take(narrow, f.count(), c, f.width());
        return new FeedForwardWeights.Experts(
                router,
                Optional.empty(),
                corrected
                        ? Optional.of(fixed(name + "gate.e_score_correction_bias", f.count()))
                        : Optional.empty(),
                gateUp,
                Optional.empty(),
                down,
                Optional.empty(),
                f.sharedWidth() > 0
                        ? Optional.of(gated(name + "shared_experts.", f.sharedWidth(), false))
                        : Optional.empty());
    }

    /// How many floats a model takes; the constructor of [Weights] checks that it is what is taken.
    static long count(ModelConfig config) {
        long c = config.hidden();
        long count = (config.tied() ? 1L : 2L) * config.vocabulary() * c + c;
        for (Layer layer : config.plan()) {
            count += block(config, layer);
        }
        for (Layer layer : config.predictions()) {
            count += 2 * c * c + 3 * c + block(config, layer);
        }
        return count;
    }

    private static long block(ModelConfig config, Layer layer) {
        long c = config.hidden();
        return 2 * c + count(config.attention(), c) + count(layer.feedForward(), c);
    }

    private static long count(Attention attention, long c) {
        return switch (attention) {
            case Attention.Grouped a -> {
                long q = (long) a.heads() * a.headSize();
                long k = (long) a.keyValueHeads() * a.headSize();
                long norms =
                        switch (a.qkNorm()) {
                            case NONE -> 0;
                            case PER_HEAD -> 2L * a.headSize();
                            case WHOLE -> q + k;
                        };
                yield c * (a.rowLength() + q)
                        + norms
                        + (a.bias() ? a.rowLength() : 0)
                        + (a.outputBias() ? c : 0)
                        + (a.sinks() ? a.heads() : 0);
            }
            case Attention.Latent a -> {
                long q = (long) a.heads() * a.headSize();
                long rank = a.queryRank();
                yield (rank > 0 ? rank * (c + 1 + q) : q * c)
                        + (a.rank() + (long) a.rotating()) * c
                        + a.rank()
                        + (long) a.heads() * (a.plain() + a.valueSize()) * a.rank()
                        + c * a.outputLength();
            }
        };
    }

    private static long count(FeedForward feedForward, long c) {
        return switch (feedForward) {
            case FeedForward.Gated f -> 3 * c * f.width() + (f.bias() ? 2L * f.width() + c : 0);
            case FeedForward.Xielu f -> 2 * c * f.width() + 2;
            case FeedForward.Experts f -> {
                long biases = f.clamped() ? 2L * f.width() + c + 1 : 0;
                yield f.count() * (c + 3 * c * f.width() + biases) + 3 * c * f.sharedWidth();
            }
        };
    }
}
