package eu.socle.model.exchange;

import eu.socle.core.Digest;
import eu.socle.core.Json;
import eu.socle.core.Refusal;
import eu.socle.model.ModelConfig;
import eu.socle.model.StatedShapes;
import eu.socle.model.config.ConfigWriter;
import eu.socle.model.file.NamedTensors;
import eu.socle.model.file.Pending;
import eu.socle.model.gguf.GgufWriter;
import eu.socle.model.gguf.MetadataValue;
import eu.socle.tensor.DType;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// Writes a checkpoint as a GGUF file that llama.cpp loads.
///
/// One-dimensional tensors, routers and divisors stay f32; matrices take the type asked for, or,
/// where their rows are not whole blocks of it, the next wider one that fits, which the report
/// names.
public final class GgufExport {

    /// What was written.
    ///
    /// @param digest of the file
    /// @param tensors how many
    /// @param notes what a person should know: tensors in a wider type, tensors left out
    public record Report(Digest digest, int tensors, List<String> notes) {}

    /// Where a model comes from, as far as it is known; empty where it is not.
    ///
    /// @param name what the model is called
    /// @param license an SPDX expression
    /// @param datasets what it was trained on
    /// @param baseModels what it was made from
    public record Provenance(
            String name, String license, List<String> datasets, List<String> baseModels) {
        public Provenance {
            datasets = List.copyOf(datasets);
            baseModels = List.copyOf(baseModels);
        }
    }

    private final Checkpoint checkpoint;
    private final JsonNode config;
    private final Storage storage;
    private final List<String> notes = new ArrayList<>();

    private GgufExport(Checkpoint checkpoint, Storage storage) {
        this.checkpoint = checkpoint;
        this.config = plain(checkpoint.config(), checkpoint.path().toString());
        this.storage = storage;
    }

    /// Writes the file, whole or not at all; one tensor at a time is in memory.
    ///
    /// @throws Refusal naming the key or tensor that GGUF cannot say, or if the file cannot be
    ///   written
    public static Report write(
            Path file, Checkpoint checkpoint, Storage storage, Provenance provenance) {
        GgufExport export = new GgufExport(checkpoint, storage);
        String where = checkpoint.path().toString();
        JsonNode config = export.config;
        ModelConfig read = ModelConfig.parse(Json.canonical(config), where);
        StatedShapes.require(read, checkpoint.tensors(), checkpoint.path());
        Family family = Family.ofModelType(config.path("model_type").asString(""), where);
        Map<String, MetadataValue> keys = export.general(family, provenance);
        keys.putAll(ConfigToKeys.of(family, where, config));
        SortedSet<String> left = new TreeSet<>(checkpoint.tensors().names());
        if (family == Family.APERTUS) {
            int layers = config.path("num_hidden_layers").intValue();
            Xielu.keys(checkpoint.tensors(), layers, left, keys);
        }
        keys.putAll(checkpoint.vocabulary());
        Map<String, Pending> tensors = export.tensors(family, left);
        Digest digest = GgufWriter.write(file, keys, tensors);
        return new Report(digest, tensors.size(), List.copyOf(export.notes));
    }

    /// The same configuration with every default stated, in one notation.
    private static JsonNode plain(JsonNode config, String where) {
        ModelConfig read = ModelConfig.parse(Json.canonical(config), where);
        return Json.parse(ConfigWriter.text(read), where);
    }

    private Map<String, MetadataValue> general(Family family, Provenance provenance) {
        Map<String, MetadataValue> keys = new LinkedHashMap<>();
        keys.put("general.architecture", MetadataValue.of(family.architecture()));
        keys.put("general.type", MetadataValue.of("model"));
        put(keys, "general.name", provenance.name());
        put(keys, "general.license", provenance.license());
        named(keys, "general.base_model.", provenance.baseModels());
        named(keys, "general.dataset.", provenance.datasets());
        keys.put("general.file_type", MetadataValue.of((long) storage.fileType()));
        keys.put("general.quantization_version", MetadataValue.of(2L));
        if (!checkpoint.vocabulary().containsKey("tokenizer.ggml.tokens")) {
            notes.add(
                    "no tokenizer.json was found, so the file has no vocabulary and reads token ids only");
        }
        return keys;
    }

    private static void put(Map<String, MetadataValue> keys, String key, String text) {
        if (!text.isEmpty()) {
            keys.put(key, MetadataValue.of(text));
        }
    }

    private static void named(Map<String, MetadataValue> keys, String prefix, List<String> names) {
        if (names.isEmpty()) {
            return;
        }
        keys.put(prefix + "count", MetadataValue.of((long) names.size()));
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            keys.put(prefix + i + ".name", MetadataValue.of(name));
            if (name.startsWith("https://") || name.startsWith("http://")) {
                keys.put(prefix + i + ".repo_url", MetadataValue.of(name));
            }
        }
    }

    private Map<String, Pending> tensors(Family family, SortedSet<String> left) {
        Map<String, Pending> pending = new LinkedHashMap<>();
        divisors(pending);
        for (Link link : Links.of(family, checkpoint.path().toString(), config)) {
            left.removeAll(link.hf());
            for (int i = 0; i < link.gguf().size(); i++) {
                pending.put(link.gguf().get(i), pending(link, i));
            }
        }
        left(family, left);
        return pending;
    }

    /// The divisors of `llama3` scaling.
    private void divisors(Map<String, Pending> pending) {
        Fields fields = new Fields(checkpoint.path().toString(), config);
        Rope rope = Rope.read(fields);
        if (!rope.type().equals("llama3")) {
            return;
        }
        int heads = Math.max(1, fields.whole("num_attention_heads"));
        double[] divisors =
                rope.divisors(fields.whole("head_dim", fields.whole("hidden_size") / heads));
        pending.put(
                "rope_freqs.weight",
                new Pending(
                        DType.F32,
                        new long[] {divisors.length},
                        memory -> {
                            Tensor tensor = memory.zeros(divisors.length);
                            for (int i = 0; i < divisors.length; i++) {
                                tensor.set(i, (float) divisors[i]);
                            }
                            return tensor;
                        }));
    }

    private Pending pending(Link link, int which) {
        NamedTensors tensors = checkpoint.tensors();
        String name = link.gguf().get(which);
        try {
            long[] shape =
                    link.layout()
                            .ggufShape(
                                    which,
                                    link.hf().stream()
                                            .map(n -> tensors.tensor(n).shape())
                                            .toList());
            return new Pending(
                    stored(name, shape), shape, memory -> numbers(link, which, tensors, memory));
        } catch (IllegalArgumentException e) {
            throw misfit(link, e);
        }
    }

    private Tensor numbers(Link link, int which, NamedTensors tensors, Memory memory) {
        try {
            List<Tensor> sources = link.hf().stream().map(tensors::tensor).toList();
            return link.layout().gguf(which, sources, memory);
        } catch (IllegalArgumentException e) {
            throw misfit(link, e);
        }
    }

    private Refusal misfit(Link link, IllegalArgumentException e) {
        return Refusal.failure(
                checkpoint.path()
                        + ": the tensor \""
                        + link.hf().getFirst()
                        + "\" does not fit its config.json: "
                        + e.getMessage()
                        + ".",
                e);
    }

    private DType stored(String name, long[] shape) {
        boolean exact =
                shape.length < 2
                        || name.contains("ffn_gate_inp")
                        || name.endsWith(".bias")
                        || name.contains("attn_sinks");
        if (exact) {
            return DType.F32;
        }
        long columns = shape[shape.length - 1];
        boolean tied = config.path("tie_word_embeddings").asBoolean(false);
        String role = tied && name.equals("token_embd.weight") ? "output.weight" : name;
        DType type = storage.type(role, config.path("num_hidden_layers").intValue());
        if (columns % type.blockElements() == 0) {
            return type;
        }
        DType wider = columns % DType.Q8_0.blockElements() == 0 ? DType.Q8_0 : DType.F16;
        notes.add(
                name
                        + " has rows of "
                        + columns
                        + " elements, not whole blocks of "
                        + type
                        + ": written as "
                        + wider);
        return wider;
    }

    /// Tensors without a place are refused, but for those that may be left out.
    private void left(Family family, SortedSet<String> left) {
        int layers = config.path("num_hidden_layers").intValue();
        left.removeIf(name -> name.endsWith(".rotary_emb.inv_freq")); // a table, made anew
        if (family == Family.DEEPSEEK2 && left.removeIf(name -> layerOf(name) >= layers)) {
            notes.add("the layers that guess further ahead (from " + layers + " on) were left out");
        }
        if (left.contains("lm_head.weight")) {
            Tensor head = checkpoint.tensors().tensor("lm_head.weight");
            Tensor embedding = checkpoint.tensors().tensor("model.embed_tokens.weight");
            if (head.data().mismatch(embedding.data()) == -1) {
                left.remove("lm_head.weight"); // tied and stored twice
            }
        }
        if (!left.isEmpty()) {
            throw Refusal.failure(
                    checkpoint.path()
                            + " holds the tensor \""
                            + left.first()
                            + "\", for which GGUF has no place in this kind of model.");
        }
    }

    private static int layerOf(String name) {
        String prefix = "model.layers.";
        int end = name.startsWith(prefix) ? name.indexOf('.', prefix.length()) : -1;
        if (end < 0 || end - prefix.length() > 6) {
            return -1;
        }
        try {
            return Integer.parseInt(name.substring(prefix.length(), end));
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
