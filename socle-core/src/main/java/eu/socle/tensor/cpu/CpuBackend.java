package eu.socle.tensor.cpu;

import eu.socle.core.Refusal;
import eu.socle.core.Workers;
import eu.socle.tensor.AdamW;
import eu.socle.tensor.AttentionShape;
import eu.socle.tensor.Backend;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Shapes;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.Write;

/// The operations of [Backend] on a CPU. Products go to oneDNN through [Products]; loops over rows
/// and elements are cut into pieces of fixed size; scratch memory is allocated once per shape and
/// owned here.
///
/// This class names no vector type, so that it links without the Vector API and can refuse
/// ([VectorModule]); the arithmetic of one row is in [Rows].
public final class CpuBackend implements Backend, AutoCloseable {

    private static final int ROWS =
            64; // rows of a piece: 96 KiB of a 384-wide tensor, inside a second-level cache
    private static final int ELEMENTS = 1 << 16; // elements of a piece of element-wise work
    private static final int SUM =
            1 << 12; // elements summed in float before the sum goes into a double

    private final OneDnn dnn;
    private final Workers workers;
    private final Memory memory = new Memory();
    private final Products products;
    private final CpuAttention attention;
    private final CpuHead head;
    private Tensor partial = memory.zeros(0);

    private CpuBackend(OneDnn dnn, Workers workers) {
        this.dnn = dnn;
        this.workers = workers;
        this.products = new Products(dnn, workers);
        this.attention = new CpuAttention(dnn, workers, memory);
        this.head = new CpuHead(products, workers, memory);
    }

    /// Opens the backend on the run's pool.
    ///
    /// @throws Refusal if the Vector API module or oneDNN is missing; it never falls back to scalar
    ///   code
    public static CpuBackend open(Workers workers) {
        VectorModule.require();
        return new CpuBackend(OneDnn.load(), workers);
    }

    @Override
    public String name() {
        return "cpu";
    }

    /// Version and instruction set of oneDNN, and the width of the vectors.
    public String describe() {
        return dnn.description() + "; vectors of " + Lanes.L * 32 + " bit";
    }

    @Override
    public void close() {
        memory.close();
    }

    @Override
    public void embed(Tensor y, Tensor table, int[] ids) {
        Shapes.embed(y, table, ids);
        int columns = table.columns();
        long from = table.data().address();
        long to = y.data().address();
        rows(
                ids.length,
                (begin, end) -> {
                    for (int n = begin; n < end; n++) {
                        Lanes.copy(from + 4L * ids[n] * columns, to + 4L * n * columns, columns);
                    }
                });
    }

    @Override
    public void embedBackward(Tensor dTable, Tensor dY, int[] ids) {
        Shapes.embed(dY, dTable, ids);
        int columns = dTable.columns();
        long to = dTable.data().address();
        long from = dY.data().address();
        int width = 4 * Lanes.L; // a piece is a stripe of columns, so that repeated ids add up
        // in the order of n
        workers.forEach(
                (columns + width - 1) / width,
                piece -> {
                    int begin = piece * width;
                    int count = Math.min(columns, begin + width) - begin;
                    for (int n = 0; n < ids.length; n++) {
                        Lanes.addScaled(
                                to + 4L * ((long) ids[n] * columns + begin),
                                from + 4L * ((long) n * columns + begin),
                                1,
                                count);
                    }
                });
    }

    @Override
    public void linear(Tensor y, Tensor x, Tensor w, Write write) {
        Shapes.linear(y, x, w);
        int in = x.columns();
        int out = y.columns();
        products.multiply(
                'N', 'T', x.rows(), out, in, at(x), in, at(w), in, beta(write), at(y), out);
    }

    @Override
    public void linearInputGradient(Tensor dX, Tensor dY, Tensor w, Write write) {
        Shapes.linear(dY, dX, w);
        int in = dX.columns();
        int out = dY.columns();
        products.multiply(
                'N', 'N', dX.rows(), in, out, at(dY), out, at(w), in, beta(write), at(dX), in);
    }

    @Override
    public void linearWeightGradient(Tensor dW, Tensor dY, Tensor x, Write write) {
        Shapes.linear(dY, x, dW);
        int in = x.columns();
        int out = dY.columns();
        products.multiply(
                'T', 'N', out, in, x.rows(), at(dY), out, at(x), in, beta(write), at(dW), in);
    }

    @Override
    public void addBias(Tensor x, Tensor bias) {
        Shapes.vector(bias, x.columns());
        int columns = x.columns();
        rows(
                x.rows(),
                (begin, end) -> {
                    for (int n = begin; n < end; n++) {
                        Lanes.addScaled(at(x) + 4L * n * columns, at(bias), 1, columns);
                    }
                });
    }

    @Override
    public void biasGradient(Tensor dBias, Tensor dY) {
        Shapes.vector(dBias, dY.columns());
        int columns = dY.columns();
        long sums = partial(dY.rows(), columns);
        rows(
                dY.rows(),
                (begin, end) -> {
                    long sum = sums + 4L * (begin / ROWS) * columns;
                    Lanes.zero(sum, columns);
                    for (int n = begin; n < end; n++) {
                        Lanes.addScaled(sum, at(dY) + 4L * n * columns, 1, columns);
                    }
                });
        addPartials(at(dBias), sums, dY.rows(), columns);
    }

    @Override
    public void rmsNorm(Tensor y, Tensor inverse, Tensor x, Tensor gain, float epsilon) {
        Shapes.norm(y, inverse, x, gain);
        int columns = x.columns();
        rows(
                x.rows(),
                (begin, end) -> {
                    for (int n = begin; n < end; n++) {
                        long row = 4L * n * columns;
                        inverse.set(
                                n,
                                Rows.normalise(
                                        at(y) + row, at(x) + row, at(gain), columns, epsilon));
                    }
                });
    }

    @Override
    public void addRmsNorm(
            Tensor y,
            Tensor inverse,
            Tensor sum,
            Tensor x,
            Tensor delta,
            Tensor gain,
            float epsilon) {
        Shapes.norm(y, inverse, x, gain);
        Shapes.same(sum, x);
        Shapes.same(sum, delta);
        int columns = x.columns();
        rows(
                x.rows(),
                (begin, end) -> {
                    for (int n = begin; n < end; n++) {
                        long row = 4L * n * columns;
                        Rows.sum(at(sum) + row, at(x) + row, at(delta) + row, columns);
                        inverse.set(
                                n,
                                Rows.normalise(
                                        at(y) + row, at(sum) + row, at(gain), columns, epsilon));
                    }
                });
    }

    @Override
    public void rmsNormBackward(
            Tensor dX,
            Tensor dGain,
            Tensor dY,
            Tensor x,
            Tensor gain,
            Tensor inverse,
            Write write) {
        Shapes.norm(dY, inverse, x, gain);
        Shapes.same(dX, x);
        Shapes.vector(dGain, x.columns());
        int columns = x.columns();
        long sums = partial(x.rows(), columns);
        rows(
                x.rows(),
                (begin, end) -> {
                    long sum = sums + 4L * (begin / ROWS) * columns;
                    Lanes.zero(sum, columns);
                    for (int n = begin; n < end; n++) {
                        long row = 4L * n * columns;
                        Rows.normGradient(
                                at(dX) + row,
                                sum,
                                at(dY) + row,
                                at(x) + row,
                                at(gain),
                                inverse.get(n),
                                columns,
                                write);
                    }
                });
        addPartials(at(dGain), sums, x.rows(), columns);
    }

    @Override
    public void rope(Tensor qkv, Tensor cos, Tensor sin, int[] positions, AttentionShape shape) {
        rotate(qkv, cos, sin, positions, shape, 1);
    }

    @Override
    public void ropeBackward(
            Tensor dQkv, Tensor cos, Tensor sin, int[] positions, AttentionShape shape) {
        rotate(dQkv, cos, sin, positions, shape, -1);
    }

    private void rotate(
            Tensor qkv,
            Tensor cos,
            Tensor sin,
            int[] positions,
            AttentionShape shape,
            float direction) {
        Shapes.rope(qkv, cos, sin, positions, shape);
        int half = shape.headSize() / 2;
        int heads = shape.heads() + shape.keyValueHeads();
        rows(
                qkv.rows(),
                (begin, end) -> {
                    for (int n = begin; n < end; n++) {
                        long c = at(cos) + 4L * positions[n] * half;
                        long s = at(sin) + 4L * positions[n] * half;
                        long row = at(qkv) + 4L * n * shape.rowLength();
                        for (int h = 0; h < heads; h++) {
                            Rows.rotate(row + 4L * h * shape.headSize(), c, s, half, direction);
                        }
                    }
                });
    }

    @Override
    public void attention(Tensor y, Tensor logSumExp, Tensor qkv, AttentionShape shape) {
        Shapes.attention(y, logSumExp, qkv, shape);
        attention.forward(y, logSumExp, qkv, shape);
    }

    @Override
    public void attentionBackward(
            Tensor dQkv, Tensor dY, Tensor y, Tensor logSumExp, Tensor qkv, AttentionShape shape) {
        Shapes.attention(y, logSumExp, qkv, shape);
        Shapes.same(dY, y);
        Shapes.same(dQkv, qkv);
        attention.backward(dQkv, dY, y, logSumExp, qkv, shape);
    }

    @Override
    public void attentionWithCache(
            Tensor y, Tensor qkv, Tensor keys, Tensor values, int start, AttentionShape shape) {
        Shapes.cache(y, qkv, keys, values, start, shape);
        attention.withCache(y, qkv, keys, values, start, shape);
    }

    @Override
    public void swiglu(Tensor y, Tensor gateUp) {
        Shapes.swiglu(y, gateUp);
        int width = y.columns();
        rows(
                y.rows(),
                (begin, end) -> {
                    for (int n = begin; n < end; n++) {
                        Rows.swiglu(at(y) + 4L * n * width, at(gateUp) + 8L * n * width, width);
                    }
                });
    }

    @Override
    public void swigluBackward(Tensor dGateUp, Tensor dY, Tensor gateUp) {
        Shapes.swiglu(dY, gateUp);
        Shapes.same(dGateUp, gateUp);
        int width = dY.columns();
        rows(
                dY.rows(),
                (begin, end) -> {
                    for (int n = begin; n < end; n++) {
                        long gate = 8L * n * width;
                        Rows.swigluGradient(
                                at(dGateUp) + gate,
                                at(dY) + 4L * n * width,
                                at(gateUp) + gate,
                                width);
                    }
                });
    }

    @Override
    public void add(Tensor y, Tensor x) {
        Shapes.same(y, x);
        elements(
                y.size(),
                (begin, count) -> Lanes.addScaled(at(y) + 4 * begin, at(x) + 4 * begin, 1, count));
    }

    @Override
    public double crossEntropy(Tensor x, Tensor w, int[] labels) {
        Shapes.head(x, w, labels);
        return head.loss(x, w, labels);
    }

    @Override
    public double crossEntropyWithGradient(
            Tensor dX, Tensor dW, Tensor x, Tensor w, int[] labels, double divisor) {
        Shapes.head(x, w, labels);
        Shapes.same(dX, x);
        Shapes.same(dW, w);
        return head.lossAndGradient(dX, dW, x, w, labels, divisor == 0 ? 1 : divisor);
    }

    @Override
    public double sumOfSquares(Tensor x) {
        double[] sums = new double[Math.toIntExact((x.size() + ELEMENTS - 1) / ELEMENTS)];
        elements(
                x.size(),
                (begin, count) -> {
                    double sum = 0;
                    for (int i = 0; i < count; i += SUM) {
                        long run = at(x) + 4 * (begin + i);
                        sum += Lanes.dot(run, run, Math.min(SUM, count - i));
                    }
                    sums[(int) (begin / ELEMENTS)] = sum;
                });
        double total = 0;
        for (double sum : sums) {
            total += sum;
        }
        return total;
    }

    @Override
    public void adamW(
            Tensor w,
            Tensor g,
            Tensor m,
            Tensor v,
            AdamW constants,
            double learningRate,
            long step,
            double gradientScale) {
        Shapes.same(w, g);
        Shapes.same(w, m);
        Shapes.same(w, v);
        AdamWPass pass = AdamWPass.of(constants, learningRate, step, gradientScale);
        elements(
                w.size(),
                (begin, count) ->
                        pass.update(
                                at(w) + 4 * begin,
                                at(g) + 4 * begin,
                                at(m) + 4 * begin,
                                at(v) + 4 * begin,
                                count));
    }

    private interface Span {
        void run(int begin, int end);
    }

    private interface Elements {
        void run(long begin, int count);
    }

    private void rows(int rows, Span span) {
        workers.forEach(
                (rows + ROWS - 1) / ROWS,
                piece -> span.run(piece * ROWS, Math.min(rows, (piece + 1) * ROWS)));
    }

    private void elements(long size, Elements elements) {
        workers.forEach(
                Math.toIntExact((size + ELEMENTS - 1) / ELEMENTS),
                piece -> {
                    long begin = (long) piece * ELEMENTS;
                    elements.run(begin, (int) Math.min(ELEMENTS, size - begin));
                });
    }

    /// One row of sums for each piece of rows.
    private long partial(int rows, int columns) {
        long floats = (long) ((rows + ROWS - 1) / ROWS) * columns;
        if (partial.size() < floats) {
            partial = memory.zeros(floats);
        }
        return at(partial);
    }

    /// Adds the pieces' sums in the order of the pieces.
    private static void addPartials(long to, long sums, int rows, int columns) {
        for (int piece = 0; piece < (rows + ROWS - 1) / ROWS; piece++) {
            Lanes.addScaled(to, sums + 4L * piece * columns, 1, columns);
        }
    }

    private static long at(Tensor x) {
        return x.data().address();
    }

    private static float beta(Write write) {
        return write == Write.ADD ? 1 : 0;
    }
}
