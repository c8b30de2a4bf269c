package eu.socle.tensor.cpu;

import static eu.socle.tensor.cpu.Lanes.L;

import eu.socle.core.Workers;
import eu.socle.tensor.AttentionShape;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import jdk.incubator.vector.FloatVector;

/// Causal grouped-query attention in blocks of queries: scores of one block against the keys it may
/// see, softmax in place, product with the values. The backward pass makes the probabilities again
/// from the kept log-sum-exp.
///
/// S = scale Q K^T, P = softmax(S), Y = P V; dV = P^T dY, dP = dY V^T, dS = P (dP - rowsum(dY Y))
/// scale, dQ = dS K, dK = dS^T Q.
final class CpuAttention {

    private static final int QUERIES =
            64; // rows of a block: above the diagonal at most half a block is computed in vain
    private static final int PIECES = 16; // each with its own scratch; enough for 16 cores

    private final OneDnn dnn;
    private final Workers workers;
    private final Memory memory;
    private Tensor scratch;

    CpuAttention(OneDnn dnn, Workers workers, Memory memory) {
        this.dnn = dnn;
        this.workers = workers;
        this.memory = memory;
        this.scratch = memory.zeros(0);
    }

    void forward(Tensor y, Tensor logSumExp, Tensor qkv, AttentionShape shape) {
        eachGroup(
                shape,
                1,
                (piece, b, kv) ->
                        forward(y, logSumExp, qkv, shape, b, kv, scratch(shape, 1, piece)));
    }

    void backward(
            Tensor dQkv, Tensor dY, Tensor y, Tensor logSumExp, Tensor qkv, AttentionShape shape) {
        eachGroup(
                shape,
                2,
                (piece, b, kv) ->
                        backward(
                                dQkv,
                                dY,
                                y,
                                logSumExp,
                                qkv,
                                shape,
                                b,
                                kv,
                                scratch(shape, 2, piece)));
    }

    /// The work on one key/value head of one sequence, with the query heads that share it.
    private interface Group {
        void run(int piece, int sequence, int keyValueHead);
    }

    private void eachGroup(AttentionShape shape, int slabs, Group group) {
        int groups = shape.batch() * shape.keyValueHeads();
        int pieces = Math.min(PIECES, groups);
        long floats = (long) pieces * slabs * QUERIES * shape.tokens();
        if (scratch.size() < floats) {
            scratch = memory.zeros(floats);
        }
        workers.forEach(
                pieces,
                piece -> {
                    for (int g = piece; g < groups; g += pieces) {
                        group.run(piece, g / shape.keyValueHeads(), g % shape.keyValueHeads());
                    }
                });
    }

    private long scratch(AttentionShape shape, int slabs, int piece) {
        return scratch.data().address() + 4L * piece * slabs * QUERIES * shape.tokens();
    }

    private void forward(
            Tensor y,
            Tensor logSumExp,
            Tensor qkv,
            AttentionShape shape,
            int b,
            int kv,
            long scores) {
        int size = shape.headSize();
        int row = shape.rowLength();
        int width = shape.heads() * size;
        int group = shape.heads() / shape.keyValueHeads();
        long base = qkv.data().address() + 4L * b * shape.tokens() * row;
        for (int head = kv * group; head < (kv + 1) * group; head++) {
            for (int from = 0; from < shape.tokens(); from += QUERIES) {
                int to = Math.min(shape.tokens(), from + QUERIES);
                int first = firstKey(shape, b, from, to);
                int keys = to - first;
                long out =
                        y.data().address()
                                + 4L
                                        * ((long) (b * shape.tokens() + from) * width
                                                + (long) head * size);
                if (keys <= 0) {
                    clear(out, to - from, width, size);
                    for (int t = from; t < to; t++) {
                        logSumExp.set(
                                (long) (b * shape.tokens() + t) * shape.heads() + head,
                                Float.NEGATIVE_INFINITY);
                    }
                    continue;
                }
                long query = base + 4L * ((long) from * row + (long) head * size);
                long key = base + 4L * ((long) first * row + shape.keyColumn(head));
                long value = base + 4L * ((long) first * row + shape.valueColumn(head));
                dnn.sgemm('N', 'T', to - from, keys, size, query, row, key, row, 0, scores, keys);
                for (int t = from; t < to; t++) {
                    int n = b * shape.tokens() + t;
                    float lse =
                            softmax(
                                    scores + 4L * (t - from) * keys,
                                    keys,
                                    shape.firstKey()[n] - first,
                                    t - first,
                                    shape.scale());
                    logSumExp.set((long) n * shape.heads() + head, lse);
                }
                dnn.sgemm('N', 'N', to - from, size, keys, scores, keys, value, row, 0, out, width);
            }
        }
    }

    /// Softmax of entries `from`..`to` (inclusive) of one row of scores, zero elsewhere; returns
    /// the log-sum-exp.
    private static float softmax(long scores, int keys, int from, int to, float scale) {
        int count = to - from + 1;
        if (count <= 0) {
            Lanes.zero(scores, keys);
            return Float.NEGATIVE_INFINITY;
        }
        long seen = scores + 4L * from;
        float max = Lanes.max(seen, count) * scale;
        float sum = Lanes.expShifted(seen, scale, max, count);
        Lanes.scale(seen, 1 / sum, count);
        Lanes.zero(scores, from);
        Lanes.zero(seen + 4L * count, keys - to - 1L);
        return max + (float) StrictMath.log(sum);
    }

    private void backward(
            Tensor dQkv,
            Tensor dY,
            Tensor y,
            Tensor logSumExp,
            Tensor qkv,
            AttentionShape shape,
            int b,
            int kv,
            long probabilities) {
        int size = shape.headSize();
        int row = shape.rowLength();
        int width = shape.heads() * size;
        int group = shape.heads() / shape.keyValueHeads();
        long differences = probabilities + 4L * QUERIES * shape.tokens();
        long base = qkv.data().address() + 4L * b * shape.tokens() * row;
        long dBase = dQkv.data().address() + 4L * b * shape.tokens() * row;
        clear(dBase + 4L * shape.keyColumn(kv * group), shape.tokens(), row, size);
        clear(dBase + 4L * shape.valueColumn(kv * group), shape.tokens(), row, size);
        for (int head = kv * group; head < (kv + 1) * group; head++) {
            for (int from = 0; from < shape.tokens(); from += QUERIES) {
                int to = Math.min(shape.tokens(), from + QUERIES);
                int rows = to - from;
                int first = firstKey(shape, b, from, to);
                int keys = to - first;
                long offset = 4L * ((long) from * row + (long) head * size);
                if (keys <= 0) {
                    clear(dBase + offset, rows, row, size);
                    continue;
                }
                long keyOffset = 4L * ((long) first * row + shape.keyColumn(head));
                long valueOffset = 4L * ((long) first * row + shape.valueColumn(head));
                long outOffset =
                        4L * ((long) (b * shape.tokens() + from) * width + (long) head * size);
                long dOut = dY.data().address() + outOffset;
                dnn.sgemm(
                        'N',
                        'T',
                        rows,
                        keys,
                        size,
                        base + offset,
                        row,
                        base + keyOffset,
                        row,
                        0,
                        probabilities,
                        keys);
                dnn.sgemm(
                        'N',
                        'T',
                        rows,
                        keys,
                        size,
                        dOut,
                        width,
                        base + valueOffset,
                        row,
                        0,
                        differences,
                        keys);
                for (int t = from; t < to; t++) {
                    int n = b * shape.tokens() + t;
                    long line = 4L * (t - from);
                    float outDot =
                            Lanes.dot(
                                    dOut + line * width,
                                    y.data().address() + outOffset + line * width,
                                    size);
                    scoreGradient(
                            probabilities + line * keys,
                            differences + line * keys,
                            keys,
                            shape.firstKey()[n] - first,
                            t - first,
                            shape.scale(),
                            logSumExp.get((long) n * shape.heads() + head),
                            outDot);
                }
                dnn.sgemm(
                        'T',
                        'N',
                        keys,
                        size,
                        rows,
                        probabilities,
                        keys,
                        dOut,
                        width,
                        1,
                        dBase + valueOffset,
                        row);
                dnn.sgemm(
                        'N',
                        'N',
                        rows,
                        size,
                        keys,
                        differences,
                        keys,
                        base + keyOffset,
                        row,
                        0,
                        dBase + offset,
                        row);
                dnn.sgemm(
                        'T',
                        'N',
                        keys,
                        size,
                        rows,
                        differences,
                        keys,
                        base + offset,
                        row,
                        1,
                        dBase + keyOffset,
                        row);
            }
        }
    }

    /// Scores -> probabilities and dP -> dS of one row, zero outside `from`..`to`.
    private static void scoreGradient(
            long p,
            long d,
            int keys,
            int from,
            int to,
            float scale,
            float logSumExp,
            float outDot) {
        int count = to - from + 1;
        if (count <= 0) {
            Lanes.zero(p, keys);
            Lanes.zero(d, keys);
            return;
        }
        Lanes.zero(p, from);
        Lanes.zero(d, from);
        FloatVector factor = FloatVector.broadcast(Lanes.F, scale);
        FloatVector minus = FloatVector.broadcast(Lanes.F, -logSumExp);
        int i = from;
        for (; i + L <= to + 1; i += L) {
            FloatVector e = Lanes.exp(Lanes.load(p, i).fma(factor, minus));
            Lanes.store(e, p, i);
            Lanes.store(Lanes.load(d, i).sub(outDot).mul(e).mul(factor), d, i);
        }
        for (; i <= to; i++) {
            float e = Lanes.exp(Math.fma(Lanes.get(p, i), scale, -logSumExp));
            Lanes.set(p, i, e);
            Lanes.set(d, i, (Lanes.get(d, i) - outDot) * e * scale);
        }
        Lanes.zero(p + 4L * (to + 1), keys - to - 1L);
        Lanes.zero(d + 4L * (to + 1), keys - to - 1L);
    }

    /// One step of generation: each query head against the cache, row by row.
    void withCache(
            Tensor y, Tensor qkv, Tensor keys, Tensor values, int start, AttentionShape shape) {
        int size = shape.headSize();
        int width = keys.columns();
        int group = shape.heads() / shape.keyValueHeads();
        int capacity = keys.rows();
        if (scratch.size() < (long) shape.heads() * capacity) {
            scratch = memory.zeros((long) shape.heads() * capacity);
        }
        workers.forEach(
                shape.heads(),
                head -> {
                    long scores = scratch.data().address() + 4L * head * capacity;
                    for (int n = 0; n < shape.tokens(); n++) {
                        int first = shape.firstKey()[n];
                        int count = start + n - first + 1;
                        long query =
                                qkv.data().address()
                                        + 4L * ((long) n * shape.rowLength() + (long) head * size);
                        long out =
                                y.data().address()
                                        + 4L
                                                * ((long) n * shape.heads() * size
                                                        + (long) head * size);
                        Lanes.zero(out, size);
                        if (count <= 0) {
                            continue;
                        }
                        long column = 4L * ((long) first * width + (long) (head / group) * size);
                        for (int j = 0; j < count; j++) {
                            Lanes.set(
                                    scores,
                                    j,
                                    Lanes.dot(
                                            query,
                                            keys.data().address() + column + 4L * j * width,
                                            size));
                        }
                        softmax(scores, count, 0, count - 1, shape.scale());
                        for (int j = 0; j < count; j++) {
                            Lanes.addScaled(
                                    out,
                                    values.data().address() + column + 4L * j * width,
                                    Lanes.get(scores, j),
                                    size);
                        }
                    }
                });
    }

    /// The first key that any query of a block sees.
    private static int firstKey(AttentionShape shape, int b, int from, int to) {
        int first = Integer.MAX_VALUE;
        for (int t = from; t < to; t++) {
            first = Math.min(first, shape.firstKey()[b * shape.tokens() + t]);
        }
        return first;
    }

    private static void clear(long address, int rows, int stride, int columns) {
        for (int n = 0; n < rows; n++) {
            Lanes.zero(address + 4L * n * stride, columns);
        }
    }
}
