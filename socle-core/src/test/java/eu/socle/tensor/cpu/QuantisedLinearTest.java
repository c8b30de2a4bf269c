package eu.socle.tensor.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.core.Seed;
import eu.socle.core.Workers;
import eu.socle.tensor.DType;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.Write;
import eu.socle.tensor.block.Blocks;
import eu.socle.tensor.block.Cast;
import eu.socle.tensor.block.Tiles;
import eu.socle.tensor.cpu.machine.MachineCode;
import eu.socle.tensor.cpu.quantised.QuantisedProducts;
import eu.socle.tensor.reference.QuantisedLinear;
import eu.socle.tensor.reference.ReferenceBackend;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Products with quantised weights equal their reference, whatever the number of threads and
/// whatever the kernels.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class QuantisedLinearTest {

    private static final DType[] TYPES = {DType.Q8_0, DType.Q4_0};
    private static final DType[] SUPER = {DType.Q4_K, DType.Q5_K, DType.Q6_K};
    private static final int[] OUTPUTS = {0, 1, 7, 8, 15, 16, 17, 31, 33, 64, 65, 127, 128, 1000};
    private static final int[] BLOCKS = {0, 1, 2, 7, 8, 9, 16, 17, 35};
    private static final int[] ROWS = {0, 1, 2, 7, 8, 15, 16, 17, 33};

    private Memory memory;
    private List<Workers> workers;
    private List<CpuBackend> backends; // first those with the kernels of this machine
    private int ofThisMachine;

    @BeforeAll
    void open() {
        memory = new Memory();
        workers = List.of(Workers.of(1), Workers.of(2), Workers.of(3));
        backends = new ArrayList<>(workers.stream().map(CpuBackend::open).toList());
        ofThisMachine = backends.size();
        workers.forEach(w -> backends.add(CpuBackend.portable(w)));
    }

    @AfterAll
    void close() {
        backends.forEach(CpuBackend::close);
        workers.forEach(Workers::close);
        memory.close();
    }

    static Stream<Arguments> shapes() {
        List<Arguments> cases = new ArrayList<>();
        for (DType type : TYPES) {
            for (int outputs : OUTPUTS) {
                for (int i = 0; i < ROWS.length; i++) {
                    int blocks = BLOCKS[(i + outputs) % BLOCKS.length];
                    cases.add(Arguments.of(type, ROWS[i], outputs, blocks));
                }
            }
            cases.add(Arguments.of(type, 1, 1000, 35));
            cases.add(Arguments.of(type, 17, 1000, 35));
        }
        for (DType type : SUPER) {
            for (int outputs : new int[] {0, 1, 17, 63, 64, 65, 200}) {
                for (int rows : new int[] {0, 1, 2, 3, 4, 5, 6, 7, 16, 33}) {
                    int blocks = 8 * ((outputs + rows) % 4);
                    cases.add(Arguments.of(type, rows, outputs, blocks));
                }
            }
        }
        return cases.stream();
    }

    private Tensor normal(Seed seed, double deviation, long... shape) {
        Tensor tensor = memory.zeros(shape);
        for (long i = 0; i < tensor.size(); i++) {
            tensor.set(i, (float) (deviation * seed.normal(i)));
        }
        return tensor;
    }

    private Tensor quantised(DType type, Seed seed, double deviation, long... shape) {
        Tensor tensor = memory.allocate(type, shape);
        if (type == DType.Q5_K || type == DType.Q6_K) { // any bytes are weights, but for the scales
            for (long i = 0; i < tensor.data().byteSize(); i++) {
                tensor.data().set(ValueLayout.JAVA_BYTE, i, (byte) seed.bits(i));
            }
            for (long at = 0; at < tensor.data().byteSize(); at += type.blockBytes()) {
                long scale = type == DType.Q6_K ? at + 208 : at;
                short half = Float.floatToFloat16((float) (0.001 * seed.normal(at)));
                tensor.data().set(ValueLayout.JAVA_SHORT_UNALIGNED, scale, half);
                if (type == DType.Q5_K) {
                    tensor.data().set(ValueLayout.JAVA_SHORT_UNALIGNED, at + 2, (short) 0x0a00);
                }
            }
            return tensor;
        }
        Cast.copy(normal(seed, deviation, shape), tensor);
        return tensor;
    }

    private static double largest(Tensor a) {
        double largest = 0;
        for (long i = 0; i < a.size(); i++) {
            largest = Math.max(largest, Math.abs(a.get(i)));
        }
        return largest;
    }

    private static double difference(Tensor a, Tensor b) {
        double largest = 0;
        for (long i = 0; i < a.size(); i++) {
            largest = Math.max(largest, Math.abs((double) a.get(i) - b.get(i)));
        }
        return largest;
    }

    private boolean machineCode(CpuBackend backend) {
        return backends.indexOf(backend) < ofThisMachine && MachineCode.missing().isEmpty();
    }

    private boolean blockwise(CpuBackend of, DType type, int rows) {
        boolean always = machineCode(of) || List.of(SUPER).contains(type);
        return always || rows < QuantisedProducts.MANY_ROWS;
    }

    private void reference(CpuBackend of, Tensor y, Tensor x, Tensor w, Write write) {
        if (blockwise(of, w.type(), x.rows())) {
            QuantisedLinear.blockwise(y, x, w, write);
            return;
        }
        QuantisedLinear.rowwise(y, x, w, write);
    }

    @ParameterizedTest(name = "{0}: {1} rows, {2} outputs, {3} blocks")
    @MethodSource("shapes")
    void equals_the_reference_on_one_to_three_threads_bit_for_bit(
            DType type, int rows, int outputs, int blocks) {
        Seed seed = new Seed(7).of(type + " " + rows + " " + outputs + " " + blocks);
        Tensor x = normal(seed.of("x"), 1, rows, 32L * blocks);
        Tensor w = quantised(type, seed.of("w"), 0.05, outputs, 32L * blocks);
        Tensor expected = normal(seed.of("y"), 1, rows, outputs);
        List<Tensor> results = new ArrayList<>();
        for (CpuBackend backend : backends) {
            Tensor held = backend.weights(List.of(w), memory);
            assertThat(Tiles.isTiles(held.type())).as("the fast path").isTrue();
            Tensor y = memory.zeros(rows, outputs);
            y.copyFrom(expected);
            backend.linear(y, x, held, Write.ADD);
            results.add(y);
            Tensor set = normal(seed.of("other"), 1, rows, outputs);
            backend.linear(set, x, held, Write.SET);
            Tensor meant = memory.zeros(rows, outputs);
            reference(backend, meant, x, w, Write.SET);
            assertThat(difference(set, meant)).isLessThanOrEqualTo(2e-6 * (1 + largest(meant)));
            Tensor sum = memory.zeros(rows, outputs);
            sum.copyFrom(expected);
            reference(backend, sum, x, w, Write.ADD);
            assertThat(difference(y, sum)).isLessThanOrEqualTo(2e-6 * (1 + largest(sum)));
        }
        for (int i = 0; i < results.size(); i++) {
            boolean own = i < ofThisMachine || blockwise(backends.get(i), type, rows);
            Tensor same = results.get(own ? 0 : ofThisMachine);
            assertThat(results.get(i).data().mismatch(same.data())).isEqualTo(-1);
        }
    }

    @Test
    void this_machine_runs_the_kernels_it_can_run() {
        assertThat(backends.getFirst().describe())
                .contains(MachineCode.missing().isEmpty() ? "machine code" : "vectors for");
        assertThat(backends.getLast().describe()).contains("vectors for products of bytes");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void extreme_integers_do_not_overflow(boolean ofThisMachine) {
        CpuBackend cpu = ofThisMachine ? backends.getFirst() : backends.getLast();
        for (DType type : TYPES) {
            for (int rows : new int[] {1, 16}) {
                Tensor x = memory.zeros(rows, 64);
                for (long i = 0; i < x.size(); i++) {
                    x.set(i, 127);
                }
                Tensor w = memory.allocate(type, 64, 64);
                w.data().fill((byte) (type == DType.Q8_0 ? -128 : 0)); // all -128, all -8
                for (int block = 0; block < 128; block++) {
                    w.data()
                            .set(
                                    ValueLayout.JAVA_SHORT_UNALIGNED,
                                    (long) block * type.blockBytes(),
                                    Float.floatToFloat16(1));
                }
                Tensor y = memory.zeros(rows, 64);
                cpu.linear(y, x, cpu.weights(List.of(w), memory), Write.SET);
                Tensor expected = memory.zeros(rows, 64);
                reference(cpu, expected, x, w, Write.SET);
                assertThat(expected.get(0)).isLessThan(-64 * 7 * 127);
                assertThat(difference(y, expected)).isZero();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void subnormal_and_zero_and_negative_scales_are_exact(boolean ofThisMachine) {
        for (DType type : TYPES) {
            Tensor w = quantised(type, new Seed(3), 1, 64, 32);
            float[] scales = {0f, -0f, 6e-8f, -5e-7f, 6.0e-5f, 6.2e-5f, -3f, 60000f};
            for (int row = 0; row < 64; row++) {
                w.data()
                        .set(
                                ValueLayout.JAVA_SHORT_UNALIGNED,
                                (long) row * type.blockBytes(),
                                Float.floatToFloat16(scales[row % scales.length]));
            }
            Tensor x = normal(new Seed(4), 1, 1, 32);
            Tensor y = memory.zeros(1, 64);
            CpuBackend cpu = ofThisMachine ? backends.getFirst() : backends.getLast();
            cpu.linear(y, x, cpu.weights(List.of(w), memory), Write.SET);
            Tensor expected = memory.zeros(1, 64);
            QuantisedLinear.blockwise(expected, x, w, Write.SET);
            for (int row = 0; row < 64; row++) {
                double e = expected.get(row);
                assertThat((double) y.get(row))
                        .isBetween(e - 1e-6 * Math.abs(e), e + 1e-6 * Math.abs(e));
            }
        }
    }

    @Test
    void quantising_activations_costs_less_than_a_percent_of_the_product() {
        ReferenceBackend exact = new ReferenceBackend();
        for (DType type : TYPES) {
            for (int rows : new int[] {1, 16}) {
                Seed seed = new Seed(11).of(type + " " + rows);
                Tensor x = normal(seed.of("x"), 1, rows, 1024);
                Tensor w = quantised(type, seed.of("w"), 0.05, 256, 1024);
                Tensor meant = memory.zeros(rows, 256);
                exact.linear(meant, x, exact.weights(List.of(w), memory), Write.SET);
                Tensor y = memory.zeros(rows, 256);
                CpuBackend cpu = backends.getFirst();
                cpu.linear(y, x, cpu.weights(List.of(w), memory), Write.SET);
                double squares = 0;
                for (long i = 0; i < y.size(); i++) {
                    squares += Math.pow((double) y.get(i) - meant.get(i), 2);
                }
                double relative = Math.sqrt(squares / exact.sumOfSquares(meant));
                assertThat(relative).isBetween(1e-4, rows == 1 ? 0.01 : 0.02);
            }
        }
    }

    @Test
    void parts_stand_under_each_other_and_rows_are_looked_up() {
        CpuBackend cpu = backends.getFirst();
        for (DType type : Stream.of(TYPES, SUPER).flatMap(Stream::of).toList()) {
            int columns = 3 * type.blockElements();
            Tensor a = quantised(type, new Seed(1), 1, 128, columns);
            Tensor b = quantised(type, new Seed(2), 1, 70, columns);
            Tensor held = cpu.weights(List.of(a, b), memory);
            assertThat(Tiles.isTiles(held.type())).isTrue();
            Tensor y = memory.zeros(4, columns);
            cpu.embed(y, held, new int[] {0, 127, 128, 197});
            float[] row = new float[columns];
            for (int block = 0; block < 3; block++) {
                long at = 69L * type.bytesOf(columns) + (long) block * type.blockBytes();
                Blocks.decode(type, b.data(), at, row, type.blockElements() * block);
            }
            for (int i = 0; i < columns; i++) {
                assertThat(y.get(3L * columns + i)).isEqualTo(row[i]);
            }
            Tensor wide = memory.zeros(128, columns);
            Cast.copy(a, wide);
            for (int i = 0; i < columns; i++) {
                assertThat(y.get(i)).isEqualTo(wide.get(i));
                assertThat(y.get((long) columns + i)).isEqualTo(wide.get(127L * columns + i));
            }
        }
    }

    @Test
    void parts_that_would_not_begin_at_a_tile_widen() {
        CpuBackend cpu = backends.getFirst();
        Tensor a = quantised(DType.Q8_0, new Seed(1), 1, 65, 32);
        Tensor b = quantised(DType.Q8_0, new Seed(2), 1, 64, 32);
        assertThat(cpu.weights(List.of(a, b), memory).type()).isEqualTo(DType.F32);
        assertThat(cpu.inPlace(List.of(a, b))).isEmpty();
        assertThat(cpu.inPlace(List.of(normal(new Seed(3), 1, 64, 32)))).isEmpty();
    }

    @Test
    void weights_read_where_they_lie_give_the_same_bits() {
        for (DType type : Stream.of(TYPES, SUPER).flatMap(Stream::of).toList()) {
            for (int rows : new int[] {1, 2, 6, 7, 16, 33}) {
                Seed seed = new Seed(21).of(type + " " + rows);
                int columns = 3 * type.blockElements();
                Tensor x = normal(seed.of("x"), 1, rows, columns);
                List<Tensor> parts =
                        List.of(
                                quantised(type, seed.of("a"), 0.05, 320, columns),
                                quantised(type, seed.of("b"), 0.05, 70, columns),
                                quantised(type, seed.of("c"), 0.05, 2, 64, columns));
                for (int some = 1; some <= 3; some++) {
                    sameBits(x, parts.subList(3 - some, some == 1 ? 3 : 2));
                }
            }
        }
    }

    private void sameBits(Tensor x, List<Tensor> parts) {
        for (CpuBackend backend : backends) {
            Tensor held = backend.weights(parts, memory);
            Tensor there = backend.inPlace(parts).orElseThrow().as(held.shape());
            assertThat(there.type()).isEqualTo(parts.getFirst().type());
            for (Write write : Write.values()) {
                Tensor y = normal(new Seed(1), 1, x.rows(), held.rows());
                Tensor z = normal(new Seed(1), 1, x.rows(), held.rows());
                backend.linear(y, x, held, write);
                backend.linear(z, x, there, write);
                assertThat(z.data().mismatch(y.data())).isEqualTo(-1);
            }
            int[] ids = {0, held.rows() - 1, 31};
            Tensor y = memory.zeros(3, held.columns());
            Tensor z = memory.zeros(3, held.columns());
            backend.embed(y, held, ids);
            backend.embed(z, there, ids);
            assertThat(z.data().mismatch(y.data())).isEqualTo(-1);
        }
    }

    @Test
    void weights_lie_alike_with_and_without_machine_code() {
        for (DType type : TYPES) {
            for (int outputs : new int[] {64, 128, 320, 1000}) {
                Seed seed = new Seed(5).of(type.name()).of(outputs);
                Tensor w = quantised(type, seed, 1, outputs, 96);
                Tensor own = backends.getFirst().weights(List.of(w), memory);
                Tensor portable = backends.getLast().weights(List.of(w), memory);
                assertThat(own.data().mismatch(portable.data())).isEqualTo(-1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 17, 63, 64, 200, 255})
    void a_scale_that_is_not_finite_is_refused_in_any_row(int row) {
        for (DType type : TYPES) {
            Tensor w = quantised(type, new Seed(1), 1, 256, 64);
            long at = row * type.bytesOf(64) + type.blockBytes();
            w.data().set(ValueLayout.JAVA_SHORT_UNALIGNED, at, (short) 0xfc00);
            for (CpuBackend backend : backends) {
                assertThatThrownBy(() -> backend.weights(List.of(w), memory))
                        .hasMessageContaining("not finite");
                assertThatThrownBy(() -> backend.inPlace(List.of(w)))
                        .hasMessageContaining("not finite");
            }
        }
    }

    @Test
    void a_scale_that_is_not_finite_is_refused() {
        Tensor w = quantised(DType.Q4_0, new Seed(1), 1, 70, 32);
        w.data().set(ValueLayout.JAVA_SHORT_UNALIGNED, 69L * 18, (short) 0x7c00);
        assertThatThrownBy(() -> backends.getFirst().weights(List.of(w), memory))
                .hasMessageContaining("not finite");
    }

    @Test
    void gradients_refuse_quantised_weights() {
        CpuBackend cpu = backends.getFirst();
        Tensor held = cpu.weights(List.of(quantised(DType.Q8_0, new Seed(1), 1, 64, 32)), memory);
        Tensor dX = memory.zeros(1, 32);
        Tensor dY = memory.zeros(1, 64);
        assertThatThrownBy(() -> cpu.linearInputGradient(dX, dY, held, Write.SET))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> cpu.crossEntropy(dX, held, new int[] {0}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
