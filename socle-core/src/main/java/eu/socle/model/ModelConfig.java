package eu.socle.model;

import eu.socle.core.AtomicFile;
import eu.socle.core.Json;
import eu.socle.core.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// The shape of a Llama-family transformer, read from and written to Hugging Face's config.json.
///
/// @param vocabulary V
/// @param hidden C
/// @param feedForward F
/// @param layers number of blocks
/// @param heads H
/// @param keyValueHeads K
/// @param headSize D
/// @param context longest sequence
/// @param ropeTheta base of the rotary frequencies
/// @param normEpsilon added to the mean square
/// @param tied true when the head is the embedding
/// @param beginId id of the begin token, [#NO_ID] when none is stated
/// @param endId id of the end token (the first, where several are stated), [#NO_ID] when none is
public record ModelConfig(
        int vocabulary,
        int hidden,
        int feedForward,
        int layers,
        int heads,
        int keyValueHeads,
        int headSize,
        int context,
        double ropeTheta,
        double normEpsilon,
        boolean tied,
        int beginId,
        int endId) {

    /// Stands where a token was not stated.
    public static final int NO_ID = -1;

    /// Keys that cannot change what this release computes.
    private static final Set<String> HARMLESS =
            Set.of(
                    "architectures",
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
                    "tokenizer_class");

    private static final Set<String> KNOWN =
            Set.of(
                    "model_type",
                    "vocab_size",
                    "hidden_size",
                    "intermediate_size",
                    "num_hidden_layers",
                    "num_attention_heads",
                    "num_key_value_heads",
                    "head_dim",
                    "hidden_act",
                    "max_position_embeddings",
                    "rms_norm_eps",
                    "tie_word_embeddings",
                    "attention_bias",
                    "mlp_bias",
                    "rope_theta",
                    "rope_scaling",
                    "rope_parameters");

    public ModelConfig {
        if (vocabulary < 1
                || hidden < 1
                || feedForward < 1
                || layers < 1
                || heads < 1
                || keyValueHeads < 1
                || context < 1) {
            throw Refusal.usage(
                    "a model needs at least one of each: layers, heads, hidden, feed-forward, vocabulary, context.");
        }
        if (heads % keyValueHeads != 0) {
            throw Refusal.usage(
                    heads
                            + " heads cannot share "
                            + keyValueHeads
                            + " key/value heads evenly; choose a divisor.");
        }
        if (headSize < 2 || headSize % 2 != 0) {
            throw Refusal.usage(
                    "the head size "
                            + headSize
                            + " must be even, because rotation works on pairs.");
        }
    }

    /// Reads a config.json.
    ///
    /// @throws Refusal if a key is missing, wrong, or unknown and might change the mathematics
    public static ModelConfig read(Path file) {
        try {
            return parse(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw Refusal.failure(
                    file
                            + " cannot be read; a model folder holds config.json and model.safetensors.",
                    e);
        }
    }

    /// Reads the text of a config.json.
    ///
    /// @param where named in refusals
    public static ModelConfig parse(String json, String where) {
        JsonNode root = Json.parse(json, where);
        try {
            return from(root);
        } catch (Refusal refusal) {
            throw Refusal.failure(where + ": " + refusal.getMessage());
        }
    }

    private static ModelConfig from(JsonNode root) {
        String family = root.path("model_type").asString("");
        if (!family.equals("llama")) {
            throw Refusal.failure(
                    "the model type \"" + family + "\" is not supported yet; supported: llama.");
        }
        for (String key : root.propertyNames()) {
            if (!KNOWN.contains(key) && !HARMLESS.contains(key)) {
                throw unknown(key);
            }
        }
        refuseUnless(root, "hidden_act", "silu");
        for (String bias : List.of("attention_bias", "mlp_bias")) {
            if (flag(root, bias)) {
                throw Refusal.failure("\"" + bias + "\" true is not supported yet.");
            }
        }
        int heads = whole(root, "num_attention_heads");
        int hidden = whole(root, "hidden_size");
        if (!root.hasNonNull("head_dim") && hidden % heads != 0) {
            throw Refusal.failure(heads + " heads do not divide a hidden size of " + hidden + ".");
        }
        return new ModelConfig(
                whole(root, "vocab_size"),
                hidden,
                whole(root, "intermediate_size"),
                whole(root, "num_hidden_layers"),
                heads,
                root.hasNonNull("num_key_value_heads") ? whole(root, "num_key_value_heads") : heads,
                root.hasNonNull("head_dim") ? whole(root, "head_dim") : hidden / heads,
                whole(root, "max_position_embeddings"),
                theta(root),
                positive(root, "rms_norm_eps", 1e-6),
                flag(root, "tie_word_embeddings"),
                id(root.path("bos_token_id")),
                id(root.path("eos_token_id")));
    }

    /// Base of the rotary frequencies, in the notation of transformers 4 (`rope_theta`,
    /// `rope_scaling`) or 5 (`rope_parameters`); every scaling but the default is refused.
    private static double theta(JsonNode root) {
        double theta = positive(root, "rope_theta", 10000);
        for (String key : List.of("rope_scaling", "rope_parameters")) {
            if (!root.hasNonNull(key)) {
                continue;
            }
            JsonNode parameters = root.get(key);
            String type =
                    parameters
                            .path("rope_type")
                            .asString(parameters.path("type").asString("default"));
            if (!parameters.isObject() || !type.equals("default")) {
                throw Refusal.failure("the rope scaling \"" + type + "\" is not supported yet.");
            }
            for (String inner : parameters.propertyNames()) {
                if (!Set.of("rope_type", "type", "rope_theta").contains(inner)) {
                    throw unknown(key + "." + inner);
                }
            }
            theta = positive(parameters, "rope_theta", theta);
        }
        return theta;
    }

    private static boolean flag(JsonNode root, String key) {
        JsonNode node = root.path(key);
        if (root.hasNonNull(key) && !node.isBoolean()) {
            throw Refusal.failure("\"" + key + "\" must be true or false.");
        }
        return node.asBoolean(false);
    }

    private static double positive(JsonNode root, String key, double otherwise) {
        if (!root.hasNonNull(key)) {
            return otherwise;
        }
        JsonNode node = root.get(key);
        if (!node.isNumber() || !(node.doubleValue() > 0)) {
            throw Refusal.failure("\"" + key + "\" must be a number above 0.");
        }
        return node.doubleValue();
    }

    private static Refusal unknown(String key) {
        return Refusal.failure(
                "the key \"" + key + "\" is unknown and could change the mathematics.");
    }

    private static int whole(JsonNode root, String key) {
        JsonNode node = root.path(key);
        if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < 1) {
            throw Refusal.failure("\"" + key + "\" must be a whole number from 1.");
        }
        return node.intValue();
    }

    private static int id(JsonNode node) {
        JsonNode id = node.isArray() && !node.isEmpty() ? node.get(0) : node;
        return id.isIntegralNumber() ? id.intValue() : NO_ID;
    }

    private static void refuseUnless(JsonNode root, String key, String expected) {
        if (!root.path(key).asString(expected).equals(expected)) {
            throw Refusal.failure(
                    "\""
                            + key
                            + "\" \""
                            + root.path(key).asString("")
                            + "\" is not supported yet; supported: "
                            + expected
                            + ".");
        }
    }

    /// Writes config.json as transformers 4 and 5 and llama.cpp read it.
    public void write(Path file) {
        Map<String, Object> json = new TreeMap<>();
        json.put("architectures", List.of("LlamaForCausalLM"));
        json.put("model_type", "llama");
        json.put("torch_dtype", "float32");
        json.put("hidden_act", "silu");
        json.put("attention_bias", false);
        json.put("mlp_bias", false);
        json.put("vocab_size", vocabulary);
        json.put("hidden_size", hidden);
        json.put("intermediate_size", feedForward);
        json.put("num_hidden_layers", layers);
        json.put("num_attention_heads", heads);
        json.put("num_key_value_heads", keyValueHeads);
        json.put("head_dim", headSize);
        json.put("max_position_embeddings", context);
        json.put("rope_theta", ropeTheta);
        json.put("rms_norm_eps", normEpsilon);
        json.put("tie_word_embeddings", tied);
        if (beginId != NO_ID) {
            json.put("bos_token_id", beginId);
        }
        if (endId != NO_ID) {
            json.put("eos_token_id", endId);
        }
        AtomicFile.write(file, Json.canonical(json) + "\n");
    }

    /// Number of parameters.
    public long parameters() {
        long attention = (long) hidden * headSize * (2L * heads + 2L * keyValueHeads);
        long block = attention + 3L * hidden * feedForward + 2L * hidden;
        return layers * block + (tied ? 1L : 2L) * vocabulary * hidden + hidden;
    }

    /// FLOP of one forward pass per token at a sequence length: 2 per weight of every product, and
    /// 4 H D per visible key for scores and values (causal: half the length on average).
    public double forwardFlopPerToken(int length) {
        double products =
                (double) hidden * headSize * (2.0 * heads + 2.0 * keyValueHeads)
                        + 3.0 * hidden * feedForward;
        double attention = 4.0 * heads * headSize * (length + 1) / 2.0;
        return layers * (2 * products + attention) + 2.0 * vocabulary * hidden;
    }

    /// FLOP of a training step per token: forward, and twice that backward; the attention scores
    /// are computed once more.
    public double trainingFlopPerToken(int length) {
        double again = layers * 2.0 * heads * headSize * (length + 1) / 2.0;
        return 3 * forwardFlopPerToken(length) + again;
    }
}
