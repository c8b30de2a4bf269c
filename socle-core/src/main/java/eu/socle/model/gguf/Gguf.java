package eu.socle.model.gguf;

import eu.socle.core.Digest;
import eu.socle.core.Refusal;
import eu.socle.tensor.DType;
import eu.socle.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One GGUF file of version 3. It is mapped, not read; tensors are views of the file.
///
/// A file may come from anywhere: every count, length, offset and type in it is checked before it
/// is used, and what reading takes beside the mapping is bounded whatever the file claims.
public final class Gguf implements AutoCloseable {

    private static final int MAGIC = 0x46554747; // "GGUF" in little-endian order
    private static final int VERSION = 3;
    private static final int MOST_TENSORS = 1 << 17; // a hundred times the largest model known
    private static final int MOST_KEYS = 1 << 16;
    private static final int MOST_ITEMS = 1 << 23; // of all arrays together; a vocabulary has 2^18
    private static final int LONGEST_NAME = 1 << 16;
    private static final int MOST_DIMENSIONS = 4;
    private static final long LARGEST_ALIGNMENT = 1 << 20;
    private static final long BLOCK = 1 << 24; // bytes digested at once
    private static final String ALIGNMENT = "general.alignment";

    private final Path path;
    private final MemorySegment bytes;
    private final Arena arena;
    private final Metadata metadata;
    private final Map<String, TensorInfo> infos;
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private Optional<Digest> digest = Optional.empty();

    private Gguf(
            Path path,
            MemorySegment bytes,
            Arena arena,
            Metadata metadata,
            Map<String, TensorInfo> infos) {
        this.path = path;
        this.bytes = bytes;
        this.arena = arena;
        this.metadata = metadata;
        this.infos = infos;
    }

    /// Maps a file.
    ///
    /// @throws Refusal naming the file and the key or tensor, if anything in it is not what the
    ///   format says
    @SuppressWarnings("MustBeClosed") // the arena is closed with the result, or here
    public static Gguf open(Path file) {
        if (!Files.isRegularFile(file)) {
            throw Refusal.failure(file + " is missing.");
        }
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            MemorySegment bytes =
                    size == 0
                            ? MemorySegment.NULL
                            : channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena);
            return parse(file, bytes, arena);
        } catch (IOException e) {
            arena.close();
            throw Refusal.failure(file + " cannot be read: " + e.getMessage() + ".", e);
        } catch (RuntimeException | Error e) {
            arena.close();
            throw e;
        }
    }

    /// Reads a file whose bytes are already in memory.
    ///
    /// @param path named in refusals
    /// @throws Refusal as [#open]
    @SuppressWarnings("MustBeClosed") // as above
    public static Gguf parse(Path path, MemorySegment bytes) {
        Arena arena = Arena.ofShared();
        try {
            return parse(path, bytes, arena);
        } catch (RuntimeException | Error e) {
            arena.close();
            throw e;
        }
    }

    /// @param arena closed with the result
    private static Gguf parse(Path path, MemorySegment bytes, Arena arena) {
        GgufCursor cursor = new GgufCursor(path.toString(), bytes);
        if (cursor.u32("its magic number") != MAGIC) {
            throw cursor.damaged("it does not begin with GGUF");
        }
        long version = cursor.u32("its version");
        if (version != VERSION) {
            throw cursor.damaged(
                    "its version is "
                            + (version == VERSION << 24 ? "3 in big-endian order" : version)
                            + ", known is 3 in little-endian order");
        }
        // a tensor takes a length, a rank, one dimension, a type and an offset at least
        int tensorCount = cursor.count("its number of tensors", 8 + 4 + 8 + 4 + 8, MOST_TENSORS);
        int keyCount = cursor.count("its number of keys", 8 + 4 + 1, MOST_KEYS);
        Metadata metadata = new MetadataReader(cursor, MOST_ITEMS).read(path.toString(), keyCount);
        Map<String, TensorInfo> infos = new LinkedHashMap<>();
        for (int i = 0; i < tensorCount; i++) {
            TensorInfo info = info(cursor, i);
            if (infos.put(info.name(), info) != null) {
                throw cursor.damaged("it has two tensors \"" + info.name() + "\"");
            }
        }
        long alignment = alignment(metadata, cursor);
        long start = (cursor.position() + alignment - 1) / alignment * alignment;
        checkTiling(cursor, infos, alignment, bytes.byteSize() - start);
        Gguf file = new Gguf(path, bytes, arena, metadata, infos);
        infos.forEach((name, info) ->
                file.tensors.put(
                        name,
                        new Tensor(
                                bytes.asSlice(start + info.offset(), info.bytes()),
                                info.type(),
                                info.shape())));
        return file;
    }

    /// Digest of the whole file as it is mapped; the first call reads all of it.
    public synchronized Digest digest() {
        if (digest.isEmpty()) {
            MessageDigest sha256 = Digest.sha256();
            for (long at = 0; at < bytes.byteSize(); at += BLOCK) {
                long size = Math.min(BLOCK, bytes.byteSize() - at);
                sha256.update(bytes.asSlice(at, size).asByteBuffer());
            }
            digest = Optional.of(new Digest(HexFormat.of().formatHex(sha256.digest())));
        }
        return digest.get();
    }

    private static TensorInfo info(GgufCursor cursor, int number) {
        String name = cursor.text("the name of tensor number " + number, LONGEST_NAME);
        String what = "its tensor \"" + name + "\"";
        long rank = cursor.u32(what);
        if (rank < 1 || rank > MOST_DIMENSIONS) {
            throw cursor.damaged(what + " has " + rank + " dimensions, where 1 to 4 were expected");
        }
        long[] shape = new long[(int) rank];
        for (int i = shape.length - 1; i >= 0; i--) {
            shape[i] = cursor.u64(what);
            if (shape[i] < 0) {
                throw cursor.damaged(
                        what + " has a dimension of " + Long.toUnsignedString(shape[i]));
            }
        }
        long number32 = cursor.u32(what);
        DType type =
                GgufTypes.type(number32)
                        .orElseThrow(() ->
                                cursor.damaged(
                                        what
                                                + " has the type number "
                                                + number32
                                                + ", which is not known here"));
        long offset = cursor.u64(what);
        try {
            type.bytesOf(shape);
        } catch (IllegalArgumentException e) {
            throw cursor.damaged(what + " has rows of " + e.getMessage());
        } catch (ArithmeticException e) {
            throw cursor.damaged(what + " has a shape of more than 2^63 bytes");
        }
        return new TensorInfo(name, type, shape, offset);
    }

    private static long alignment(Metadata metadata, GgufCursor cursor) {
        if (!metadata.has(ALIGNMENT)) {
            return 32; // the format's default
        }
        long alignment = metadata.whole(ALIGNMENT);
        if (Long.bitCount(alignment) != 1 || alignment < 1 || alignment > LARGEST_ALIGNMENT) {
            throw cursor.damaged(
                    "its " + ALIGNMENT + " " + alignment + " is no power of two up to 2^20");
        }
        return alignment;
    }

    /// Tensors lie one behind the other, each at the next multiple of the alignment, inside the
    /// file.
    private static void checkTiling(
            GgufCursor cursor, Map<String, TensorInfo> infos, long alignment, long dataBytes) {
        List<TensorInfo> ordered = new ArrayList<>(infos.values());
        ordered.sort(
                Comparator.comparingLong(TensorInfo::offset).thenComparingLong(TensorInfo::bytes));
        long at = 0;
        for (TensorInfo info : ordered) {
            String what = "its tensor \"" + info.name() + "\"";
            long offset = info.offset();
            if (offset < 0 || offset > dataBytes || info.bytes() > dataBytes - offset) {
                throw cursor.damaged(
                        what
                                + " takes "
                                + info.bytes()
                                + " bytes from byte "
                                + Long.toUnsignedString(offset)
                                + " of "
                                + Math.max(dataBytes, 0)
                                + " bytes of data");
            }
            if (offset != at) {
                throw cursor.damaged(
                        what
                                + " begins at byte "
                                + offset
                                + " of the data, "
                                + (offset < at
                                        ? "inside another tensor"
                                        : "after a gap from byte " + at));
            }
            at = (offset + info.bytes() + alignment - 1) / alignment * alignment;
        }
    }

    /// The file.
    public Path path() {
        return path;
    }

    public Metadata metadata() {
        return metadata;
    }

    /// What the file says of its tensors, by name, in the order of the file.
    public Map<String, TensorInfo> infos() {
        return java.util.Collections.unmodifiableMap(infos);
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

    @Override
    public void close() {
        arena.close();
    }
}
