package eu.socle.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class CopiesTest {

    @Test
    void copies_have_the_expected_number_and_grow_with_the_rate() {
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
}
