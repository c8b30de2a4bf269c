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
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The parameters of a model (or their gradients, or their moments), all in one run of memory.
///
/// Query, key and value weights of a layer are row slices of one `[(H + 2K) D, C]` matrix, gate and
/// up weights of one `[2F, C]` matrix, so that each is one product; Hugging Face's names map to the
/// slices.
public final class Weights {

    private static final double DEVIATION =
            0.02; // GPT-2's initialisation; residual outputs are divided by sqrt(2 layers)

    /// One block. `qkv` is `[(H + 2K) D, C]`, `output` `[C, H D]`, `gateUp` `[2F, C]`, `down` `[C,
    /// F]`.
    record Block(
            Tensor attentionNorm,
            Tensor qkv,
            Tensor output,
            Tensor feedForwardNorm,
            Tensor gateUp,
            Tensor down) {}

    private final Tensor all;
    private final Tensor embedding;
    private final Tensor head;
    private final Tensor norm;
    private final List<Block> blocks;
    private final SortedMap<String, Tensor> named;
    private final ModelConfig config;

    private Weights(ModelConfig config, Memory memory) {
        this.config = config;
        this.all = memory.zeros(config.parameters());
        this.named = new TreeMap<>();
        Cursor cursor = new Cursor();
        int c = config.hidden();
        int d = config.headSize();
        int q = config.heads() * d;
        int kv = config.keyValueHeads() * d;
        int f = config.feedForward();
        this.embedding = cursor.take("model.embed_tokens.weight", config.vocabulary(), c);
        List<Block> list = new ArrayList<>();
        for (int layer = 0; layer < config.layers(); layer++) {
            String name = "model.layers." + layer + ".";
            Tensor attentionNorm = cursor.take(name + "input_layernorm.weight", c);
            Tensor qkv = cursor.take("", q + 2L * kv, c);
            named.put(name + "self_attn.q_proj.weight", qkv.rows(0, q));
            named.put(name + "self_attn.k_proj.weight", qkv.rows(q, q + kv));
            named.put(name + "self_attn.v_proj.weight", qkv.rows(q + kv, q + 2L * kv));
            Tensor output = cursor.take(name + "self_attn.o_proj.weight", c, q);
            Tensor feedForwardNorm = cursor.take(name + "post_attention_layernorm.weight", c);
            Tensor gateUp = cursor.take("", 2L * f, c);
            named.put(name + "mlp.gate_proj.weight", gateUp.rows(0, f));
            named.put(name + "mlp.up_proj.weight", gateUp.rows(f, 2L * f));
            Tensor down = cursor.take(name + "mlp.down_proj.weight", c, f);
            list.add(new Block(attentionNorm, qkv, output, feedForwardNorm, gateUp, down));
        }
        this.blocks = List.copyOf(list);
        this.norm = cursor.take("model.norm.weight", c);
        this.head =
                config.tied() ? embedding : cursor.take("lm_head.weight", config.vocabulary(), c);
    }

    /// Cuts the memory into tensors, one after the other.
    private final class Cursor {
        private long at;

        Tensor take(String name, long... shape) {
            long size = 1;
            for (long dimension : shape) {
                size *= dimension;
            }
            Tensor tensor = new Tensor(all.data().asSlice(4 * at, 4 * size), all.type(), shape);
            at += size;
            if (!name.isEmpty()) {
                named.put(name, tensor);
            }
            return tensor;
        }
    }

    /// Zeros of the model's shapes, for gradients and moments.
    public static Weights zeros(ModelConfig config, Memory memory) {
        return new Weights(config, memory);
    }

    /// Gains of one, matrices from a normal distribution; each tensor draws from a seed of its own
    /// name.
    public static Weights random(ModelConfig config, Seed seed, Memory memory) {
        Weights weights = new Weights(config, memory);
        weights.named.forEach((name, tensor) -> {
            boolean residual = name.endsWith("o_proj.weight") || name.endsWith("down_proj.weight");
            double deviation = residual ? DEVIATION / Math.sqrt(2.0 * config.layers()) : DEVIATION;
            Seed own = seed.of(name);
            boolean gain = tensor.rank() == 1;
            for (long i = 0; i < tensor.size(); i++) {
                tensor.set(i, gain ? 1f : (float) (deviation * own.normal(i)));
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
        if (config.tied() && names.remove("lm_head.weight")) { // some write the tied head twice
            MemorySegment embedding = file.tensor("model.embed_tokens.weight").data();
            if (embedding.mismatch(file.tensor("lm_head.weight").data()) != -1) {
                throw Refusal.failure(
                        where
                                + " holds a tensor lm_head.weight that is not the embedding, though its config.json ties them.");
            }
        }
        for (Map.Entry<String, Tensor> entry : weights.named.entrySet()) {
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

    /// Writes config.json and model.safetensors.
    public void save(Path folder) {
        config.write(folder.resolve("config.json"));
        Safetensors.write(folder.resolve("model.safetensors"), named);
    }

    /// Every parameter under its Hugging Face name, sorted; a tied head appears once, as the
    /// embedding.
    public SortedMap<String, Tensor> named() {
        return Collections.unmodifiableSortedMap(named);
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

    List<Block> blocks() {
        return blocks;
    }
}
