package eu.socle.data.language;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Seed;
import org.junit.jupiter.api.Test;

class WeightCodeTest {

    private static byte[] weights(int count, long seed, double zeros) {
        byte[] weights = new byte[count];
        Seed draw = new Seed(seed);
        for (int i = 0; i < count; i++) {
            boolean zero = draw.of("zero").uniform(i) < zeros;
            weights[i] = (byte) (zero ? 0 : draw.below(255, i) - 127);
        }
        return weights;
    }

    @Test
    void decodesWhatItEncodes() {
        for (int count : new int[] {0, 1, 7, 8, 15, 16, 17, 31, 33, 1000, 100_000}) {
            for (double zeros : new double[] {0, 0.5, 0.99, 1}) {
                byte[] weights = weights(count, count + 1, zeros);
                byte[] coded = WeightCode.encoded(weights, 39);
                assertThat(WeightCode.decoded(coded, 39, count)).isEqualTo(weights);
            }
        }
    }

    @Test
    void takesLittleRoomForZeros() {
        assertThat(WeightCode.encoded(weights(100_000, 3, 0.99), 39).length).isLessThan(3_500);
    }

    @Test
    void noticesBytesThatAreTooFewOrTooMany() {
        byte[] weights = weights(5_000, 9, 0.5);
        byte[] coded = WeightCode.encoded(weights, 10);
        assertThat(WeightCode.decoded(java.util.Arrays.copyOf(coded, coded.length + 1), 10, 5_000))
                .isEmpty();
        assertThat(WeightCode.decoded(java.util.Arrays.copyOf(coded, coded.length / 2), 10, 5_000))
                .isEmpty();
    }
}
