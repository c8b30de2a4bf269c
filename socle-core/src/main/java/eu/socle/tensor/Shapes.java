package eu.socle.tensor;

import java.util.Arrays;

/// What the shapes of each operation must be, said once for all backends. Every method throws
/// [IllegalArgumentException] when they disagree.
public final class Shapes {

    private Shapes() {}

    public static void embed(Tensor y, Tensor table, int[] ids) {
        check(y.columns() == table.columns() && y.rows() == ids.length, "embedding", y, table);
        for (int id : ids) {
            if (id < 0 || id >= table.rows()) {
                throw new IllegalArgumentException(
                        "token id " + id + " is outside the vocabulary of " + table.rows());
            }
        }
    }

    public static void linear(Tensor y, Tensor x, Tensor w) {
        check(
                x.columns() == w.columns() && y.columns() == w.rows() && y.rows() == x.rows(),
                "linear",
                y,
                x,
                w);
    }

    public static void vector(Tensor v, int length) {
        check(v.size() == length, "vector of " + length, v);
    }

    public static void same(Tensor a, Tensor b) {
        check(a.size() == b.size() && a.columns() == b.columns(), "equal shapes", a, b);
    }

    public static void norm(Tensor y, Tensor inverse, Tensor x, Tensor gain) {
        same(y, x);
        check(inverse.size() == x.rows() && gain.size() == x.columns(), "norm", inverse, x, gain);
    }

    public static void rope(
            Tensor qkv, Tensor cos, Tensor sin, int[] positions, AttentionShape shape) {
        same(cos, sin);
        check(
                qkv.columns() == shape.rowLength()
                        && qkv.rows() == positions.length
                        && cos.columns() * 2 == shape.headSize(),
                "rope",
                qkv,
                cos);
        for (int position : positions) {
            if (position < 0 || position >= cos.rows()) {
                throw new IllegalArgumentException(
                        "position " + position + " is outside the table of " + cos.rows());
            }
        }
    }

    public static void attention(Tensor y, Tensor logSumExp, Tensor qkv, AttentionShape shape) {
        int rows = shape.batch() * shape.tokens();
        check(
                qkv.rows() == rows
                        && qkv.columns() == shape.rowLength()
                        && y.rows() == rows
                        && y.columns() == shape.heads() * shape.headSize()
                        && logSumExp.size() == (long) rows * shape.heads(),
                "attention",
                y,
                logSumExp,
                qkv);
    }

    public static void cache(
            Tensor y, Tensor qkv, Tensor keys, Tensor values, int start, AttentionShape shape) {
        same(keys, values);
        check(
                shape.batch() == 1
                        && qkv.rows() == shape.tokens()
                        && qkv.columns() == shape.rowLength()
                        && y.rows() == shape.tokens()
                        && y.columns() == shape.heads() * shape.headSize()
                        && keys.columns() == shape.keyValueHeads() * shape.headSize()
                        && start + shape.tokens() <= keys.rows(),
                "attention with a cache at " + start,
                y,
                qkv,
                keys);
    }

    public static void swiglu(Tensor y, Tensor gateUp) {
        check(
                gateUp.columns() == 2 * y.columns() && gateUp.rows() == y.rows(),
                "swiglu",
                y,
                gateUp);
    }

    public static void head(Tensor x, Tensor w, int[] labels) {
        check(x.columns() == w.columns() && x.rows() == labels.length, "cross-entropy", x, w);
        for (int label : labels) {
            if (label != Backend.IGNORED && (label < 0 || label >= w.rows())) {
                throw new IllegalArgumentException(
                        "label " + label + " is outside the vocabulary of " + w.rows());
            }
        }
    }

    private static void check(boolean good, String operation, Tensor... tensors) {
        if (!good) {
            throw new IllegalArgumentException(
                    operation + ": shapes disagree: " + Arrays.toString(tensors));
        }
    }
}
