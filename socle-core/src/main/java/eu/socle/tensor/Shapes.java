package eu.socle.tensor;

import eu.socle.tensor.experts.Dispatch;
import eu.socle.tensor.experts.Orientation;
import eu.socle.tensor.experts.Routing;
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

    /// Operations with gradients take numbers that can be moved.
    public static void requireFloats(Tensor... tensors) {
        for (Tensor tensor : tensors) {
            check(tensor.type() == DType.F32, "f32 numbers", tensor);
        }
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

    public static void rope(Tensor x, Tensor cos, Tensor sin, int[] positions, Slices at) {
        same(cos, sin);
        check(
                x.rows() == positions.length
                        && at.end(2 * cos.columns()) <= x.columns()
                        && 2 * cos.columns() <= at.stride(),
                "rope of " + at,
                x,
                cos);
        for (int position : positions) {
            if (position < 0 || position >= cos.rows()) {
                throw new IllegalArgumentException(
                        "position " + position + " is outside the table of " + cos.rows());
            }
        }
    }

    public static void slices(Tensor y, Tensor inverse, Tensor x, Tensor gain, Slices at) {
        same(y, x);
        check(
                inverse.size() == (long) x.rows() * at.count()
                        && at.end(gain.columns()) <= x.columns()
                        && gain.size() == gain.columns()
                        && gain.columns() <= at.stride(),
                "norm of " + at,
                x,
                inverse,
                gain);
    }

    public static void rowFactors(Tensor x, float[] factors, int columns) {
        check(
                factors.length == x.rows() && columns >= 0 && columns <= x.columns(),
                "factors of " + columns + " columns",
                x);
    }

    public static void sink(Tensor y, Tensor logSumExp, Tensor sinks) {
        check(
                sinks.size() > 0
                        && y.columns() % sinks.size() == 0
                        && logSumExp.size() == y.rows() * sinks.size(),
                "sinks",
                y,
                logSumExp,
                sinks);
    }

    public static void xielu(Tensor y, Tensor x, Tensor alphaPositive, Tensor alphaNegative) {
        same(y, x);
        vector(alphaPositive, 1);
        vector(alphaNegative, 1);
    }

    public static void attention(Tensor y, Tensor logSumExp, Tensor qkv, AttentionShape shape) {
        int rows = shape.batch() * shape.tokens();
        check(
                qkv.rows() == rows
                        && qkv.columns() == shape.rowLength()
                        && y.rows() == rows
                        && y.columns() == shape.outputLength()
                        && logSumExp.size() == (long) rows * shape.heads(),
                "attention",
                y,
                logSumExp,
                qkv);
    }

    public static void cache(
            Tensor y,
            Tensor logSumExp,
            Tensor queries,
            Tensor keys,
            Tensor values,
            int start,
            AttentionShape shape) {
        boolean apart =
                values.columns() == shape.keyValueHeads() * shape.valueSize()
                        && values.rows() == keys.rows();
        boolean within =
                values == keys
                        && shape.keyValueHeads() == 1
                        && shape.valueSize() <= shape.headSize();
        check(
                shape.batch() == 1
                        && (apart || within)
                        && queries.rows() == shape.tokens()
                        && queries.columns() >= shape.heads() * shape.headSize()
                        && logSumExp.size() == (long) shape.tokens() * shape.heads()
                        && y.rows() == shape.tokens()
                        && y.columns() == shape.outputLength()
                        && keys.columns() == shape.keyValueHeads() * shape.headSize()
                        && start + shape.tokens() <= keys.rows(),
                "attention with a cache at " + start,
                y,
                queries,
                keys,
                values);
    }

    public static void swiglu(Tensor y, Tensor gateUp) {
        check(
                gateUp.columns() == 2 * y.columns() && gateUp.rows() == y.rows(),
                "swiglu",
                y,
                gateUp);
    }

    public static void route(int[] chosen, Tensor weights, Tensor logits, Routing routing) {
        check(
                weights.rows() == logits.rows()
                        && weights.columns() == routing.active()
                        && chosen.length == weights.size()
                        && routing.active() <= logits.columns()
                        && logits.columns() % routing.groups() == 0,
                "routing",
                weights,
                logits);
    }

    public static void experts(
            Tensor y, Tensor x, Tensor w, Dispatch dispatch, Orientation orientation) {
        boolean outFirst = orientation == Orientation.OUT_IN;
        check(
                w.rank() == 3
                        && w.dimension(0) == dispatch.experts()
                        && w.dimension(1) == (outFirst ? y : x).columns()
                        && w.dimension(2) == (outFirst ? x : y).columns()
                        && x.rows() == dispatch.tokens().length
                        && y.rows() == x.rows(),
                "experts " + orientation,
                y,
                x,
                w);
    }

    public static void expertBias(Tensor y, Tensor bias, Dispatch dispatch) {
        check(
                bias.rows() == dispatch.experts()
                        && bias.columns() == y.columns()
                        && y.rows() == dispatch.tokens().length,
                "bias of experts",
                y,
                bias);
    }

    public static void combine(Tensor y, Tensor rows, Tensor weights, Dispatch dispatch) {
        check(
                y.columns() == rows.columns()
                        && rows.rows() == dispatch.tokens().length
                        && weights.size() == rows.rows()
                        && weights.columns() == dispatch.active()
                        && y.rows() == weights.rows(),
                "combination",
                y,
                rows,
                weights);
    }

    public static void latentExpand(
            Tensor qkv, Tensor queries, Tensor keyValues, Tensor rotated, LatentShape shape) {
        int rows = qkv.rows();
        check(
                qkv.columns() == shape.rowLength()
                        && queries.columns() == shape.heads() * shape.head()
                        && keyValues.columns() == shape.heads() * shape.keyValue()
                        && rotated.columns() == shape.rotating()
                        && queries.rows() == rows
                        && keyValues.rows() == rows
                        && rotated.rows() == rows,
                "latent attention",
                qkv,
                queries,
                keyValues,
                rotated);
    }

    public static void latentAbsorb(Tensor absorbed, Tensor queries, Tensor w, LatentShape shape) {
        check(
                absorbed.columns() == shape.heads() * (shape.rank() + shape.rotating())
                        && queries.columns() == shape.heads() * shape.head()
                        && absorbed.rows() == queries.rows()
                        && w.rows() == shape.heads() * shape.keyValue()
                        && w.columns() == shape.rank(),
                "absorbed queries",
                absorbed,
                queries,
                w);
    }

    public static void latentValues(Tensor y, Tensor mixed, Tensor w, LatentShape shape) {
        check(
                y.columns() == shape.heads() * shape.value()
                        && mixed.columns() == shape.heads() * shape.rank()
                        && y.rows() == mixed.rows()
                        && w.rows() == shape.heads() * shape.keyValue()
                        && w.columns() == shape.rank(),
                "latent values",
                y,
                mixed,
                w);
    }

    public static void head(Tensor x, Tensor w, int[] labels) {
        requireFloats(w);
        check(x.columns() == w.columns() && x.rows() == labels.length, "cross-entropy", x, w);
        for (int label : labels) {
            if (label != Backend.IGNORED && (label < 0 || label >= w.rows())) {
                throw new IllegalArgumentException(
                        "label " + label + " is outside the vocabulary of " + w.rows());
            }
        }
    }

    public static void logProbabilities(
            Tensor logP, Tensor entropy, Tensor x, Tensor w, int[] labels, float temperature) {
        head(x, w, labels);
        check(
                logP.size() == labels.length && entropy.size() == labels.length,
                "log-probabilities",
                logP,
                entropy,
                x);
        if (!(temperature > 0)) {
            throw new IllegalArgumentException("temperature " + temperature + " is not above 0");
        }
    }

    public static void layerNorm(
            Tensor y, Tensor mean, Tensor inverse, Tensor x, Tensor gain, Tensor bias) {
        norm(y, inverse, x, gain);
        check(mean.size() == x.rows() && bias.size() == x.columns(), "layer norm", mean, x, bias);
    }

    public static void normBf16(Tensor y, Tensor x, Tensor gain) {
        same(y, x);
        check(
                gain.size() == x.columns()
                        && y.type() == DType.BF16
                        && x.type() == DType.BF16
                        && gain.type() == DType.BF16,
                "norm over bf16",
                y,
                x,
                gain);
    }

    public static void dropout(Tensor y, Tensor x, double probability) {
        same(y, x);
        if (!(probability >= 0 && probability < 1)) {
            throw new IllegalArgumentException(
                    "probability of dropping " + probability + " is not in [0, 1)");
        }
    }

    /// Logits of a router, their gradients and the choices.
    ///
    /// @param tokens of each sequence
    public static void balance(Tensor dLogits, Tensor logits, int[] chosen, int tokens) {
        same(dLogits, logits);
        int rows = logits.rows();
        check(
                (rows == 0 && chosen.length == 0)
                        || (rows > 0
                                && tokens > 0
                                && rows % tokens == 0
                                && chosen.length % rows == 0),
                "balance of " + chosen.length + " choices in sequences of " + tokens,
                logits);
        for (int expert : chosen) {
            if (expert < 0 || expert >= logits.columns()) {
                throw new IllegalArgumentException(
                        "expert " + expert + " is not one of " + logits.columns());
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
