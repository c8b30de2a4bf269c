package eu.socle.tensor.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Seed;
import eu.socle.core.Workers;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.cpu.machine.Gate;
import eu.socle.tensor.cpu.machine.MachineCode;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The gate in machine code has the bits of the vectors.
final class GateTest {

    private static final float[] EXTREMES = {
        0f,
        -0f,
        87.32f,
        87.34f,
        88.36f,
        88.38f,
        -87.34f,
        -88.38f,
        1e-38f,
        -1e-40f,
        3e38f,
        -3e38f,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.NaN,
        Float.MIN_VALUE,
        1f,
        -1f
    };

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 15, 16, 17, 31, 32, 33, 1000, 5632})
    void it_equals_the_vectors(int width) {
        try (Workers workers = Workers.of(1);
                CpuBackend own = CpuBackend.open(workers);
                CpuBackend portable = CpuBackend.portable(workers);
                Memory memory = new Memory()) {
            Tensor x = memory.zeros(3, 2L * width);
            Seed seed = new Seed(3).of("gate").of(width);
            for (long i = 0; i < x.size(); i++) {
                double wide = i % 7 == 0 ? 60 : 3;
                boolean extreme = i % 5 == 0;
                int which = (int) (i / 5 % EXTREMES.length);
                x.set(i, extreme ? EXTREMES[which] : (float) (wide * seed.normal(i)));
            }
            Tensor y = memory.zeros(3, width);
            Tensor expected = memory.zeros(3, width);
            own.swiglu(y, x);
            portable.swiglu(expected, x);
            for (long i = 0; i < y.size(); i++) {
                assertThat(Float.floatToIntBits(y.get(i))) // all NaN alike
                        .as("silu(%s) %s", x.get(i / width * 2 * width + i % width), i)
                        .isEqualTo(Float.floatToIntBits(expected.get(i)));
            }
        }
    }

    @Test
    void it_runs_where_this_machine_can() {
        Optional<Gate> gate = Gate.of();
        gate.ifPresent(Gate::close);
        assertThat(gate.isPresent()).isEqualTo(MachineCode.missing().isEmpty());
    }
}
