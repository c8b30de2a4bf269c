package eu.socle.model;

import eu.socle.core.AtomicFile;
import eu.socle.core.Digest;
import eu.socle.core.Json;
import eu.socle.core.Refusal;
import eu.socle.tensor.DType;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.block.Cast;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// Named tensors in files of the safetensors format: u64 little-endian header length, JSON header,
/// data. Files are mapped, not read; one file or the shards of an index look the same.
///
/// Source of the format: github.com/huggingface/safetensors. A file may come from anywhere, so
/// every size in it is checked before it is used.
public final class Safetensors implements AutoCloseable {

    private static final long LARGEST_HEADER = 100_000_000; // bytes, the limit of the format
    private static final int BLOCK = 1 << 24; // bytes written at a time

    private final Path path;
    private final Arena arena = Arena.ofShared();
    private final SortedMap<String, Tensor> tensors = new TreeMap<>();

    private Safetensors(Path path) {
        this.path = path;
    }

    /// Maps one file.
    ///
    /// @throws Refusal naming file and tensor, if anything in it is not what the format says
    public static Safetensors open(Path file) {
        return opened(file, arena -> map(file, arena));
    }

    /// Maps `model.safetensors` of a folder, or all shards that `model.safetensors.index.json`
    /// names.
    ///
    /// @throws Refusal as [#open], and if a shard is missing or holds other tensors than the index
    ///   says
    public static Safetensors openModel(Path folder) {
        Path index = folder.resolve("model.safetensors.index.json");
        return Files.exists(index)
                ? opened(folder, arena -> SafetensorsIndex.read(index).map(index, arena))
                : open(folder.resolve("model.safetensors"));
    }

    private static Safetensors opened(
            Path path, Function<Arena, SortedMap<String, Tensor>> mapping) {
        Safetensors opened = new Safetensors(path);
        try {
            opened.tensors.putAll(mapping.apply(opened.arena));
            return opened;
        } catch (RuntimeException | Error e) {
            opened.close();
            throw e;
        }
    }

    static SortedMap<String, Tensor> map(Path file, Arena arena) {
        if (!Files.isRegularFile(file)) {
            throw Refusal.failure(file + " is missing.");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            ByteBuffer start = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            fill(channel, start, file);
            long length = start.getLong(0);
            if (length < 0 || length > LARGEST_HEADER || length > size - 8) {
                throw SafetensorsHeader.damaged(
                        file,
                        "its header claims "
                                + Long.toUnsignedString(length)
                                + " bytes in a file of "
                                + size
                                + " (at most "
                                + LARGEST_HEADER
                                + ")");
            }
            ByteBuffer header = ByteBuffer.allocate((int) length);
            fill(channel, header, file);
            long data = 8 + length;
            SortedMap<String, Tensor> tensors = new TreeMap<>();
            MemorySegment bytes =
                    size == data
                            ? MemorySegment.NULL
                            : channel.map(FileChannel.MapMode.READ_ONLY, data, size - data, arena);
            SafetensorsHeader.parse(file, header.array(), size - data)
                    .entries()
                    .forEach((name, e) ->
                            tensors.put(
                                    name,
                                    new Tensor(
                                            bytes.asSlice(e.begin(), e.end() - e.begin()),
                                            e.type(),
                                            e.shape())));
            return tensors;
        } catch (IOException e) {
            throw Refusal.failure(file + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static void fill(FileChannel channel, ByteBuffer buffer, Path file) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw SafetensorsHeader.damaged(file, "it ends inside its header");
            }
        }
    }

    /// The names, sorted.
    public SortedSet<String> names() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(tensors.keySet()));
    }

    /// The tensor as stored; its bytes are the file's and cannot be written.
    ///
    /// @throws Refusal if there is none of this name
    public Tensor tensor(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw Refusal.failure(path + " has no tensor \"" + name + "\".");
        }
        return tensor;
    }

    /// A copy of the tensor in f32, in this memory.
    ///
    /// @throws Refusal if there is none of this name or it does not hold floating-point numbers
    public Tensor asF32(String name, Memory memory) {
        Tensor copy = memory.zeros(tensor(name).shape());
        copy(name, copy);
        return copy;
    }

    /// Copies a tensor into an f32 tensor of the same size: BF16 and F16 widen exactly, F64 rounds
    /// to nearest.
    ///
    /// @throws Refusal if there is none of this name of another size, or not of floating-point
    ///   numbers
    public void copy(String name, Tensor target) {
        Tensor source = tensor(name);
        if (source.size() != target.size() || target.type() != DType.F32) {
            throw Refusal.failure(
                    path
                            + ": the tensor \""
                            + name
                            + "\" is "
                            + source
                            + ", expected "
                            + target
                            + ".");
        }
        if (!Cast.isReal(source.type())) {
            throw Refusal.failure(
                    path
                            + ": the tensor \""
                            + name
                            + "\" is "
                            + source.type()
                            + ", where floating-point numbers were expected.");
        }
        Cast.copy(source, target);
    }

    @Override
    public void close() {
        arena.close();
    }

    /// Writes tensors as one file, published whole or not at all; larger elements first, then by
    /// name, so that equal tensors give equal bytes. Holds one block in memory beside the tensors.
    ///
    /// @return digest of the file
    /// @throws Refusal if it cannot be written
    public static Digest write(Path file, Map<String, Tensor> tensors) {
        List<Map.Entry<String, Tensor>> ordered = new ArrayList<>(tensors.entrySet());
        ordered.sort(
                Comparator.comparingInt(
                                (Map.Entry<String, Tensor> e) -> -e.getValue().type().bytes())
                        .thenComparing(Map.Entry::getKey));
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        MessageDigest digest = Digest.sha256();
        try {
            try (FileChannel out =
                    FileChannel.open(
                            temporary,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE)) {
                put(out, digest, ByteBuffer.wrap(header(ordered)));
                for (Map.Entry<String, Tensor> entry : ordered) {
                    MemorySegment data = entry.getValue().data();
                    for (long at = 0; at < data.byteSize(); at += BLOCK) {
                        long length = Math.min(BLOCK, data.byteSize() - at);
                        put(out, digest, data.asSlice(at, length).asByteBuffer());
                    }
                }
            }
            AtomicFile.publish(temporary, file);
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(file, e);
        }
        return new Digest(HexFormat.of().formatHex(digest.digest()));
    }

    private static void put(FileChannel out, MessageDigest digest, ByteBuffer bytes)
            throws IOException {
        digest.update(bytes.duplicate());
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    /// Length and JSON, padded with spaces to a multiple of 8.
    private static byte[] header(List<Map.Entry<String, Tensor>> ordered) {
        StringBuilder json = new StringBuilder("{\"__metadata__\":{\"format\":\"pt\"}");
        long at = 0;
        for (Map.Entry<String, Tensor> entry : ordered) {
            Tensor tensor = entry.getValue();
            long end = at + tensor.data().byteSize();
            json.append(',').append(Json.canonical(entry.getKey())).append(":{\"dtype\":\"");
            json.append(tensor.type()).append("\",\"shape\":");
            json.append(Json.canonical(tensor.shape())).append(",\"data_offsets\":[");
            json.append(at).append(',').append(end).append("]}");
            at = end;
        }
        byte[] text = json.append('}').toString().getBytes(StandardCharsets.UTF_8);
        int padded = (text.length + 7) / 8 * 8;
        ByteBuffer header = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(padded).put(text);
        while (header.hasRemaining()) {
            header.put((byte) ' ');
        }
        return header.array();
    }
}
