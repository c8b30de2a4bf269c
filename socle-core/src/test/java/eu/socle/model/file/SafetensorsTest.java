package eu.socle.model.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.core.Digest;
import eu.socle.core.Refusal;
import eu.socle.core.Seed;
import eu.socle.tensor.DType;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SafetensorsTest {

    private static final String ONE =
            "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}".replace('\'', '"');

    @TempDir Path folder;
    private final Memory memory = new Memory();

    @AfterEach
    void release() {
        memory.close();
    }

    @Test
    void what_is_written_is_read_back_and_the_digest_is_that_of_the_file() throws Exception {
        Path file = folder.resolve("m.safetensors");
        Map<String, Tensor> tensors = someTensors();
        Digest digest = Safetensors.write(file, tensors);
        assertThat(digest).isEqualTo(Digest.ofFile(file));
        try (Safetensors open = Safetensors.open(file)) {
            assertThat(open.names()).containsExactlyElementsOf(tensors.keySet());
            tensors.forEach((name, tensor) -> {
                Tensor read = open.tensor(name);
                assertThat(read.type()).isEqualTo(tensor.type());
                assertThat(read.shape()).isEqualTo(tensor.shape());
                assertThat(read.data().mismatch(tensor.data())).isEqualTo(-1);
            });
        }
    }

    @Test
    void the_header_is_padded_and_the_wider_types_come_first() throws Exception {
        Path file = folder.resolve("m.safetensors");
        Safetensors.write(file, someTensors());
        byte[] bytes = Files.readAllBytes(file);
        long length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        assertThat(length % 8).isZero();
        String header = new String(bytes, 8, (int) length, StandardCharsets.UTF_8);
        assertThat(header).startsWith("{\"__metadata__\":{\"format\":\"pt\"},\"ids\":");
        assertThat(header.indexOf("\"vector\"")).isLessThan(header.indexOf("\"half\""));
    }

    @Test
    void bfloat_half_and_double_become_the_nearest_float() {
        Tensor bf16 = memory.allocate(DType.BF16, 1);
        bf16.data().set(ValueLayout.JAVA_SHORT_UNALIGNED, 0, (short) 0xc049);
        Tensor f16 = memory.allocate(DType.F16, 2);
        f16.data().set(ValueLayout.JAVA_SHORT_UNALIGNED, 0, (short) 0x3c01);
        f16.data().set(ValueLayout.JAVA_SHORT_UNALIGNED, 2, (short) 1);
        Tensor f64 = memory.allocate(DType.F64, 1);
        f64.data().set(ValueLayout.JAVA_DOUBLE_UNALIGNED, 0, 0.1);
        Path file = folder.resolve("m.safetensors");
        Safetensors.write(file, new TreeMap<>(Map.of("b", bf16, "h", f16, "d", f64)));
        try (Safetensors open = Safetensors.open(file)) {
            assertThat(open.asF32("b", memory).get(0)).isEqualTo(-3.140625f);
            assertThat(open.asF32("h", memory).get(0)).isEqualTo(1 + 0x1p-10f);
            assertThat(open.asF32("h", memory).get(1)).isEqualTo(0x1p-24f);
            assertThat(open.asF32("d", memory).get(0)).isEqualTo(0.1f);
        }
    }

    @Test
    void whole_numbers_are_not_taken_for_weights() {
        Path file = folder.resolve("m.safetensors");
        Safetensors.write(file, someTensors());
        try (Safetensors open = Safetensors.open(file)) {
            assertThatThrownBy(() -> open.asF32("ids", memory))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("\"ids\" is I64");
            assertThatThrownBy(() -> open.tensor("absent"))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("no tensor \"absent\"");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | Duplicate
                    {'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'b':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | "b" begins at byte 0 of the data, inside another tensor
                    {'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}          | "a" begins at byte 4 of the data, after a gap
                    {'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}          | end at byte 4 of 8
                    {'a':{'dtype':'F32','shape':[3],'data_offsets':[0,12]}}         | outside the 8 bytes
                    {'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}}          | outside the 8 bytes
                    {'a':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}}          | takes 12 bytes by its shape and 8
                    {'a':{'dtype':'F8_E4M3','shape':[8],'data_offsets':[0,8]}}      | dtype F8_E4M3
                    {'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}}         | has -2 in its shape
                    {'a':{'dtype':'F32','shape':[2.0],'data_offsets':[0,8]}}        | has 2.0 in its shape
                    {'a':{'dtype':'F32','shape':[9223372036854775808],'data_offsets':[0,8]}} | in its shape
                    {'a':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,8]}} | more than 2^63
                    {'a':{'dtype':'F32','shape':[2]}}                               | "a" is not described
                    {'__metadata__':{'x':1},'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | "x" is not a string
                    {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} {}       | JSON
                    [1]                                                             | does not begin with {
                    """)
    void a_header_that_lies_is_refused_with_the_reason(String header, String reason)
            throws IOException {
        Path file = write(header.replace('\'', '"'), 8);
        assertThatThrownBy(() -> Safetensors.open(file))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({"-1", "9223372036854775807", "100000001", "1000"})
    void a_header_longer_than_its_file_is_refused_before_it_is_read(long claimed)
            throws IOException {
        byte[] bytes = Files.readAllBytes(write(ONE, 8));
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, claimed);
        Path file = Files.write(folder.resolve("lie.safetensors"), bytes);
        assertThatThrownBy(() -> Safetensors.open(file))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("its header claims");
    }

    @Test
    void shards_hold_what_the_index_says_and_nothing_else() throws IOException {
        Files.move(write(ONE, 8), folder.resolve("s-1.safetensors"));
        Files.move(write(ONE.replace("\"a\"", "\"b\""), 8), folder.resolve("s-2.safetensors"));
        index("{'a':'s-1.safetensors','b':'s-2.safetensors'}");
        try (Safetensors open = Safetensors.openModel(folder)) {
            assertThat(open.names()).containsExactly("a", "b");
        }
        index("{'a':'s-1.safetensors','b':'s-1.safetensors'}");
        refusedIndex("\"b\" is missing");
        index("{'a':'s-1.safetensors','c':'s-2.safetensors'}");
        refusedIndex("\"b\" should not be here");
        index("{'a':'../s-1.safetensors'}");
        refusedIndex("names no file beside it");
        index("{'a':'s-3.safetensors'}");
        refusedIndex("s-3.safetensors is missing");
        index("{'a':'s-1.safetensors','a':'s-2.safetensors'}");
        refusedIndex("Duplicate");
        index("{'a':'model.safetensors.index.json'}");
        refusedIndex("names no file beside it");
        index("{}");
        refusedIndex("no weight_map");
    }

    @Test
    void a_large_model_is_written_in_shards_with_an_index() throws IOException {
        Map<String, Pending> pending = new TreeMap<>();
        Map<String, Tensor> tensors = someTensors();
        tensors.forEach((name, tensor) -> pending.put(name, Pending.of(tensor)));
        Safetensors.writeModel(folder, pending, 64);
        assertThat(folder.resolve("model.safetensors")).doesNotExist();
        assertThat(folder.resolve("model-00001-of-00003.safetensors")).exists();
        assertThat(Files.readString(folder.resolve("model.safetensors.index.json")))
                .contains("\"metadata\":{\"total_size\":159}");
        try (Safetensors open = Safetensors.openModel(folder)) {
            assertThat(open.names()).containsExactlyElementsOf(tensors.keySet());
            tensors.forEach((name, tensor) ->
                    assertThat(open.tensor(name).data().mismatch(tensor.data())).isEqualTo(-1));
        }
    }

    @Test
    void block_types_have_no_place_in_safetensors() {
        Map<String, Pending> pending = Map.of("q", Pending.of(memory.allocate(DType.Q8_0, 1, 32)));
        assertThatThrownBy(() -> Safetensors.writePending(folder.resolve("q.safetensors"), pending))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("\"q\" is Q8_0, which safetensors does not have");
    }

    private Map<String, Tensor> someTensors() {
        Map<String, Tensor> tensors = new TreeMap<>();
        tensors.put("vector", memory.zeros(7));
        tensors.put("matrix", memory.zeros(3, 5));
        tensors.put("half", memory.allocate(DType.F16, 3));
        tensors.put("brain", memory.allocate(DType.BF16, 2, 2));
        tensors.put("ids", memory.allocate(DType.I64, 2, 3));
        tensors.put("none", memory.zeros(0, 4));
        tensors.put("scalar", memory.zeros());
        tensors.put("été \"quoted\"", memory.allocate(DType.U8, 5));
        Seed seed = new Seed(1);
        for (Tensor tensor : tensors.values()) {
            for (long i = 0; i < tensor.data().byteSize(); i++) {
                tensor.data().set(ValueLayout.JAVA_BYTE, i, (byte) seed.bits(i));
            }
        }
        return tensors;
    }

    private Path write(String header, int dataBytes) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes =
                ByteBuffer.allocate(8 + text.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(text.length).put(text);
        return Files.write(folder.resolve("one.safetensors"), bytes.array());
    }

    private void index(String weightMap) throws IOException {
        Files.writeString(
                folder.resolve("model.safetensors.index.json"),
                "{\"weight_map\":" + weightMap.replace('\'', '"') + "}");
    }

    private void refusedIndex(String reason) {
        assertThatThrownBy(() -> Safetensors.openModel(folder))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(reason);
    }
}
