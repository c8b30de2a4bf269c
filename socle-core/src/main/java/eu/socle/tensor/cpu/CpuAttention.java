package eu.socle.tensor.cpu;

import eu.socle.core.Workers;
import eu.socle.tensor.AttentionShape;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;

/// Causal grouped-query attention in blocks of queries: scores of one block against the keys it may
/// see, softmax in place, product with the values. The backward pass makes the probabilities again
/// from the kept log-sum-exp.
///
/// S = scale Q K^T, P = softmax(S), Y = P V; dV = P^T dY, dP = dY V^T, dS = P (dP - rowsum(dY Y))
/// scale, dQ = dS K, dK = dS^T Q.
final class CpuAttention {

    private static final int QUERIES =
            64; // rows of a block: 32 has too small products, 128 computes too much above the
    // diagonal (measured)
    private static final int PIECES = 16; // each with its own scratch; enough for 16 cores
    private static final int FEW =
            8; // new tokens below which dot products beat matrix products against a cache

    private final OneDnn dnn;
    private final Workers workers;
    private final Memory memory;
    private final CachedAttention cached;
    private Tensor scratch;

    CpuAttention(OneDnn dnn, Workers workers, Memory memory, CachedAttention cached) {
        this.dnn = dnn;
        this.workers = workers;
        this.memory = memory;
        this.cached = cached;
        this.scratch = memory.zeros(0);
    }

    /// Rows of one head: the address of the first and the floats from one to the next.
    private record Strip(long address, int stride) {
        static Strip of(Tensor matrix, long row, long column) {
            return new Strip(
                    matrix.data().address() + 4 * (row * matrix.columns() + column),
                    matrix.columns());
        }

        long at(int row) {
            return address + 4L * row * stride;
        }

        Strip from(int row) {
            return new Strip(at(row), stride);
        }
    }

    /// One query head: query t sees keys firstKey[firstRow + t] to start + t.
    private record Head(
            Strip q,
            Strip k,
            Strip v,
            Strip y,
            Strip logSumExp,
            int firstRow,
            int start,
            AttentionShape shape) {

        /// True if a query sees itself alone and no sink takes a part of its weight: then nothing
        /// depends on the score, and rounding must not say otherwise.
        boolean isGivenOneValue(int t) {
            return shape.firstKey()[firstRow + t] == start + t
                    && Lanes.same(y.at(t), v.at(start + t), shape.valueSize());
        }

        /// The first key that any query of a block sees.
        int first(int from, int to) {
            int first = Integer.MAX_VALUE;
            for (int t = from; t < to; t++) {
                first = Math.min(first, shape.firstKey()[firstRow + t]);
            }
            return first;
        }
    }

    private static Head head(
            Tensor y, Tensor logSumExp, Tensor qkv, AttentionShape shape, int sequence, int head) {
        int row = sequence * shape.tokens();
        return new Head(
                Strip.of(qkv, row, (long) head * shape.headSize()),
                Strip.of(qkv, row, shape.keyColumn(head)),
                Strip.of(qkv, row, shape.valueColumn(head)),
                Strip.of(y, row, (long) head * shape.valueSize()),
                Strip.of(logSumExp, row, head),
                row,
                0,
                shape);
    }

    void forward(Tensor y, Tensor logSumExp, Tensor qkv, AttentionShape shape) {
        eachGroup(
                shape,
                1,
                (room, sequence, first, end) -> {
                    for (int h = first; h < end; h++) {
                        forward(head(y, logSumExp, qkv, shape, sequence, h), room);
                    }
                });
    }

    void backward(
            Tensor dQkv, Tensor dY, Tensor y, Tensor logSumExp, Tensor qkv, AttentionShape shape) {
        eachGroup(
                shape,
                2,
                (room, sequence, first, end) -> {
                    int row = sequence * shape.tokens();
                    Strip dK = Strip.of(dQkv, row, shape.keyColumn(first));
                    Strip dV = Strip.of(dQkv, row, shape.valueColumn(first));
                    clear(dK, 0, shape.tokens(), shape.headSize());
                    clear(dV, 0, shape.tokens(), shape.valueSize());
                    for (int h = first; h < end; h++) {
                        Strip dOut = Strip.of(dY, row, (long) h * shape.valueSize());
                        Strip dQ = Strip.of(dQkv, row, (long) h * shape.headSize());
                        backward(
                                dQ,
                                dK,
                                dV,
                                dOut,
                                head(y, logSumExp, qkv, shape, sequence, h),
                                room);
                    }
                });
    }

    /// The work on the query heads `first` to `end` of one sequence that share a key/value head.
    private interface Group {
        void run(long room, int sequence, int first, int end);
    }

    private void eachGroup(AttentionShape shape, int slabs, Group group) {
        int groups = shape.batch() * shape.keyValueHeads();
        int size = shape.heads() / shape.keyValueHeads();
        int pieces = Math.min(PIECES, groups);
        long room = room(shape.tokens(), slabs);
        long rooms = rooms(pieces * room);
        workers.forEach(
                pieces,
                piece -> {
                    for (int g = piece; g < groups; g += pieces) {
                        int first = g % shape.keyValueHeads() * size;
                        group.run(
                                rooms + 4L * piece * room,
                                g / shape.keyValueHeads(),
                                first,
                                first + size);
                    }
                });
    }

    /// Bytes of scratch of training on sequences of this length, at most.
    static long scratch(int tokens) {
        return 4L * PIECES * room(tokens, 2);
    }

    /// Bytes of scratch of a prompt against a cache of so many tokens.
    static long promptScratch(int tokens, int heads) {
        return 4L * heads * room(tokens, 1);
    }

    /// Floats of scratch for blocks against this many keys.
    private static long room(int keys, int slabs) {
        return (long) QUERIES * (slabs * (long) Scores.rowLength(keys) + 1);
    }

    private long rooms(long floats) {
        if (scratch.size() < floats) {
            scratch = memory.zeros(floats);
        }
        return scratch.data().address();
    }

    private void forward(Head h, long room) {
        int size = h.shape.headSize();
        int values = h.shape.valueSize();
        long inverses = room; // [QUERIES], then the scores
        for (int from = 0; from < h.shape.tokens(); from += QUERIES) {
            int to = Math.min(h.shape.tokens(), from + QUERIES);
            int first = h.first(from, to);
            int keys = h.start + to - first;
            if (keys <= 0) {
                clear(h.y, from, to, values);
                for (int t = from; t < to; t++) {
                    Lanes.set(h.logSumExp.at(t), 0, Float.NEGATIVE_INFINITY);
                }
                continue;
            }
            Strip scores = new Strip(room + 4L * QUERIES, Scores.rowLength(keys));
            product('N', 'T', to - from, keys, size, h.q.from(from), h.k.from(first), 0, scores);
            for (int t = from; t < to; t++) {
                float lse =
                        Scores.exponentials(
                                scores.at(t - from),
                                scores.stride,
                                h.shape.firstKey()[h.firstRow + t] - first,
                                h.start + t - first,
                                h.shape.scale(),
                                inverses + 4L * (t - from));
                Lanes.set(h.logSumExp.at(t), 0, lse);
            }
            product('N', 'N', to - from, values, keys, scores, h.v.from(first), 0, h.y.from(from));
            for (int t = from; t < to; t++) {
                Lanes.scale(h.y.at(t), Lanes.get(inverses, t - from), values);
            }
        }
    }

    private void backward(Strip dQ, Strip dK, Strip dV, Strip dOut, Head h, long room) {
        int size = h.shape.headSize();
        int values = h.shape.valueSize();
        for (int from = 0; from < h.shape.tokens(); from += QUERIES) {
            int to = Math.min(h.shape.tokens(), from + QUERIES);
            int rows = to - from;
            int first = h.first(from, to);
            int keys = to - first;
            if (keys <= 0) {
                clear(dQ, from, to, size);
                continue;
            }
            Strip p = new Strip(room, Scores.rowLength(keys)); // scores, then probabilities
            Strip d = p.from(QUERIES); // dP, then dS
            product('N', 'T', rows, keys, size, h.q.from(from), h.k.from(first), 0, p);
            product('N', 'T', rows, keys, values, dOut.from(from), h.v.from(first), 0, d);
            for (int t = from; t < to; t++) {
                if (h.isGivenOneValue(t)) {
                    Scores.single(p.at(t - from), p.stride, t - first, 1);
                    Scores.single(d.at(t - from), p.stride, t - first, 0);
                    continue;
                }
                Scores.gradient(
                        p.at(t - from),
                        d.at(t - from),
                        p.stride,
                        h.shape.firstKey()[h.firstRow + t] - first,
                        t - first,
                        h.shape.scale(),
                        Lanes.get(h.logSumExp.at(t), 0),
                        Lanes.dot(dOut.at(t), h.y.at(t), values));
            }
            product('T', 'N', keys, values, rows, p, dOut.from(from), 1, dV.from(first));
            product('N', 'N', rows, size, keys, d, h.k.from(first), 0, dQ.from(from));
            product('T', 'N', keys, size, rows, d, h.q.from(from), 1, dK.from(first));
        }
    }

    /// New tokens against a cache: a prompt as in training, a few tokens key by key.
    void withCache(
            Tensor y,
            Tensor logSumExp,
            Tensor queries,
            Tensor keys,
            Tensor values,
            int start,
            AttentionShape shape) {
        if (shape.tokens() < FEW) {
            cached.attend(y, logSumExp, queries, keys, values, start, shape);
            return;
        }
        long room = room(keys.rows(), 1);
        long rooms = rooms(shape.heads() * room);
        workers.forEach(
                shape.heads(),
                head ->
                        forward(
                                head(y, logSumExp, queries, keys, values, start, shape, head),
                                rooms + 4L * head * room));
    }

    private static Head head(
            Tensor y,
            Tensor logSumExp,
            Tensor queries,
            Tensor keys,
            Tensor values,
            int start,
            AttentionShape shape,
            int head) {
        int shared = head / (shape.heads() / shape.keyValueHeads()); // the key/value head
        return new Head(
                Strip.of(queries, 0, (long) head * shape.headSize()),
                Strip.of(keys, 0, (long) shared * shape.headSize()),
                Strip.of(values, 0, (long) shared * shape.valueSize()),
                Strip.of(y, 0, (long) head * shape.valueSize()),
                Strip.of(logSumExp, 0, head),
                0,
                start,
                shape);
    }

    private void product(
            char transA, char transB, int m, int n, int k, Strip a, Strip b, float beta, Strip c) {
        dnn.sgemm(
                transA, transB, m, n, k, a.address, a.stride, b.address, b.stride, beta, c.address,
                c.stride);
    }

    private static void clear(Strip strip, int from, int to, int columns) {
        for (int n = from; n < to; n++) {
            Lanes.zero(strip.at(n), columns);
        }
    }
}
