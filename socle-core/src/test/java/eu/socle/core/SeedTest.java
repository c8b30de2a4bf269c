package eu.socle.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SeedTest {

    private static final Seed SEED = new Seed(20261124).of("test");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 16, 17, 1000, 4097})
    void a_permutation_meets_every_position_once(long n) {
        BitSet seen = new BitSet();
        for (long i = 0; i < n; i++) {
            long p = SEED.permute(n, i);
            assertThat(p).isBetween(0L, n - 1);
            seen.set((int) p);
        }
        assertThat(seen.cardinality()).isEqualTo((int) n);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 16, 17, 1000, 4097, 1L << 40})
    void the_position_of_a_value_is_where_the_permutation_gives_it(long n) {
        for (long i = 0; i < Math.min(n, 5000); i++) {
            assertThat(SEED.positionOf(n, SEED.permute(n, i))).isEqualTo(i);
        }
    }

    @Test
    void a_permutation_is_not_the_identity_and_changes_with_the_seed() {
        int fixed = 0;
        int same = 0;
        for (int i = 0; i < 1000; i++) {
            fixed += SEED.permute(1000, i) == i ? 1 : 0;
            same += SEED.permute(1000, i) == SEED.of(1).permute(1000, i) ? 1 : 0;
        }
        assertThat(fixed).isLessThan(10);
        assertThat(same).isLessThan(10);
    }

    @Test
    void normal_draws_have_mean_zero_and_variance_one() {
        double sum = 0;
        double squares = 0;
        int n = 100_000;
        for (int i = 0; i < n; i++) {
            double x = SEED.normal(i);
            sum += x;
            squares += x * x;
        }
        assertThat(sum / n).isBetween(-0.015, 0.015); // 4.7 standard errors
        assertThat(squares / n).isBetween(0.97, 1.03);
    }

    @Test
    void bounded_draws_stay_in_range_and_reach_both_ends() {
        boolean low = false;
        boolean high = false;
        for (int i = 0; i < 1000; i++) {
            long x = SEED.below(7, i);
            assertThat(x).isBetween(0L, 6L);
            low |= x == 0;
            high |= x == 6;
        }
        assertThat(low && high).isTrue();
    }
}
