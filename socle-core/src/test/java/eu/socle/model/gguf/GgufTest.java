package eu.socle.model.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.Shared;
import eu.socle.core.Digest;
import eu.socle.core.Json;
import eu.socle.core.Refusal;
import eu.socle.core.Seed;
import eu.socle.model.file.Pending;
import eu.socle.model.file.Safetensors;
import eu.socle.tensor.DType;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.block.Cast;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

final class GgufTest {

    @TempDir Path folder;
    private final Memory memory = new Memory();

    @AfterEach
    void release() {
        memory.close();
    }

    @Test
    void what_is_written_is_read_back() throws IOException {
        Path file = folder.resolve("m.gguf");
        Map<String, MetadataValue> metadata = everyKind();
        Map<String, Pending> tensors = someTensors();
        Digest digest = GgufWriter.write(file, metadata, tensors);
        assertThat(digest).isEqualTo(Digest.ofFile(file));
        try (Gguf read = Gguf.open(file)) {
            assertThat(read.metadata().keys()).containsExactlyElementsOf(metadata.keySet());
            metadata.forEach((key, value) ->
                    assertThat(read.metadata().get(key).orElseThrow().shown())
                            .as(key)
                            .isEqualTo(value.shown()));
            assertThat(read.infos().keySet()).containsExactlyElementsOf(tensors.keySet());
            tensors.forEach((name, pending) -> {
                Tensor tensor = read.tensor(name);
                Tensor written = pending.stored(file, name, memory);
                assertThat(tensor.type()).isEqualTo(written.type());
                assertThat(tensor.shape()).isEqualTo(written.shape());
                assertThat(tensor.data().mismatch(written.data())).as(name).isEqualTo(-1);
            });
            assertThat(read.metadata().whole("u8")).isEqualTo(255);
            assertThat(read.metadata().real("f32")).isEqualTo(0.1f);
            assertThat(read.metadata().texts("texts")).containsExactly("a", "", "né");
            assertThatThrownBy(() -> read.metadata().whole("u64"))
                    .hasMessageContaining("u64 is 18446744073709551615");
            assertThatThrownBy(() -> read.metadata().text("absent"))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("lacks the key absent");
            assertThatThrownBy(() -> read.metadata().flag("u8")).hasMessageContaining("u8 is 255");
        }
    }

    static Stream<Path> models() {
        return Shared.cases("oracles/gguf").stream();
    }

    /// Values and blocks of the peer's quantiser, both ways, bit by bit.
    @ParameterizedTest
    @MethodSource("models")
    void quantised_examples_agree_both_ways(Path model) {
        try (Safetensors expected = Safetensors.open(model.resolve("expected.safetensors"))) {
            Tensor source = expected.tensor("quant_example.source");
            int checked = 0;
            for (String name : expected.names()) {
                if (!name.startsWith("quant_example.") || !name.endsWith(".bytes")) {
                    continue;
                }
                String kind =
                        name.substring(
                                "quant_example.".length(), name.length() - ".bytes".length());
                DType type = DType.valueOf(kind.toUpperCase(Locale.ROOT));
                Tensor blocks = new Tensor(expected.tensor(name).data(), type, source.shape());
                Tensor values = memory.zeros(source.shape());
                Cast.copy(blocks, values);
                MemorySegment wanted = expected.tensor("quant_example." + kind + ".values").data();
                assertThat(values.data().mismatch(wanted)).as(name).isEqualTo(-1);
                Tensor encoded = memory.allocate(type, source.shape());
                Cast.copy(source, encoded);
                assertThat(encoded.data().mismatch(blocks.data())).as(name).isEqualTo(-1);
                checked++;
            }
            assertThat(checked).isPositive();
        }
    }

    /// Types and shapes as the peer's reader states them.
    @ParameterizedTest
    @MethodSource("models")
    void tensors_are_where_and_what_the_peer_says(Path model) throws IOException {
        JsonNode files =
                Json.parse(Files.readString(model.resolve("expected.json")), model.toString())
                        .get("files");
        for (JsonNode expected : files) {
            try (Gguf file = Gguf.open(model.resolve(expected.get("file").stringValue()))) {
                JsonNode tensors = expected.get("tensors");
                assertThat(file.infos()).hasSize(tensors.size());
                tensors.properties()
                        .forEach(entry -> {
                            Tensor tensor = file.tensor(entry.getKey());
                            assertThat(tensor.type().name())
                                    .isEqualTo(entry.getValue().get("type").stringValue());
                            assertThat(Json.canonical(tensor.shape()))
                                    .isEqualTo(Json.canonical(entry.getValue().get("shape")));
                        });
            }
        }
    }

    @Test
    void vocabulary_files_have_their_tokens() throws IOException {
        Path vocabularies = Shared.folder("oracles/tokenizers/llama-cpp");
        JsonNode manifest =
                Json.parse(Files.readString(vocabularies.resolve("manifest.json")), "manifest");
        assertThat(manifest.get("files")).isNotEmpty();
        for (JsonNode entry : manifest.get("files")) {
            Path packed = vocabularies.resolve(entry.get("file").stringValue());
            Path file = folder.resolve("vocabulary.gguf");
            try (InputStream in = new GZIPInputStream(Files.newInputStream(packed))) {
                Files.write(file, in.readAllBytes());
            }
            try (Gguf vocabulary = Gguf.open(file)) {
                Metadata metadata = vocabulary.metadata();
                assertThat(metadata.texts("tokenizer.ggml.tokens"))
                        .as(packed.toString())
                        .hasSize(entry.get("tokens").intValue());
                assertThat(metadata.text("tokenizer.ggml.model"))
                        .isEqualTo(entry.get("model").stringValue());
                assertThat(metadata.wholes("tokenizer.ggml.token_type"))
                        .hasSize(entry.get("tokens").intValue());
                assertThat(vocabulary.infos()).isEmpty();
            }
        }
    }

    @Test
    void a_file_that_lies_is_refused_with_the_name() throws IOException {
        refused(b -> b.putInt(0, 0x47475546), "does not begin with GGUF");
        refused(b -> b.putInt(4, 2), "its version is 2");
        refused(b -> b.putInt(4, 3 << 24), "3 in big-endian order");
        refused(b -> b.putLong(8, Long.MIN_VALUE), "number of tensors claims 9223372036854775808");
        refused(b -> b.putLong(16, 1L << 40), "number of keys claims");
        refused(b -> b.putLong(24, 1L << 62), "the name of key number 0 claims");
        refused(b -> b.putInt(KEY_TYPE, 77), "its key \"k\" has the type number 77");
        refused(b -> b.putInt(RANK, 5), "its tensor \"t\" has 5 dimensions");
        refused(b -> b.putInt(RANK, 0), "its tensor \"t\" has 0 dimensions");
        refused(b -> b.putLong(DIM, Long.MIN_VALUE), "\"t\" has a dimension of 92233720368547758");
        refused(b -> b.putLong(DIM, 1L << 62), "\"t\" has a shape of more than 2^63 bytes");
        refused(b -> b.putLong(DIM, 64), "\"t\" takes 256 bytes from byte 0 of 32");
        refused(
                b -> b.putInt(TYPE, 8),
                "\"t\" has rows of 8 elements are not whole blocks of Q8_0");
        refused(b -> b.putInt(TYPE, 4), "\"t\" has the type number 4");
        refused(b -> b.putLong(OFFSET, -32), "\"t\" takes 32 bytes from byte 18446744073709551584");
        refused(b -> b.putLong(OFFSET, 1), "\"t\" takes 32 bytes from byte 1 of 32");
    }

    private static final int KEY_TYPE = 24 + 8 + 1;
    private static final int RANK = KEY_TYPE + 4 + 4 + 8 + 1;
    private static final int DIM = RANK + 4;
    private static final int TYPE = DIM + 8;
    private static final int OFFSET = TYPE + 4;

    private void refused(java.util.function.Consumer<ByteBuffer> lie, String reason)
            throws IOException {
        Path file = folder.resolve("lie.gguf");
        Map<String, MetadataValue> metadata = new LinkedHashMap<>();
        metadata.put("k", MetadataValue.of(7L));
        GgufWriter.write(file, metadata, Map.of("t", Pending.of(memory.zeros(8))));
        byte[] bytes = Files.readAllBytes(file);
        lie.accept(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        Files.write(file, bytes);
        assertThatThrownBy(() -> Gguf.open(file))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(reason);
    }

    @Test
    void overlaps_gaps_and_doubles_are_refused_by_name() throws IOException {
        Map<String, Pending> two = new LinkedHashMap<>();
        two.put("a", Pending.of(memory.zeros(8)));
        two.put("b", Pending.of(memory.zeros(8)));
        Path file = folder.resolve("two.gguf");
        GgufWriter.write(file, Map.of(), two);
        byte[] sound = Files.readAllBytes(file);
        int second = new String(sound, StandardCharsets.ISO_8859_1).indexOf("b");
        assertThatThrownBy(() -> parse(with(sound, second + 1 + 4 + 8 + 4, (byte) 0)))
                .hasMessageContaining("\"b\" begins at byte 0 of the data, inside another tensor");
        assertThatThrownBy(() -> parse(with(sound, second, (byte) 'a')))
                .hasMessageContaining("it has two tensors \"a\"");
        byte[] longer = java.util.Arrays.copyOf(sound, sound.length + 32);
        assertThatThrownBy(() -> parse(with(longer, second + 1 + 4 + 8 + 4, (byte) 64)))
                .hasMessageContaining(
                        "\"b\" begins at byte 64 of the data, after a gap from byte 32");
    }

    private static byte[] with(byte[] sound, int at, byte value) {
        byte[] bytes = sound.clone();
        bytes[at] = value;
        return bytes;
    }

    private static void parse(byte[] bytes) {
        Gguf.parse(Path.of("memory.gguf"), MemorySegment.ofArray(bytes)).close();
    }

    static Map<String, MetadataValue> everyKind() {
        Map<String, MetadataValue> all = new LinkedHashMap<>();
        all.put("general.architecture", MetadataValue.of("llama"));
        all.put("u8", new MetadataValue.Whole(ValueType.U8, 255));
        all.put("i8", new MetadataValue.Whole(ValueType.I8, -1));
        all.put("u16", new MetadataValue.Whole(ValueType.U16, 65535));
        all.put("i16", new MetadataValue.Whole(ValueType.I16, -2));
        all.put("u32", MetadataValue.of(0xffff_ffffL));
        all.put("i32", new MetadataValue.Whole(ValueType.I32, -3));
        all.put("u64", new MetadataValue.Whole(ValueType.U64, -1));
        all.put("i64", new MetadataValue.Whole(ValueType.I64, Long.MIN_VALUE));
        all.put("f32", MetadataValue.of((double) 0.1f));
        all.put("f64", new MetadataValue.Real(ValueType.F64, 0.1));
        all.put("flag", MetadataValue.of(true));
        all.put("texts", MetadataValue.of(List.of("a", "", "né")));
        all.put("wholes", new MetadataValue.Wholes(ValueType.I16, new long[] {1, -2, 3}));
        all.put("reals", new MetadataValue.Reals(ValueType.F32, new double[] {0.5, -1}));
        all.put("flags", new MetadataValue.Flags(new boolean[] {true, false}));
        return all;
    }

    private Map<String, Pending> someTensors() {
        Map<String, Pending> tensors = new LinkedHashMap<>();
        Tensor x = memory.zeros(3, 2, 256);
        Seed seed = new Seed(3);
        for (long i = 0; i < x.size(); i++) {
            x.set(i, (float) seed.normal(i));
        }
        for (DType type :
                List.of(DType.F32, DType.F16, DType.BF16, DType.Q8_0, DType.Q4_0, DType.Q4_K)) {
            tensors.put("as " + type, Pending.of(x, type));
        }
        tensors.put("vector", Pending.of(memory.zeros(5)));
        Tensor ids = memory.allocate(DType.I32, 3);
        ids.data().set(ValueLayout.JAVA_INT_UNALIGNED, 0, 7);
        tensors.put("ids", Pending.of(ids));
        return tensors;
    }
}
