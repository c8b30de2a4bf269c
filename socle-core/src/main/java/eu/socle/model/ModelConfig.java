package eu.socle.model;

import eu.socle.core.AtomicFile;
import eu.socle.core.Json;
import eu.socle.core.Refusal;
import eu.socle.model.config.Attention;
import eu.socle.model.config.ConfigReader;
import eu.socle.model.config.ConfigWriter;
import eu.socle.model.config.Family;
import eu.socle.model.config.FeedForward;
import eu.socle.model.config.Layer;
import eu.socle.model.config.Rope;
import eu.socle.model.file.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/// The shape of a transformer, read from and written to Hugging Face's config.json.
///
/// @param family names of keys and parameters, and where the norms stand
/// @param vocabulary V
/// @param hidden C
/// @param feedForward F of layers without experts
/// @param context longest sequence
/// @param attention grouped-query or latent
/// @param rope rotary positions
/// @param plan what may differ from one layer to the next
/// @param predictions the layers of multi-token prediction, none in most models: the k-th guesses
///   the token k places after the next one
/// @param normEpsilon added to the mean square
/// @param tied true when the head is the embedding
/// @param beginId id of the begin token, [#NO_ID] when none is stated
/// @param endId id of the end token (the first, where several are stated), [#NO_ID] when none is
public record ModelConfig(
        Family family,
        int vocabulary,
        int hidden,
        int feedForward,
        int context,
        Attention attention,
        Rope rope,
        List<Layer> plan,
        List<Layer> predictions,
        double normEpsilon,
        boolean tied,
        int beginId,
        int endId) {

    /// Stands where a token was not stated.
    public static final int NO_ID = -1;

    public ModelConfig {
        plan = List.copyOf(plan);
        predictions = List.copyOf(predictions);
        if (vocabulary < 1 || hidden < 1 || feedForward < 1 || plan.isEmpty() || context < 1) {
            throw Refusal.usage(
                    "a model needs at least one of each: layers, heads, hidden, feed-forward, vocabulary, context.");
        }
    }

    /// A plain Llama.
    ///
    /// @param layers number of blocks
    /// @param heads H
    /// @param keyValueHeads K
    /// @param headSize D
    /// @param ropeTheta base of the rotary frequencies
    public ModelConfig(
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
        this(
                Family.LLAMA,
                vocabulary,
                hidden,
                feedForward,
                context,
                Attention.Grouped.plain(heads, keyValueHeads, headSize),
                Rope.plain(ropeTheta),
                Collections.nCopies(
                        layers, new Layer(0, true, new FeedForward.Gated(feedForward, false))),
                List.of(),
                normEpsilon,
                tied,
                beginId,
                endId);
    }

    /// Number of blocks.
    public int layers() {
        return plan.size();
    }

    /// One layer; numbers from [#layers] are those of multi-token prediction.
    Layer layer(int i) {
        return i < plan.size() ? plan.get(i) : predictions.get(i - plan.size());
    }

    /// All layers, those of multi-token prediction last.
    public List<Layer> allLayers() {
        return Stream.concat(plan.stream(), predictions.stream()).toList();
    }

    /// H, query heads.
    public int heads() {
        return attention.heads();
    }

    /// K, key/value heads; as many as query heads in latent attention.
    public int keyValueHeads() {
        return switch (attention) {
            case Attention.Grouped a -> a.keyValueHeads();
            case Attention.Latent a -> a.heads();
        };
    }

    /// D, columns of a query and a key.
    public int headSize() {
        return switch (attention) {
            case Attention.Grouped a -> a.headSize();
            case Attention.Latent a -> a.headSize();
        };
    }

    /// Base of the rotary frequencies.
    public double ropeTheta() {
        return rope.theta();
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

    /// Reads the config.json of a model folder. Layers of multi-token prediction that it announces
    /// and of which the checkpoint holds nothing are left out: transformers drops their weights and
    /// keeps the key.
    ///
    /// @throws Refusal as [#read], and if the checkpoint is missing or damaged
    public static ModelConfig readFolder(Path folder) {
        ModelConfig config = read(folder.resolve("config.json"));
        if (config.predictions().isEmpty()) {
            return config;
        }
        try (Safetensors files = Safetensors.openModel(folder)) {
            for (int layer = config.layers(); layer < config.allLayers().size(); layer++) {
                String prefix = "model.layers." + layer + ".";
                String next = files.names().tailSet(prefix).stream().findFirst().orElse("");
                if (next.startsWith(prefix)) {
                    return config;
                }
            }
        }
        return config.withoutPredictions();
    }

    private ModelConfig withoutPredictions() {
        return new ModelConfig(
                family,
                vocabulary,
                hidden,
                feedForward,
                context,
                attention,
                rope,
                plan,
                List.of(),
                normEpsilon,
                tied,
                beginId,
                endId);
    }

    /// Reads the text of a config.json.
    ///
    /// @param where named in refusals
    public static ModelConfig parse(String json, String where) {
        try {
            return ConfigReader.read(Json.parse(json, where));
        } catch (Refusal refusal) {
            throw Refusal.failure(where + ": " + refusal.getMessage());
        }
    }

    /// Writes config.json as transformers 4 and 5 and llama.cpp read it.
    public void write(Path file) {
        AtomicFile.write(file, ConfigWriter.text(this));
    }

    /// Number of parameters, those of multi-token prediction among them.
    public long parameters() {
        return Weights.count(this);
    }

    /// FLOP of one forward pass per token at a sequence length: 2 per weight of every product that
    /// a token meets, and 2 H (D + E) per visible key for scores and values (causal: half the
    /// length on average, less behind a window).
    public double forwardFlopPerToken(int length) {
        double flop = 2.0 * vocabulary * hidden;
        for (Layer layer : plan) {
            flop += block(layer, length);
        }
        return flop;
    }

    private double block(Layer layer, int length) {
        return 2 * (attentionProducts() + products(layer.feedForward()))
                + 2.0 * heads() * scoreColumns() * visible(length, layer.window());
    }

    /// FLOP of a training step per token: forward, multi-token prediction included, and twice that
    /// backward; the attention scores are computed once more.
    public double trainingFlopPerToken(int length) {
        double forward = forwardFlopPerToken(length);
        for (Layer layer : predictions) {
            double join = 2.0 * hidden * hidden;
            forward += 2 * ((double) vocabulary * hidden + join) + block(layer, length);
        }
        double again = 0;
        for (Layer layer : allLayers()) {
            again += 2.0 * heads() * headSize() * visible(length, layer.window());
        }
        return 3 * forward + again;
    }

    /// Keys that a query sees, on average over the positions of a sequence.
    private static double visible(int length, int window) {
        if (window == 0 || window >= length) {
            return (length + 1) / 2.0;
        }
        double ramp = window * (window + 1) / 2.0; // positions that see less than the window
        return (ramp + (double) (length - window) * window) / length;
    }

    /// Columns of a query and of a value.
    private int scoreColumns() {
        return headSize() + attention.outputLength() / heads();
    }

    private double attentionProducts() {
        return switch (attention) {
            case Attention.Grouped a ->
                    (double) hidden * (a.rowLength() + a.heads() * a.headSize());
            case Attention.Latent a -> {
                double width = (double) a.heads() * a.headSize();
                double queries =
                        a.queryRank() == 0 ? hidden * width : a.queryRank() * (hidden + width);
                double latent = (double) hidden * (a.rank() + a.rotating());
                double expanded = (double) a.rank() * a.heads() * (a.plain() + a.valueSize());
                yield queries + latent + expanded + (double) hidden * a.outputLength();
            }
        };
    }

    private double products(FeedForward feedForward) {
        return switch (feedForward) {
            case FeedForward.Gated f -> 3.0 * hidden * f.width();
            case FeedForward.Xielu f -> 2.0 * hidden * f.width();
            case FeedForward.Experts f ->
                    3.0 * hidden * ((double) f.active() * f.width() + f.sharedWidth())
                            + (double) hidden * f.count();
        };
    }
}
