package eu.socle.model;

import eu.socle.core.Refusal;
import eu.socle.core.Seed;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The parameters of a model (or their gradients, or their moments), all in one run of memory.
///
/// Query, key and value weights of a layer are row slices of one matrix, gate and up weights of
/// another, the experts of a layer of two, so that each is one product; Hugging Face's names map to
/// the slices ([WeightsLayout]).
public final class Weights {

    private static final double DEVIATION =
            0.02; // GPT-2's initialisation; residual outputs are divided by sqrt(2 layers)

    private static final double XIELU = 0.8; // both curvatures of xIELU at the start (its paper)
    private static final double XIELU_BETA = 0.5; // its slope at zero
    private static final float XIELU_EPSILON = -1e-6f;

    private final Tensor all;
    private final Tensor embedding;
    private final Tensor head;
    private final Tensor norm;
    private final List<BlockWeights> blocks;
    private final Optional<PredictionWeights> prediction;
    private final SortedMap<String, Tensor> named;
    private final SortedMap<String, Tensor> fixed;
    private final ModelConfig config;

    private Weights(ModelConfig config, Memory memory) {
        this.config = config;
        this.all = memory.zeros(config.parameters());
        WeightsLayout layout = new WeightsLayout(config, all, memory);
        int c = config.hidden();
        this.embedding = layout.take("model.embed_tokens.weight", config.vocabulary(), c);
        List<BlockWeights> list = new ArrayList<>();
        for (int layer = 0; layer < config.layers(); layer++) {
            list.add(layout.block("model.layers." + layer + ".", config.plan().get(layer)));
        }
        this.blocks = List.copyOf(list);
        this.prediction =
                config.prediction()
                        .map(layer ->
                                layout.prediction("model.layers." + config.layers() + ".", layer));
        this.norm = layout.take("model.norm.weight", c);
        this.head =
                config.tied() ? embedding : layout.take("lm_head.weight", config.vocabulary(), c);
        this.named = layout.named();
        this.fixed = layout.fixed();
        if (layout.taken() != all.size()) {
            throw new IllegalStateException(
                    "the parameters are " + layout.taken() + ", not " + all.size());
        }
    }

    static long count(ModelConfig config) {
        return WeightsLayout.count(config);
    }

    /// Zeros of the model's shapes, for gradients and moments.
    public static Weights zeros(ModelConfig config, Memory memory) {
        return new Weights(config, memory);
    }

    /// Gains of one, biases and sinks of zero, matrices from a normal distribution; each tensor
    /// draws from a seed of its own name.
    public static Weights random(ModelConfig config, Seed seed, Memory memory) {
        Weights weights = new Weights(config, memory);
        weights.named.forEach((name, tensor) -> {
            if (name.endsWith("act_fn.alpha_p")) {
                tensor.set(0, (float) StrictMath.log(StrictMath.expm1(XIELU)));
                return;
            }
            if (name.endsWith("act_fn.alpha_n")) {
                tensor.set(0, (float) StrictMath.log(StrictMath.expm1(XIELU - XIELU_BETA)));
                return;
            }
            boolean zero = name.endsWith("bias") || name.endsWith("sinks");
            boolean gain = tensor.rank() == 1;
            boolean residual =
                    name.endsWith("o_proj.weight")
                            || name.contains("down_proj")
                            || name.endsWith("w2.weight");
            double deviation = residual ? DEVIATION / Math.sqrt(2.0 * config.layers()) : DEVIATION;
            Seed own = seed.of(name);
            for (long i = 0; !zero && i < tensor.size(); i++) {
                tensor.set(i, gain ? 1f : (float) (deviation * own.normal(i)));
            }
        });
        weights.fixed.forEach((name, tensor) -> {
            if (name.endsWith("act_fn.beta")) {
                tensor.set(0, (float) XIELU_BETA);
            }
            if (name.endsWith("act_fn.eps")) {
                tensor.set(0, XIELU_EPSILON);
            }
        });
        return weights;
    }

    /// Loads the weights of a folder; every name and shape must be there and no other.
    ///
    /// @throws Refusal naming the tensor that is missing, superfluous or of another shape
    public static Weights load(ModelConfig config, Path folder, Memory memory) {
        try (Safetensors file = Safetensors.openModel(folder)) {
            return load(config, file, folder, memory);
        }
    }

    /// As [#load(ModelConfig, Path, Memory)], from one named file.
    public static Weights loadFile(ModelConfig config, Path file, Memory memory) {
        try (Safetensors open = Safetensors.open(file)) {
            return load(config, open, file, memory);
        }
    }

    /// As [#load(ModelConfig, Path, Memory)], from the tensors of an open checkpoint.
    public static Weights load(ModelConfig config, NamedTensors file, Path where, Memory memory) {
        Weights weights = new Weights(config, memory);
        SortedSet<String> names = new TreeSet<>(file.names());
        if (config.tied()) { // some write the tied head twice
            requireCopy(names, file, where, "lm_head.weight", "model.embed_tokens.weight");
        }
        if (config.prediction().isPresent()) { // and the embedding and the head of the prediction
            String name = "model.layers." + config.layers() + ".";
            String head = config.tied() ? "model.embed_tokens.weight" : "lm_head.weight";
            requireCopy(
                    names, file, where, name + "embed_tokens.weight", "model.embed_tokens.weight");
            requireCopy(names, file, where, name + "shared_head.head.weight", head);
        }
        for (Map.Entry<String, Tensor> entry : weights.stored().entrySet()) {
            String name = entry.getKey();
            if (!names.remove(name)) {
                throw Refusal.failure(
                        where + " lacks the tensor " + name + ", which its config.json asks for.");
            }
            Tensor stored = file.tensor(name);
            if (!Arrays.equals(stored.shape(), entry.getValue().shape())) {
                throw Refusal.failure(
                        where
                                + ": the tensor "
                                + name
                                + " is "
                                + stored
                                + ", config.json asks for "
                                + entry.getValue()
                                + ".");
            }
            file.copy(name, entry.getValue());
        }
        if (!names.isEmpty()) {
            throw Refusal.failure(
                    where
                            + " holds the tensor "
                            + names.first()
                            + ", which its config.json does not ask for.");
        }
        return weights;
    }

    /// Takes away the name of a tensor that stands twice.
    private static void requireCopy(
            SortedSet<String> names, NamedTensors file, Path where, String copy, String original) {
        if (!names.remove(copy)) {
            return;
        }
        MemorySegment data = file.tensor(original).data();
        if (data.mismatch(file.tensor(copy).data()) != -1) {
            throw Refusal.failure(
                    where
                            + " holds a tensor "
                            + copy
                            + " that is not "
                            + original
                            + ", though its config.json ties them.");
        }
    }

    /// Writes config.json and model.safetensors.
    public void save(Path folder) {
        config.write(folder.resolve("config.json"));
        Safetensors.write(folder.resolve("model.safetensors"), stored());
    }

    /// Every parameter under its Hugging Face name, sorted; a tied head appears once, as the
    /// embedding.
    public SortedMap<String, Tensor> named() {
        return Collections.unmodifiableSortedMap(named);
    }

    /// What is stored with the parameters, has no gradient and is not moved by the optimiser,
    /// sorted: the corrections of DeepSeek's routers, the constants of xIELU.
    public SortedMap<String, Tensor> fixed() {
        return Collections.unmodifiableSortedMap(fixed);
    }

    private SortedMap<String, Tensor> stored() {
        SortedMap<String, Tensor> stored = new TreeMap<>(named);
        stored.putAll(fixed);
        return stored;
    }

    /// One parameter by its Hugging Face name.
    ///
    /// @throws IllegalArgumentException if the model has none of this name
    public Tensor tensor(String name) {
        Tensor tensor = named.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("no parameter " + name);
        }
        return tensor;
    }

    /// All parameters as one run of floats.
    public Tensor all() {
        return all;
    }

    public ModelConfig config() {
        return config;
    }

    Tensor embedding() {
        return embedding;
    }

    Tensor head() {
        return head;
    }

    Tensor norm() {
        return norm;
    }

    List<BlockWeights> blocks() {
        return blocks;
    }

    Optional<PredictionWeights> prediction() {
        return prediction;
    }
}
