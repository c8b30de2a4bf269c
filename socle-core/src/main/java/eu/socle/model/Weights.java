package eu.socle.model;

import eu.socle.core.Refusal;
import eu.socle.core.Seed;
import eu.socle.model.file.NamedTensors;
import eu.socle.model.file.Safetensors;
import eu.socle.tensor.Backend;
import eu.socle.tensor.DType;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.block.Tiles;
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
import java.util.function.UnaryOperator;

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

    private final Optional<Tensor> all;
    private final Tensor norm;
    private final List<BlockWeights> blocks; // replaced one by one in [#settle]
    private Tensor embedding;
    private Tensor head;
    private int settled; // blocks
    private UnaryOperator<Tensor> settle = UnaryOperator.identity();
    private final List<PredictionWeights> predictions;
    private final SortedMap<String, Tensor> named;
    private final SortedMap<String, Tensor> fixed;
    private final ModelConfig config;

    private Weights(
            ModelConfig config,
            Optional<Tensor> all,
            SortedMap<String, Tensor> named,
            WeightsLayout layout) {
        this.config = config;
        this.all = all;
        this.named = named;
        int c = config.hidden();
        this.embedding = layout.take("model.embed_tokens.weight", config.vocabulary(), c);
        List<BlockWeights> list = new ArrayList<>();
        for (int layer = 0; layer < config.layers(); layer++) {
            list.add(layout.block("model.layers." + layer + ".", config.plan().get(layer)));
        }
        this.blocks = list;
        List<PredictionWeights> ahead = new ArrayList<>();
        for (int layer = config.layers(); layer < config.allLayers().size(); layer++) {
            ahead.add(layout.prediction("model.layers." + layer + ".", config.layer(layer)));
        }
        this.predictions = List.copyOf(ahead);
        this.norm = layout.take("model.norm.weight", c);
        this.head =
                config.tied() ? embedding : layout.take("lm_head.weight", config.vocabulary(), c);
        this.fixed = layout.fixed();
    }

    static long count(ModelConfig config) {
        return WeightsLayout.count(config);
    }

    /// Zeros of the model's shapes, for gradients and moments.
    public static Weights zeros(ModelConfig config, Memory memory) {
        Tensor all = memory.zeros(config.parameters());
        WeightsSource.Slab slab = new WeightsSource.Slab(all);
        WeightsLayout layout = new WeightsLayout(config, slab, memory);
        Weights weights = new Weights(config, Optional.of(all), slab.named(), layout);
        if (slab.taken() != all.size()) {
            throw new IllegalStateException(
                    "the parameters are " + slab.taken() + ", not " + all.size());
        }
        return weights;
    }

    /// Gains of one, biases and sinks of zero, matrices from a normal distribution; each tensor
    /// draws from a seed of its own name.
    public static Weights random(ModelConfig config, Seed seed, Memory memory) {
        Weights weights = zeros(config, memory);
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
        Weights weights = zeros(config, memory);
        SortedSet<String> names = ownNames(config, file, where);
        for (Map.Entry<String, Tensor> entry : weights.stored().entrySet()) {
            String name = entry.getKey();
            if (!names.remove(name)) {
                throw missing(where, name);
            }
            Tensor stored = file.tensor(name);
            if (!Arrays.equals(stored.shape(), entry.getValue().shape())) {
                throw misshapen(where, name, stored, entry.getValue().toString());
            }
            file.copy(name, entry.getValue());
        }
        requireNone(names, where);
        return weights;
    }

    /// The weights of an open checkpoint for inference: quantised matrices stay quantised where the
    /// backend has a kernel for them, everything else widens to f32. Nothing refers to the
    /// checkpoint afterwards.
    ///
    /// @throws Refusal as [#load(ModelConfig, Path, Memory)]
    public static Weights hold(
            ModelConfig config, NamedTensors file, Path where, Memory memory, Backend backend) {
        return held(config, file, where, memory, backend, false);
    }

    /// As [#hold], but at once: what the backend can read where it lies in the checkpoint stays
    /// there until [#settle] brings it over. The checkpoint must outlive the weights.
    ///
    /// @throws Refusal as [#load(ModelConfig, Path, Memory)]
    public static Weights inPlace(
            ModelConfig config, NamedTensors file, Path where, Memory memory, Backend backend) {
        Weights weights = held(config, file, where, memory, backend, true);
        weights.settle =
                tensor ->
                        Tiles.of(tensor.type()).isPresent()
                                ? backend.weights(List.of(tensor), memory)
                                : tensor;
        return weights;
    }

    private static Weights held(
            ModelConfig config,
            NamedTensors file,
            Path where,
            Memory memory,
            Backend backend,
            boolean inPlace) {
        SortedSet<String> names = ownNames(config, file, where);
        WeightsLayout layout =
                new WeightsLayout(
                        config,
                        new WeightsSource.Held(file, where, names, memory, backend, inPlace),
                        memory);
        Weights weights = new Weights(config, Optional.empty(), new TreeMap<>(), layout);
        weights.fixed.forEach((name, tensor) -> {
            if (!names.remove(name)) {
                throw missing(where, name);
            }
            file.copy(name, tensor);
        });
        requireNone(names, where);
        return weights;
    }

    /// Brings what [#inPlace] left in the checkpoint into the memory and the order in which it is
    /// multiplied fastest: one block of the model, or embedding and head; layers that guess further
    /// ahead stay, as no text is written with them. Logits are the same, bit for bit, before and
    /// after. Not while another thread computes with these weights.
    ///
    /// @return true if something may be left
    public boolean settle() {
        if (settled < blocks.size()) {
            blocks.set(settled, blocks.get(settled).map(settle));
        } else if (settled == blocks.size()) {
            boolean tied = head == embedding;
            embedding = settle.apply(embedding);
            head = tied ? embedding : settle.apply(head);
        } else {
            return false;
        }
        settled++;
        return true;
    }

    /// Bytes that [#hold] will take for these tensors, about: blocks that have a kernel in tiles,
    /// all else in f32.
    public static double heldBytes(NamedTensors file) {
        double bytes = 0;
        for (String name : file.names()) {
            Tensor tensor = file.tensor(name);
            Optional<DType> tiles = Tiles.of(tensor.type());
            boolean kept = tiles.isPresent() && tensor.rank() > 1;
            bytes += kept ? tiles.get().bytesOf(tensor.shape()) : 4.0 * tensor.size();
        }
        return bytes;
    }

    static Refusal missing(Path where, String name) {
        return Refusal.failure(
                where + " lacks the tensor " + name + ", which its config.json asks for.");
    }

    static Refusal misshapen(Path where, String name, Tensor stored, String expected) {
        return Refusal.failure(
                where
                        + ": the tensor "
                        + name
                        + " is "
                        + stored
                        + ", config.json asks for "
                        + expected
                        + ".");
    }

    private static void requireNone(SortedSet<String> names, Path where) {
        if (!names.isEmpty()) {
            throw Refusal.failure(
                    where
                            + " holds the tensor "
                            + names.first()
                            + ", which its config.json does not ask for.");
        }
    }

    /// The names of a checkpoint, without those of tensors that stand twice.
    private static SortedSet<String> ownNames(ModelConfig config, NamedTensors file, Path where) {
        SortedSet<String> names = new TreeSet<>(file.names());
        if (config.tied()) { // some write the tied head twice
            requireCopy(names, file, where, "lm_head.weight", "model.embed_tokens.weight");
        }
        for (int layer = config.layers(); layer < config.allLayers().size(); layer++) {
            String name = "model.layers." + layer + "."; // and embedding and head of a prediction
            String head = config.tied() ? "model.embed_tokens.weight" : "lm_head.weight";
            requireCopy(
                    names, file, where, name + "embed_tokens.weight", "model.embed_tokens.weight");
            requireCopy(names, file, where, name + "shared_head.head.weight", head);
        }
        return names;
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
    /// embedding. Weights of [#hold] and [#inPlace] have no names.
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
    ///
    /// @throws Refusal if they are held for inference and cannot be moved
    public Tensor all() {
        return all.orElseThrow(() ->
                Refusal.usage(
                        "the weights of this model are held for inference, quantised perhaps, and cannot be trained; convert it with: socle model convert MODEL FOLDER."));
    }

    /// Bytes of weights that one token reads: all but the rows of the embedding that are not looked
    /// up, and of experts those that are chosen.
    public double bytesPerToken() {
        return BytesRead.of(this);
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

    List<PredictionWeights> predictions() {
        return predictions;
    }
}
