package eu.socle.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// Memory in pages of 2 MiB where the system has them: weights are read once a token, and with
/// pages of 4 KiB the processor waits for the address of every other page (a kernel on one core:
/// 6.8 against 7.4 GB/s from memory, 9.7 against 15.8 from the last-level cache).
@SuppressWarnings("restricted") // native calls are what this class is for
final class LargePages {

    private static final Linker LINKER = Linker.nativeLinker();
    private static final long PAGE = 1 << 21;
    private static final int READ_WRITE = 3; // PROT_READ | PROT_WRITE
    private static final int PRIVATE_ANONYMOUS = 0x22; // MAP_PRIVATE | MAP_ANONYMOUS
    private static final int HUGE_PAGE = 14; // MADV_HUGEPAGE

    private LargePages() {}

    /// Zeros, aligned to a large page, freed with the arena; empty where the system is not Linux or
    /// does not give them.
    static Optional<MemorySegment> allocate(long bytes, Arena arena) {
        if (!System.getProperty("os.name", "").equals("Linux")) { // the constants are Linux's
            return Optional.empty();
        }
        SymbolLookup lookup = LINKER.defaultLookup();
        // void *mmap(void *addr, size_t length, int prot, int flags, int fd, off_t offset)
        MethodHandle mmap =
                LINKER.downcallHandle(
                        lookup.findOrThrow("mmap"),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_LONG));
        // int madvise(void *addr, size_t length, int advice)
        MethodHandle madvise =
                LINKER.downcallHandle(
                        lookup.findOrThrow("madvise"),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_INT));
        // int munmap(void *addr, size_t length)
        MethodHandle munmap =
                LINKER.downcallHandle(
                        lookup.findOrThrow("munmap"),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG));
        long length = bytes + PAGE;
        try {
            long mapped =
                    (long) mmap.invokeExact(0L, length, READ_WRITE, PRIVATE_ANONYMOUS, -1, 0L);
            if (mapped == -1) {
                return Optional.empty();
            }
            long aligned = (mapped + PAGE - 1) & -PAGE;
            // a hint: without it, or where the system refuses, the pages are small
            int _ = (int) madvise.invokeExact(aligned, bytes, HUGE_PAGE);
            return Optional.of(
                    MemorySegment.ofAddress(aligned)
                            .reinterpret(bytes, arena, _ -> free(munmap, mapped, length)));
        } catch (Throwable e) {
            throw new IllegalStateException("the downcall to mmap failed", e);
        }
    }

    private static void free(MethodHandle munmap, long address, long length) {
        int status;
        try {
            status = (int) munmap.invokeExact(address, length);
        } catch (Throwable e) {
            throw new IllegalStateException("the downcall to munmap failed", e);
        }
        if (status != 0) {
            throw new IllegalStateException("munmap answered " + status);
        }
    }
}
