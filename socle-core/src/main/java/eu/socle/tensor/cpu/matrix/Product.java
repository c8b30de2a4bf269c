package eu.socle.tensor.cpu.matrix;

/// C `[m, n]` = op(A) op(B), or C += that; row-major, op a transposition where its flag says so.
///
/// @param a address in bytes
/// @param lda floats from a row of A to the next
/// @param add to what C holds
public record Product(
        boolean transA,
        boolean transB,
        int m,
        int n,
        int k,
        long a,
        long lda,
        long b,
        long ldb,
        boolean add,
        long c,
        long ldc) {

    /// The part of C of rows `from` to `to`.
    Product rows(int from, int to) {
        long at = a + 4L * (transA ? from : from * lda);
        return new Product(
                transA, transB, to - from, n, k, at, lda, b, ldb, add, c + 4L * from * ldc, ldc);
    }

    /// The part of C of columns `from` to `to`.
    Product columns(int from, int to) {
        long at = b + 4L * (transB ? from * ldb : from);
        return new Product(
                transA, transB, m, to - from, k, a, lda, at, ldb, add, c + 4L * from, ldc);
    }

    /// The terms `from` to `to` of every sum; all but the first are added.
    Product terms(int from, int to) {
        long aAt = a + 4L * (transA ? from * lda : from);
        long bAt = b + 4L * (transB ? from : from * ldb);
        boolean more = add || from > 0;
        return new Product(transA, transB, m, n, to - from, aAt, lda, bAt, ldb, more, c, ldc);
    }

    Panels.Factor left() {
        return new Panels.Factor(false, !transA, a, lda, m);
    }

    Panels.Factor right() {
        return new Panels.Factor(true, transB, b, ldb, n);
    }

    long at(long row, long column) {
        return c + 4 * (row * ldc + column);
    }
}
