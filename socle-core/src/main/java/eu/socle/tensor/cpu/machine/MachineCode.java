package eu.socle.tensor.cpu.machine;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.StringTokenizer;

/// A function of [Assembler]'s making, in memory that can be executed and no longer written.
@SuppressWarnings("restricted") // native calls are what this class is for
public final class MachineCode implements AutoCloseable {

    // as on Linux for x86-64
    private static final int READ_WRITE = 1 | 2;
    private static final int READ_EXECUTE = 1 | 4;
    private static final int PRIVATE_ANONYMOUS = 2 | 0x20;
    private static final long FAILED = -1;
    private static final long ARCH_PRCTL = 158;
    private static final long REQUEST_STATE = 0x1023; // ARCH_REQ_XCOMP_PERM
    private static final long MATRIX_STATE = 18; // XFEATURE_XTILEDATA

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final Linker LINKER = Linker.nativeLinker();

    private final long address;
    private final long length;
    private final MethodHandle handle;

    private MachineCode(long address, long length) {
        this.address = address;
        this.length = length;
        this.handle =
                LINKER.downcallHandle(
                        MemorySegment.ofAddress(address),
                        FunctionDescriptor.ofVoid(LONG, LONG, LONG, LONG, LONG, LONG));
    }

    /// What is missing on this machine for functions with 512-bit vectors and products of bytes;
    /// empty when nothing is.
    public static Optional<String> missing() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch", "");
        if (!system.equals("linux") || !machine.equals("amd64")) {
            return Optional.of("Linux on x86-64");
        }
        return missing("avx512f", "avx512bw", "avx512_vnni");
    }

    /// What is missing, besides, for products of matrices of bytes. Asks the system for the use of
    /// the matrix registers, once for the whole process.
    public static Optional<String> missingForMatrices() {
        return matrices("amx_int8");
    }

    /// As [#missingForMatrices], for products of matrices of bfloat16.
    public static Optional<String> missingForHalfMatrices() {
        return matrices("amx_bf16");
    }

    private static Optional<String> matrices(String kind) {
        Optional<String> missing = missing().or(() -> missing("amx_tile", kind));
        if (missing.isPresent()) {
            return missing;
        }
        // long syscall(long number, ...)
        MethodHandle syscall = call("syscall", FunctionDescriptor.of(LONG, LONG, LONG, LONG));
        try {
            long status = (long) syscall.invokeExact(ARCH_PRCTL, REQUEST_STATE, MATRIX_STATE);
            return status == 0 ? Optional.empty() : Optional.of("leave to use amx_tile");
        } catch (Throwable e) {
            throw new IllegalStateException("syscall cannot be called", e);
        }
    }

    private static Optional<String> missing(String... wanted) {
        Set<String> flags = flags();
        for (String flag : wanted) {
            if (!flags.contains(flag)) {
                return Optional.of(flag);
            }
        }
        return Optional.empty();
    }

    /// What the kernel says that the first processor can do and that programs may use.
    private static Set<String> flags() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"), StandardCharsets.ISO_8859_1)) {
            String line = lines.filter(l -> l.startsWith("flags")).findFirst().orElse("");
            return Set.copyOf(
                    Collections.list(new StringTokenizer(line)).stream()
                            .map(Object::toString)
                            .toList());
        } catch (IOException e) {
            return Set.of();
        }
    }

    /// Puts a function into memory; empty if this system does not let programs make code.
    ///
    /// @param code a function of up to six arguments, only for a machine where nothing is
    ///   [#missing]
    public static Optional<MachineCode> of(byte[] code) {
        // void *mmap(void *addr, size_t length, int prot, int flags, int fd, off_t offset)
        MethodHandle map =
                call(
                        "mmap",
                        FunctionDescriptor.of(
                                LONG,
                                LONG,
                                LONG,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                LONG));
        // int mprotect(void *addr, size_t len, int prot)
        MethodHandle protect =
                call(
                        "mprotect",
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT, LONG, LONG, ValueLayout.JAVA_INT));
        try {
            long length = code.length;
            long address =
                    (long) map.invokeExact(0L, length, READ_WRITE, PRIVATE_ANONYMOUS, -1, 0L);
            if (address == FAILED) {
                return Optional.empty();
            }
            MemorySegment.ofAddress(address)
                    .reinterpret(length)
                    .copyFrom(MemorySegment.ofArray(code));
            int status = (int) protect.invokeExact(address, length, READ_EXECUTE);
            if (status != 0) {
                unmap(address, length);
                return Optional.empty();
            }
            return Optional.of(new MachineCode(address, length));
        } catch (Throwable e) {
            throw new IllegalStateException("mmap or mprotect cannot be called", e);
        }
    }

    private static MethodHandle call(String name, FunctionDescriptor descriptor) {
        SymbolLookup lookup = LINKER.defaultLookup();
        return LINKER.downcallHandle(lookup.findOrThrow(name), descriptor);
    }

    private static void unmap(long address, long length) throws Throwable {
        // int munmap(void *addr, size_t length)
        MethodHandle unmap =
                call("munmap", FunctionDescriptor.of(ValueLayout.JAVA_INT, LONG, LONG));
        int status = (int) unmap.invokeExact(address, length);
        if (status != 0) {
            throw new IllegalStateException("munmap answered " + status);
        }
    }

    /// Calls the function.
    public void call(long a0, long a1, long a2, long a3, long a4, long a5) {
        try {
            handle.invokeExact(a0, a1, a2, a3, a4, a5);
        } catch (Throwable e) {
            throw new IllegalStateException("machine code cannot be called", e);
        }
    }

    @Override
    public void close() {
        try {
            unmap(address, length);
        } catch (Throwable e) {
            throw new IllegalStateException("memory of machine code cannot be given back", e);
        }
    }
}
