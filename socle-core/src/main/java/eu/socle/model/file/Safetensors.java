package eu.socle.model.file;

import eu.socle.core.AtomicFile;
import eu.socle.core.Digest;
import eu.socle.core.Json;
import eu.socle.core.Refusal;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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
import java.util.Locale;
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
public final class Safetensors implements NamedTensors {

    private static final long LARGEST_HEADER = 100_000_000; // bytes, the limit of the format
    private static final int BLOCK = 1 << 24; // bytes written at a time
    private static final ValueLayout.OfLong LENGTH =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

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

    /// The files that [#openModel] maps, sorted: one, or the shards of the index.
    ///
    /// @throws Refusal if the index cannot be read
    public static List<Path> files(Path folder) {
        Path index = folder.resolve("model.safetensors.index.json");
        if (!Files.exists(index)) {
            return List.of(folder.resolve("model.safetensors"));
        }
        return new TreeSet<>(SafetensorsIndex.read(index).shardOf().values())
                .stream().map(folder::resolve).toList();
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
            return parse(
                    file,
                    size == 0
                            ? MemorySegment.NULL
                            : channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena));
        } catch (IOException e) {
            throw Refusal.failure(file + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /// The tensors of a file that is mapped or in memory.
    public static SortedMap<String, Tensor> parse(Path file, MemorySegment bytes) {
        long size = bytes.byteSize();
        if (size < 8) {
            throw SafetensorsHeader.damaged(file, "it ends inside its header");
        }
        long length = bytes.get(LENGTH, 0);
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
        byte[] header = new byte[(int) length];
        MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, 8, header, 0, header.length);
        MemorySegment data = bytes.asSlice(8 + length);
        SortedMap<String, Tensor> tensors = new TreeMap<>();
        SafetensorsHeader.parse(file, header, data.byteSize())
                .entries()
                .forEach((name, e) ->
                        tensors.put(
                                name,
                                new Tensor(
                                        data.asSlice(e.begin(), e.end() - e.begin()),
                                        e.type(),
                                        e.shape())));
        return tensors;
    }

    @Override
    public String where() {
        return path.toString();
    }

    @Override
    public SortedSet<String> names() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(tensors.keySet()));
    }

    @Override
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
        Map<String, Pending> pending = new TreeMap<>();
        tensors.forEach((name, tensor) -> pending.put(name, Pending.of(tensor)));
        return writePending(file, pending);
    }

    /// As [#write(Path, Map)], asking for each tensor's numbers when its turn comes.
    ///
    /// @throws Refusal if a tensor has a type that the format lacks, or the file cannot be written
    public static Digest writePending(Path file, Map<String, Pending> tensors) {
        List<Map.Entry<String, Pending>> ordered = ordered(file, tensors);
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
                for (Map.Entry<String, Pending> entry : ordered) {
                    try (Memory memory = new Memory()) {
                        Tensor stored = entry.getValue().stored(file, entry.getKey(), memory);
                        MemorySegment data = stored.data();
                        for (long at = 0; at < data.byteSize(); at += BLOCK) {
                            long length = Math.min(BLOCK, data.byteSize() - at);
                            put(out, digest, data.asSlice(at, length).asByteBuffer());
                        }
                    }
                }
            }
            AtomicFile.publish(temporary, file);
        } catch (IOException e) {
            AtomicFile.discard(temporary);
            throw AtomicFile.cannotWrite(file, e);
        } catch (RuntimeException e) { // a tensor that does not fit, found when its turn came
            AtomicFile.discard(temporary);
            throw e;
        }
        return new Digest(HexFormat.of().formatHex(digest.digest()));
    }

    /// Writes the tensors of a model: `model.safetensors`, or, where they take more than one shard,
    /// `model-00001-of-000NN.safetensors` and so on with `model.safetensors.index.json`. What an
    /// earlier model of the folder left under these names and is not part of this one stays; a
    /// loader goes by the index.
    ///
    /// @param shardBytes most bytes of tensors in one file, except for a tensor that is larger
    ///   alone
    /// @throws Refusal as [#writePending]
    public static void writeModel(Path folder, Map<String, Pending> tensors, long shardBytes) {
        List<SortedMap<String, Pending>> shards = new ArrayList<>();
        long total = 0;
        long room = 0;
        for (Map.Entry<String, Pending> entry : new TreeMap<>(tensors).entrySet()) {
            long bytes = entry.getValue().bytes();
            if (shards.isEmpty() || bytes > room) {
                shards.add(new TreeMap<>());
                room = shardBytes;
            }
            shards.getLast().put(entry.getKey(), entry.getValue());
            room -= bytes;
            total += bytes;
        }
        if (shards.size() <= 1) {
            writePending(folder.resolve("model.safetensors"), tensors);
            return;
        }
        SortedMap<String, String> shardOf = new TreeMap<>();
        for (int i = 0; i < shards.size(); i++) {
            String name =
                    String.format(
                            Locale.ROOT, "model-%05d-of-%05d.safetensors", i + 1, shards.size());
            writePending(folder.resolve(name), shards.get(i));
            shards.get(i).keySet().forEach(tensor -> shardOf.put(tensor, name));
        }
        SafetensorsIndex.write(folder.resolve("model.safetensors.index.json"), shardOf, total);
    }

    private static List<Map.Entry<String, Pending>> ordered(
            Path file, Map<String, Pending> tensors) {
        List<Map.Entry<String, Pending>> ordered = new ArrayList<>(tensors.entrySet());
        for (Map.Entry<String, Pending> entry : ordered) {
            if (entry.getValue().type().isBlock()) {
                throw Refusal.failure(
                        file
                                + ": the tensor \""
                                + entry.getKey()
                                + "\" is "
                                + entry.getValue().type()
                                + ", which safetensors does not have; write it as F32, F16 or BF16.");
            }
        }
        ordered.sort(
                Comparator.comparingInt(
                                (Map.Entry<String, Pending> e) -> -e.getValue().type().bytes())
                        .thenComparing(Map.Entry::getKey));
        return ordered;
    }

    private static void put(FileChannel out, MessageDigest digest, ByteBuffer bytes)
            throws IOException {
        digest.update(bytes.duplicate());
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    /// Length and JSON, padded with spaces to a multiple of 8.
    private static byte[] header(List<Map.Entry<String, Pending>> ordered) {
        StringBuilder json = new StringBuilder("{\"__metadata__\":{\"format\":\"pt\"}");
        long at = 0;
        for (Map.Entry<String, Pending> entry : ordered) {
            Pending tensor = entry.getValue();
            long end = at + tensor.bytes();
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
