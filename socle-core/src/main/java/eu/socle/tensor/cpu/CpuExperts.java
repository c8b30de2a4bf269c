package eu.socle.tensor.cpu;

import eu.socle.core.Workers;
import eu.socle.tensor.Shapes;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.Write;
import eu.socle.tensor.block.Tiles;
import eu.socle.tensor.cpu.quantised.QuantisedProducts;
import eu.socle.tensor.experts.Dispatch;
import eu.socle.tensor.experts.Experts;
import eu.socle.tensor.experts.Orientation;
import eu.socle.tensor.experts.Routing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The products of experts: each piece is some rows (or, for gradients of weights, some outputs) of
/// one expert, a single-threaded call of oneDNN on the run's pool. The cut depends on how often
/// each expert was chosen, never on the number of threads.
final class CpuExperts implements Experts {

    private static final int ROWS =
            128; // rows of a piece: below it oneDNN spends its time packing the expert's matrix
    private static final int OUTPUTS = 256; // outputs of a piece of a gradient of weights
    private static final int TOKENS = 64; // tokens of a piece of a combination

    private final OneDnn dnn;
    private final Workers workers;
    private final QuantisedProducts quantised;

    CpuExperts(OneDnn dnn, Workers workers, QuantisedProducts quantised) {
        this.dnn = dnn;
        this.workers = workers;
        this.quantised = quantised;
    }

    /// Expert, first and end of its rows or outputs.
    private record Piece(int expert, int from, int to) {}

    private static List<Piece> rows(Dispatch dispatch) {
        List<Piece> pieces = new ArrayList<>();
        for (int e = 0; e < dispatch.experts(); e++) {
            int end = dispatch.offsets()[e + 1];
            for (int from = dispatch.offsets()[e]; from < end; from += ROWS) {
                pieces.add(new Piece(e, from, Math.min(end, from + ROWS)));
            }
        }
        return pieces;
    }

    @Override
    public void route(
            int[] chosen,
            Tensor weights,
            Tensor logits,
            Optional<Tensor> correction,
            Routing routing) {
        Shapes.route(chosen, weights, logits, routing);
        correction.ifPresent(c -> Shapes.vector(c, logits.columns()));
        CpuRouter router = new CpuRouter(routing, logits);
        spans(logits.rows(), (begin, end) -> router.route(chosen, weights, correction, begin, end));
    }

    @Override
    public void routeBackward(
            Tensor dLogits, Tensor dWeights, int[] chosen, Tensor logits, Routing routing) {
        Shapes.route(chosen, dWeights, logits, routing);
        Shapes.same(dLogits, logits);
        CpuRouter router = new CpuRouter(routing, logits);
        spans(
                logits.rows(),
                (begin, end) -> router.backward(dLogits, dWeights, chosen, begin, end));
    }

    @Override
    public void linear(Tensor y, Tensor x, Tensor w, Dispatch dispatch, Orientation orientation) {
        Shapes.experts(y, x, w, dispatch, orientation);
        int in = x.columns();
        int out = y.columns();
        if (Tiles.isQuantised(w.type())) {
            quantised(y, x, w, dispatch, orientation);
            return;
        }
        Shapes.requireFloats(w);
        boolean outFirst = orientation == Orientation.OUT_IN;
        List<Piece> pieces = rows(dispatch);
        workers.forEach(
                pieces.size(),
                i -> {
                    Piece p = pieces.get(i);
                    dnn.sgemm(
                            'N',
                            outFirst ? 'T' : 'N',
                            p.to - p.from,
                            out,
                            in,
                            row(x, p.from),
                            in,
                            expert(w, p.expert),
                            outFirst ? in : out,
                            0,
                            row(y, p.from),
                            out);
                });
    }

    /// Expert by expert, each on all threads.
    private void quantised(
            Tensor y, Tensor x, Tensor w, Dispatch dispatch, Orientation orientation) {
        long out = y.columns();
        if (orientation != Orientation.OUT_IN || out % Tiles.ROWS != 0) {
            throw new IllegalArgumentException(
                    "experts of " + w + " are not whole tiles of " + Tiles.ROWS + " outputs");
        }
        Tensor all = w.as(w.rows(), w.columns());
        for (int e = 0; e < dispatch.experts(); e++) {
            int from = dispatch.offsets()[e];
            int to = dispatch.offsets()[e + 1];
            if (from < to) {
                Tensor own = all.rows(out * e, out * (e + 1));
                quantised.multiply(y.rows(from, to), x.rows(from, to), own, Write.SET);
            }
        }
    }

    @Override
    public void inputGradient(
            Tensor dX, Tensor dY, Tensor w, Dispatch dispatch, Orientation orientation) {
        Shapes.experts(dY, dX, w, dispatch, orientation);
        int in = dX.columns();
        int out = dY.columns();
        boolean outFirst = orientation == Orientation.OUT_IN;
        List<Piece> pieces = rows(dispatch);
        workers.forEach(
                pieces.size(),
                i -> {
                    Piece p = pieces.get(i);
                    dnn.sgemm(
                            'N',
                            outFirst ? 'N' : 'T',
                            p.to - p.from,
                            in,
                            out,
                            row(dY, p.from),
                            out,
                            expert(w, p.expert),
                            outFirst ? in : out,
                            0,
                            row(dX, p.from),
                            in);
                });
    }

    /// dW_e `[out, in]` += dY^T x, or `[in, out]` += x^T dY: a piece is some rows of either.
    @Override
    public void weightGradient(
            Tensor dW, Tensor dY, Tensor x, Dispatch dispatch, Orientation orientation) {
        Shapes.experts(dY, x, dW, dispatch, orientation);
        Tensor left = orientation == Orientation.OUT_IN ? dY : x;
        Tensor right = orientation == Orientation.OUT_IN ? x : dY;
        int height = left.columns();
        int width = right.columns();
        List<Piece> pieces = new ArrayList<>();
        for (int e = 0; e < dispatch.experts(); e++) {
            for (int from = 0; dispatch.count(e) > 0 && from < height; from += OUTPUTS) {
                pieces.add(new Piece(e, from, Math.min(height, from + OUTPUTS)));
            }
        }
        workers.forEach(
                pieces.size(),
                i -> {
                    Piece p = pieces.get(i);
                    int first = dispatch.offsets()[p.expert];
                    dnn.sgemm(
                            'T',
                            'N',
                            p.to - p.from,
                            width,
                            dispatch.count(p.expert),
                            row(left, first) + 4L * p.from,
                            height,
                            row(right, first),
                            width,
                            1,
                            expert(dW, p.expert) + 4L * p.from * width,
                            width);
                });
    }

    @Override
    public void addBias(Tensor y, Tensor bias, Dispatch dispatch) {
        Shapes.expertBias(y, bias, dispatch);
        List<Piece> pieces = rows(dispatch);
        workers.forEach(
                pieces.size(),
                i -> {
                    Piece p = pieces.get(i);
                    for (int n = p.from; n < p.to; n++) {
                        Lanes.addScaled(row(y, n), row(bias, p.expert), 1, y.columns());
                    }
                });
    }

    @Override
    public void biasGradient(Tensor dBias, Tensor dY, Dispatch dispatch) {
        Shapes.expertBias(dY, dBias, dispatch);
        workers.forEach(
                dispatch.experts(),
                e -> {
                    for (int n = dispatch.offsets()[e]; n < dispatch.offsets()[e + 1]; n++) {
                        Lanes.addScaled(row(dBias, e), row(dY, n), 1, dY.columns());
                    }
                });
    }

    @Override
    public void combine(Tensor y, Tensor rows, Tensor weights, Dispatch dispatch, Write write) {
        Shapes.combine(y, rows, weights, dispatch);
        int k = dispatch.active();
        tokens(
                y.rows(),
                n -> {
                    if (write == Write.SET) {
                        Lanes.zero(row(y, n), y.columns());
                    }
                    for (int j = 0; j < k; j++) {
                        Lanes.addScaled(
                                row(y, n),
                                row(rows, dispatch.rows()[n * k + j]),
                                weights.get((long) n * k + j),
                                y.columns());
                    }
                });
    }

    @Override
    public void combineBackward(
            Tensor dRows,
            Tensor dWeights,
            Tensor dY,
            Tensor rows,
            Tensor weights,
            Dispatch dispatch) {
        Shapes.combine(dY, rows, weights, dispatch);
        Shapes.same(dRows, rows);
        Shapes.same(dWeights, weights);
        int k = dispatch.active();
        int columns = dY.columns();
        tokens(
                dY.rows(),
                n -> {
                    for (int j = 0; j < k; j++) {
                        int row = dispatch.rows()[n * k + j];
                        Lanes.copy(row(dY, n), row(dRows, row), columns);
                        Lanes.scale(row(dRows, row), weights.get((long) n * k + j), columns);
                        dWeights.set(
                                (long) n * k + j, Lanes.dot(row(dY, n), row(rows, row), columns));
                    }
                });
    }

    private interface Token {
        void run(int n);
    }

    private void tokens(int count, Token token) {
        spans(
                count,
                (begin, end) -> {
                    for (int n = begin; n < end; n++) {
                        token.run(n);
                    }
                });
    }

    private interface Span {
        void run(int begin, int end);
    }

    private void spans(int count, Span span) {
        workers.forEach(
                (count + TOKENS - 1) / TOKENS,
                piece -> span.run(piece * TOKENS, Math.min(count, (piece + 1) * TOKENS)));
    }

    private static long row(Tensor x, int n) {
        return x.data().address() + 4L * n * x.columns();
    }

    private static long expert(Tensor w, int e) {
        return w.data().address() + 4L * e * w.dimension(1) * w.dimension(2);
    }
}
