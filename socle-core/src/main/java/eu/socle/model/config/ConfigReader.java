package eu.socle.model.config;

import eu.socle.core.Refusal;
import eu.socle.model.ModelConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Reads what a config.json says, one method for each concern. What a family does not ask for is
/// refused by name.
public final class ConfigReader {

    private final Family family;
    private final Keys keys;
    private final int layers;
    private final int hidden;
    private final int context;

    private ConfigReader(Family family, Keys keys) {
        this.family = family;
        this.keys = keys;
        this.layers = keys.whole("num_hidden_layers");
        this.hidden = keys.whole("hidden_size");
        this.context = keys.whole("max_position_embeddings");
    }

    /// The configuration that the keys of a config.json describe.
    ///
    /// @throws Refusal if a key is missing, wrong, or unknown and might change the mathematics
    public static ModelConfig read(JsonNode root) {
        String type = root.path("model_type").asString("");
        Family family =
                Family.of(type)
                        .orElseThrow(() ->
                                Refusal.failure(
                                        "the model type \""
                                                + type
                                                + "\" is not supported; supported: "
                                                + Arrays.stream(Family.values())
                                                        .map(Family::modelType)
                                                        .collect(Collectors.joining(", "))
                                                + "."));
        return new ConfigReader(family, new Keys(root, "")).config();
    }

    private ModelConfig config() {
        RopeReader.Found rope = RopeReader.read(family, keys, context);
        Attention attention = attention(rope);
        int feedForward = keys.whole("intermediate_size");
        List<Layer> plan = plan(feedForward);
        ModelConfig config =
                new ModelConfig(
                        family,
                        keys.whole("vocab_size"),
                        hidden,
                        feedForward,
                        context,
                        attention,
                        rope.rope(),
                        plan,
                        predictions(plan),
                        keys.positive("rms_norm_eps", family.normEpsilon()),
                        keys.flag("tie_word_embeddings", family.tied()),
                        keys.id("bos_token_id").orElse(ModelConfig.NO_ID),
                        keys.id("eos_token_id").orElse(ModelConfig.NO_ID));
        keys.refuseOthers();
        return config;
    }

    /// The layers of multi-token prediction: others like the last.
    private List<Layer> predictions(List<Layer> plan) {
        if (family != Family.DEEPSEEK_V3) {
            return List.of();
        }
        int depth = keys.count("num_nextn_predict_layers", 0);
        return Collections.nCopies(depth, plan.getLast());
    }

    private Attention attention(RopeReader.Found rope) {
        int heads = keys.whole("num_attention_heads");
        if (family == Family.DEEPSEEK_V3) {
            return latent(heads, rope.rope());
        }
        boolean bias =
                switch (family) {
                    case LLAMA, QWEN3, QWEN3_MOE, OLMO2, SMOLLM3, APERTUS ->
                            keys.flag("attention_bias", false);
                    case GPT_OSS -> keys.flag("attention_bias", true);
                    case QWEN2 -> true;
                    case MISTRAL, MINISTRAL, MINISTRAL3, MIXTRAL, DEEPSEEK_V3 -> false;
                };
        Attention.QkNorm norm =
                switch (family) {
                    case QWEN3, QWEN3_MOE, APERTUS -> Attention.QkNorm.PER_HEAD;
                    case OLMO2 -> Attention.QkNorm.WHOLE;
                    default -> Attention.QkNorm.NONE;
                };
        if (family == Family.APERTUS) { // what its authors' own training code could also do
            keys.only("qk_norm", true);
            keys.only("post_norm", false);
        }
        return new Attention.Grouped(
                heads,
                keyValueHeads(heads),
                headSize(heads),
                norm,
                bias,
                bias && family != Family.QWEN2,
                family == Family.GPT_OSS,
                rope.queryScale());
    }

    private int keyValueHeads(int heads) {
        boolean own = keys.states("num_key_value_heads") || family.keyValueHeads() == 0;
        return keys.whole("num_key_value_heads", own ? heads : family.keyValueHeads());
    }

    private int headSize(int heads) {
        boolean own = keys.states("head_dim") || family.headSize() == 0;
        if (own && !keys.has("head_dim") && hidden % heads != 0) {
            throw Refusal.failure(heads + " heads do not divide a hidden size of " + hidden + ".");
        }
        return keys.whole("head_dim", own ? hidden / heads : family.headSize());
    }

    private Attention.Latent latent(int heads, Rope rope) {
        keys.only("attention_bias", false);
        keys.only("num_key_value_heads", heads);
        int plain = keys.whole("qk_nope_head_dim");
        int rotating = keys.whole("qk_rope_head_dim");
        keys.only("head_dim", rotating);
        keys.only("qk_head_dim", plain + rotating);
        double scale = 1 / Math.sqrt(plain + rotating);
        if (rope.scaling() instanceof RopeScaling.Yarn yarn && yarn.mscaleAll().orElse(0) != 0) {
            double growth = yarn.growth(yarn.mscaleAll().getAsDouble());
            scale *= growth * growth;
        }
        return new Attention.Latent(
                heads,
                keys.count("q_lora_rank", 0),
                keys.whole("kv_lora_rank"),
                plain,
                rotating,
                keys.whole("v_head_dim"),
                scale);
    }

    private List<Layer> plan(int feedForward) {
        List<Integer> windows = windows();
        List<Boolean> rotates = rotates();
        List<FeedForward> networks = networks(feedForward);
        List<Layer> plan = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            boolean windowed = // SmolLM3 looks through a window only where it does not rotate
                    family != Family.SMOLLM3 || keys.has("layer_types") || !rotates.get(layer);
            plan.add(
                    new Layer(
                            windowed ? windows.get(layer) : 0,
                            rotates.get(layer),
                            networks.get(layer)));
        }
        return plan;
    }

    /// The window of each layer, 0 for none.
    private List<Integer> windows() {
        return switch (family) {
            case LLAMA, OLMO2, APERTUS, DEEPSEEK_V3 -> every(0);
            case MISTRAL -> every(window(4096));
            case MINISTRAL3, MIXTRAL -> every(window(0));
            case MINISTRAL -> {
                int window = window(4096);
                yield typed(window, every(window));
            }
            case QWEN2, QWEN3 -> {
                boolean used = keys.flag("use_sliding_window", false);
                int window = window(4096);
                int from = keys.count("max_window_layers", 28);
                List<Integer> late = new ArrayList<>();
                for (int layer = 0; layer < layers; layer++) {
                    late.add(used && layer >= from ? window : 0);
                }
                yield typed(used ? window : 0, late);
            }
            case QWEN3_MOE -> {
                keys.ignore("max_window_layers");
                int window = window(4096);
                yield every(keys.flag("use_sliding_window", false) ? window : 0);
            }
            case SMOLLM3 -> {
                keys.ignore("max_window_layers");
                int window = window(0);
                int used = keys.flag("use_sliding_window", false) ? window : 0;
                yield typed(used, every(used));
            }
            case GPT_OSS -> {
                int window = window(128);
                List<Integer> alternate = new ArrayList<>();
                for (int layer = 0; layer < layers; layer++) {
                    alternate.add(layer % 2 == 0 ? window : 0);
                }
                yield typed(window, alternate);
            }
        };
    }

    private int window(int otherwise) {
        return keys.count("sliding_window", keys.states("sliding_window") ? 0 : otherwise);
    }

    private List<Integer> every(int window) {
        return Collections.nCopies(layers, window);
    }

    /// What `layer_types` says, where it is stated.
    private List<Integer> typed(int window, List<Integer> otherwise) {
        Optional<List<String>> types = keys.words("layer_types");
        if (types.isEmpty()) {
            return otherwise;
        }
        requireEach("layer_types", types.get().size());
        List<Integer> windows = new ArrayList<>();
        for (String type : types.get()) {
            windows.add(
                    switch (type) {
                        case "full_attention" -> 0;
                        case "sliding_attention" -> {
                            if (window == 0) {
                                throw Refusal.failure(
                                        "\"layer_types\" names \"sliding_attention\", but no \"sliding_window\" is in use.");
                            }
                            yield window;
                        }
                        default ->
                                throw Refusal.failure(
                                        "the layer type \""
                                                + type
                                                + "\" is not supported; supported: full_attention, sliding_attention.");
                    });
        }
        return windows;
    }

    private List<Boolean> rotates() {
        if (family != Family.SMOLLM3) {
            return Collections.nCopies(layers, true);
        }
        int interval = keys.whole("no_rope_layer_interval", 4);
        Optional<List<Integer>> stated = keys.numbers("no_rope_layers");
        List<Boolean> rotates = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            rotates.add((layer + 1) % interval != 0);
        }
        if (stated.isEmpty()) {
            return rotates;
        }
        requireEach("no_rope_layers", stated.get().size());
        return stated.get().stream().map(one -> one != 0).toList(); // 1 rotates, despite the name
    }

    private void requireEach(String key, int found) {
        if (found != layers) {
            throw Refusal.failure(
                    "\"" + key + "\" has " + found + " entries for " + layers + " layers.");
        }
    }

    private List<FeedForward> networks(int width) {
        if (family == Family.APERTUS) {
            keys.only("hidden_act", "xielu");
            keys.only("mlp_bias", false);
            keys.ignore("hidden_dropout");
            return Collections.nCopies(layers, new FeedForward.Xielu(width));
        }
        keys.only("hidden_act", "silu");
        boolean bias =
                (family == Family.LLAMA || family == Family.SMOLLM3)
                        && keys.flag("mlp_bias", false);
        FeedForward dense = new FeedForward.Gated(width, bias);
        return switch (family) {
            case MIXTRAL, GPT_OSS, QWEN3_MOE, DEEPSEEK_V3 ->
                    ExpertsReader.read(family, keys, layers, width, dense);
            default -> Collections.nCopies(layers, dense);
        };
    }
}
