package eu.socle.model.exchange;

import eu.socle.model.gguf.Gguf;
import eu.socle.model.gguf.Metadata;
import eu.socle.tensor.DType;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.block.Cast;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The keys of a GGUF file said as a config.json.
final class KeysToConfig {

    private static final String VOCABULARY = "tokenizer.ggml.";

    private final Gguf file;
    private final Family family;
    private final Keys keys;
    private final ObjectNode config = JsonNodeFactory.instance.objectNode();

    private KeysToConfig(Gguf file, Family family) {
        this.file = file;
        this.family = family;
        this.keys = new Keys(file.metadata(), family.architecture());
    }

    /// @throws eu.socle.core.Refusal naming the key, for what is missing, not supported or not
    ///   known
    static JsonNode of(Gguf file, Family family) {
        KeysToConfig made = new KeysToConfig(file, family);
        made.all();
        return made.config;
    }

    private void copy(String from, String to) {
        config.put(to, keys.whole(from));
    }

    private void all() {
        modelType();
        config.put("torch_dtype", "float32");
        config.put("vocab_size", vocabulary());
        copy("embedding_length", "hidden_size");
        copy("block_count", "num_hidden_layers");
        copy("attention.head_count", "num_attention_heads");
        copy("context_length", "max_position_embeddings");
        config.put("rms_norm_eps", keys.real("attention.layer_norm_rms_epsilon"));
        config.put("hidden_act", family == Family.APERTUS ? "xielu" : "silu");
        config.put("tie_word_embeddings", !file.infos().containsKey("output.weight"));
        config.put("initializer_range", 0.02);
        token("bos_token_id", "bos_token_id");
        token("eos_token_id", "eos_token_id");
        token("padding_token_id", "pad_token_id");
        int rotated = family == Family.DEEPSEEK2 ? latent() : heads();
        feedForward();
        Rope.read(family, keys, divisors(rotated), rotated).write(config);
        if (!keys.flag("attention.causal", true)) {
            throw keys.cannot("attention.causal", "only causal models are supported");
        }
        keys.refuseRest();
    }

    private void modelType() {
        boolean experts = keys.whole("expert_count", 0) > 0;
        String type =
                switch (family) {
                    case LLAMA -> experts ? "mixtral" : isMistral() ? "mistral" : "llama";
                    case QWEN2 -> "qwen2";
                    case QWEN3 -> "qwen3";
                    case QWEN3_MOE -> "qwen3_moe";
                    case OLMO2 -> "olmo2";
                    case SMOLLM3 -> "smollm3";
                    case APERTUS -> "apertus";
                    case DEEPSEEK2 -> "deepseek_v3";
                    case GPT_OSS -> "gpt_oss";
                };
        String name =
                switch (type) {
                    case "llama" -> "LlamaForCausalLM";
                    case "mistral" -> "MistralForCausalLM";
                    case "mixtral" -> "MixtralForCausalLM";
                    case "qwen2" -> "Qwen2ForCausalLM";
                    case "qwen3" -> "Qwen3ForCausalLM";
                    case "qwen3_moe" -> "Qwen3MoeForCausalLM";
                    case "olmo2" -> "Olmo2ForCausalLM";
                    case "smollm3" -> "SmolLM3ForCausalLM";
                    case "apertus" -> "ApertusForCausalLM";
                    case "deepseek_v3" -> "DeepseekV3ForCausalLM";
                    default -> "GptOssForCausalLM";
                };
        config.putArray("architectures").add(name);
        config.put("model_type", type);
    }

    /// What transformers calls a Llama with windows, or one whose hidden size is no multiple of its
    /// heads, which it refuses under the name of Llama.
    private boolean isMistral() {
        int heads = keys.whole("attention.head_count");
        boolean whole = heads < 1 || keys.whole("embedding_length") % heads == 0;
        boolean bias = file.infos().containsKey("blk.0.attn_output.bias");
        return keys.whole("attention.sliding_window", 0) > 0 || !(whole || bias);
    }

    /// Stated, or the number of tokens, or of rows of the embedding.
    private int vocabulary() {
        if (keys.has("vocab_size")) {
            return keys.whole("vocab_size");
        }
        return (int) Math.min(Integer.MAX_VALUE, file.tensor("token_embd.weight").dimension(0));
    }

    /// Unknown is said, because readers fill in the ids of a family's published models.
    private void token(String from, String to) {
        Metadata metadata = file.metadata();
        if (!metadata.has(VOCABULARY + from)) {
            config.putNull(to);
            return;
        }
        config.put(to, metadata.whole(VOCABULARY + from));
    }

    /// @return how many elements of a head are rotated
    private int heads() {
        int heads = config.path("num_attention_heads").intValue();
        int usual = heads == 0 ? 0 : config.path("hidden_size").intValue() / heads;
        int size = keys.whole("attention.key_length", usual);
        if (keys.whole("attention.value_length", usual) != size) {
            throw keys.cannot("attention.value_length", "though its key_length is " + size);
        }
        int rotated = keys.whole("rope.dimension_count", size);
        if (rotated != size) {
            throw keys.cannot(
                    "rope.dimension_count", "though its heads have " + size + " elements");
        }
        config.put("head_dim", size);
        config.put("num_key_value_heads", keys.whole("attention.head_count_kv", heads));
        boolean bias = file.infos().containsKey("blk.0.attn_output.bias");
        if (bias || family == Family.GPT_OSS) { // false elsewhere, where it is not stated
            config.put("attention_bias", bias);
        }
        int window = keys.whole("attention.sliding_window", 0);
        switch (family) {
            case LLAMA -> {
                if (window > 0) {
                    config.put("sliding_window", window);
                } else if (config.path("model_type").asString("").equals("mistral")) {
                    config.putNull("sliding_window"); // else 4096
                }
            }
            case GPT_OSS -> {
                config.put("sliding_window", window);
                ArrayNode types = config.putArray("layer_types");
                int layers = Math.min(config.path("num_hidden_layers").intValue(), 1 << 16);
                for (int i = 0; i < layers; i++) {
                    types.add(i % 2 == 0 ? "sliding_attention" : "full_attention");
                }
            }
            case QWEN2, QWEN3, QWEN3_MOE, OLMO2, SMOLLM3, APERTUS, DEEPSEEK2 -> {
                if (window > 0) {
                    throw keys.cannot("attention.sliding_window", "which this family never has");
                }
            }
        }
        if (family == Family.SMOLLM3) {
            config.put("no_rope_layer_interval", 4);
        }
        if (family == Family.APERTUS) {
            config.put("post_norm", false);
            config.put("qk_norm", true);
        }
        return size;
    }

    private int latent() {
        int latent = keys.whole("attention.kv_lora_rank");
        int rotated = keys.whole("rope.dimension_count");
        config.put("kv_lora_rank", latent);
        config.put("qk_rope_head_dim", rotated);
        config.put("qk_nope_head_dim", keys.whole("attention.key_length_mla") - rotated);
        copy("attention.value_length_mla", "v_head_dim");
        if (keys.whole("attention.q_lora_rank", 0) > 0) {
            copy("attention.q_lora_rank", "q_lora_rank");
        } else {
            config.putNull("q_lora_rank");
        }
        keys.skip("attention.head_count_kv", "attention.key_length", "attention.value_length");
        config.put("num_key_value_heads", config.path("num_attention_heads").intValue());
        config.put("rope_interleave", true);
        config.put("attention_bias", false);
        if (config.path("qk_nope_head_dim").intValue() < 1) {
            throw keys.cannot("attention.key_length_mla", "not above rope.dimension_count");
        }
        return rotated;
    }

    private void feedForward() {
        switch (family) {
            case LLAMA -> {
                copy("feed_forward_length", "intermediate_size");
                if (keys.whole("expert_count", 0) > 0) {
                    copy("expert_count", "num_local_experts");
                    copy("expert_used_count", "num_experts_per_tok");
                }
                keys.whole("expert_used_count", 0);
            }
            case QWEN2, QWEN3, OLMO2, SMOLLM3, APERTUS ->
                    copy("feed_forward_length", "intermediate_size");
            case QWEN3_MOE -> {
                config.put("intermediate_size", keys.whole("feed_forward_length", 0));
                copy("expert_feed_forward_length", "moe_intermediate_size");
                copy("expert_count", "num_experts");
                copy("expert_used_count", "num_experts_per_tok");
                config.put("norm_topk_prob", true);
                config.put("decoder_sparse_step", 1);
                config.putArray("mlp_only_layers");
                if (!keys.flag("expert_weights_norm", true)) {
                    throw keys.cannot("expert_weights_norm", "which this family always has");
                }
            }
            case DEEPSEEK2 -> {
                copy("feed_forward_length", "intermediate_size");
                copy("leading_dense_block_count", "first_k_dense_replace");
                copy("expert_feed_forward_length", "moe_intermediate_size");
                copy("expert_count", "n_routed_experts");
                copy("expert_used_count", "num_experts_per_tok");
                copy("expert_shared_count", "n_shared_experts");
                config.put("routed_scaling_factor", keys.real("expert_weights_scale", 1));
                config.put("norm_topk_prob", keys.flag("expert_weights_norm", false));
                config.put("n_group", keys.whole("expert_group_count", 1));
                config.put("topk_group", keys.whole("expert_group_used_count", 1));
                config.put("scoring_func", "sigmoid");
                config.put("topk_method", "noaux_tc");
                config.put("moe_layer_freq", 1);
                config.put("num_nextn_predict_layers", 0);
                if (keys.whole("expert_gating_func", 1) != 2) {
                    throw keys.cannot("expert_gating_func", "supported is 2, sigmoid");
                }
            }
            case GPT_OSS -> {
                copy("expert_feed_forward_length", "intermediate_size");
                keys.skip("feed_forward_length");
                copy("expert_count", "num_local_experts");
                copy("expert_used_count", "num_experts_per_tok");
                config.put("swiglu_limit", 7.0);
            }
        }
    }

    private double @Nullable [] divisors(int rotated) {
        if (!file.infos().containsKey("rope_freqs.weight")) {
            return null;
        }
        Tensor stored = file.tensor("rope_freqs.weight");
        if (stored.type() != DType.F32 || stored.rank() != 1 || stored.size() != rotated / 2) {
            throw eu.socle.core.Refusal.failure(
                    file.path()
                            + ": its tensor \"rope_freqs.weight\" is "
                            + stored
                            + ", expected F32["
                            + rotated / 2
                            + "].");
        }
        double[] divisors = new double[rotated / 2];
        try (Memory memory = new Memory()) {
            Tensor x = memory.zeros(divisors.length);
            Cast.copy(stored, x);
            for (int i = 0; i < divisors.length; i++) {
                divisors[i] = x.get(i);
            }
        }
        return divisors;
    }
}
