package eu.socle.tensor.cpu;

import eu.socle.core.Refusal;
import eu.socle.core.Workers;
import eu.socle.tensor.AdamW;
import eu.socle.tensor.AttentionShape;
import eu.socle.tensor.Backend;
import eu.socle.tensor.LatentAttention;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Pairing;
import eu.socle.tensor.Shapes;
import eu.socle.tensor.Slices;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.Write;
import eu.socle.tensor.block.Cast;
import eu.socle.tensor.block.Casts;
import eu.socle.tensor.block.Tiles;
import eu.socle.tensor.cpu.machine.Gate;
import eu.socle.tensor.cpu.quantised.HeldWeights;
import eu.socle.tensor.cpu.quantised.QuantisedProducts;
import eu.socle.tensor.cpu.quantised.kernel.Kernels;
import eu.socle.tensor.experts.Balance;
import eu.socle.tensor.experts.Experts;
import eu.socle.tensor.loss.Losses;
import eu.socle.tensor.row.RowOperations;
import eu.socle.tensor.update.Updates;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;

/// The operations of [Backend] on a CPU. Products go through [Products]; loops over rows and
/// elements are cut into pieces of fixed size; scratch memory is allocated once per shape and owned
/// here.
///
/// This class names no vector type, so that it links without the Vector API and can refuse
/// ([VectorModule]); the arithmetic of one row is in [Rows].
public final class CpuBackend implements Backend, AutoCloseable {

    private final OneDnn dnn;
    private final Workers workers;
    private final Memory memory;
    private final Pieces pieces;
    private final Norms norms;
    private final Products products;
    private final Kernels kernels;
    private final QuantisedProducts quantised;
    private final CachedAttention cached;
    private final Optional<Gate> gate;
    private final CpuAttention attention;
    private final CpuExperts experts;
    private final CpuLatent latent;
    private final CpuLosses losses;
    private final CpuRows rows;
    private final CpuUpdates updates;
    private final CpuBalance balance;
    private final CpuCasts casts;

    private CpuBackend(
            OneDnn dnn, Workers workers, Memory memory, Products products, Kernels kernels) {
        this.dnn = dnn;
        this.workers = workers;
        this.memory = memory;
        this.pieces = new Pieces(workers);
        this.norms = new Norms(pieces, memory);
        this.products = products;
        this.quantised = new QuantisedProducts(workers, dnn::bytes, memory, kernels);
        this.kernels = kernels;
        boolean gates = kernels.areMachineCode() && Lanes.L == Gate.LANES;
        this.gate = gates ? Gate.of() : Optional.empty();
        this.cached = new CachedAttention(workers, memory, kernels.areMachineCode());
        this.attention = new CpuAttention(dnn, workers, memory, cached);
        this.experts = new CpuExperts(dnn, workers, quantised);
        this.latent = new CpuLatent(dnn, workers);
        this.losses = new CpuLosses(new CpuHead(products, workers, memory), pieces);
        this.rows = new CpuRows(pieces, memory);
        this.updates = new CpuUpdates(pieces, products, memory);
        this.balance = new CpuBalance(pieces);
        this.casts = new CpuCasts(workers);
    }

    /// Opens the backend on the run's pool.
    ///
    /// @throws Refusal if the Vector API module or oneDNN is missing; it never falls back to scalar
    ///   code
    public static CpuBackend open(Workers workers) {
        VectorModule.require();
        OneDnn dnn = OneDnn.load();
        Memory memory = new Memory();
        Products products = Products.best(dnn, workers, memory);
        return new CpuBackend(dnn, workers, memory, products, Kernels.best());
    }

    /// As [#open], without machine code of the engine's own: what other machines run.
    ///
    /// @throws Refusal as [#open]
    public static CpuBackend portable(Workers workers) {
        VectorModule.require();
        OneDnn dnn = OneDnn.load();
        Products products = Products.portable(dnn, workers);
        return new CpuBackend(dnn, workers, new Memory(), products, Kernels.portable());
    }

    @Override
    public String name() {
        return "cpu";
    }

    /// Version and instruction set of oneDNN, the width of the vectors, what multiplies floats, and
    /// which kernels multiply quantised weights.
    public String describe() {
        return dnn.description()
                + "; vectors of "
                + Lanes.L * 32
                + " bit; "
                + products.description()
                + "; "
                + kernels.description();
    }

    @Override
    public long trainingScratch(int batch, int tokens, int vocabulary) {
        return products.scratch()
                + CpuAttention.scratch(tokens)
                + CpuHead.scratch(batch * tokens, vocabulary);
    }

    @Override
    public long inferenceScratch(int tokens, int heads) {
        return products.scratch() + CpuAttention.promptScratch(tokens, heads);
    }

    @Override
    public void close() {
        quantised.close();
        products.close();
        cached.close();
        gate.ifPresent(Gate::close);
        memory.close();
    }

    @Override
    public Tensor weights(List<Tensor> parts, Memory memory) {
        return HeldWeights.of(parts, memory, workers, kernels);
    }

    @Override
    public Optional<Tensor> inPlace(List<Tensor> parts) {
        return HeldWeights.inPlace(parts, workers, kernels);
    }

    @Override
    public void embed(Tensor y, Tensor table, int[] ids) {
        Shapes.embed(y, table, ids);
        int columns = table.columns();
        if (Tiles.isTiles(table.type())) {
            float[] row = new float[columns];
            for (int n = 0; n < ids.length; n++) {
                Tiles.row(table, ids[n], row);
                MemorySegment.copy(
                        row, 0, y.data(), ValueLayout.JAVA_FLOAT, 4L * n * columns, columns);
            }
            return;
        }
        if (Tiles.isQuantised(table.type())) {
            for (int n = 0; n < ids.length; n++) {
                Cast.copy(table.rows(ids[n], ids[n] + 1L), y.rows(n, n + 1L));
            }
            return;
        }
        Shapes.requireFloats(table);
        long from = table.data().address();
        long to = y.data().address();
        pieces.rows(
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
        if (Tiles.isQuantised(w.type())) {
            quantised.multiply(y, x, w, write);
            return;
        }
        Shapes.requireFloats(w);
        int in = x.columns();
        int out = y.columns();
        products.multiply(
                'N', 'T', x.rows(), out, in, at(x), in, at(w), in, beta(write), at(y), out);
    }

    @Override
    public void linearInputGradient(Tensor dX, Tensor dY, Tensor w, Write write) {
        Shapes.linear(dY, dX, w);
        Shapes.requireFloats(w);
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
        pieces.rows(
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
        norms.biasGradient(dBias, dY);
    }

    @Override
    public void rmsNorm(Tensor y, Tensor inverse, Tensor x, Tensor gain, float epsilon) {
        Shapes.norm(y, inverse, x, gain);
        norms.rmsNorm(y, inverse, x, gain, epsilon);
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
        norms.addRmsNorm(y, inverse, sum, x, delta, gain, epsilon);
    }

    @Override
    public void rmsNormAdd(
            Tensor sum, Tensor inverse, Tensor x, Tensor delta, Tensor gain, float epsilon) {
        Shapes.same(sum, x);
        Shapes.norm(sum, inverse, delta, gain);
        norms.rmsNormAdd(sum, inverse, x, delta, gain, epsilon);
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
        norms.rmsNormBackward(dX, dGain, dY, x, gain, inverse, write);
    }

    @Override
    public void rmsNormSlices(
            Tensor y, Tensor inverse, Tensor x, Tensor gain, float epsilon, Slices at) {
        Shapes.slices(y, inverse, x, gain, at);
        norms.rmsNormSlices(y, inverse, x, gain, epsilon, at);
    }

    @Override
    public void rmsNormSlicesBackward(
            Tensor dX, Tensor dGain, Tensor dY, Tensor x, Tensor gain, Tensor inverse, Slices at) {
        Shapes.slices(dY, inverse, x, gain, at);
        Shapes.same(dX, x);
        Shapes.same(dGain, gain);
        norms.rmsNormSlicesBackward(dX, dGain, dY, x, gain, inverse, at);
    }

    @Override
    public void rope(
            Tensor x, Tensor cos, Tensor sin, int[] positions, Slices at, Pairing pairing) {
        rotate(x, cos, sin, positions, at, pairing, 1);
    }

    @Override
    public void ropeBackward(
            Tensor dX, Tensor cos, Tensor sin, int[] positions, Slices at, Pairing pairing) {
        rotate(dX, cos, sin, positions, at, pairing, -1);
    }

    private void rotate(
            Tensor x,
            Tensor cos,
            Tensor sin,
            int[] positions,
            Slices at,
            Pairing pairing,
            float direction) {
        Shapes.rope(x, cos, sin, positions, at);
        int half = cos.columns();
        long rowBytes = 4L * x.columns();
        boolean halves = pairing == Pairing.HALVES;
        pieces.rows(
                x.rows(),
                (begin, end) -> {
                    for (int n = begin; n < end; n++) {
                        long c = at(cos) + 4L * positions[n] * half;
                        long s = at(sin) + 4L * positions[n] * half;
                        long start = at(x) + n * rowBytes + 4L * at.first();
                        for (int slice = 0; slice < at.count(); slice++) {
                            if (halves) {
                                Rows.rotate(start, c, s, half, direction);
                            } else {
                                Rows.rotateNeighbours(start, c, s, half, direction);
                            }
                            start += 4L * at.stride();
                        }
                    }
                });
    }

    @Override
    public void scaleRows(Tensor x, float[] factors, int columns) {
        Shapes.rowFactors(x, factors, columns);
        pieces.rows(
                x.rows(),
                (begin, end) -> {
                    for (int n = begin; n < end; n++) {
                        Lanes.scale(at(x) + 4L * n * x.columns(), factors[n], columns);
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
            Tensor y,
            Tensor logSumExp,
            Tensor queries,
            Tensor keys,
            Tensor values,
            int start,
            AttentionShape shape) {
        Shapes.cache(y, logSumExp, queries, keys, values, start, shape);
        attention.withCache(y, logSumExp, queries, keys, values, start, shape);
    }

    @Override
    public void sink(Tensor y, Tensor logSumExp, Tensor sinks) {
        Shapes.sink(y, logSumExp, sinks);
        int heads = Math.toIntExact(sinks.size());
        int size = y.columns() / heads;
        pieces.rows(
                y.rows(),
                (begin, end) -> {
                    for (int n = begin; n < end; n++) {
                        for (int head = 0; head < heads; head++) {
                            double before = logSumExp.get((long) n * heads + head);
                            double sink = sinks.get(head);
                            double max = Math.max(before, sink);
                            double sum = StrictMath.exp(before - max) + StrictMath.exp(sink - max);
                            double after = max + StrictMath.log(sum);
                            logSumExp.set((long) n * heads + head, (float) after);
                            Lanes.scale(
                                    at(y) + 4L * ((long) n * heads + head) * size,
                                    (float) StrictMath.exp(before - after),
                                    size);
                        }
                    }
                });
    }

    @Override
    public void sinkBackward(Tensor dSinks, Tensor dY, Tensor y, Tensor logSumExp, Tensor sinks) {
        Shapes.sink(y, logSumExp, sinks);
        Shapes.same(dY, y);
        Shapes.same(dSinks, sinks);
        int heads = Math.toIntExact(sinks.size());
        int size = y.columns() / heads;
        workers.forEach(
                heads,
                head -> {
                    double sum = 0;
                    for (int n = 0; n < y.rows(); n++) {
                        long row = (long) n * heads + head;
                        double p = StrictMath.exp((double) sinks.get(head) - logSumExp.get(row));
                        sum -= p * Lanes.dot(at(dY) + 4 * row * size, at(y) + 4 * row * size, size);
                    }
                    dSinks.set(head, (float) (dSinks.get(head) + sum));
                });
    }

    @Override
    public void swiglu(Tensor y, Tensor gateUp) {
        Shapes.swiglu(y, gateUp);
        int width = y.columns();
        pieces.rows(
                y.rows(),
                (begin, end) -> {
                    for (int n = begin; n < end; n++) {
                        Rows.swiglu(
                                at(y) + 4L * n * width, at(gateUp) + 8L * n * width, width, gate);
                    }
                });
    }

    @Override
    public void swigluBackward(Tensor dGateUp, Tensor dY, Tensor gateUp) {
        Shapes.swiglu(dY, gateUp);
        Shapes.same(dGateUp, gateUp);
        int width = dY.columns();
        pieces.rows(
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
    public void clampedSwiglu(Tensor y, Tensor x, float alpha, float limit) {
        Shapes.swiglu(y, x);
        pieces.elements(
                y.size(),
                (begin, count) ->
                        Activations.clamped(
                                at(y) + 4 * begin, at(x) + 8 * begin, alpha, limit, count));
    }

    @Override
    public void clampedSwigluBackward(Tensor dX, Tensor dY, Tensor x, float alpha, float limit) {
        Shapes.swiglu(dY, x);
        Shapes.same(dX, x);
        pieces.elements(
                dY.size(),
                (begin, count) ->
                        Activations.clampedGradient(
                                at(dX) + 8 * begin,
                                at(dY) + 4 * begin,
                                at(x) + 8 * begin,
                                alpha,
                                limit,
                                count));
    }

    @Override
    public void xielu(
            Tensor y,
            Tensor x,
            Tensor alphaPositive,
            Tensor alphaNegative,
            float beta,
            float epsilon) {
        Shapes.xielu(y, x, alphaPositive, alphaNegative);
        Xielu f = Xielu.of(alphaPositive.get(0), alphaNegative.get(0), beta, epsilon);
        pieces.elements(
                x.size(), (begin, count) -> f.value(at(y) + 4 * begin, at(x) + 4 * begin, count));
    }

    @Override
    public void xieluBackward(
            Tensor dX,
            Tensor dAlphaPositive,
            Tensor dAlphaNegative,
            Tensor dY,
            Tensor x,
            Tensor alphaPositive,
            Tensor alphaNegative,
            float beta,
            float epsilon) {
        Shapes.xielu(dY, x, alphaPositive, alphaNegative);
        Shapes.same(dX, x);
        Shapes.xielu(dY, x, dAlphaPositive, dAlphaNegative);
        Xielu f = Xielu.of(alphaPositive.get(0), alphaNegative.get(0), beta, epsilon);
        int count = Pieces.count(x.size());
        double[] positive = new double[count];
        double[] negative = new double[count];
        pieces.elements(
                x.size(),
                (begin, length) -> {
                    int piece = (int) (begin / Pieces.ELEMENTS);
                    long at = 4 * begin;
                    f.gradient(at(dX) + at, at(dY) + at, at(x) + at, length);
                    positive[piece] = f.positive(at(dY) + at, at(x) + at, length);
                    negative[piece] = f.negative(at(dY) + at, at(x) + at, length);
                });
        double dP = 0;
        double dN = 0;
        for (int piece = 0; piece < count; piece++) {
            dP += positive[piece];
            dN += negative[piece];
        }
        dAlphaPositive.set(0, (float) (dAlphaPositive.get(0) + dP * f.slopePositive()));
        dAlphaNegative.set(0, (float) (dAlphaNegative.get(0) + dN * f.slopeNegative()));
    }

    @Override
    public Experts experts() {
        return experts;
    }

    @Override
    public LatentAttention latent() {
        return latent;
    }

    @Override
    public void add(Tensor y, Tensor x) {
        Shapes.same(y, x);
        pieces.elements(
                y.size(),
                (begin, count) -> Lanes.addScaled(at(y) + 4 * begin, at(x) + 4 * begin, 1, count));
    }

    @Override
    public Losses losses() {
        return losses;
    }

    @Override
    public RowOperations rowOperations() {
        return rows;
    }

    @Override
    public Updates updates() {
        return updates;
    }

    @Override
    public Balance balance() {
        return balance;
    }

    @Override
    public Casts casts() {
        return casts;
    }

    @Override
    public double sumOfSquares(Tensor x) {
        return updates.squares(at(x), x.size());
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
        pieces.elements(
                w.size(),
                (begin, count) ->
                        pass.update(
                                at(w) + 4 * begin,
                                at(g) + 4 * begin,
                                at(m) + 4 * begin,
                                at(v) + 4 * begin,
                                count));
    }

    private static long at(Tensor x) {
        return x.data().address();
    }

    private static float beta(Write write) {
        return write == Write.ADD ? 1 : 0;
    }
}
