package eu.socle.tensor.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Seed;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The vector arithmetic that every loop of the backend is made of.
final class LanesTest {

    private static final Seed SEED = new Seed(20261124).of("lanes");

    @Test
    void the_exponential_is_within_two_units_in_the_last_place() {
        double worst = 0;
        float at = 0;
        for (float x = -87.3f; x < 88.3f; x += 1.7e-5f * Math.max(1, Math.abs(x))) {
            double exact = Math.exp(x);
            double error = Math.abs(Lanes.exp(x) - exact) / Math.ulp((float) exact);
            if (error > worst) {
                worst = error;
                at = x;
            }
        }
        assertThat(worst).as("worst error in ulp, at %s", at).isLessThanOrEqualTo(2.0);
    }

    @Test
    void the_exponential_of_a_vector_and_of_its_tail_are_the_same_bits() {
        float[] in = new float[Lanes.L];
        for (long round = 0; round < 20_000; round++) {
            for (int i = 0; i < Lanes.L; i++) {
                in[i] = (float) (200 * SEED.uniform(round * Lanes.L + i) - 100);
            }
            FloatVector out = Lanes.exp(FloatVector.fromArray(Lanes.F, in, 0));
            for (int i = 0; i < Lanes.L; i++) {
                assertThat(out.lane(i)).as("exp(%s)", in[i]).isEqualTo(Lanes.exp(in[i]));
            }
        }
    }

    @Test
    void the_exponential_of_extreme_values_is_finite_and_tiny_or_huge() {
        assertThat(Lanes.exp(Float.NEGATIVE_INFINITY)).isBetween(0f, 1.3e-38f);
        assertThat(Lanes.exp(-1e30f)).isBetween(0f, 1.3e-38f);
        assertThat(Lanes.exp(1e30f)).isBetween(1e38f, Float.MAX_VALUE);
        assertThat(Lanes.exp(0f)).isEqualTo(1f);
        assertThat(Lanes.exp(Float.NaN)).isNaN();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 15, 16, 17, 31, 33, 1000})
    void sums_and_scalings_of_any_length_equal_their_equations(int n) {
        try (Memory memory = new Memory()) {
            Tensor a = random(memory, "a", n);
            Tensor b = random(memory, "b", n);
            Tensor y = random(memory, "y", n);
            long at = a.data().address();
            double dot = 0;
            double largest = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < n; i++) {
                dot += (double) a.get(i) * b.get(i);
                largest = Math.max(largest, a.get(i));
            }
            assertThat((double) Lanes.dot(at, b.data().address(), n)).isCloseTo(dot, within(n));
            assertThat((double) Lanes.max(at, n)).isEqualTo(largest);
            Lanes.addScaled(y.data().address(), at, 0.5f, n);
            Tensor old = random(memory, "y", n);
            Lanes.scale(b.data().address(), 3, n);
            Tensor before = random(memory, "b", n);
            for (int i = 0; i < n; i++) {
                assertThat(y.get(i)).isEqualTo(Math.fma(a.get(i), 0.5f, old.get(i)));
                assertThat(b.get(i)).isEqualTo(3 * before.get(i));
            }
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += Math.exp(2.0 * a.get(i) - 1);
            }
            double got = Lanes.expShifted(at, 2, 1, n);
            assertThat(got).isCloseTo(sum, org.assertj.core.data.Offset.offset(1e-6 * (1 + sum)));
        }
    }

    @Test
    void a_sum_across_lanes_adds_halves_to_halves() {
        float[] in = new float[Lanes.L];
        for (int i = 0; i < in.length; i++) {
            in[i] = (float) SEED.normal(i);
        }
        float[] tree = in.clone();
        for (int width = Lanes.L / 2; width > 0; width /= 2) {
            for (int i = 0; i < width; i++) {
                tree[i] += tree[i + width];
            }
        }
        assertThat(Lanes.sum(FloatVector.fromArray(Lanes.F, in, 0))).isEqualTo(tree[0]);
    }

    private static org.assertj.core.data.Offset<Double> within(int n) {
        return org.assertj.core.data.Offset.offset(1e-6 * (1 + n));
    }

    private static Tensor random(Memory memory, String name, int n) {
        Tensor tensor = memory.zeros(n);
        Seed own = SEED.of(name);
        for (long i = 0; i < n; i++) {
            tensor.set(i, (float) own.normal(i));
        }
        return tensor;
    }
}
