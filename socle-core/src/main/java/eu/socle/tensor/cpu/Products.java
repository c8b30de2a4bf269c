package eu.socle.tensor.cpu;

import eu.socle.core.Workers;

/// Matrix products cut into pieces by their shape alone, each a single-threaded call of oneDNN on
/// the run's pool.
///
/// The longer side of the result is cut, because every piece packs the other factor again for
/// itself: the shorter that is, the less is packed twice. The cut never depends on the number of
/// threads, so neither do the bits.
final class Products {

    private static final long SMALL =
            1L << 21; // multiply-adds under which a second thread costs more than it gives
    // (about 15 us)
    private static final int MAXIMUM_PIECES = 32;
    private static final int LEAST_ROWS = 48; // a multiple of the kernels' row tiles

    private final OneDnn dnn;
    private final Workers workers;

    Products(OneDnn dnn, Workers workers) {
        this.dnn = dnn;
        this.workers = workers;
    }

    /// C `[m, n]` = op(A) op(B) + beta C, row-major; addresses are bytes, leading dimensions are
    /// elements.
    void multiply(
            char transA,
            char transB,
            int m,
            int n,
            int k,
            long a,
            long lda,
            long b,
            long ldb,
            float beta,
            long c,
            long ldc) {
        if (m == 0 || n == 0) {
            return;
        }
        if (k == 0) {
            if (beta == 0) {
                for (int row = 0; row < m; row++) {
                    Lanes.zero(c + 4L * row * ldc, n);
                }
            }
            return;
        }
        if ((long) m * n * k < SMALL) {
            dnn.sgemm(transA, transB, m, n, k, a, lda, b, ldb, beta, c, ldc);
            return;
        }
        if (m >= 2 * LEAST_ROWS && m >= n) {
            int rows = block(m, LEAST_ROWS);
            workers.forEach(
                    (m + rows - 1) / rows,
                    piece -> {
                        int from = piece * rows;
                        int count = Math.min(m, from + rows) - from;
                        long aAt = a + 4L * from * (transA == 'N' ? lda : 1);
                        dnn.sgemm(
                                transA,
                                transB,
                                count,
                                n,
                                k,
                                aAt,
                                lda,
                                b,
                                ldb,
                                beta,
                                c + 4L * from * ldc,
                                ldc);
                    });
            return;
        }
        int columns = block(n, 64);
        workers.forEach(
                (n + columns - 1) / columns,
                piece -> {
                    int from = piece * columns;
                    int count = Math.min(n, from + columns) - from;
                    long bAt = b + 4L * from * (transB == 'N' ? 1 : ldb);
                    dnn.sgemm(
                            transA,
                            transB,
                            m,
                            count,
                            k,
                            a,
                            lda,
                            bAt,
                            ldb,
                            beta,
                            c + 4L * from,
                            ldc);
                });
    }

    /// Length of one block: a multiple of `least`, at most [#MAXIMUM_PIECES] blocks, and blocks of
    /// about an eighth where there is enough.
    private static int block(int length, int least) {
        int blocks =
                Math.max(
                        1,
                        Math.min(
                                MAXIMUM_PIECES,
                                Math.min(length / least, Math.max(8, length / 512))));
        int size = (length + blocks - 1) / blocks;
        return (size + least - 1) / least * least;
    }
}
