package eu.socle.model.exchange;

import eu.socle.model.gguf.MetadataValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// A config.json said in the keys of GGUF.
final class ConfigToKeys {

    /// Keys of a config.json that change no result of the model.
    static final Set<String> HARMLESS =
            Set.of(
                    "architectures",
                    "model_type",
                    "torch_dtype",
                    "dtype",
                    "bos_token_id",
                    "eos_token_id",
                    "pad_token_id",
                    "initializer_range",
                    "transformers_version",
                    "use_cache",
                    "pretraining_tp",
                    "attention_dropout",
                    "_name_or_path",
                    "name_or_path",
                    "tokenizer_class",
                    "output_router_logits",
                    "router_aux_loss_coef",
                    "aux_loss_alpha",
                    "seq_aux",
                    "ep_size",
                    "num_nextn_predict_layers"); // the layers that guess further ahead are left out

    private final Family family;
    private final Fields config;
    private final Map<String, MetadataValue> keys = new LinkedHashMap<>();

    private ConfigToKeys(Family family, Fields config) {
        this.family = family;
        this.config = config;
    }

    /// @throws eu.socle.core.Refusal naming the key, for what GGUF cannot say or nobody knows
    static Map<String, MetadataValue> of(Family family, String where, JsonNode config) {
        ConfigToKeys made = new ConfigToKeys(family, new Fields(where, config));
        made.all();
        return made.keys;
    }

    private void put(String key, MetadataValue value) {
        keys.put(family.architecture() + "." + key, value);
    }

    private void copy(String from, String to) {
        put(to, MetadataValue.of((long) config.whole(from)));
    }

    private void all() {
        int layers = config.whole("num_hidden_layers");
        copy("max_position_embeddings", "context_length");
        copy("hidden_size", "embedding_length");
        put("block_count", MetadataValue.of((long) layers));
        copy("intermediate_size", "feed_forward_length");
        copy("vocab_size", "vocab_size");
        copy("num_attention_heads", "attention.head_count");
        put(
                "attention.layer_norm_rms_epsilon",
                MetadataValue.of(config.real("rms_norm_eps", 1e-6)));
        config.must("hidden_act", family == Family.APERTUS ? "xielu" : "silu");
        config.must("mlp_bias", false);
        config.flag("tie_word_embeddings");
        if (family == Family.DEEPSEEK2) {
            latent();
        } else {
            heads();
        }
        switch (family) {
            case LLAMA -> {
                window();
                if (config.has("num_local_experts")) {
                    experts("num_local_experts");
                }
            }
            case QWEN2, QWEN3, SMOLLM3 -> noWindow(layers);
            case QWEN3_MOE -> {
                noWindow(layers);
                experts("num_experts");
                copy("moe_intermediate_size", "expert_feed_forward_length");
                config.must("norm_topk_prob", true);
                config.must("decoder_sparse_step", 1);
                if (!config.node("mlp_only_layers").isEmpty()) {
                    throw config.cannot("mlp_only_layers");
                }
            }
            case OLMO2 -> {}
            case APERTUS -> {
                config.must("post_norm", false);
                config.must("qk_norm", true);
            }
            case DEEPSEEK2 -> mixture();
            case GPT_OSS -> clamped(layers);
        }
        if (family == Family.SMOLLM3) {
            unrotated(layers);
        }
        if (family != Family.GPT_OSS && family != Family.LLAMA) {
            config.must("attention_bias", false);
        }
        config.flag("attention_bias");
        Rope.read(config).keys(family, config.where(), keys);
        config.refuseRest(HARMLESS);
    }

    private void heads() {
        int heads = config.whole("num_attention_heads");
        int size =
                config.has("head_dim")
                        ? config.whole("head_dim")
                        : config.whole("hidden_size") / Math.max(1, heads);
        put(
                "attention.head_count_kv",
                MetadataValue.of((long) config.whole("num_key_value_heads", heads)));
        put("attention.key_length", MetadataValue.of((long) size));
        put("attention.value_length", MetadataValue.of((long) size));
        put("rope.dimension_count", MetadataValue.of((long) size));
    }

    private void window() {
        if (config.has("sliding_window")) {
            copy("sliding_window", "attention.sliding_window");
        }
    }

    private void noWindow(int layers) {
        config.must("use_sliding_window", false);
        config.node("sliding_window");
        config.node("max_window_layers");
        layerTypes(layers, 1, "full_attention", "full_attention");
    }

    /// Checks `layer_types`, where stated: `other` on every `period`-th layer, else `usual`.
    private void layerTypes(int layers, int period, String usual, String other) {
        if (!config.has("layer_types")) {
            return;
        }
        JsonNode types = config.node("layer_types");
        boolean fits = types.size() == layers;
        for (int i = 0; i < types.size(); i++) {
            fits &= types.get(i).asString("").equals((i + 1) % period == 0 ? other : usual);
        }
        if (!fits) {
            throw config.cannot("layer_types");
        }
    }

    private void experts(String count) {
        copy(count, "expert_count");
        copy("num_experts_per_tok", "expert_used_count");
    }

    /// llama.cpp leaves every fourth layer of this family without rotation, whatever a file says.
    private void unrotated(int layers) {
        if (config.has("no_rope_layers")) {
            JsonNode rotated = config.node("no_rope_layers");
            boolean fits = rotated.size() == layers;
            for (int i = 0; i < rotated.size(); i++) {
                fits &= rotated.get(i).asInt(-1) == ((i + 1) % 4 == 0 ? 0 : 1);
            }
            if (!fits) {
                throw config.cannot("no_rope_layers");
            }
            config.node("no_rope_layer_interval"); // the list decides
            return;
        }
        config.must("no_rope_layer_interval", 4);
    }

    private void latent() {
        int latent = config.whole("kv_lora_rank");
        int rotated = config.whole("qk_rope_head_dim");
        config.node("num_key_value_heads");
        config.node("head_dim");
        config.node("qk_head_dim");
        put("attention.head_count_kv", MetadataValue.of(1L));
        put("attention.key_length", MetadataValue.of((long) latent + rotated));
        put("attention.value_length", MetadataValue.of((long) latent));
        put(
                "attention.key_length_mla",
                MetadataValue.of((long) config.whole("qk_nope_head_dim") + rotated));
        copy("v_head_dim", "attention.value_length_mla");
        put("attention.kv_lora_rank", MetadataValue.of((long) latent));
        if (config.has("q_lora_rank")) {
            copy("q_lora_rank", "attention.q_lora_rank");
        }
        put("rope.dimension_count", MetadataValue.of((long) rotated));
        config.node("rope_interleave");
    }

    private void mixture() {
        if (!config.has("n_routed_experts")) { // llama.cpp wants their sizes
            throw config.cannot("first_k_dense_replace");
        }
        config.must("scoring_func", "sigmoid");
        config.must("topk_method", "noaux_tc");
        config.must("moe_layer_freq", 1);
        copy("first_k_dense_replace", "leading_dense_block_count");
        copy("moe_intermediate_size", "expert_feed_forward_length");
        experts("n_routed_experts");
        copy("n_shared_experts", "expert_shared_count");
        put("expert_weights_scale", MetadataValue.of(config.real("routed_scaling_factor", 1)));
        put(
                "expert_weights_norm",
                MetadataValue.of(!config.has("norm_topk_prob") || config.flag("norm_topk_prob")));
        put("expert_gating_func", MetadataValue.of(2L));
        put("expert_group_count", MetadataValue.of((long) config.whole("n_group", 1)));
        put("expert_group_used_count", MetadataValue.of((long) config.whole("topk_group", 1)));
    }

    private void clamped(int layers) {
        layerTypes(layers, 2, "sliding_attention", "full_attention");
        copy("sliding_window", "attention.sliding_window");
        experts("num_local_experts");
        config.node("experts_per_token");
        config.must("swiglu_limit", 7);
        copy("intermediate_size", "expert_feed_forward_length");
    }
}
