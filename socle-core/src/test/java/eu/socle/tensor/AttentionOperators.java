package eu.socle.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Attention over packed sequences and against a cache, and rotary positions.
final class AttentionOperators extends OracleCase {

    AttentionOperators(Path folder, Backend backend) throws Exception {
        super(folder, backend);
    }

    @Override
    @Nullable Runnable operator() {
        if (has("in.q", "in.k", "in.v", "in.allow", "grad_out.out")) {
            return prefix() ? this::attention : null;
        }
        if (has("in.q", "in.k", "in.v", "in.cache_lengths", "out")) {
            return this::decode;
        }
        if (only("in.", "x", "positions") && has("inv_freq")) {
            return this::rope;
        }
        return null;
    }

    /// True when every query sees one unbroken run of keys that ends with itself, or nothing.
    private boolean prefix() {
        return firstKeys() != null;
    }

    private int @Nullable [] firstKeys() {
        Tensor allow = file.tensor("in.allow");
        int t = allow.columns();
        int[] first = new int[allow.rows()];
        for (int row = 0; row < first.length; row++) {
            int query = row % t;
            int at = query + 1;
            while (at > 0 && allowed(allow, row, at - 1, t)) {
                at--;
            }
            boolean run = true;
            for (int key = 0; key < t; key++) {
                run &= allowed(allow, row, key, t) == (key >= at && key <= query);
            }
            if (!run && !silent(row)) {
                return null;
            }
            first[row] = run ? at : query + 1; // a padded query, which nothing is asked of, sees
            // nothing
        }
        return first;
    }

    /// True when the upstream gradient of this query is zero: the mark of a padded one.
    private boolean silent(int row) {
        Tensor upstream = f32("grad_out.out");
        long width = upstream.dimension(2) * upstream.dimension(3);
        for (long i = row * width; i < (row + 1) * width; i++) {
            if (upstream.get(i) != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean allowed(Tensor allow, int row, int key, int t) {
        return allow.data().get(ValueLayout.JAVA_BYTE, (long) row * t + key) != 0;
    }

    private void attention() {
        Tensor q = f32("in.q");
        Tensor k = f32("in.k");
        int batch = (int) q.dimension(0);
        int tokens = (int) q.dimension(1);
        int heads = (int) q.dimension(2);
        int kv = (int) k.dimension(2);
        int size = (int) q.dimension(3);
        int[] first = java.util.Objects.requireNonNull(firstKeys());
        AttentionShape shape =
                new AttentionShape(
                        batch,
                        tokens,
                        heads,
                        kv,
                        size,
                        (float) attributes.get("scale").asDouble(),
                        first);
        Tensor qkv = side(q, k, f32("in.v"), batch * tokens);
        Tensor y = memory.zeros(batch * (long) tokens, (long) heads * size);
        Tensor lse = memory.zeros(batch * (long) tokens, heads);
        backend.attention(y, lse, qkv, shape);
        if (has("in.sinks")) {
            backend.sink(y, lse, f32("in.sinks"));
        }
        Tensor dOut = f32("grad_out.out").as(batch * (long) tokens, (long) heads * size);
        Tensor dQkv = memory.zeros(qkv.shape());
        dQkv.set(0, 7f); // what it holds before must not matter
        backend.attentionBackward(dQkv, dOut, y, lse, qkv, shape);
        compareRows(y, f32("out.out"), first, tokens);
        if (has("in.sinks")) {
            Tensor dSinks = memory.zeros(heads);
            backend.sinkBackward(dSinks, dOut, y, lse, f32("in.sinks"));
            relative(dSinks, f32("grad.sinks"));
        }
        relative(columns(dQkv, 0, heads * size), f32("grad.q"));
        relative(columns(dQkv, heads * size, kv * size), f32("grad.k"));
        relative(columns(dQkv, (heads + kv) * size, kv * size), f32("grad.v"));
    }

    /// Rows that see something must agree, rows that see nothing must be zero.
    private void compareRows(Tensor got, Tensor want, int[] first, int tokens) {
        int columns = got.columns();
        for (int row = 0; row < got.rows(); row++) {
            boolean sees = first[row] <= row % tokens;
            for (int c = 0; c < columns; c++) {
                long i = (long) row * columns + c;
                double expected = sees ? want.get(i) : 0;
                assertThat(Math.abs(got.get(i) - expected))
                        .as("row %d", row)
                        .isLessThan(outTolerance);
                compared++;
            }
        }
    }

    private void decode() {
        Tensor q = f32("in.q");
        Tensor k = f32("in.k");
        Tensor v = f32("in.v");
        int heads = (int) q.dimension(2);
        int size = (int) q.dimension(3);
        int kv = (int) k.dimension(2);
        int capacity = (int) k.dimension(1);
        long[] lengths = longs("in.cache_lengths");
        for (int b = 0; b < lengths.length; b++) {
            Tensor keys =
                    k.as(lengths.length, (long) capacity * kv * size)
                            .rows(b, b + 1L)
                            .as(capacity, (long) kv * size);
            Tensor values =
                    v.as(lengths.length, (long) capacity * kv * size)
                            .rows(b, b + 1L)
                            .as(capacity, (long) kv * size);
            AttentionShape shape =
                    new AttentionShape(
                            1,
                            1,
                            heads,
                            kv,
                            size,
                            (float) attributes.get("scale").asDouble(),
                            new int[1]);
            Tensor qkv = memory.zeros(1, shape.rowLength());
            for (int i = 0; i < heads * size; i++) {
                qkv.set(i, q.get((long) b * heads * size + i));
            }
            Tensor y = memory.zeros(1, (long) heads * size);
            backend.attentionWithCache(
                    y, memory.zeros(1, heads), qkv, keys, values, (int) lengths[b] - 1, shape);
            near(y, f32("out").as(lengths.length, (long) heads * size).rows(b, b + 1L));
        }
    }

    private void rope() {
        Tensor x = f32("in.x");
        int batch = (int) x.dimension(0);
        int tokens = (int) x.dimension(1);
        int heads = (int) x.dimension(2);
        int size = (int) x.dimension(3);
        int[] positions = ints("in.positions");
        double[] inverse = f64("inv_freq");
        int most = java.util.Arrays.stream(positions).max().orElseThrow() + 1;
        Tensor cos = memory.zeros(most, size / 2);
        Tensor sin = memory.zeros(most, size / 2);
        for (int p : positions) {
            for (int i = 0; i < size / 2; i++) {
                cos.set((long) p * (size / 2) + i, (float) Math.cos(p * inverse[i]));
                sin.set((long) p * (size / 2) + i, (float) Math.sin(p * inverse[i]));
            }
        }
        Tensor want = f32("out.out").as(batch * (long) tokens, (long) heads * size);
        Tensor d = f32("grad_out.out").as(want.shape());
        Slices all = new Slices(0, size, heads);
        double least = Double.POSITIVE_INFINITY;
        Pairing pairing = Pairing.HALVES;
        boolean reordered = false; // pairs of neighbours whose results stand in halves
        for (Pairing p : Pairing.values()) {
            for (boolean order : new boolean[] {false, true}) {
                Tensor y = copy(x.as(want.shape()));
                backend.rope(y, cos, sin, positions, all, p);
                double error = largest(order ? inHalves(y, size) : y, want);
                if (error < least) {
                    least = error;
                    pairing = p;
                    reordered = order;
                }
            }
        }
        Tensor y = copy(x.as(want.shape()));
        backend.rope(y, cos, sin, positions, all, pairing);
        near(reordered ? inHalves(y, size) : y, want);
        Tensor dX = copy(reordered ? inPairs(d, size) : d);
        backend.ropeBackward(dX, cos, sin, positions, all, pairing);
        relative(dX, f32("grad.x").as(want.shape()));
        Tensor wide = side(x, x, x, batch * tokens);
        backend.rope(wide, cos, sin, positions, new Slices(heads * size, size, heads), pairing);
        near(columns(wide, 0, heads * size), x.as(want.shape())); // others are left alone
        near(columns(wide, heads * size, heads * size), y);
        near(columns(wide, 2 * heads * size, heads * size), x.as(want.shape()));
    }

    private double largest(Tensor a, Tensor b) {
        double largest = 0;
        for (long i = 0; i < a.size(); i++) {
            largest = Math.max(largest, Math.abs(a.get(i) - b.get(i)));
        }
        return largest;
    }

    private Tensor copy(Tensor x) {
        Tensor copy = memory.zeros(x.shape());
        copy.copyFrom(x);
        return copy;
    }

    /// Element 2i goes to i, 2i + 1 to i + size / 2, in each head.
    private Tensor inHalves(Tensor x, int size) {
        Tensor y = memory.zeros(x.shape());
        for (long i = 0; i < x.size(); i++) {
            long within = i % size;
            y.set(i - within + within / 2 + within % 2 * (size / 2), x.get(i));
        }
        return y;
    }

    private Tensor inPairs(Tensor x, int size) {
        Tensor y = memory.zeros(x.shape());
        for (long i = 0; i < x.size(); i++) {
            long within = i % size;
            y.set(i, x.get(i - within + within / 2 + within % 2 * (size / 2)));
        }
        return y;
    }
}
