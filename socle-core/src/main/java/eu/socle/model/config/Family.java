package eu.socle.model.config;

import java.util.Optional;

/// The model types of Hugging Face that are computed here, with what their config.json need not say
/// (the defaults of transformers 5).
public enum Family {
    LLAMA("llama", "LlamaForCausalLM", 10_000, 1e-6, 0, 0),
    MISTRAL("mistral", "MistralForCausalLM", 10_000, 1e-6, 8, 0),
    MINISTRAL("ministral", "MinistralForCausalLM", 10_000, 1e-6, 8, 0),
    MINISTRAL3("ministral3", "Ministral3ForCausalLM", 1_000_000, 1e-5, 8, 128),
    MIXTRAL("mixtral", "MixtralForCausalLM", 1_000_000, 1e-5, 8, 0),
    QWEN2("qwen2", "Qwen2ForCausalLM", 10_000, 1e-6, 32, 0),
    QWEN3("qwen3", "Qwen3ForCausalLM", 10_000, 1e-6, 32, 128),
    QWEN3_MOE("qwen3_moe", "Qwen3MoeForCausalLM", 10_000, 1e-6, 4, 0),
    OLMO2("olmo2", "Olmo2ForCausalLM", 10_000, 1e-5, 0, 0),
    SMOLLM3("smollm3", "SmolLM3ForCausalLM", 2_000_000, 1e-6, 4, 0),
    APERTUS("apertus", "ApertusForCausalLM", 12_000_000, 1e-5, 0, 0),
    DEEPSEEK_V3("deepseek_v3", "DeepseekV3ForCausalLM", 10_000, 1e-6, 0, 0),
    GPT_OSS("gpt_oss", "GptOssForCausalLM", 150_000, 1e-5, 8, 64);

    private final String modelType;
    private final String architecture;
    private final double ropeTheta;
    private final double normEpsilon;
    private final int keyValueHeads;
    private final int headSize;

    Family(
            String modelType,
            String architecture,
            double ropeTheta,
            double normEpsilon,
            int keyValueHeads,
            int headSize) {
        this.modelType = modelType;
        this.architecture = architecture;
        this.ropeTheta = ropeTheta;
        this.normEpsilon = normEpsilon;
        this.keyValueHeads = keyValueHeads;
        this.headSize = headSize;
    }

    /// The family of this `model_type`, nothing where none is supported.
    public static Optional<Family> of(String modelType) {
        for (Family family : values()) {
            if (family.modelType.equals(modelType)) {
                return Optional.of(family);
            }
        }
        return Optional.empty();
    }

    /// The value of `model_type`.
    public String modelType() {
        return modelType;
    }

    /// The value of `architectures`.
    public String architecture() {
        return architecture;
    }

    double ropeTheta() {
        return ropeTheta;
    }

    double normEpsilon() {
        return normEpsilon;
    }

    /// Key/value heads where the key is absent; 0 means as many as heads.
    int keyValueHeads() {
        return keyValueHeads;
    }

    /// Head size where the key is absent; 0 means hidden / heads.
    int headSize() {
        return headSize;
    }

    boolean tied() {
        return this == SMOLLM3;
    }

    /// True when the norms stand after attention and feed-forward network, not before (OLMo 2).
    public boolean normsAfter() {
        return this == OLMO2;
    }

    /// Name of the norm of the attention, within a layer.
    public String attentionNorm() {
        return switch (this) {
            case APERTUS -> "attention_layernorm";
            case OLMO2 -> "post_attention_layernorm";
            default -> "input_layernorm";
        };
    }

    /// Name of the norm of the feed-forward network, within a layer.
    public String feedForwardNorm() {
        return switch (this) {
            case APERTUS -> "feedforward_layernorm";
            case OLMO2 -> "post_feedforward_layernorm";
            default -> "post_attention_layernorm";
        };
    }
}
