package eu.socle.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.Shared;
import eu.socle.core.Json;
import eu.socle.core.Workers;
import eu.socle.model.Safetensors;
import eu.socle.tensor.cpu.CpuBackend;
import eu.socle.tensor.reference.ReferenceBackend;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/// Operators with outputs and gradients computed elsewhere in float64. What a case asks is read
/// from its tensors and attributes, not from its name.
final class OpsOracleTest {

    @TestFactory
    List<DynamicTest> every_case_of_an_implemented_operator_agrees_on_both_backends()
            throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        List<String> notYet = new ArrayList<>();
        for (Path folder : Shared.cases("oracles/ops")) {
            if (!Files.exists(folder.resolve("tensors.safetensors"))) {
                continue; // tables of numbers, tested where they belong
            }
            try (Case probe = new Case(folder, new ReferenceBackend())) {
                if (probe.operator() == null) {
                    notYet.add(folder.getFileName().toString());
                    continue;
                }
            }
            tests.add(
                    DynamicTest.dynamicTest(
                            folder.getFileName() + " on reference",
                            () -> check(folder, new ReferenceBackend())));
            tests.add(
                    DynamicTest.dynamicTest(
                            folder.getFileName() + " on cpu",
                            () -> {
                                try (Workers workers = Workers.of(2);
                                        CpuBackend backend = CpuBackend.open(workers)) {
                                    check(folder, backend);
                                }
                            }));
        }
        System.err.println("operators not yet implemented: " + notYet);
        assertThat(tests).hasSizeGreaterThan(10);
        return tests;
    }

    private static void check(Path folder, Backend backend) throws Exception {
        try (Case c = new Case(folder, backend)) {
            Runnable operator = java.util.Objects.requireNonNull(c.operator());
            operator.run();
            assertThat(c.compared).as("comparisons made").isPositive();
        }
    }

    /// One case: its tensors, its attributes, and the operator that its tensors say it is about.
    private static final class Case implements AutoCloseable {
        private final Backend backend;
        private final Memory memory = new Memory();
        private final Safetensors file;
        private final Set<String> names;
        private final JsonNode attributes;
        private final double outTolerance;
        private final double gradientTolerance;
        private int compared;

        Case(Path folder, Backend backend) throws Exception {
            this.backend = backend;
            this.file = Safetensors.open(folder.resolve("tensors.safetensors"));
            this.names = file.names();
            JsonNode expected =
                    Json.parse(
                            Files.readString(folder.resolve("expected.json")), folder.toString());
            this.attributes = expected.path("attributes");
            this.outTolerance = expected.at("/tolerance/fp32_out_max_abs").asDouble();
            this.gradientTolerance = expected.at("/tolerance/fp32_grad_rel_norm").asDouble();
        }

        /// The check for this case, or null when this release has no such operator.
        @Nullable Runnable operator() {
            if (has("in.q", "in.k", "in.v", "in.allow", "grad_out.out") && !has("in.sinks")) {
                return prefix() ? this::attention : null;
            }
            if (has("in.q", "in.k", "in.v", "in.cache_lengths", "out")) {
                return this::decode;
            }
            if (only("in.", "x", "w", "b")) {
                return this::linear;
            }
            if (only("in.", "table", "ids")) {
                return this::embedding;
            }
            if (has("plain.in.x", "plain.in.w") && attributes.has("eps")) {
                return this::rmsNorm;
            }
            if (only("in.", "x", "positions")
                    && has("inv_freq")
                    && attributes.path("layout").asString("").contains("head")
                    && halves()) {
                return this::rope;
            }
            if (only("in.", "x", "w_gate", "w_up", "w_down")) {
                return this::swiglu;
            }
            if (only("in.", "a", "b")) {
                return this::swigluElements;
            }
            if (only("in.", "x", "w", "labels") && attributes.has("global_token_count")) {
                return this::fusedHead;
            }
            if (only("in.", "logits", "labels")
                    && (has("out.out") || has("out.loss"))
                    && !attributes.hasNonNull("z_coefficient")
                    && plainCrossEntropy()) {
                return this::crossEntropy;
            }
            if (attributes.has("learning_rates") && attributes.has("beta1")) {
                return this::adamW;
            }
            if (attributes.has("max_norm")) {
                return this::clipping;
            }
            return null;
        }

        private boolean has(String... wanted) {
            return names.containsAll(List.of(wanted));
        }

        /// True when the inputs with this prefix are exactly these.
        private boolean only(String prefix, String... wanted) {
            Set<String> inputs = new java.util.TreeSet<>();
            names.stream()
                    .filter(n -> n.startsWith(prefix))
                    .forEach(n -> inputs.add(n.substring(prefix.length())));
            return inputs.equals(Set.of(wanted));
        }

        /// True when x rotated as halves by the first position explains the expected output better
        /// than as pairs.
        private boolean halves() {
            Tensor x = f32("in.x");
            Tensor out = f32("out.out");
            int d = x.columns();
            long row = x.size() / d - 1; // the last row has a position beyond zero
            double angle =
                    longs("in.positions")[longs("in.positions").length - 1] * f64("inv_freq")[0];
            double half =
                    x.get(row * d) * Math.cos(angle) - x.get(row * d + d / 2) * Math.sin(angle);
            return Math.abs(half - out.get(row * d)) < 1e-3;
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
                first[row] =
                        run ? at : query + 1; // a padded query, which nothing is asked of, sees
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
            Tensor dOut = f32("grad_out.out").as(batch * (long) tokens, (long) heads * size);
            Tensor dQkv = memory.zeros(qkv.shape());
            dQkv.set(0, 7f); // what it holds before must not matter
            backend.attentionBackward(dQkv, dOut, y, lse, qkv, shape);
            compareRows(y, f32("out.out"), first, tokens);
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

        private void linear() {
            Tensor x = flat(f32("in.x"));
            Tensor w = f32("in.w");
            Tensor y = memory.zeros(x.rows(), w.rows());
            Tensor d = flat(f32("grad_out.out"));
            backend.linear(y, x, w, Write.SET);
            backend.addBias(y, f32("in.b"));
            near(y, f32("out.out"));
            Tensor dX = memory.zeros(x.shape());
            Tensor dW = memory.zeros(w.shape());
            Tensor dB = memory.zeros(w.rows());
            backend.linearInputGradient(dX, d, w, Write.SET);
            backend.linearWeightGradient(dW, d, x, Write.SET);
            backend.biasGradient(dB, d);
            relative(dX, f32("grad.x"));
            relative(dW, f32("grad.w"));
            relative(dB, f32("grad.b"));
        }

        private void embedding() {
            Tensor table = f32("in.table");
            int[] ids = ints("in.ids");
            Tensor y = memory.zeros(ids.length, table.columns());
            backend.embed(y, table, ids);
            near(y, f32("out.out"));
            Tensor d = memory.zeros(table.shape());
            backend.embedBackward(d, flat(f32("grad_out.out")), ids);
            relative(d, f32("grad.table"));
        }

        private void rmsNorm() {
            for (String form : List.of("plain.", "offset.")) {
                Tensor x = flat(f32(form + "in.x"));
                Tensor gain = f32(form + "in.w");
                for (long i = 0; form.equals("offset.") && i < gain.size(); i++) {
                    gain.set(i, 1 + gain.get(i)); // the unit-offset form: the gradient of w is that
                    // of 1 + w
                }
                Tensor y = memory.zeros(x.shape());
                Tensor inverse = memory.zeros(x.rows());
                backend.rmsNorm(y, inverse, x, gain, (float) attributes.get("eps").asDouble());
                near(y, f32(form + "out.out"));
                Tensor dX = memory.zeros(x.shape());
                Tensor dW = memory.zeros(gain.shape());
                backend.rmsNormBackward(
                        dX, dW, flat(f32(form + "grad_out.out")), x, gain, inverse, Write.SET);
                relative(dX, f32(form + "grad.x"));
                relative(dW, f32(form + "grad.w"));
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
            AttentionShape shape =
                    new AttentionShape(
                            batch, tokens, heads, heads, size, 1, new int[batch * tokens]);
            Tensor y = side(x, x, x, batch * tokens);
            backend.rope(y, cos, sin, positions, shape.queriesAndKeys(), Pairing.HALVES);
            near(columns(y, 0, heads * size), f32("out.out"));
            near(columns(y, heads * size, heads * size), f32("out.out"));
            near(columns(y, 2 * heads * size, heads * size), x); // values are not rotated
            Tensor d = f32("grad_out.out");
            Tensor dX = side(d, d, d, batch * tokens);
            backend.ropeBackward(dX, cos, sin, positions, shape.queriesAndKeys(), Pairing.HALVES);
            relative(columns(dX, 0, heads * size), f32("grad.x"));
        }

        private void swiglu() {
            Tensor x = flat(f32("in.x"));
            Tensor gate = f32("in.w_gate");
            Tensor down = f32("in.w_down");
            int f = gate.rows();
            Tensor stacked = memory.zeros(2L * f, x.columns());
            stacked.rows(0, f).copyFrom(gate);
            stacked.rows(f, 2L * f).copyFrom(f32("in.w_up"));
            Tensor gateUp = memory.zeros(x.rows(), 2L * f);
            Tensor product = memory.zeros(x.rows(), f);
            Tensor y = memory.zeros(x.rows(), down.rows());
            backend.linear(gateUp, x, stacked, Write.SET);
            backend.swiglu(product, gateUp);
            backend.linear(y, product, down, Write.SET);
            near(y, f32("out.out"));
            Tensor d = flat(f32("grad_out.out"));
            Tensor dDown = memory.zeros(down.shape());
            Tensor dProduct = memory.zeros(product.shape());
            Tensor dGateUp = memory.zeros(gateUp.shape());
            Tensor dStacked = memory.zeros(stacked.shape());
            Tensor dX = memory.zeros(x.shape());
            backend.linearWeightGradient(dDown, d, product, Write.ADD);
            backend.linearInputGradient(dProduct, d, down, Write.SET);
            backend.swigluBackward(dGateUp, dProduct, gateUp);
            backend.linearWeightGradient(dStacked, dGateUp, x, Write.ADD);
            backend.linearInputGradient(dX, dGateUp, stacked, Write.SET);
            relative(dDown, f32("grad.w_down"));
            relative(dStacked.rows(0, f), f32("grad.w_gate"));
            relative(dStacked.rows(f, 2L * f), f32("grad.w_up"));
            relative(dX, f32("grad.x"));
        }

        private void swigluElements() {
            Tensor a = f32("in.a");
            Tensor b = f32("in.b");
            int n = (int) a.size();
            Tensor gateUp = memory.zeros(1, 2L * n);
            gateUp.as(2, n).rows(0, 1).copyFrom(a.as(1, n));
            gateUp.as(2, n).rows(1, 2).copyFrom(b.as(1, n));
            Tensor y = memory.zeros(1, n);
            backend.swiglu(y, gateUp);
            Tensor want = f32("out.out");
            for (int i = 0; i < n; i++) {
                float scale = Math.max(1, Math.abs(want.get(i)));
                assertThat(Math.abs(y.get(i) - want.get(i)) / scale)
                        .isLessThan((float) outTolerance);
                compared++;
            }
            Tensor d = memory.zeros(1, 2L * n);
            backend.swigluBackward(d, f32("grad_out.out").as(1, n), gateUp);
            relative(d.as(2, n).rows(0, 1), f32("grad.a"));
            relative(d.as(2, n).rows(1, 2), f32("grad.b"));
        }

        private void fusedHead() {
            Tensor x = flat(f32("in.x"));
            Tensor w = f32("in.w");
            int[] labels = ints("in.labels");
            double divisor = attributes.get("global_token_count").asDouble();
            Tensor dX = memory.zeros(x.shape());
            Tensor dW = memory.zeros(w.shape());
            double loss = backend.crossEntropyWithGradient(dX, dW, x, w, labels, divisor) / divisor;
            assertThat(Math.abs(loss - f64("out.out")[0])).isLessThan(outTolerance);
            assertThat(Math.abs(backend.crossEntropy(x, w, labels) / divisor - f64("out.out")[0]))
                    .isLessThan(outTolerance);
            double up = f32("grad_out.out").get(0);
            relative(scaled(dX, up), f32("grad.x"));
            relative(scaled(dW, up), f32("grad.w"));
        }

        private boolean plainCrossEntropy() {
            return reduction() != null;
        }

        /// The divisor that explains the expected value: the counted labels (mean) or 1 (sum); null
        /// when neither does, as with smoothing.
        private @Nullable Double reduction() {
            double sum = 0;
            Tensor z = flat(f32("in.logits"));
            int[] labels = ints("in.labels");
            long counted = 0;
            for (int n = 0; n < labels.length; n++) {
                if (labels[n] != Backend.IGNORED) {
                    counted++;
                    double total = 0;
                    for (int v = 0; v < z.columns(); v++) {
                        total += Math.exp(z.get((long) n * z.columns() + v));
                    }
                    sum += Math.log(total) - z.get((long) n * z.columns() + labels[n]);
                }
            }
            double want = f64(lossName())[0];
            if (Math.abs(sum / Math.max(1, counted) - want) < 1e-4) {
                return (double) Math.max(1, counted);
            }
            return Math.abs(sum - want) < 1e-3 ? 1.0 : null;
        }

        /// Cross-entropy of given logits: the head is the identity, so that x w^T are the logits.
        private void crossEntropy() {
            Tensor z = flat(f32("in.logits"));
            int[] labels = ints("in.labels");
            Tensor identity = memory.zeros(z.columns(), z.columns());
            for (int v = 0; v < z.columns(); v++) {
                identity.set((long) v * z.columns() + v, 1);
            }
            double divisor = java.util.Objects.requireNonNull(reduction());
            Tensor dZ = memory.zeros(z.shape());
            Tensor unused = memory.zeros(identity.shape());
            double loss =
                    backend.crossEntropyWithGradient(dZ, unused, z, identity, labels, divisor)
                            / divisor;
            double want = f64(lossName())[0];
            assertThat(Math.abs(loss - want) / Math.max(1, Math.abs(want)))
                    .isLessThan(outTolerance);
            double up = has("grad_out.out") ? f32("grad_out.out").get(0) : 1;
            relative(scaled(dZ, up), f32("grad.logits"));
        }

        private String lossName() {
            return has("out.loss") ? "out.loss" : "out.out";
        }

        private void adamW() {
            for (String name : names) {
                if (!name.startsWith("in.") || name.contains(".grad.")) {
                    continue;
                }
                String own = name.substring(3);
                Tensor w = f32(name);
                Tensor m = memory.zeros(w.shape());
                Tensor v = memory.zeros(w.shape());
                AdamW constants =
                        new AdamW(
                                (float) attributes.get("beta1").asDouble(),
                                (float) attributes.get("beta2").asDouble(),
                                (float) attributes.get("eps").asDouble(),
                                (float) attributes.get("weight_decay").asDouble());
                for (int step = 1; step <= attributes.get("learning_rates").size(); step++) {
                    double rate = attributes.get("learning_rates").get(step - 1).asDouble();
                    backend.adamW(
                            w, f32("in." + own + ".grad." + step), m, v, constants, rate, step, 1);
                    near(w, f32("out." + own + ".step." + step));
                }
                near(m, f32("out." + own + ".exp_avg"));
                near(v, f32("out." + own + ".exp_avg_sq"));
            }
        }

        private void clipping() {
            Set<String> groups = new java.util.TreeSet<>();
            names.stream()
                    .filter(n -> n.endsWith(".norm"))
                    .forEach(n ->
                            groups.add(
                                    n.substring("out.".length(), n.length() - ".norm".length())));
            for (String group : groups) {
                double squares = 0;
                List<String> members =
                        names.stream().filter(n -> n.startsWith("in." + group + ".")).toList();
                for (String member : members) {
                    squares += backend.sumOfSquares(f32(member));
                }
                double norm = Math.sqrt(squares);
                assertThat(Math.abs(norm - f64("out." + group + ".norm")[0]))
                        .isLessThan(outTolerance);
                double factor = Math.min(1, attributes.get("max_norm").asDouble() / (norm + 1e-6));
                for (String member : members) {
                    near(scaled(f32(member), factor), f32("out" + member.substring(2)));
                }
            }
        }

        private Tensor side(Tensor q, Tensor k, Tensor v, int rows) {
            int wq = (int) (q.size() / rows);
            int wk = (int) (k.size() / rows);
            Tensor all = memory.zeros(rows, wq + 2L * wk);
            for (int row = 0; row < rows; row++) {
                for (int i = 0; i < wq; i++) {
                    all.set((long) row * (wq + 2 * wk) + i, q.get((long) row * wq + i));
                }
                for (int i = 0; i < wk; i++) {
                    all.set((long) row * (wq + 2 * wk) + wq + i, k.get((long) row * wk + i));
                    all.set((long) row * (wq + 2 * wk) + wq + wk + i, v.get((long) row * wk + i));
                }
            }
            return all;
        }

        private Tensor columns(Tensor from, int start, int count) {
            Tensor cut = memory.zeros(from.rows(), count);
            for (int row = 0; row < from.rows(); row++) {
                for (int c = 0; c < count; c++) {
                    cut.set(
                            (long) row * count + c,
                            from.get((long) row * from.columns() + start + c));
                }
            }
            return cut;
        }

        private Tensor scaled(Tensor x, double factor) {
            Tensor copy = memory.zeros(x.shape());
            for (long i = 0; i < x.size(); i++) {
                copy.set(i, (float) (x.get(i) * factor));
            }
            return copy;
        }

        private static Tensor flat(Tensor x) {
            return x.as(x.rows(), x.columns());
        }

        private Tensor f32(String name) {
            return file.asF32(name, memory);
        }

        private double[] f64(String name) {
            Tensor x = file.tensor(name);
            double[] values = new double[(int) x.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = x.data().get(ValueLayout.JAVA_DOUBLE_UNALIGNED, 8L * i);
            }
            return values;
        }

        private long[] longs(String name) {
            Tensor x = file.tensor(name);
            long[] values = new long[(int) x.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = x.data().get(ValueLayout.JAVA_LONG_UNALIGNED, 8L * i);
            }
            return values;
        }

        private int[] ints(String name) {
            return java.util.Arrays.stream(longs(name)).mapToInt(Math::toIntExact).toArray();
        }

        private void near(Tensor got, Tensor want) {
            assertThat(got.size()).isEqualTo(want.size());
            for (long i = 0; i < want.size(); i++) {
                assertThat(Math.abs((double) got.get(i) - want.get(i)))
                        .as("element %d: %s, expected %s", i, got.get(i), want.get(i))
                        .isLessThan(outTolerance);
                compared++;
            }
        }

        private void relative(Tensor got, Tensor want) {
            assertThat(got.size()).isEqualTo(want.size());
            double difference = 0;
            double size = 0;
            for (long i = 0; i < want.size(); i++) {
                difference += Math.pow((double) got.get(i) - want.get(i), 2);
                size += Math.pow(want.get(i), 2);
                compared++;
            }
            assertThat(Math.sqrt(difference))
                    .as("gradient")
                    .isLessThanOrEqualTo(gradientTolerance * Math.sqrt(size) + 1e-12);
        }

        @Override
        public void close() {
            file.close();
            memory.close();
        }
    }
}
