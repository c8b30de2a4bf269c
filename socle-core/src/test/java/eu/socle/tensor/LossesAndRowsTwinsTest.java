package eu.socle.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Seed;
import eu.socle.core.Workers;
import eu.socle.tensor.block.TileShape;
import eu.socle.tensor.cpu.CpuBackend;
import eu.socle.tensor.loss.Divergence;
import eu.socle.tensor.loss.HeadLoss;
import eu.socle.tensor.loss.Losses;
import eu.socle.tensor.reference.ReferenceBackend;
import eu.socle.tensor.row.Curve;
import eu.socle.tensor.row.Rounding;
import eu.socle.tensor.row.RowOperations;
import eu.socle.tensor.update.Muon;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Losses, rows, updates, balance and formats mean on the processor what the reference means, at
/// sizes around the width of its vectors and pieces, and their bits do not depend on the number of
/// threads.
final class LossesAndRowsTwinsTest {

    private static final Seed SEED = new Seed(20261124).of("more twins");

    private static List<Tensor> losses(Backend b, Memory memory, int n, int width) {
        List<Tensor> out = new ArrayList<>();
        int vocabulary = width + 3;
        Losses losses = b.losses();
        Tensor x = random(memory, "x", n, width);
        Tensor w = random(memory, "w", vocabulary, width);
        int[] labels = new int[n];
        Arrays.setAll(labels, i -> i % 5 == 3 ? Backend.IGNORED : i * 7 % vocabulary);
        HeadLoss plain = HeadLoss.PLAIN;
        for (HeadLoss form :
                List.of(
                        plain,
                        plain.smoothed(0.1),
                        plain.withZ(1e-3),
                        plain.capped(3).withZ(1e-3).smoothed(0.2))) {
            Tensor dX = random(memory, "old", n, width);
            Tensor dW = random(memory, "dw", vocabulary, width);
            Tensor sums = memory.zeros(2);
            sums.set(0, (float) losses.crossEntropy(x, w, labels, form));
            sums.set(1, (float) losses.crossEntropyWithGradient(dX, dW, x, w, labels, n + 1, form));
            out.addAll(List.of(dX, dW, sums));
        }
        Tensor logP = random(memory, "old", n);
        Tensor entropy = random(memory, "old", n);
        Tensor u = random(memory, "u", n);
        Tensor v = random(memory, "v", n);
        Tensor dX = random(memory, "old", n, width);
        Tensor dW = random(memory, "dw", vocabulary, width);
        losses.logProbabilities(logP, entropy, x, w, labels, 0.6f);
        losses.logProbabilitiesBackward(dX, dW, u, v, x, w, labels, 0.6f);
        out.addAll(List.of(logP, entropy, dX, dW));
        for (Divergence estimator : Divergence.values()) {
            Tensor y = random(memory, "old", n);
            Tensor d = random(memory, "old", n);
            losses.divergence(y, u, v, estimator);
            losses.divergenceBackward(d, logP, u, v, estimator);
            out.addAll(List.of(y, d));
        }
        return out;
    }

    private static List<Tensor> rows(Backend b, Memory memory, int n, int width) {
        List<Tensor> out = new ArrayList<>();
        RowOperations rows = b.rowOperations();
        Tensor x = random(memory, "x", n, width);
        Tensor u = random(memory, "u", n, width);
        for (Curve curve : LossesAndRowsAreDifferentiatedTest.curves()) {
            Tensor y = random(memory, "old", n, width);
            Tensor d = random(memory, "old", n, width);
            rows.apply(y, x, curve);
            rows.applyBackward(d, u, x, curve);
            out.addAll(List.of(y, d));
        }
        Tensor p = random(memory, "old", n, width);
        Tensor dP = random(memory, "old", n, width);
        rows.softmax(p, x);
        rows.softmaxBackward(dP, u, p);
        Tensor gain = random(memory, "gain", width);
        Tensor bias = random(memory, "bias", width);
        Tensor y = random(memory, "old", n, width);
        Tensor mean = memory.zeros(n);
        Tensor inverse = memory.zeros(n);
        Tensor dX = random(memory, "old", n, width);
        Tensor dGain = random(memory, "dgain", width);
        Tensor dBias = random(memory, "dbias", width);
        rows.layerNorm(y, mean, inverse, x, gain, bias, 1e-5f);
        rows.layerNormBackward(dX, dGain, dBias, u, x, gain, mean, inverse);
        Tensor kept = random(memory, "old", n, width);
        rows.dropout(kept, x, 0.3, SEED.of("drop"));
        out.addAll(List.of(p, dP, y, mean, inverse, dX, dGain, dBias, kept));
        return out;
    }

    private static List<Tensor> updates(Backend b, Memory memory, int n, int width) {
        List<Tensor> out = new ArrayList<>();
        Tensor g = random(memory, "g", n, width);
        for (Muon constants :
                List.of(Muon.moonlight(0.9f, 0.1f), Muon.of(0.95f, 0, Muon.Factor.ORIGINAL))) {
            Tensor w = random(memory, "w", n, width);
            Tensor m = random(memory, "m", n, width);
            b.updates().muon(w, g, m, constants, 0.02, 0.5);
            out.addAll(List.of(w, m));
        }
        Tensor large = random(memory, "large", n, width);
        Tensor small = random(memory, "small", width);
        Tensor norm = memory.zeros(1);
        norm.set(0, (float) b.updates().clip(List.of(large, small), 1));
        out.addAll(List.of(large, small, norm));
        int experts = width + 1;
        Tensor logits = random(memory, "logits", n, experts);
        int[] chosen = new int[2 * n];
        Arrays.setAll(chosen, i -> (int) SEED.of("chosen").below(experts, i));
        Tensor d = random(memory, "d", n, experts);
        int tokens = Math.max(1, n % 2 == 0 ? n / 2 : n);
        Tensor sums = memory.zeros(3);
        sums.set(0, (float) b.balance().evenLoad(d, logits, chosen, 1));
        sums.set(1, (float) b.balance().smallLogits(d, logits, 1));
        sums.set(2, (float) b.balance().evenSequences(d, logits, chosen, tokens, 1));
        out.addAll(List.of(d, sums));
        return out;
    }

    private static List<Tensor> everything(Backend b, Memory memory, int n, int width) {
        List<Tensor> out = new ArrayList<>(losses(b, memory, n, width));
        out.addAll(rows(b, memory, n, width));
        out.addAll(updates(b, memory, n, width));
        return out;
    }

    @ParameterizedTest
    @CsvSource({
        "0,8", "1,1", "1,8", "2,7", "3,15", "5,16", "7,17", "8,31", "15,33", "17,64", "31,100",
        "33,48", "100,40", "130,20", "3,1000", "200,9"
    })
    void every_operation_equals_the_reference(int n, int width) {
        try (Memory memory = new Memory();
                Workers workers = Workers.of(2);
                CpuBackend cpu = CpuBackend.open(workers)) {
            List<Tensor> got = everything(cpu, memory, n, width);
            List<Tensor> want = everything(new ReferenceBackend(), memory, n, width);
            for (int k = 0; k < want.size(); k++) {
                assertThat(difference(got.get(k), want.get(k)))
                        .as("output %d, %s", k, want.get(k))
                        .isLessThanOrEqualTo(2e-5);
            }
        }
    }

    /// A vocabulary so large that the rows of one chunk are few.
    @Test
    void a_large_vocabulary_is_cut_into_chunks() {
        try (Memory memory = new Memory();
                Workers workers = Workers.of(2);
                CpuBackend cpu = CpuBackend.open(workers)) {
            int n = 40;
            int vocabulary = 140_001; // 2^21 logits are 14 rows, taken as 16
            Tensor x = random(memory, "x", n, 2);
            Tensor w = random(memory, "w", vocabulary, 2);
            int[] labels = new int[n];
            Arrays.setAll(labels, i -> i * 3001);
            HeadLoss form = HeadLoss.PLAIN.smoothed(0.1).withZ(1e-4);
            double got = cpu.losses().crossEntropy(x, w, labels, form);
            double want = new ReferenceBackend().losses().crossEntropy(x, w, labels, form);
            assertThat(Math.abs(got - want) / want).isLessThan(1e-5);
            Tensor dX = memory.zeros(n, 2);
            Tensor dW = memory.zeros(vocabulary, 2);
            double again = cpu.losses().crossEntropyWithGradient(dX, dW, x, w, labels, n, form);
            assertThat(again).isEqualTo(got);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5})
    void the_bits_do_not_depend_on_the_number_of_threads(int threads) {
        try (Memory memory = new Memory();
                Workers one = Workers.of(1);
                Workers many = Workers.of(threads);
                CpuBackend alone = CpuBackend.open(one);
                CpuBackend together = CpuBackend.open(many)) {
            List<Tensor> a = new ArrayList<>(everything(alone, memory, 300, 330));
            List<Tensor> b = new ArrayList<>(everything(together, memory, 300, 330));
            a.addAll(formats(alone, memory, 300, 256));
            b.addAll(formats(together, memory, 300, 256));
            for (int k = 0; k < a.size(); k++) {
                assertThat(a.get(k).data().mismatch(b.get(k).data()))
                        .as("output %d", k)
                        .isEqualTo(-1);
            }
        }
    }

    private static List<Tensor> formats(Backend b, Memory memory, int n, int width) {
        List<Tensor> out = new ArrayList<>();
        Tensor x = random(memory, "x", n, width);
        for (DType type : List.of(DType.BF16, DType.F16, DType.Q8_0, DType.Q4_0, DType.Q4_K)) {
            Tensor narrow = memory.allocate(type, n, width);
            Tensor back = memory.zeros(n, width);
            b.casts().cast(narrow, x);
            b.casts().cast(back, narrow);
            out.addAll(List.of(narrow, back));
        }
        for (TileShape shape : List.of(TileShape.ACTIVATIONS, TileShape.WEIGHTS)) {
            Tensor codes = memory.allocate(DType.U8, n, width);
            Tensor scales = memory.zeros(shape.down(n), shape.across(width));
            Tensor back = memory.zeros(n, width);
            b.casts().encode(codes, scales, x, shape);
            b.casts().decode(back, codes, scales, shape);
            out.addAll(List.of(codes, scales, back));
        }
        Tensor narrow = memory.allocate(DType.BF16, n, width);
        Tensor gain = memory.allocate(DType.BF16, width);
        Tensor y = memory.allocate(DType.BF16, n, width);
        b.casts().cast(narrow, x);
        b.casts().cast(gain, random(memory, "gain", width));
        for (Rounding rounding : Rounding.values()) {
            b.rowOperations().rmsNormBf16(y, narrow, gain, 1e-5f, rounding);
            Tensor wide = memory.zeros(n, width);
            b.casts().cast(wide, y);
            out.add(wide);
        }
        return out;
    }

    @Test
    void what_may_happen_in_place_gives_the_same() {
        try (Memory memory = new Memory();
                Workers workers = Workers.of(2);
                CpuBackend cpu = CpuBackend.open(workers)) {
            for (Backend b : List.of(cpu, new ReferenceBackend())) {
                List<Tensor> apart = rows(b, memory, 70, 37);
                List<Tensor> within = rowsInPlace(b, memory, 70, 37);
                for (int k = 0; k < apart.size(); k++) {
                    assertThat(within.get(k).data().mismatch(apart.get(k).data()))
                            .as("output %d of %s", k, b.name())
                            .isEqualTo(-1);
                }
            }
        }
    }

    /// [#rows] where every output that may be an input is it.
    private static List<Tensor> rowsInPlace(Backend b, Memory memory, int n, int width) {
        List<Tensor> out = new ArrayList<>();
        RowOperations rows = b.rowOperations();
        Tensor x = random(memory, "x", n, width);
        for (Curve curve : LossesAndRowsAreDifferentiatedTest.curves()) {
            Tensor y = random(memory, "x", n, width);
            Tensor d = random(memory, "u", n, width);
            rows.apply(y, y, curve);
            rows.applyBackward(d, d, x, curve);
            out.addAll(List.of(y, d));
        }
        Tensor p = random(memory, "x", n, width);
        Tensor dP = random(memory, "u", n, width);
        rows.softmax(p, p);
        rows.softmaxBackward(dP, dP, p);
        Tensor gain = random(memory, "gain", width);
        Tensor y = random(memory, "old", n, width);
        Tensor mean = memory.zeros(n);
        Tensor inverse = memory.zeros(n);
        Tensor dX = random(memory, "u", n, width);
        Tensor dGain = random(memory, "dgain", width);
        Tensor dBias = random(memory, "dbias", width);
        rows.layerNorm(y, mean, inverse, x, gain, random(memory, "bias", width), 1e-5f);
        rows.layerNormBackward(dX, dGain, dBias, dX, x, gain, mean, inverse);
        Tensor kept = random(memory, "x", n, width);
        rows.dropout(kept, kept, 0.3, SEED.of("drop"));
        out.addAll(List.of(p, dP, y, mean, inverse, dX, dGain, dBias, kept));
        return out;
    }

    /// Elements are cut into pieces of 2^16; nothing may begin again with each.
    @Test
    void elements_of_several_pieces_equal_the_reference() {
        try (Memory memory = new Memory();
                Workers workers = Workers.of(2);
                CpuBackend cpu = CpuBackend.open(workers)) {
            int size = 150_001;
            Tensor x = random(memory, "x", size);
            List<Tensor> kept = new ArrayList<>();
            List<Tensor> capped = new ArrayList<>();
            List<Tensor> clipped = new ArrayList<>();
            List<Double> norms = new ArrayList<>();
            for (Backend b : List.of(cpu, new ReferenceBackend())) {
                kept.add(memory.zeros(size));
                capped.add(memory.zeros(size));
                clipped.add(random(memory, "x", size));
                b.rowOperations().dropout(kept.getLast(), x, 0.3, SEED.of("drop"));
                b.rowOperations().apply(capped.getLast(), x, new Curve.SoftCap(2));
                norms.add(b.updates().clip(List.of(clipped.getLast()), 1));
            }
            assertThat(kept.get(0).data().mismatch(kept.get(1).data())).isEqualTo(-1);
            assertThat(difference(capped.get(0), capped.get(1))).isLessThan(1e-6);
            assertThat(difference(clipped.get(0), clipped.get(1))).isLessThan(1e-8);
            assertThat(Math.abs(norms.get(0) - norms.get(1))).isLessThan(1e-3);
        }
    }

    @Test
    void dropout_drops_its_share_and_keeps_the_mean() {
        try (Memory memory = new Memory()) {
            Tensor x = memory.zeros(100_000);
            for (long i = 0; i < x.size(); i++) {
                x.set(i, 1);
            }
            Backend b = new ReferenceBackend();
            b.rowOperations().dropout(x, x, 0.3, SEED.of("share"));
            int dropped = 0;
            double sum = 0;
            for (long i = 0; i < x.size(); i++) {
                dropped += x.get(i) == 0 ? 1 : 0;
                sum += x.get(i);
            }
            assertThat(dropped).isBetween(29_400, 30_600); // four standard deviations
            assertThat(sum / x.size()).isBetween(0.99, 1.01);
        }
    }

    /// Codecs are shared, so their bits are equal; the norm may round the other way where it lies
    /// between two numbers.
    @ParameterizedTest
    @CsvSource({"0,256", "1,256", "7,512", "130,256", "200,768"})
    void formats_equal_the_reference(int n, int width) {
        try (Memory memory = new Memory();
                Workers workers = Workers.of(2);
                CpuBackend cpu = CpuBackend.open(workers)) {
            List<Tensor> got = formats(cpu, memory, n, width);
            List<Tensor> want = formats(new ReferenceBackend(), memory, n, width);
            for (int k = 0; k < want.size() - 2; k++) {
                assertThat(got.get(k).data().mismatch(want.get(k).data()))
                        .as("output %d", k)
                        .isEqualTo(-1);
            }
            for (int k = want.size() - 2; k < want.size(); k++) {
                assertThat(difference(got.get(k), want.get(k))).isLessThanOrEqualTo(0x1p-7);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 15, 16, 17, 31, 33, 1000})
    void curves_equal_the_reference_far_from_zero_and_near_it(int size) {
        try (Memory memory = new Memory();
                Workers workers = Workers.of(2);
                CpuBackend cpu = CpuBackend.open(workers)) {
            Backend reference = new ReferenceBackend();
            for (float scale : new float[] {1e-3f, 1, 30}) {
                Tensor x = random(memory, "x", size);
                reference.updates().scale(x, scale);
                for (Curve curve : LossesAndRowsAreDifferentiatedTest.curves()) {
                    Tensor y = memory.zeros(size);
                    Tensor want = memory.zeros(size);
                    cpu.rowOperations().apply(y, x, curve);
                    reference.rowOperations().apply(want, x, curve);
                    for (int i = 0; i < size; i++) {
                        assertThat(Math.abs(y.get(i) - want.get(i)))
                                .as("%s of %s", curve, x.get(i))
                                .isLessThanOrEqualTo(1e-5f * Math.abs(want.get(i)) + 1e-30f);
                    }
                }
            }
        }
    }

    /// Largest difference, relative to the largest element or one.
    private static double difference(Tensor got, Tensor want) {
        double largest = 1;
        double difference = 0;
        for (long i = 0; i < want.size(); i++) {
            largest = Math.max(largest, Math.abs(want.get(i)));
            double d = Math.abs((double) got.get(i) - want.get(i));
            difference = Double.isNaN(d) ? Double.POSITIVE_INFINITY : Math.max(difference, d);
        }
        return difference / largest;
    }

    private static Tensor random(Memory memory, String name, long... shape) {
        Tensor tensor = memory.zeros(shape);
        Seed own = SEED.of(name);
        for (long i = 0; i < tensor.size(); i++) {
            tensor.set(i, (float) own.normal(i));
        }
        return tensor;
    }
}
