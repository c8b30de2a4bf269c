package eu.socle.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// Off-heap memory with one owner: everything allocated here lives until [#close()], and nothing
/// large lives on the Java heap.
public final class Memory implements AutoCloseable {

    private static final long ALIGNMENT = 64; // one cache line, one AVX-512 vector
    private static final long LEAST = 1 << 19; // smaller tensors stay in the caches
    private static final long REGION =
            1 << 25; // address space; pages are taken as they are written

    private final Arena arena = Arena.ofShared();
    private MemorySegment region = MemorySegment.NULL; // what is left of the last large pages
    private long bytes;

    /// A row-major f32 tensor of zeros.
    public Tensor zeros(long... shape) {
        return allocate(DType.F32, shape);
    }

    /// A row-major tensor of zeros.
    public synchronized Tensor allocate(DType type, long... shape) {
        long size = type.bytesOf(shape);
        MemorySegment data =
                size < LEAST ? arena.allocate(Math.max(size, 1), ALIGNMENT) : large(size);
        bytes += size;
        return new Tensor(data.asSlice(0, size), type, shape);
    }

    /// Tensors share large pages, one behind the other.
    private MemorySegment large(long size) {
        long whole = (size + ALIGNMENT - 1) & -ALIGNMENT;
        if (whole > region.byteSize()) {
            long most = Math.max(whole, REGION);
            Optional<MemorySegment> pages = LargePages.allocate(most, arena);
            if (pages.isEmpty()) {
                return arena.allocate(size, ALIGNMENT);
            }
            region = pages.get();
        }
        MemorySegment data = region.asSlice(0, whole);
        region = region.asSlice(whole);
        return data;
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
