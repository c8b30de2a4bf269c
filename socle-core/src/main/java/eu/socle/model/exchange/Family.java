package eu.socle.model.exchange;

import eu.socle.core.Refusal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// The architectures that both notations know. The name is GGUF's, the model types are Hugging
/// Face's.
enum Family {
    LLAMA("llama", "llama", "mistral", "mixtral"),
    QWEN2("qwen2", "qwen2"),
    QWEN3("qwen3", "qwen3"),
    QWEN3_MOE("qwen3moe", "qwen3_moe"),
    OLMO2("olmo2", "olmo2"),
    SMOLLM3("smollm3", "smollm3"),
    APERTUS("apertus", "apertus"),
    DEEPSEEK2("deepseek2", "deepseek_v3"),
    GPT_OSS("gpt-oss", "gpt_oss");

    private final String architecture;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> modelTypes;

    Family(String architecture, String... modelTypes) {
        this.architecture = architecture;
        this.modelTypes = List.of(modelTypes);
    }

    /// GGUF's `general.architecture`.
    String architecture() {
        return architecture;
    }

    /// True if pairs that are rotated together lie side by side in GGUF's rows of q and k (Hugging
    /// Face has them half a head apart).
    boolean pairsRows() {
        return this == LLAMA || this == SMOLLM3;
    }

    /// @param where named in the refusal
    static Family ofModelType(String modelType, String where) {
        for (Family family : values()) {
            if (family.modelTypes.contains(modelType)) {
                return family;
            }
        }
        throw Refusal.failure(
                where
                        + ": the model type \""
                        + modelType
                        + "\" has no GGUF architecture here; known: "
                        + Arrays.stream(values())
                                .flatMap(f -> f.modelTypes.stream())
                                .collect(Collectors.joining(", "))
                        + ".");
    }

    /// @param where named in the refusal
    static Family ofArchitecture(String architecture, String where) {
        for (Family family : values()) {
            if (family.architecture.equals(architecture)) {
                return family;
            }
        }
        throw Refusal.failure(
                where
                        + ": the architecture \""
                        + architecture
                        + "\" is not known here; known: "
                        + Arrays.stream(values())
                                .map(Family::architecture)
                                .collect(Collectors.joining(", "))
                        + ".");
    }
}
