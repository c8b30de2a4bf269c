package eu.socle.tensor.cpu;

import eu.socle.core.Workers;
import eu.socle.tensor.AttentionShape;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.cpu.machine.SharedHeads;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Attention of a few new tokens against a cache of keys and values, query by query: scores of all
/// keys, softmax in place, sum of the values. Heads that share keys and values take each row
/// together, in machine code ([SharedHeads]) where this machine runs it, else in [Lanes]: both give
/// the same bits.
///
/// A piece of work is some heads; against a long cache it is a range of keys for all heads, so that
/// there is work for many threads and a row is read once.
final class CachedAttention implements AutoCloseable {

    private static final int LANES = 16; // of the machine code
    private static final int RUN = 32; // keys that one head after the other takes: 8 KiB of a
    // head of 64
    private static final int RANGE = 256; // keys of a piece of a long cache
    private static final int LONG = 2048; // keys from which on ranges of keys are pieces

    private final Workers workers;
    private final Memory memory;
    private final boolean machine;
    private final Map<Form, Optional<SharedHeads>> kernels = new HashMap<>();
    private Tensor scratch;

    /// What a kernel is made for.
    private record Form(int heads, int size, int width) {}

    /// @param machine whether machine code may run
    CachedAttention(Workers workers, Memory memory, boolean machine) {
        this.workers = workers;
        this.memory = memory;
        this.machine = machine && Lanes.L == LANES;
        this.scratch = memory.zeros(0);
    }

    /// One call: where everything lies.
    ///
    /// @param rooms scratch: for each head the inverse of the sum of its scores, at the end of one
    ///   vector, and the scores; then the sums of each range
    /// @param room floats of one head's scratch
    /// @param together heads that share keys and values and go together
    private record Call(
            Tensor y,
            Tensor logSumExp,
            Tensor queries,
            Tensor keys,
            Tensor values,
            int start,
            AttentionShape shape,
            long rooms,
            long room,
            int together,
            Optional<SharedHeads> kernel) {

        int first(int t) {
            return shape.firstKey()[t];
        }

        int count(int t) {
            return Math.max(0, start + t - first(t) + 1);
        }

        long query(int head, int t) {
            return at(queries, t, (long) head * shape.headSize());
        }

        long key(int head, int row) {
            return at(keys, row, (long) shared(head) * shape.headSize());
        }

        long value(int head, int row) {
            return at(values, row, (long) shared(head) * shape.valueSize());
        }

        long out(int head, int t) {
            return at(y, t, (long) head * shape.valueSize());
        }

        private int shared(int head) {
            return head / (shape.heads() / shape.keyValueHeads());
        }

        private static long at(Tensor x, int row, long column) {
            return x.data().address() + 4 * ((long) row * x.columns() + column);
        }

        long inverse(int head) {
            return rooms + 4L * head * room;
        }

        long scores(int head) {
            return inverse(head) + 4L * Lanes.L;
        }

        /// The sums of a range, all heads one behind the other.
        long sums(int range, int head) {
            long width = shape.valueSize();
            long before = range * (long) shape.heads() + head;
            return rooms + 4 * (shape.heads() * room + before * width);
        }
    }

    /// As [eu.socle.tensor.Backend#attentionWithCache].
    void attend(
            Tensor y,
            Tensor logSumExp,
            Tensor queries,
            Tensor keys,
            Tensor values,
            int start,
            AttentionShape shape) {
        int together = together(shape.heads() / shape.keyValueHeads());
        boolean ranges = start >= LONG;
        long room = Lanes.L + (long) Scores.rowLength(keys.rows());
        long sums = ranges ? (long) ranges(keys.rows()) * shape.valueSize() : 0;
        long floats = shape.heads() * (room + sums);
        if (scratch.size() < floats) {
            scratch = memory.zeros(floats);
        }
        Call call =
                new Call(
                        y,
                        logSumExp,
                        queries,
                        keys,
                        values,
                        start,
                        shape,
                        scratch.data().address(),
                        room,
                        together,
                        kernel(new Form(together, shape.headSize(), shape.valueSize())));
        if (ranges) {
            for (int t = 0; t < shape.tokens(); t++) {
                inRanges(call, t);
            }
            return;
        }
        workers.forEachSpan(
                shape.heads() / together,
                (from, to) -> {
                    for (int t = 0; t < shape.tokens(); t++) {
                        for (int piece = from; piece < to; piece++) {
                            some(call, piece * together, t);
                        }
                    }
                });
    }

    private Optional<SharedHeads> kernel(Form form) {
        if (!machine) {
            return Optional.empty();
        }
        return kernels.computeIfAbsent(form, f -> SharedHeads.of(f.heads, f.size, f.width));
    }

    /// How many of the query heads that share a key/value head go together: the more, the less is
    /// read; the fewer, the more threads have work.
    private static int together(int group) {
        return group % 4 == 0 ? 4 : group % 3 == 0 ? 3 : group % 2 == 0 ? 2 : 1;
    }

    private static int ranges(int keys) {
        return (keys + RANGE - 1) / RANGE;
    }

    /// One query of the heads that go together from `head` on.
    private static void some(Call c, int head, int t) {
        int count = c.count(t);
        scores(c, head, t, 0, count);
        for (int h = head; h < head + c.together; h++) {
            exponentials(c, h, t);
            Lanes.zero(c.out(h, t), c.shape.valueSize());
        }
        addValues(c, head, t, 0, count, c.out(head, t));
        for (int h = head; h < head + c.together; h++) {
            Lanes.scale(c.out(h, t), Lanes.get(c.inverse(h), 0), c.shape.valueSize());
        }
    }

    /// One query of all heads. Each range has sums of its own, which are added in the order of the
    /// ranges.
    private void inRanges(Call c, int t) {
        int count = c.count(t);
        int heads = c.shape.heads();
        int width = c.shape.valueSize();
        workers.forEach(
                ranges(count),
                range -> {
                    int end = Math.min(count, (range + 1) * RANGE);
                    for (int head = 0; head < heads; head += c.together) {
                        scores(c, head, t, range * RANGE, end);
                    }
                });
        workers.forEach(heads, head -> exponentials(c, head, t));
        workers.forEach(
                ranges(count),
                range -> {
                    int end = Math.min(count, (range + 1) * RANGE);
                    Lanes.zero(c.sums(range, 0), (long) heads * width);
                    for (int head = 0; head < heads; head += c.together) {
                        addValues(c, head, t, range * RANGE, end, c.sums(range, head));
                    }
                });
        for (int head = 0; head < heads; head++) {
            long y = c.out(head, t);
            Lanes.zero(y, width);
            for (int range = 0; range < ranges(count); range++) {
                Lanes.addScaled(y, c.sums(range, head), 1, width);
            }
            Lanes.scale(y, Lanes.get(c.inverse(head), 0), width);
        }
    }

    /// The scores of keys `from` to `to` (exclusive), counted from the first that the query sees.
    private static void scores(Call c, int head, int t, int from, int to) {
        int first = c.first(t);
        long stride = c.keys.columns();
        int begin = from;
        if (c.kernel.isPresent()) {
            long scores = c.scores(head) + 4L * from;
            long key = c.key(head, first + from);
            begin +=
                    c.kernel
                            .get()
                            .dots(scores, 4 * c.room, c.query(head, t), key, 4 * stride, to - from);
        }
        for (int j = begin; j < to; j += RUN) {
            int run = Math.min(RUN, to - j);
            for (int h = head; h < head + c.together; h++) {
                long key = c.key(h, first + j);
                long scores = c.scores(h) + 4L * j;
                Lanes.dots(scores, c.query(h, t), key, stride, run, c.shape.headSize());
            }
        }
    }

    private static void exponentials(Call c, int head, int t) {
        int count = c.count(t);
        float lse =
                Scores.exponentials(
                        c.scores(head),
                        Scores.rowLength(count),
                        0,
                        count - 1,
                        c.shape.scale(),
                        c.inverse(head));
        c.logSumExp.set((long) t * c.shape.heads() + head, lse);
    }

    /// sums[h] += the values of keys `from` to `to` (exclusive) times their scores.
    private static void addValues(Call c, int head, int t, int from, int to, long sums) {
        int first = c.first(t);
        int width = c.shape.valueSize();
        long stride = c.values.columns();
        if (c.kernel.isPresent()) {
            long weights = c.scores(head) + 4L * from;
            long value = c.value(head, first + from);
            c.kernel.get().sums(sums, weights, 4 * c.room, value, 4 * stride, to - from);
            return;
        }
        for (int j = from; j < to; j += RUN) {
            int run = Math.min(RUN, to - j);
            for (int i = 0; i < c.together; i++) {
                long value = c.value(head + i, first + j);
                long weights = c.scores(head + i) + 4L * j;
                Lanes.addWeighted(sums + 4L * i * width, weights, value, stride, run, width);
            }
        }
    }

    @Override
    public void close() {
        kernels.values().forEach(kernel -> kernel.ifPresent(SharedHeads::close));
    }
}
