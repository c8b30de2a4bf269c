package eu.socle.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Off-heap memory with one owner: everything allocated here lives until [#close()], and nothing
/// large lives on the Java heap.
public final class Memory implements AutoCloseable {

    private static final long ALIGNMENT = 64; // one cache line, one AVX-512 vector

    private final Arena arena = Arena.ofShared();
    private long bytes;

    /// A row-major f32 tensor of zeros.
    public Tensor zeros(long... shape) {
        return allocate(DType.F32, shape);
    }

    /// A row-major tensor of zeros.
    public synchronized Tensor allocate(DType type, long... shape) {
        long size = type.bytesOf(shape);
        MemorySegment data =
                size < LargePages.LEAST
                        ? arena.allocate(Math.max(size, 1), ALIGNMENT)
                        : LargePages.allocate(size, arena)
                                .orElseGet(() -> arena.allocate(size, ALIGNMENT));
        bytes += size;
        return new Tensor(data.asSlice(0, size), type, shape);
    }

    /// Bytes allocated so far.
    public synchronized long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        arena.close();
    }
}
