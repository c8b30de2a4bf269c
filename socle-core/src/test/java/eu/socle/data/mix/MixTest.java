package eu.socle.data.mix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import eu.socle.core.Refusal;
import eu.socle.core.Seed;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MixTest {

    @Test
    void copiesHaveTheExpectedNumberAndGrowWithTheRate() {
        Copies copies = new Copies(new Seed(1));
        for (double rate : new double[] {0, 0.1, 0.5, 1, 1.75, 4}) {
            long sum = 0;
            for (int i = 0; i < 20_000; i++) {
                int of = copies.of("doc-" + i, rate);
                sum += of;
                assertThat(of).isBetween((int) rate, (int) Math.ceil(rate));
                assertThat(copies.of("doc-" + i, rate + 0.2)).isGreaterThanOrEqualTo(of);
            }
            assertThat(sum / 20_000.0).isCloseTo(rate, within(0.015));
        }
        assertThatThrownBy(() -> copies.of("a", -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> copies.of("a", Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aMixtureGivesEachSourceItsShare() {
        TreeMap<String, Long> sizes = new TreeMap<>(Map.of("fr", 1000L, "mt", 100L, "code", 5000L));
        TreeMap<String, Double> weights = new TreeMap<>(Map.of("fr", 3.0, "mt", 1.0));
        Mixture mixture = Mixture.of(sizes, weights, 800, 4);
        assertThat(mixture.rates())
                .containsExactly(
                        Map.entry("code", 0.0), Map.entry("fr", 0.6), Map.entry("mt", 2.0));
        assertThatThrownBy(() -> Mixture.of(sizes, weights, 4000, 4))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("\"mt\" would have to be used 10.0 times");
        assertThatThrownBy(() -> Mixture.of(sizes, new TreeMap<>(Map.of("de", 1.0)), 10, 4))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("no source");
        assertThatThrownBy(() -> Mixture.of(sizes, new TreeMap<>(Map.of("fr", -1.0)), 10, 4))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> Mixture.of(sizes, new TreeMap<>(), 10, 4))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void repeatsFollowTheSizeOfTheCluster() {
        long[] sizes = {1, 2, 3, 4, 5, 99, 100, 999, 1000, 1 << 30};
        assertThat(Arrays.stream(sizes).mapToInt(Repeats.FINEWEB_2::of))
                .containsExactly(1, 2, 3, 3, 5, 5, 8, 8, 1, 1);
        assertThatThrownBy(() -> new Repeats(new TreeMap<>(Map.of(2L, 1))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aShuffleIsAPermutationOfItsOwnForEachEpoch() {
        for (long count : new long[] {1, 2, 3, 7, 64, 1000, 4097}) {
            long[][] orders = new long[2][];
            for (int epoch = 0; epoch < 2; epoch++) {
                Shuffle shuffle = new Shuffle(new Seed(9), epoch, count);
                orders[epoch] = LongStream.range(0, count).map(shuffle::at).toArray();
                assertThat(Arrays.stream(orders[epoch]).sorted().toArray())
                        .isEqualTo(LongStream.range(0, count).toArray());
            }
            if (count > 60) {
                assertThat(orders[0]).isNotEqualTo(orders[1]);
            }
        }
        // neighbours do not stay neighbours
        Shuffle shuffle = new Shuffle(new Seed(9), 0, 100_000);
        long near =
                LongStream.range(1, 100_000)
                        .filter(i -> Math.abs(shuffle.at(i) - shuffle.at(i - 1)) < 100)
                        .count();
        assertThat(near).isBetween(120L, 280L); // 200 expected
        assertThatThrownBy(() -> shuffle.at(100_000)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
