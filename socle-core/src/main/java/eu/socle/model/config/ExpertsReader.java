package eu.socle.model.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Which layers have experts, how many, and how a token finds them.
final class ExpertsReader {

    private ExpertsReader() {}

    /// The network of each layer.
    ///
    /// @param width `intermediate_size`
    /// @param dense the network of layers without experts
    static List<FeedForward> read(
            Family family, Keys keys, int layers, int width, FeedForward dense) {
        keys.ignore("output_router_logits", "router_aux_loss_coef");
        return switch (family) {
            case MIXTRAL -> Collections.nCopies(layers, mixtral(keys, width));
            case GPT_OSS -> Collections.nCopies(layers, gptOss(keys, width));
            case QWEN3_MOE -> qwen(keys, layers, dense);
            case DEEPSEEK_V3 -> deepSeek(keys, layers, dense);
            default -> throw new IllegalArgumentException(family + " has no experts");
        };
    }

    private static FeedForward mixtral(Keys keys, int width) {
        keys.only("router_jitter_noise", 0);
        return new FeedForward.Experts(
                new FeedForward.Router.SoftmaxThenBest(true),
                keys.whole("num_local_experts", 8),
                keys.whole("num_experts_per_tok", 2),
                width,
                0,
                0);
    }

    private static FeedForward gptOss(Keys keys, int width) {
        int active = keys.whole("num_experts_per_tok", 4);
        keys.only("experts_per_token", active); // said twice
        keys.ignore("initial_context_length");
        return new FeedForward.Experts(
                new FeedForward.Router.BestThenSoftmax(),
                keys.whole("num_local_experts", 128),
                active,
                width,
                keys.positive("swiglu_limit", 7),
                0);
    }

    private static List<FeedForward> qwen(Keys keys, int layers, FeedForward dense) {
        int count = keys.count("num_experts", keys.count("num_local_experts", 128));
        keys.only("num_local_experts", count); // another name of it
        FeedForward experts =
                new FeedForward.Experts(
                        new FeedForward.Router.SoftmaxThenBest(keys.flag("norm_topk_prob", false)),
                        count,
                        keys.whole("num_experts_per_tok", 8),
                        keys.whole("moe_intermediate_size", 768),
                        0,
                        0);
        int every = keys.whole("decoder_sparse_step", 1);
        List<Integer> denseLayers = keys.numbers("mlp_only_layers").orElse(List.of());
        List<FeedForward> plan = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            boolean sparse = (layer + 1) % every == 0 && !denseLayers.contains(layer);
            plan.add(sparse ? experts : dense);
        }
        return plan;
    }

    private static List<FeedForward> deepSeek(Keys keys, int layers, FeedForward dense) {
        keys.only("scoring_func", "sigmoid");
        keys.only("topk_method", "noaux_tc");
        keys.only("moe_layer_freq", 1);
        keys.ignore("aux_loss_alpha", "seq_aux", "ep_size", "auto_map"); // other tools' own
        int width = keys.whole("moe_intermediate_size", 2048);
        FeedForward experts =
                new FeedForward.Experts(
                        new FeedForward.Router.Grouped(
                                keys.whole("n_group", 8),
                                keys.whole("topk_group", 4),
                                keys.flag("norm_topk_prob", true),
                                keys.positive("routed_scaling_factor", 2.5)),
                        keys.whole("n_routed_experts", 256),
                        keys.whole("num_experts_per_tok", 8),
                        width,
                        0,
                        Math.multiplyExact(width, keys.count("n_shared_experts", 1)));
        int first = keys.count("first_k_dense_replace", 3);
        List<FeedForward> plan = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            plan.add(layer < first ? dense : experts);
        }
        return plan;
    }
}
