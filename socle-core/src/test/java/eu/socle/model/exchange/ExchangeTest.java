package eu.socle.model.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.Shared;
import eu.socle.core.Json;
import eu.socle.core.Refusal;
import eu.socle.model.gguf.Gguf;
import eu.socle.model.gguf.Metadata;
import eu.socle.model.gguf.MetadataValue;
import eu.socle.tensor.DType;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import eu.socle.token.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Checkpoints through GGUF and back.
final class ExchangeTest {

    @TempDir Path folder;

    /// Keys that come back in other words, or were not there before because they are the default.
    private static final Set<String> OTHER_WORDS =
            Set.of("torch_dtype", "rope_scaling", "rope_interleave", "architectures");

    @TestFactory
    List<DynamicTest> every_checkpoint_survives_the_way_through_gguf() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path original : Shared.cases("oracles/models")) {
            String name = original.getFileName().toString();
            tests.add(
                    DynamicTest.dynamicTest(
                            name,
                            () -> {
                                String key = cannot(original);
                                if (key.isEmpty()) {
                                    survives(original);
                                    return;
                                }
                                refused(original, key);
                            }));
        }
        return tests;
    }

    /// What of this config GGUF has no words for; empty for nothing.
    private static String cannot(Path original) throws IOException {
        JsonNode config = Json.parse(Files.readString(original.resolve("config.json")), "config");
        String type = config.get("model_type").stringValue();
        if (type.startsWith("ministral")) {
            return "the model type \"" + type + "\"";
        }
        if (type.equals("qwen3_moe") && !config.path("mlp_only_layers").isEmpty()) {
            return "\"mlp_only_layers\" " + config.get("mlp_only_layers") + " cannot be said";
        }
        if (type.equals("qwen3_moe") && !config.path("norm_topk_prob").asBoolean(true)) {
            return "\"norm_topk_prob\" false cannot be said";
        }
        JsonNode rotated = config.path("no_rope_layers");
        for (int i = 0; i < rotated.size(); i++) {
            if (rotated.get(i).intValue() != ((i + 1) % 4 == 0 ? 0 : 1)) {
                return "\"no_rope_layers\" " + rotated + " cannot be said";
            }
        }
        return "";
    }

    private void refused(Path original, String reason) {
        try (Checkpoint checkpoint = Checkpoint.open(original)) {
            Path file = folder.resolve("refused.gguf");
            assertThatThrownBy(() -> GgufExport.write(file, checkpoint, DType.F32, nothingKnown()))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining(reason);
            assertThat(file).doesNotExist();
        }
    }

    private void survives(Path original) {
        Path file = folder.resolve(original.getFileName() + ".gguf");
        try (Checkpoint checkpoint = Checkpoint.open(original)) {
            GgufExport.write(file, checkpoint, DType.F32, nothingKnown());
            try (GgufCheckpoint back = GgufCheckpoint.open(file)) {
                boolean halves =
                        checkpoint.config().has("rope_interleave")
                                && !checkpoint.config().get("rope_interleave").booleanValue();
                sameTensors(checkpoint, back, halves);
                sameConfig(checkpoint.config(), back.config());
            }
        }
    }

    /// Pairs of halves come back as pairs: the rows are there in another order.
    private static void sameTensors(Checkpoint before, GgufCheckpoint after, boolean halves) {
        assertThat(after.names()).isEqualTo(before.tensors().names());
        try (Memory memory = new Memory()) {
            for (String name : after.names()) {
                if (halves && (name.contains("q_b_proj") || name.contains("kv_a_proj"))) {
                    continue;
                }
                Tensor was = memory.zeros(before.tensors().tensor(name).shape());
                before.tensors().copy(name, was);
                Tensor is = memory.zeros(after.tensor(name).shape());
                after.copy(name, is);
                assertThat(is.shape()).as(name).isEqualTo(was.shape());
                assertThat(is.data().mismatch(was.data())).as(name).isEqualTo(-1);
            }
        }
    }

    private static void sameConfig(JsonNode before, JsonNode after) {
        for (String key : before.propertyNames()) {
            if (!ConfigToKeys.HARMLESS.contains(key)
                    && !OTHER_WORDS.contains(key)
                    && after.has(key)) {
                assertThat(Json.canonical(after.get(key)))
                        .as(key)
                        .isEqualTo(Json.canonical(before.get(key)));
            }
        }
        Fields was = new Fields("before", before);
        Fields is = new Fields("after", after);
        Rope rope = Rope.read(was);
        Rope back = Rope.read(is);
        assertThat(back.theta()).isEqualTo(rope.theta());
        assertThat(back.type()).isEqualTo(rope.type());
        rope.numbers()
                .forEach((name, value) ->
                        assertThat(back.numbers().get(name))
                                .as(name)
                                .isCloseTo(
                                        value,
                                        org.assertj.core.data.Percentage.withPercentage(1e-4)));
    }

    /// Divisors of any llama3 scaling give a scaling with the same divisors.
    @Test
    void the_divisors_say_which_scaling_made_them() {
        for (double[] numbers :
                new double[][] {
                    {8, 1, 4, 8192, 500000},
                    {32, 1, 4, 8192, 500000},
                    {8, 1, 4, 32, 10000},
                    {16, 2, 5, 64, 12e6},
                    {4, 1, 8, 1024, 1e6}
                }) {
            ObjectNode config = (ObjectNode) Json.parse("{}", "");
            config.put("rope_theta", numbers[4]);
            ObjectNode scaling = config.putObject("rope_scaling");
            scaling.put("rope_type", "llama3").put("factor", numbers[0]);
            scaling.put("low_freq_factor", numbers[1]).put("high_freq_factor", numbers[2]);
            scaling.put("original_max_position_embeddings", (int) numbers[3]);
            Rope rope = Rope.read(new Fields("t", config));
            double[] divisors = rope.divisors(128);
            float[] stored = new float[divisors.length];
            for (int i = 0; i < stored.length; i++) {
                stored[i] = (float) divisors[i];
                divisors[i] = stored[i];
            }
            Map<String, MetadataValue> keys = new java.util.LinkedHashMap<>();
            rope.keys(Family.LLAMA, "t", keys);
            Keys read = new Keys(new Metadata("t", keys), "llama");
            double[] again = Rope.read(Family.LLAMA, read, divisors, 128).divisors(128);
            for (int i = 0; i < again.length; i++) {
                assertThat(again[i])
                        .isCloseTo(
                                divisors[i], org.assertj.core.data.Percentage.withPercentage(0.02));
            }
        }
    }

    @Test
    void quantised_matrices_keep_their_neighbours_exact() throws IOException {
        Path original = llama();
        Path file = folder.resolve("q.gguf");
        try (Checkpoint checkpoint = Checkpoint.open(original)) {
            for (DType type : List.of(DType.F16, DType.BF16, DType.Q8_0, DType.Q4_0, DType.Q4_K)) {
                GgufExport.Report report = GgufExport.write(file, checkpoint, type, nothingKnown());
                try (Gguf written = Gguf.open(file)) {
                    written.infos()
                            .values()
                            .forEach(info ->
                                    assertThat(info.type())
                                            .as(info.name())
                                            .isEqualTo(
                                                    info.shape().length == 1
                                                            ? DType.F32
                                                            : type == DType.Q4_K
                                                                    ? DType.Q8_0
                                                                    : type));
                }
                assertThat(report.notes().stream().filter(n -> n.contains("not whole blocks")))
                        .hasSize(type == DType.Q4_K ? written(file) : 0);
            }
        }
    }

    private static int written(Path file) {
        try (Gguf gguf = Gguf.open(file)) {
            return (int) gguf.infos().values().stream().filter(i -> i.shape().length > 1).count();
        }
    }

    /// The files of another writer and ours hold the same tensors and the same words.
    @TestFactory
    List<DynamicTest> our_file_equals_the_peers() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path original : Shared.cases("oracles/gguf")) {
            for (DType type : List.of(DType.F32, DType.F16, DType.Q8_0, DType.Q4_0)) {
                String kind = type.name().toLowerCase(java.util.Locale.ROOT);
                tests.add(
                        DynamicTest.dynamicTest(
                                original.getFileName() + " " + kind,
                                () ->
                                        equal(
                                                original,
                                                original.resolve("model-" + kind + ".gguf"),
                                                type)));
            }
        }
        return tests;
    }

    private void equal(Path original, Path theirs, DType type) {
        Path ours = folder.resolve("ours.gguf");
        try (Checkpoint checkpoint = Checkpoint.open(original)) {
            GgufExport.write(ours, checkpoint, type, nothingKnown());
        }
        try (Gguf a = Gguf.open(ours);
                Gguf b = Gguf.open(theirs)) {
            assertThat(a.infos().keySet()).isEqualTo(b.infos().keySet());
            for (String name : a.infos().keySet()) {
                assertThat(a.tensor(name).type()).as(name).isEqualTo(b.tensor(name).type());
                long mismatch = a.tensor(name).data().mismatch(b.tensor(name).data());
                assertThat(mismatch).as(name).isEqualTo(-1);
            }
            for (String key : b.metadata().keys()) {
                if (key.startsWith("tokenizer.")
                        || key.equals("general.name")
                        || key.equals("general.license")) {
                    continue; // this folder has no tokenizer.json
                }
                assertThat(a.metadata().get(key).orElseThrow().shown())
                        .as(key)
                        .isEqualTo(b.metadata().get(key).orElseThrow().shown());
            }
        }
    }

    @Test
    void what_a_file_says_and_nobody_knows_is_refused_by_name() throws IOException {
        Path original = llama().resolve("model-f32.gguf");
        rewritten(original, "general.architecture", MetadataValue.of("mamba"));
        refusedFile("the architecture \"mamba\" is not known");
        rewritten(original, "llama.attention.clamp_kqv", MetadataValue.of(8.0));
        refusedFile("the key llama.attention.clamp_kqv is unknown and could change");
        rewritten(original, "llama.rope.scaling.type", MetadataValue.of("longrope"));
        refusedFile("llama.rope.scaling.type is \"longrope\"");
        rewritten(original, "llama.block_count", MetadataValue.of(1_000_000L));
        refusedFile("block_count claims more layers than the file has tensors");
        rewritten(original, "llama.block_count", MetadataValue.of(1L));
        refusedFile("has a tensor \"blk.1.attn_k.weight\" that its kind of model does not know");
        rewritten(original, "llama.attention.head_count", MetadataValue.of("four"));
        refusedFile("llama.attention.head_count is \"four\"");
    }

    private void rewritten(Path original, String key, MetadataValue value) {
        try (Gguf file = Gguf.open(original)) {
            Map<String, MetadataValue> keys =
                    new java.util.LinkedHashMap<>(file.metadata().values());
            keys.put(key, value);
            Map<String, eu.socle.model.Pending> tensors = new java.util.LinkedHashMap<>();
            file.infos()
                    .keySet()
                    .forEach(name ->
                            tensors.put(name, eu.socle.model.Pending.of(file.tensor(name))));
            eu.socle.model.gguf.GgufWriter.write(folder.resolve("other.gguf"), keys, tensors);
        }
    }

    private void refusedFile(String reason) {
        assertThatThrownBy(() -> GgufCheckpoint.open(folder.resolve("other.gguf")).close())
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("other.gguf")
                .hasMessageContaining(reason);
    }

    /// A vocabulary of ours said in GGUF's keys.
    @Test
    void a_tokenizer_becomes_keys() throws IOException {
        for (Path bpe : Shared.cases("oracles/tokenizers")) {
            if (!Files.exists(bpe.resolve("tokenizer.json"))) {
                continue; // vocabularies of other kinds
            }
            JsonNode root = Json.parse(Files.readString(bpe.resolve("tokenizer.json")), "t");
            int size = Tokenizer.read(bpe.resolve("tokenizer.json")).vocabularySize();
            JsonNode config = Json.parse("{\"bos_token_id\":0,\"eos_token_id\":[1,2]}", "");
            Map<String, MetadataValue> keys = Vocabulary.keys(bpe, config, size + 2);
            Metadata metadata = new Metadata("t", keys);
            assertThat(metadata.text("tokenizer.ggml.model")).isEqualTo("gpt2");
            assertThat(metadata.text("tokenizer.ggml.pre")).isIn("gpt-2", "llama-bpe", "qwen2");
            List<String> tokens = metadata.texts("tokenizer.ggml.tokens");
            long[] types = metadata.wholes("tokenizer.ggml.token_type");
            assertThat(tokens).hasSize(size + 2).doesNotHaveDuplicates();
            assertThat(types).hasSize(size + 2).endsWith(5, 5);
            Set<Integer> added = new java.util.HashSet<>();
            for (JsonNode token : root.get("added_tokens")) {
                int id = token.get("id").intValue();
                added.add(id);
                assertThat(tokens.get(id)).isEqualTo(token.get("content").stringValue());
                assertThat(types[id]).isEqualTo(token.get("special").booleanValue() ? 3 : 4);
            }
            root.at("/model/vocab")
                    .properties()
                    .forEach(entry -> {
                        int id = entry.getValue().intValue();
                        assertThat(tokens.get(id)).isEqualTo(entry.getKey());
                        assertThat(types[id] == 1 || added.contains(id)).isTrue();
                    });
            assertThat(metadata.whole("tokenizer.ggml.eos_token_id")).isEqualTo(1);
            assertThat(metadata.texts("tokenizer.ggml.merges"))
                    .hasSize(root.at("/model/merges").size());
            assertThatThrownBy(() -> Vocabulary.keys(bpe, config, 100))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining(size + " ids for a model of 100");
        }
    }

    /// A case of the Llama family, with files of another writer.
    private static Path llama() throws IOException {
        for (Path folder : Shared.cases("oracles/gguf")) {
            String config = Files.readString(folder.resolve("config.json"));
            if (Json.parse(config, "c").get("model_type").asString().equals("llama")) {
                return folder;
            }
        }
        throw new AssertionError("no case of the Llama family");
    }

    private static GgufExport.Provenance nothingKnown() {
        return new GgufExport.Provenance("", "", List.of(), List.of());
    }
}
