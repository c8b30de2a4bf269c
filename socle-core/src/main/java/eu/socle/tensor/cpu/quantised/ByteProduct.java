package eu.socle.tensor.cpu.quantised;

/// An exact product of signed bytes, computed on the calling thread.
public interface ByteProduct {

    /// C `[m, n]` = A `[m, k]` B `[k, n]`, row-major; C holds 32-bit integers. Addresses are bytes,
    /// leading dimensions are elements.
    void multiply(long m, long n, long k, long a, long lda, long b, long ldb, long c, long ldc);
}
