package eu.socle.model.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import eu.socle.Shared;
import eu.socle.core.Json;
import eu.socle.core.Refusal;
import eu.socle.model.ModelConfig;
import eu.socle.model.config.ConfigWriter;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Checkpoints through GGUF and back.
final class ExchangeTest {

    @TempDir Path folder;

    /// Keys that come back in other words.
    private static final Set<String> OTHER_WORDS =
            Set.of("torch_dtype", "rope_scaling", "rope_interleave", "architectures");

    private static final String EVERYWHERE = "YaRN with truncate false|attention factor";

    /// The families that GGUF knows, with what of each it has no words for; patterns of a refusal.
    private static final Map<String, String> CANNOT =
            Map.ofEntries(
                    Map.entry("llama", "\"mlp_bias\" true"),
                    Map.entry("ministral", "the model type \"ministral\""),
                    Map.entry("ministral3", "the model type \"ministral3\""),
                    Map.entry("qwen2", "\"use_sliding_window\" true"),
                    Map.entry("qwen3", "\"use_sliding_window\" true|\"attention_bias\" true"),
                    Map.entry(
                            "qwen3_moe",
                            "\"use_sliding_window\" true|\"attention_bias\" true|\"mlp_only_layers\" \\[|\"norm_topk_prob\" false"),
                    Map.entry("olmo2", "\"attention_bias\" true"),
                    Map.entry(
                            "smollm3",
                            "\"no_rope_layers\" \\[|\"mlp_bias\" true|\"use_sliding_window\" true|\"attention_bias\" true"),
                    Map.entry("apertus", "\"attention_bias\" true"),
                    Map.entry(
                            "deepseek_v3",
                            "mscale and mscale_all_dim differ|\"first_k_dense_replace\" "),
                    Map.entry(
                            "gpt_oss",
                            "\"layer_types\" \\[|\"swiglu_limit\" |\"attention_bias\" false"));

    @TestFactory
    List<DynamicTest> every_checkpoint_survives_the_way_through_gguf_or_is_refused_by_name() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path original : Shared.cases("oracles/models")) {
            tests.add(
                    DynamicTest.dynamicTest(
                            original.getFileName().toString(), () -> survivesOrRefused(original)));
        }
        return tests;
    }

    private void survivesOrRefused(Path original) throws IOException {
        try {
            survives(original);
        } catch (Refusal refusal) {
            JsonNode config =
                    Json.parse(Files.readString(original.resolve("config.json")), "config");
            String type = config.get("model_type").stringValue();
            assertThat(refusal)
                    .hasMessageContaining(original.toString())
                    .hasMessageFindingMatch(
                            EVERYWHERE + "|" + CANNOT.getOrDefault(type, EVERYWHERE));
            assertThat(folder.resolve(original.getFileName() + ".gguf")).doesNotExist();
        }
    }

    private void survives(Path original) {
        Path file = folder.resolve(original.getFileName() + ".gguf");
        try (Checkpoint checkpoint = Checkpoint.open(original)) {
            GgufExport.write(file, checkpoint, Storage.F32, nothingKnown());
            try (GgufCheckpoint back = GgufCheckpoint.open(file)) {
                JsonNode before = plain(checkpoint.config());
                boolean halves =
                        before.has("rope_interleave")
                                && !before.get("rope_interleave").booleanValue();
                sameTensors(checkpoint, back, halves);
                sameConfig(before, plain(back.config()));
            }
        }
    }

    private static JsonNode plain(JsonNode config) {
        return Json.parse(ConfigWriter.text(ModelConfig.parse(Json.canonical(config), "")), "");
    }

    /// Pairs of halves come back as pairs: the rows are there in another order.
    private static void sameTensors(Checkpoint before, GgufCheckpoint after, boolean halves) {
        assertThat(after.names()).isEqualTo(before.tensors().names());
        try (Memory memory = new Memory()) {
            for (String name : after.names()) {
                if (halves && name.matches(".*(q_proj|q_b_proj|kv_a_proj).*")) {
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
                    && !before.get(key).isNull()) {
                assertThat(Json.canonical(after.path(key)))
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
        if (rope.type().equals("llama3")) { // several have the same divisors
            int size = before.get("head_dim").intValue();
            double[] divisors = back.divisors(size);
            for (int i = 0; i < divisors.length; i++) {
                assertThat(divisors[i]).isCloseTo(rope.divisors(size)[i], withPercentage(0.0003));
            }
            return;
        }
        assertThat(back.attentionFactor()).isCloseTo(rope.attentionFactor(), withPercentage(1e-4));
        Set<String> same = new java.util.HashSet<>(rope.numbers().keySet());
        if (!before.get("model_type").stringValue().equals("deepseek_v3")) {
            // there they decide the scale of the scores, too; elsewhere only the factor above
            same.removeAll(Set.of("mscale", "mscale_all_dim", "attention_factor"));
        }
        rope.numbers()
                .forEach((name, value) -> {
                    if (same.contains(name)) {
                        assertThat(back.numbers().get(name))
                                .as(name)
                                .isCloseTo(value, withPercentage(1e-4));
                    }
                });
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
                    {4, 1, 8, 1024, 1e6},
                    {32, 2, 8, 16, 10000},
                    {8, 1, 1.0001, 16, 10000},
                    {8, 1, 4, 100_000_000, 10000}
                }) {
            ObjectNode config = (ObjectNode) Json.parse("{}", "");
            config.put("rope_theta", numbers[4]);
            ObjectNode scaling = config.putObject("rope_scaling");
            scaling.put("rope_type", "llama3").put("factor", numbers[0]);
            scaling.put("low_freq_factor", numbers[1]).put("high_freq_factor", numbers[2]);
            scaling.put("original_max_position_embeddings", (int) numbers[3]);
            Rope rope = Rope.read(new Fields("t", config));
            for (int rotated : new int[] {128, 22, 6}) {
                sameDivisors(rope, rotated);
            }
        }
    }

    private static void sameDivisors(Rope rope, int rotated) {
        double[] divisors = rope.divisors(rotated);
        float[] stored = new float[divisors.length];
        for (int i = 0; i < stored.length; i++) {
            stored[i] = (float) divisors[i];
            divisors[i] = stored[i];
        }
        Map<String, MetadataValue> keys = new java.util.LinkedHashMap<>();
        rope.keys(Family.LLAMA, "t", keys);
        Keys read = new Keys(new Metadata("t", keys), "llama");
        double[] again = Rope.read(Family.LLAMA, read, divisors, rotated).divisors(rotated);
        for (int i = 0; i < again.length; i++) {
            assertThat(again[i]).isCloseTo(divisors[i], withPercentage(0.0003));
        }
    }

    /// The last step fails: where the file should go lies a folder.
    @Test
    void what_cannot_be_written_whole_leaves_nothing_behind() throws IOException {
        Path target = folder.resolve("target");
        Path mine = Files.createDirectories(target.resolve("model.safetensors"));
        Path file = Files.createFile(mine.resolve("mine"));
        Path gguf = target.resolve("x.gguf");
        Path also = Files.createFile(Files.createDirectories(gguf).resolve("mine"));
        Path original = Shared.cases("oracles/gguf").getFirst();
        try (Checkpoint checkpoint = Checkpoint.open(original.resolve("model-f16.gguf"))) {
            assertThatThrownBy(() -> FolderExport.write(target, checkpoint, null, 1L << 40))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("cannot write " + mine);
            assertThatThrownBy(
                            () -> GgufExport.write(gguf, checkpoint, Storage.F16, nothingKnown()))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("cannot write " + gguf);
        }
        try (Stream<Path> left = Files.walk(target)) {
            assertThat(left).containsExactlyInAnyOrder(target, mine, file, gguf, also);
        }
    }

    @Test
    void quantised_matrices_keep_their_neighbours_exact() throws IOException {
        Path original = llama();
        Path file = folder.resolve("q.gguf");
        try (Checkpoint checkpoint = Checkpoint.open(original)) {
            for (Storage storage : Storage.values()) {
                DType type = storage.type();
                boolean wide = type.blockElements() > 32; // more than a row here has
                GgufExport.Report report =
                        GgufExport.write(file, checkpoint, storage, nothingKnown());
                try (Gguf written = Gguf.open(file)) {
                    written.infos()
                            .values()
                            .forEach(info ->
                                    assertThat(info.type())
                                            .as(info.name())
                                            .isEqualTo(
                                                    info.shape().length == 1
                                                            ? DType.F32
                                                            : wide ? DType.Q8_0 : type));
                }
                assertThat(report.notes().stream().filter(n -> n.contains("not whole blocks")))
                        .hasSize(wide ? written(file) : 0);
            }
        }
    }

    private static int written(Path file) {
        try (Gguf gguf = Gguf.open(file)) {
            return (int) gguf.infos().values().stream().filter(i -> i.shape().length > 1).count();
        }
    }

    /// llama.cpp's medium mixture, on 16 layers: the first two, the last two, and every third
    /// between.
    @Test
    void the_medium_mixture_is_careful_where_errors_cost_most() {
        List<Integer> careful = new ArrayList<>();
        for (int layer = 0; layer < 16; layer++) {
            if (Storage.Q4_K_M.type("blk." + layer + ".ffn_down.weight", 16) == DType.Q6_K) {
                careful.add(layer);
            }
            String query = "blk." + layer + ".attn_q.weight";
            assertThat(Storage.Q4_K_M.type(query, 16)).isEqualTo(DType.Q4_K);
            String down = "blk." + layer + ".ffn_down.weight";
            assertThat(Storage.Q4_K.type(down, 16)).isEqualTo(DType.Q4_K);
        }
        assertThat(careful).containsExactly(0, 1, 4, 7, 10, 13, 14, 15);
        assertThat(Storage.Q4_K_M.type("output.weight", 16)).isEqualTo(DType.Q6_K);
        assertThatThrownBy(() -> Storage.of(DType.Q5_K))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("cannot be written as Q5_K; known are F32, F16");
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
            GgufExport.write(ours, checkpoint, Storage.of(type), nothingKnown());
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
        try (Gguf file = Gguf.open(original)) {
            long layers = file.metadata().whole("llama.block_count");
            if (layers > 1) {
                rewritten(original, "llama.block_count", MetadataValue.of(layers - 1));
                refusedFile(
                        "has a tensor \"blk."
                                + (layers - 1)
                                + ".attn_k.weight\" that its kind of model does not know");
            }
        }
        rewritten(original, "llama.attention.head_count", MetadataValue.of("four"));
        refusedFile("llama.attention.head_count is \"four\"");
    }

    private void rewritten(Path original, String key, MetadataValue value) {
        try (Gguf file = Gguf.open(original)) {
            Map<String, MetadataValue> keys =
                    new java.util.LinkedHashMap<>(file.metadata().values());
            keys.put(key, value);
            Map<String, eu.socle.model.file.Pending> tensors = new java.util.LinkedHashMap<>();
            file.infos()
                    .keySet()
                    .forEach(name ->
                            tensors.put(name, eu.socle.model.file.Pending.of(file.tensor(name))));
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
