package eu.socle.model;

import eu.socle.core.AtomicFile;
import eu.socle.core.Json;
import eu.socle.core.Refusal;
import eu.socle.tensor.DType;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// Tensors in a file: u64 little-endian header length, a JSON header `{name: {dtype, shape, data_offsets}}`, then the bytes without gaps (huggingface/safetensors, format description).
///
/// Files are untrusted: every length, offset and shape is checked against the file before anything is read, and a refusal names the file and the tensor.
public final class Safetensors implements AutoCloseable {

    private static final long MAXIMUM_HEADER = 100_000_000; // the format's own limit

    private final Arena arena = Arena.ofShared();
    private final SortedMap<String, Tensor> tensors = new TreeMap<>();

    private Safetensors() {}

    /// Maps one file.
    ///
    /// @throws Refusal if it is missing or not a whole, consistent safetensors file
    public static Safetensors open(Path file) {
        Safetensors opened = new Safetensors();
        try {
            opened.map(file);
            return opened;
        } catch (IOException e) {
            opened.close();
            throw Refusal.failure(file + " cannot be read: " + e.getMessage() + ".", e);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /// Maps `model.safetensors` of a folder, or all shards that `model.safetensors.index.json` names.
    ///
    /// @throws Refusal if neither is there, or a shard is missing or inconsistent
    public static Safetensors openModel(Path folder) {
        Path index = folder.resolve("model.safetensors.index.json");
        if (!Files.exists(index)) {
            return open(folder.resolve("model.safetensors"));
        }
        Safetensors opened = new Safetensors();
        try {
            JsonNode map = Json.parse(Files.readString(index), index.toString()).path("weight_map");
            SortedSet<String> shards = new TreeSet<>();
            for (Map.Entry<String, JsonNode> entry : map.properties()) {
                shards.add(entry.getValue().asString(""));
            }
            for (String shard : shards) {
                if (!shard.matches("[A-Za-z0-9._-]+[.]safetensors")) {
                    throw Refusal.failure(index + " names the shard \"" + shard + "\", which is no plain file name.");
                }
                opened.map(folder.resolve(shard));
            }
            for (Map.Entry<String, JsonNode> entry : map.properties()) {
                if (!opened.tensors.containsKey(entry.getKey())) {
                    throw Refusal.failure(index + " names the tensor " + entry.getKey() + ", which no shard holds.");
                }
            }
            return opened;
        } catch (IOException e) {
            opened.close();
            throw Refusal.failure(index + " cannot be read: " + e.getMessage() + ".", e);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /// The names of all tensors, sorted.
    public SortedSet<String> names() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(tensors.keySet()));
    }

    /// A tensor as it lies in the file; valid until [#close()].
    ///
    /// @throws Refusal if there is none of that name
    public Tensor tensor(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw Refusal.failure("the file holds no tensor " + name + ".");
        }
        return tensor;
    }

    /// Copies a floating-point tensor into an f32 tensor of the same size.
    ///
    /// @throws Refusal if the name, type or size is wrong
    public void copy(String name, Tensor to) {
        Tensor from = tensor(name);
        if (from.size() != to.size()) {
            throw Refusal.failure("the tensor " + name + " is " + from + ", expected " + to + ".");
        }
        MemorySegment data = from.data();
        switch (from.type()) {
            case F32 -> to.data().copyFrom(data);
            case F64 -> {
                for (long i = 0; i < to.size(); i++) {
                    to.set(i, (float) data.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, 8 * i));
                }
            }
            case BF16 -> {
                for (long i = 0; i < to.size(); i++) {
                    to.set(i, Float.intBitsToFloat(data.get(ValueLayout.JAVA_SHORT_UNALIGNED, 2 * i) << 16));
                }
            }
            case F16 -> {
                for (long i = 0; i < to.size(); i++) {
                    to.set(i, Float.float16ToFloat(data.get(ValueLayout.JAVA_SHORT_UNALIGNED, 2 * i)));
                }
            }
            case I64, I32, I16, I8, U8, BOOL ->
                    throw Refusal.failure("the tensor " + name + " holds " + from.type() + ", expected floating point.");
        }
    }

    /// Copies a floating-point tensor into a new f32 tensor of the same shape.
    public Tensor asF32(String name, Memory memory) {
        Tensor copy = memory.zeros(tensor(name).shape());
        copy(name, copy);
        return copy;
    }

    private void map(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw Refusal.failure(file + " is missing.");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size < 8) {
                throw damaged(file, "it has only " + size + " bytes");
            }
            MemorySegment all = channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena);
            long length = all.get(ValueLayout.JAVA_LONG_UNALIGNED, 0);
            if (length < 2 || length > MAXIMUM_HEADER || length > size - 8) {
                throw damaged(file, "its header claims " + Long.toUnsignedString(length) + " bytes of a file of " + size);
            }
            byte[] header = all.asSlice(8, length).toArray(ValueLayout.JAVA_BYTE);
            JsonNode root = Json.parse(new String(header, StandardCharsets.UTF_8), "the header of " + file);
            if (!root.isObject()) {
                throw damaged(file, "its header is no JSON object");
            }
            place(file, root, all.asSlice(8 + length));
        }
    }

    private record Span(String name, long begin, long end) {}

    private void place(Path file, JsonNode root, MemorySegment data) {
        List<Span> spans = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            String name = entry.getKey();
            if (name.equals("__metadata__")) {
                continue;
            }
            JsonNode node = entry.getValue();
            DType type = type(file, name, node.path("dtype").asString(""));
            long[] shape = longs(file, name, node.path("shape"));
            long[] offsets = longs(file, name, node.path("data_offsets"));
            if (offsets.length != 2 || offsets[0] > offsets[1] || offsets[1] > data.byteSize()) {
                throw damaged(file, "the tensor " + name + " lies outside the file's " + data.byteSize() + " data bytes");
            }
            try {
                Tensor tensor = new Tensor(data.asSlice(offsets[0], offsets[1] - offsets[0]), type, shape);
                if (tensors.put(name, tensor) != null) {
                    throw damaged(file, "the tensor " + name + " stands twice");
                }
            } catch (IllegalArgumentException | ArithmeticException e) {
                throw damaged(file, "the tensor " + name + " has a shape that its bytes cannot hold");
            }
            spans.add(new Span(name, offsets[0], offsets[1]));
        }
        spans.sort(Comparator.comparingLong(Span::begin).thenComparingLong(Span::end));
        long end = 0;
        for (Span span : spans) {
            if (span.begin() != end) {
                throw damaged(file, "the tensor " + span.name() + " overlaps another one or leaves a gap");
            }
            end = span.end();
        }
        if (end != data.byteSize()) {
            throw damaged(file, (data.byteSize() - end) + " bytes at its end belong to no tensor");
        }
    }

    private static DType type(Path file, String name, String dtype) {
        for (DType type : DType.values()) {
            if (type.name().equals(dtype)) {
                return type;
            }
        }
        throw damaged(file, "the tensor " + name + " has the unknown dtype \"" + dtype + "\"");
    }

    private static long[] longs(Path file, String name, JsonNode node) {
        if (!node.isArray() || node.size() > 16) {
            throw damaged(file, "the tensor " + name + " has no list of sizes where one must be");
        }
        long[] values = new long[node.size()];
        for (int i = 0; i < values.length; i++) {
            JsonNode item = node.get(i);
            if (!item.isIntegralNumber() || !item.canConvertToLong() || item.longValue() < 0) {
                throw damaged(file, "the tensor " + name + " has a size that is no whole number from 0");
            }
            values[i] = item.longValue();
        }
        return values;
    }

    private static Refusal damaged(Path file, String why) {
        return Refusal.failure(file + " is not a sound safetensors file: " + why + ".");
    }

    private record Entry(String dtype, long[] shape, long[] data_offsets) {}

    /// Writes tensors under their names, sorted, atomically.
    ///
    /// @throws Refusal if the file cannot be written
    public static void write(Path file, SortedMap<String, Tensor> tensors) {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("__metadata__", Map.of("format", "pt"));
        long offset = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            Tensor tensor = entry.getValue();
            long end = offset + tensor.data().byteSize();
            header.put(entry.getKey(), new Entry(tensor.type().name(), tensor.shape(), new long[] {offset, end}));
            offset = end;
        }
        String json = Json.canonical(header);
        byte[] text = json.getBytes(StandardCharsets.UTF_8);
        int padded = (text.length + 7) / 8 * 8;
        ByteBuffer head = ByteBuffer.allocate(8 + padded).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        head.putLong(padded).put(text);
        while (head.hasRemaining()) {
            head.put((byte) ' ');
        }
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            try (FileChannel out =
                    FileChannel.open(
                            temporary,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE)) {
                writeAll(out, head.flip());
                for (Tensor tensor : tensors.values()) {
                    MemorySegment data = tensor.data();
                    for (long at = 0; at < data.byteSize(); at += 1 << 26) {
                        writeAll(out, data.asSlice(at, Math.min(1 << 26, data.byteSize() - at)).asByteBuffer());
                    }
                }
            }
            AtomicFile.publish(temporary, file);
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(file, e);
        }
    }

    private static void writeAll(FileChannel out, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            out.write(buffer);
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
