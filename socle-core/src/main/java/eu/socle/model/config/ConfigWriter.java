package eu.socle.model.config;

import eu.socle.core.Json;
import eu.socle.model.ModelConfig;
import eu.socle.tensor.Pairing;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Writes a config.json with the keys of transformers 4, which 5 and llama.cpp read too. What is
/// written reads back equal.
public final class ConfigWriter {

    /// Of families that mix windows, where no layer has one: transformers asks for a number all the
    /// same.
    private static final int UNUSED_WINDOW = 128;

    private final ModelConfig config;
    private final Map<String, @Nullable Object> json = new TreeMap<>();

    private ConfigWriter(ModelConfig config) {
        this.config = config;
    }

    /// The text of the file.
    public static String text(ModelConfig config) {
        ConfigWriter writer = new ConfigWriter(config);
        writer.sizes();
        writer.attention();
        writer.rope();
        writer.windows();
        writer.networks();
        return Json.typed(writer.json) + "\n"; // transformers refuses 1 where it expects 1.0
    }

    private void sizes() {
        json.put("architectures", List.of(config.family().architecture()));
        json.put("model_type", config.family().modelType());
        json.put("torch_dtype", "float32");
        json.put("vocab_size", config.vocabulary());
        json.put("hidden_size", config.hidden());
        json.put("intermediate_size", config.feedForward());
        json.put("num_hidden_layers", config.layers());
        json.put("num_attention_heads", config.attention().heads());
        json.put("max_position_embeddings", config.context());
        json.put("rms_norm_eps", config.normEpsilon());
        json.put("tie_word_embeddings", config.tied());
        json.put("bos_token_id", id(config.beginId()));
        json.put("eos_token_id", id(config.endId()));
        json.put("pad_token_id", null);
    }

    /// Unknown is said, because readers fill in the ids of a family's published models, which may
    /// be beyond the vocabulary.
    private static @Nullable Integer id(int id) {
        return id == ModelConfig.NO_ID ? null : id;
    }

    private void attention() {
        switch (config.attention()) {
            case Attention.Grouped a -> {
                json.put("num_key_value_heads", a.keyValueHeads());
                json.put("head_dim", a.headSize());
                switch (config.family()) {
                    case LLAMA, QWEN3, QWEN3_MOE, OLMO2, SMOLLM3, APERTUS, GPT_OSS ->
                            json.put("attention_bias", a.bias());
                    default -> {}
                }
            }
            case Attention.Latent a -> {
                json.put("num_key_value_heads", a.heads());
                json.put("attention_bias", false);
                json.put("q_lora_rank", a.queryRank() == 0 ? null : a.queryRank());
                json.put("kv_lora_rank", a.rank());
                json.put("qk_nope_head_dim", a.plain());
                json.put("qk_rope_head_dim", a.rotating());
                json.put("v_head_dim", a.valueSize());
            }
        }
    }

    private void rope() {
        Rope rope = config.rope();
        json.put("rope_theta", rope.theta());
        if (config.family() == Family.DEEPSEEK_V3) {
            json.put("rope_interleave", rope.pairing() == Pairing.NEIGHBOURS);
        }
        Map<String, Object> scaling = new TreeMap<>();
        switch (rope.scaling()) {
            case RopeScaling.None _ -> scaling.put("rope_type", "default");
            case RopeScaling.Linear s -> {
                scaling.put("rope_type", "linear");
                scaling.put("factor", s.factor());
            }
            case RopeScaling.Llama3 s -> {
                scaling.put("rope_type", "llama3");
                scaling.put("factor", s.factor());
                scaling.put("low_freq_factor", s.low());
                scaling.put("high_freq_factor", s.high());
                scaling.put("original_max_position_embeddings", s.original());
            }
            case RopeScaling.Yarn s -> {
                scaling.put("rope_type", "yarn");
                scaling.put("factor", s.factor());
                scaling.put("original_max_position_embeddings", s.original());
                scaling.put("beta_fast", s.fast());
                scaling.put("beta_slow", s.slow());
                scaling.put("truncate", s.rounded());
                s.attention().ifPresent(v -> scaling.put("attention_factor", v));
                s.mscale().ifPresent(v -> scaling.put("mscale", v));
                s.mscaleAll().ifPresent(v -> scaling.put("mscale_all_dim", v));
            }
        }
        Optional<Attention.QueryScale> queryScale =
                config.attention() instanceof Attention.Grouped a
                        ? a.queryScale()
                        : Optional.empty();
        queryScale.ifPresent(q -> {
            scaling.put("llama_4_scaling_beta", q.beta());
            scaling.put("original_max_position_embeddings", q.original());
        });
        boolean plain = rope.scaling() instanceof RopeScaling.None && queryScale.isEmpty();
        if (!plain) {
            json.put("rope_scaling", scaling);
        } else if (config.family() == Family.APERTUS || config.family() == Family.GPT_OSS) {
            json.put("rope_scaling", scaling); // else their default would be another
        }
    }

    private void windows() {
        List<Layer> plan = config.plan();
        int window = plan.stream().mapToInt(Layer::window).max().orElse(0);
        switch (config.family()) {
            case LLAMA, OLMO2, APERTUS, DEEPSEEK_V3 -> {}
            case MISTRAL, MINISTRAL3, MIXTRAL ->
                    json.put("sliding_window", window == 0 ? null : window);
            case MINISTRAL, GPT_OSS -> {
                json.put("sliding_window", window == 0 ? UNUSED_WINDOW : window);
                json.put("layer_types", layerTypes());
            }
            case QWEN2, QWEN3 -> {
                useWindow(window);
                json.put("layer_types", layerTypes());
                int first =
                        IntStream.range(0, plan.size())
                                .filter(i -> plan.get(i).window() > 0)
                                .findFirst()
                                .orElse(plan.size());
                json.put("max_window_layers", first);
            }
            case QWEN3_MOE -> useWindow(window);
            case SMOLLM3 -> {
                useWindow(window);
                json.put("layer_types", layerTypes());
                json.put("no_rope_layers", plan.stream().map(l -> l.rotates() ? 1 : 0).toList());
            }
        }
    }

    private void useWindow(int window) {
        json.put("use_sliding_window", window > 0);
        json.put("sliding_window", window == 0 ? null : window);
    }

    private List<String> layerTypes() {
        return config.plan().stream()
                .map(l -> l.window() > 0 ? "sliding_attention" : "full_attention")
                .toList();
    }

    private void networks() {
        json.put("hidden_act", config.family() == Family.APERTUS ? "xielu" : "silu");
        if (config.family() == Family.LLAMA || config.family() == Family.SMOLLM3) {
            json.put(
                    "mlp_bias",
                    config.plan().getFirst().feedForward() instanceof FeedForward.Gated g
                            && g.bias());
        }
        List<Integer> dense =
                IntStream.range(0, config.layers())
                        .filter(i ->
                                !(config.plan().get(i).feedForward()
                                        instanceof FeedForward.Experts))
                        .boxed()
                        .toList();
        if (config.family() == Family.QWEN3_MOE) {
            json.put("decoder_sparse_step", 1);
            json.put("mlp_only_layers", dense);
        }
        if (config.family() == Family.DEEPSEEK_V3) {
            json.put("first_k_dense_replace", dense.size());
            json.put("num_nextn_predict_layers", config.predictions().size());
        }
        config.plan().stream()
                .map(Layer::feedForward)
                .filter(FeedForward.Experts.class::isInstance)
                .map(FeedForward.Experts.class::cast)
                .findFirst()
                .ifPresent(this::experts);
    }

    private void experts(FeedForward.Experts experts) {
        json.put("num_experts_per_tok", experts.active());
        switch (experts.router()) {
            case FeedForward.Router.SoftmaxThenBest router -> {
                if (config.family() == Family.MIXTRAL) {
                    json.put("num_local_experts", experts.count());
                    return;
                }
                json.put("num_experts", experts.count());
                json.put("moe_intermediate_size", experts.width());
                json.put("norm_topk_prob", router.renormalised());
            }
            case FeedForward.Router.BestThenSoftmax _ -> {
                json.put("num_local_experts", experts.count());
                json.put("swiglu_limit", experts.clampedAt());
            }
            case FeedForward.Router.Grouped router -> {
                json.put("n_routed_experts", experts.count());
                json.put("moe_intermediate_size", experts.width());
                json.put("n_shared_experts", experts.sharedWidth() / experts.width());
                json.put("n_group", router.groups());
                json.put("topk_group", router.kept());
                json.put("norm_topk_prob", router.renormalised());
                json.put("routed_scaling_factor", router.scale());
                json.put("scoring_func", "sigmoid");
                json.put("topk_method", "noaux_tc");
            }
        }
    }
}
