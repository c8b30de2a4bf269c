package eu.socle.tensor.cpu;

import eu.socle.core.Refusal;
import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;

/// The four functions of oneDNN that the engine calls, bound by FFM. JavaCPP only unpacks the
/// native library.
///
/// The library computes on the calling thread alone: `OMP_NUM_THREADS=1` is put into the process
/// environment before it loads, because its own pool would fight with ours and would let the number
/// of threads decide the order of sums.
@SuppressWarnings("restricted") // native calls are what this class is for
final class OneDnn {

    private static final Linker LINKER = Linker.nativeLinker();

    private final MethodHandle sgemm;
    private final MethodHandle bytes;
    private final String description;

    private OneDnn(MethodHandle sgemm, MethodHandle bytes, String description) {
        this.sgemm = sgemm;
        this.bytes = bytes;
        this.description = description;
    }

    /// @throws Refusal if the native library does not load on this machine
    static OneDnn load() {
        try {
            environment("OMP_NUM_THREADS", "1");
            environment("OMP_WAIT_POLICY", "passive");
            SymbolLookup lookup = SymbolLookup.libraryLookup(unpack(), Arena.global());
            // dnnl_status_t dnnl_sgemm(char transa, char transb, dnnl_dim_t M, dnnl_dim_t N,
            // dnnl_dim_t K,
            //     float alpha, const float *A, dnnl_dim_t lda, const float *B, dnnl_dim_t ldb,
            //     float beta, float *C, dnnl_dim_t ldc)
            MethodHandle sgemm =
                    LINKER.downcallHandle(
                            lookup.findOrThrow("dnnl_sgemm"),
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_BYTE,
                                    ValueLayout.JAVA_BYTE,
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.JAVA_FLOAT,
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.JAVA_FLOAT,
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.JAVA_LONG));
            // dnnl_status_t dnnl_gemm_s8s8s32(char transa, char transb, char offsetc, dnnl_dim_t M,
            //     dnnl_dim_t N, dnnl_dim_t K, float alpha, const int8_t *A, dnnl_dim_t lda,
            //     int8_t ao, const int8_t *B, dnnl_dim_t ldb, int8_t bo, float beta, int32_t *C,
            //     dnnl_dim_t ldc, const int32_t *co)
            MethodHandle bytes =
                    LINKER.downcallHandle(
                            lookup.findOrThrow("dnnl_gemm_s8s8s32"),
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_BYTE,
                                    ValueLayout.JAVA_BYTE,
                                    ValueLayout.JAVA_BYTE,
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.JAVA_FLOAT,
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.JAVA_BYTE,
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.JAVA_BYTE,
                                    ValueLayout.JAVA_FLOAT,
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.ADDRESS));
            return new OneDnn(sgemm, bytes, describe(lookup));
        } catch (IOException | IllegalArgumentException | NoSuchElementException e) {
            throw Refusal.failure(
                    "oneDNN does not load on this machine ("
                            + e.getMessage()
                            + "); use `backend: reference`, or a machine of x86-64 or arm64 with glibc.",
                    e);
        }
    }

    /// Version and instruction set, for people.
    String description() {
        return description;
    }

    /// C = op(A) op(B) + beta C, row-major, on this thread; addresses are bytes, leading dimensions
    /// are elements.
    void sgemm(
            char transA,
            char transB,
            long m,
            long n,
            long k,
            long a,
            long lda,
            long b,
            long ldb,
            float beta,
            long c,
            long ldc) {
        int status;
        try {
            status =
                    (int)
                            sgemm.invokeExact(
                                    (byte) transA,
                                    (byte) transB,
                                    m,
                                    n,
                                    k,
                                    1.0f,
                                    a,
                                    lda,
                                    b,
                                    ldb,
                                    beta,
                                    c,
                                    ldc);
        } catch (Throwable e) {
            throw new IllegalStateException("the downcall to dnnl_sgemm failed", e);
        }
        if (status != 0) {
            throw new IllegalStateException(
                    "dnnl_sgemm answered status " + status + " for " + m + " x " + n + " x " + k);
        }
    }

    /// C `[m, n]` = A B of signed bytes, exactly, in 32-bit integers, row-major, on this thread.
    void bytes(long m, long n, long k, long a, long lda, long b, long ldb, long c, long ldc) {
        int status;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment zero = arena.allocate(ValueLayout.JAVA_INT); // the offset of C
            status =
                    (int)
                            bytes.invokeExact(
                                    (byte) 'N',
                                    (byte) 'N',
                                    (byte) 'F',
                                    m,
                                    n,
                                    k,
                                    1.0f,
                                    a,
                                    lda,
                                    (byte) 0,
                                    b,
                                    ldb,
                                    (byte) 0,
                                    0.0f,
                                    c,
                                    ldc,
                                    zero);
        } catch (Throwable e) {
            throw new IllegalStateException("the downcall to dnnl_gemm_s8s8s32 failed", e);
        }
        if (status != 0) {
            throw new IllegalStateException(
                    "dnnl_gemm_s8s8s32 answered status "
                            + status
                            + " for "
                            + m
                            + " x "
                            + n
                            + " x "
                            + k);
        }
    }

    /// Unpacks the library of this platform, and the OpenMP runtime it needs, from the class path
    /// into JavaCPP's cache.
    private static Path unpack() throws IOException {
        String platform = Loader.getPlatform();
        String folder = "/org/bytedeco/dnnl/" + platform + "/";
        String library =
                platform.startsWith("linux")
                        ? "libdnnl.so.3"
                        : platform.startsWith("macosx") ? "libdnnl.3.dylib" : "dnnl.dll";
        if (platform.startsWith("linux")) {
            cached(folder + "libgomp.so.1");
        }
        return cached(folder + library);
    }

    private static Path cached(String resource) throws IOException {
        File file = Loader.cacheResource(OneDnn.class, resource);
        if (file == null) {
            throw new IOException("the class path holds no " + resource);
        }
        return file.toPath();
    }

    /// Sets a variable of this process. Where the C library has no `setenv` (Windows) it must be
    /// set already.
    private static void environment(String name, String value) {
        Optional<MemorySegment> address = LINKER.defaultLookup().find("setenv");
        if (address.isEmpty()) {
            if (!value.equals(System.getenv(name))) {
                throw Refusal.usage(
                        "this system cannot set environment variables from inside; set "
                                + name
                                + "="
                                + value
                                + " and start again.");
            }
            return;
        }
        // int setenv(const char *name, const char *value, int overwrite)
        MethodHandle setenv =
                LINKER.downcallHandle(
                        address.get(),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.ADDRESS,
                                ValueLayout.ADDRESS,
                                ValueLayout.JAVA_INT));
        int status;
        try (Arena arena = Arena.ofConfined()) {
            status =
                    (int)
                            setenv.invokeExact(
                                    arena.allocateFrom(name), arena.allocateFrom(value), 1);
        } catch (Throwable e) {
            throw new IllegalStateException("the downcall to setenv failed", e);
        }
        if (status != 0) {
            throw new IllegalStateException("setenv answered " + status);
        }
    }

    private static String describe(SymbolLookup lookup) {
        try {
            // const dnnl_version_t *dnnl_version(void), whose first three fields are int major,
            // minor, patch
            MethodHandle version =
                    LINKER.downcallHandle(
                            lookup.findOrThrow("dnnl_version"),
                            FunctionDescriptor.of(ValueLayout.ADDRESS));
            MemorySegment v = ((MemorySegment) version.invokeExact()).reinterpret(12);
            // dnnl_cpu_isa_t dnnl_get_effective_cpu_isa(void)
            MethodHandle isa =
                    LINKER.downcallHandle(
                            lookup.findOrThrow("dnnl_get_effective_cpu_isa"),
                            FunctionDescriptor.of(ValueLayout.JAVA_INT));
            int mask = (int) isa.invokeExact();
            return "oneDNN "
                    + v.getAtIndex(ValueLayout.JAVA_INT, 0)
                    + "."
                    + v.getAtIndex(ValueLayout.JAVA_INT, 1)
                    + "."
                    + v.getAtIndex(ValueLayout.JAVA_INT, 2)
                    + ", "
                    + instructions(mask);
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("the downcall to dnnl_version failed", e);
        }
    }

    /// Names of `dnnl_cpu_isa_t`, whose values are nested bit masks: each set holds the bits of the
    /// one before.
    private static String instructions(int mask) {
        if ((mask & 0x100) != 0) {
            return "AMX";
        }
        if ((mask & 0x40) != 0) {
            return "AVX-512 with bf16";
        }
        if ((mask & 0x20) != 0) {
            return "AVX-512 with VNNI";
        }
        if ((mask & 0x10) != 0) {
            return "AVX-512";
        }
        if ((mask & 0x4) != 0) {
            return "AVX2";
        }
        return "instruction set mask 0x" + Integer.toHexString(mask);
    }
}
