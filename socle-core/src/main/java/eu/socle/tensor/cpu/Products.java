package eu.socle.tensor.cpu;

import eu.socle.core.Workers;
import eu.socle.tensor.Memory;
import eu.socle.tensor.cpu.matrix.MatrixProducts;
import eu.socle.tensor.cpu.matrix.Product;
import java.util.Optional;

/// Matrix products on the run's pool: through [MatrixProducts] where the machine has its registers
/// and the product is worth the packing, else cut into pieces by their shape alone, each a
/// single-threaded call of oneDNN.
///
/// The longer side of the result is cut, because every piece packs the other factor again for
/// itself: the shorter that is, the less is packed twice. The cut never depends on the number of
/// threads, so neither do the bits.
final class Products implements AutoCloseable {

    private static final long SMALL =
            1L << 21; // multiply-adds under which a second thread costs more than it gives
    // (about 15 us)
    private static final int MAXIMUM_PIECES = 32;
    private static final int LEAST_ROWS = 48; // a multiple of the kernels' row tiles

    /// Rows times columns over rows plus columns of C from which on the matrix registers gain more
    /// than packing both factors costs. Measured on one core over 86 shapes, oneDNN's time over
    /// theirs: 1.1 to 1.7 from 51 on with 128 terms and more, 0.9 to 1.1 at 48 (96 by 96), 0.7 to
    /// 1.0 for 48 rows of any width, 1.3 to 1.7 from 128 on.
    private static final int WORTH = 50;

    /// Of each sum: with 64 of them 0.6 to 1.3, for C is read and written as before.
    private static final int WORTH_TERMS = 96;

    private final OneDnn dnn;
    private final Workers workers;
    private final Optional<MatrixProducts> matrices;

    private Products(OneDnn dnn, Workers workers, Optional<MatrixProducts> matrices) {
        this.dnn = dnn;
        this.workers = workers;
        this.matrices = matrices;
    }

    /// The fastest products of this machine.
    ///
    /// @param memory what scratch is taken from
    static Products best(OneDnn dnn, Workers workers, Memory memory) {
        return new Products(
                dnn, workers, MatrixProducts.open(workers, memory, p -> single(dnn, p)));
    }

    /// Products of oneDNN alone.
    static Products portable(OneDnn dnn, Workers workers) {
        return new Products(dnn, workers, Optional.empty());
    }

    /// What they are, for people.
    String description() {
        return matrices.isPresent()
                ? MatrixProducts.describe()
                : "products of floats by oneDNN (asked for)";
    }

    /// Bytes of scratch, whatever is multiplied.
    long scratch() {
        return matrices.isPresent() ? MatrixProducts.scratch(workers.threads()) : 0;
    }

    private static void single(OneDnn dnn, Product p) {
        dnn.sgemm(
                p.transA() ? 'T' : 'N',
                p.transB() ? 'T' : 'N',
                p.m(),
                p.n(),
                p.k(),
                p.a(),
                p.lda(),
                p.b(),
                p.ldb(),
                p.add() ? 1 : 0,
                p.c(),
                p.ldc());
    }

    private static boolean isWorth(long m, long n, int k) {
        return k >= WORTH_TERMS
                && m * n >= WORTH * (m + n)
                && Math.min(m, n) <= MatrixProducts.MOST_LINES;
    }

    @Override
    public void close() {
        matrices.ifPresent(MatrixProducts::close);
    }

    /// C `[m, n]` = op(A) op(B) + beta C, row-major; addresses are bytes, leading dimensions are
    /// elements.
    ///
    /// @param beta 0 or 1
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
        if (matrices.isPresent() && isWorth(m, n, k)) {
            boolean left = transA == 'T';
            boolean right = transB == 'T';
            Product product = new Product(left, right, m, n, k, a, lda, b, ldb, beta != 0, c, ldc);
            matrices.get().multiply(product);
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
