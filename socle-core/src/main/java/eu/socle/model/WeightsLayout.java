package eu.socle.model;

import eu.socle.model.BlockWeights.AttentionWeights;
import eu.socle.model.BlockWeights.FeedForwardWeights;
import eu.socle.model.config.Attention;
import eu.socle.model.config.Family;
import eu.socle.model.config.FeedForward;
import eu.socle.model.config.Layer;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Cuts one run of memory into the tensors of a model, one after the other, and gives them Hugging
/// Face's names. Weights that one product uses together lie together; the names are slices of them.
final class WeightsLayout {

    private final ModelConfig config;
    private final Tensor all;
    private final Memory memory;
    private final SortedMap<String, Tensor> named = new TreeMap<>();
    private final SortedMap<String, Tensor> fixed = new TreeMap<>();
    private long at;

    /// @param all as many floats as the model has parameters
    /// @param memory owns what is stored with the parameters but is none
    WeightsLayout(ModelConfig config, Tensor all, Memory memory) {
        this.config = config;
        this.all = all;
        this.memory = memory;
    }

    /// Parameters by name.
    SortedMap<String, Tensor> named() {
        return named;
    }

    /// What is stored with the parameters but has no gradient, by name.
    SortedMap<String, Tensor> fixed() {
        return fixed;
    }

    /// Floats taken.
    long taken() {
        return at;
    }

    Tensor take(String name, long... shape) {
        Tensor tensor = stacked(shape);
        named.put(name, tensor);
        return tensor;
    }

    /// A tensor whose slices get names.
    private Tensor stacked(long... shape) {
        long size = 1;
        for (long dimension : shape) {
            size *= dimension;
        }
        Tensor tensor = new Tensor(all.data().asSlice(4 * at, 4 * size), all.type(), shape);
        at += size;
        return tensor;
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
        Tensor qkv = stacked(a.rowLength(), c);
        named.put(name + "q_proj.weight", qkv.rows(0, q));
        named.put(name + "k_proj.weight", qkv.rows(q, q + k));
        named.put(name + "v_proj.weight", qkv.rows(q + k, q + 2L * k));
        Optional<Tensor> bias = Optional.empty();
        if (a.bias()) {
            Tensor b = stacked(a.rowLength());
            Tensor column = b.as(a.rowLength(), 1);
            named.put(name + "q_proj.bias", column.rows(0, q).as(q));
            named.put(name + "k_proj.bias", column.rows(q, q + k).as(k));
            named.put(name + "v_proj.bias", column.rows(q + k, q + 2L * k).as(k));
            bias = Optional.of(b);
        }
        return new AttentionWeights.Grouped(
                qkv,
                bias,
                takeIf(normed, name + "q_norm.weight", whole ? q : d),
                takeIf(normed, name + "k_norm.weight", whole ? k : d),
                takeIf(a.sinks(), name + "sinks", a.heads()),
                take(name + "o_proj.weight", c, q),
                takeIf(a.outputBias(), name + "o_proj.bias", c));
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
                take(name + "kv_a_proj_with_mqa.weight", a.rank() + (long) a.rotating(), c),
                take(name + "kv_a_layernorm.weight", a.rank()),
                take(
                        name + "kv_b_proj.weight",
                        (long) a.heads() * (a.plain() + a.valueSize()),
                        a.rank()),
                take(name + "o_proj.weight", c, a.outputLength()));
    }

    private FeedForwardWeights.Gated gated(String name, int width, boolean biased) {
        int c = config.hidden();
        Tensor gateUp = stacked(2L * width, c);
        named.put(name + "gate_proj.weight", gateUp.rows(0, width));
        named.put(name + "up_proj.weight", gateUp.rows(width, 2L * width));
        Optional<Tensor> bias = Optional.empty();
        if (biased) {
            Tensor b = stacked(2L * width);
            named.put(name + "gate_proj.bias", b.as(2, width).rows(0, 1).as(width));
            named.put(name + "up_proj.bias", b.as(2, width).rows(1, 2).as(width));
            bias = Optional.of(b);
        }
        return new FeedForwardWeights.Gated(
                gateUp,
                bias,
                take(name + "down_proj.weight", c, width),
                takeIf(biased, name + "down_proj.bias", c));
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
        Tensor gateUp = stacked(f.count(), 2L * f.width(), c);
        Tensor down = stacked(f.count(), c, f.width());
        for (int e = 0; e < f.count(); e++) {
            String own = name + "experts." + e + ".";
            long gate = 2L * f.width() * e;
            long up = gate + f.width();
            named.put(own + (mixtral ? "w1.weight" : "gate_proj.weight"), gateUp.rows(gate, up));
            named.put(
                    own + (mixtral ? "w3.weight" : "up_proj.weight"),
                    gateUp.rows(up, up + f.width()));
            named.put(
                    own + (mixtral ? "w2.weight" : "down_proj.weight"),
                    down.rows((long) c * e, (long) c * (e + 1)));
        }
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
        if (config.prediction().isPresent()) {
            count += 2 * c * c + 3 * c + block(config, config.prediction().get());
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
