package eu.socle.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class SamplerTest {

    private static final float[] LOGITS = {0.5f, 2.0f, -1.0f, 2.0f, 1.0f, Float.NEGATIVE_INFINITY};
    private static final int[] NOTHING = {};

    @Test
    void temperature_zero_takes_the_likeliest_token_and_the_lower_id_of_equals() {
        Sampler sampler = sampler(Sampling.GREEDY, 0);
        assertThat(sampler.next(LOGITS).id()).isEqualTo(1);
    }

    @Test
    void draws_follow_the_softmax_at_the_temperature() {
        double[] expected = softmax(0.7);
        double[] drawn = frequencies(Sampling.at(0.7), 40_000);
        for (int id = 0; id < LOGITS.length; id++) {
            assertThat(drawn[id])
                    .as("token %d", id)
                    .isCloseTo(expected[id], within(0.01)); // 4 standard deviations
        }
        assertThat(drawn[5]).isZero();
    }

    @Test
    void top_k_keeps_the_k_likeliest_and_the_lower_id_of_equals() {
        assertThat(kept(Sampling.at(1).keeping(1, 1, 0))).containsExactly(1);
        assertThat(kept(Sampling.at(1).keeping(3, 1, 0))).containsExactly(1, 3, 4);
    }

    @Test
    void top_p_keeps_the_likeliest_until_the_sum_is_reached() {
        // softmax at 1: .0845 .3787 .0189 .3787 .1393 0
        assertThat(kept(Sampling.at(1).keeping(0, 0.0, 0))).containsExactly(1);
        assertThat(kept(Sampling.at(1).keeping(0, 0.37, 0))).containsExactly(1);
        assertThat(kept(Sampling.at(1).keeping(0, 0.38, 0))).containsExactly(1, 3);
        assertThat(kept(Sampling.at(1).keeping(0, 0.77, 0))).containsExactly(1, 3, 4);
    }

    @Test
    void min_p_is_relative_to_the_likeliest() {
        // 0.5 against 2.0 is exp(-1.5) = 0.223 as probable, 1.0 is exp(-1) = 0.368
        assertThat(kept(Sampling.at(1).keeping(0, 1, 0.36))).containsExactly(1, 3, 4);
        assertThat(kept(Sampling.at(1).keeping(0, 1, 0.37))).containsExactly(1, 3);
    }

    @Test
    void the_same_seed_choice_and_position_draw_the_same_and_others_do_not() {
        Sampling sampling = Sampling.at(1).withSeed(11);
        assertThat(draws(sampling, 0)).isEqualTo(draws(sampling, 0));
        assertThat(draws(sampling, 0)).isNotEqualTo(draws(sampling, 1));
        assertThat(draws(sampling, 0)).isNotEqualTo(draws(sampling.withSeed(12), 0));
    }

    @Test
    void bias_can_force_and_forbid_a_token() {
        Sampling forced = Sampling.GREEDY.withBias(new TreeMap<>(Map.of(2, 100.0)));
        assertThat(sampler(forced, 0).next(LOGITS).id()).isEqualTo(2);
        Sampling forbidden = Sampling.GREEDY.withBias(new TreeMap<>(Map.of(1, -100.0, 3, -100.0)));
        assertThat(sampler(forbidden, 0).next(LOGITS).id()).isEqualTo(4);
    }

    @Test
    void penalties_count_what_was_generated_and_repetition_also_the_prompt() {
        Sampler frequency = sampler(Sampling.GREEDY.withPenalties(1, 0, 0.6), 0);
        assertThat(ids(frequency, 5)).containsExactly(1, 3, 1, 3, 4); // 2.0 2.0 | 1.4 1.4 | 1.0
        Sampler presence = sampler(Sampling.GREEDY.withPenalties(1, 1.2, 0), 0);
        assertThat(ids(presence, 4))
                .containsExactly(1, 3, 4, 1); // 2.0 2.0 1.0, then .8 is best, once only
        Sampler repetition =
                new Sampler(
                        Sampling.GREEDY.withPenalties(4, 0, 0), 0, new int[] {1}, LOGITS.length);
        assertThat(ids(repetition, 2)).containsExactly(3, 4); // 1 was read: 0.5
    }

    @Test
    void log_probabilities_are_those_of_the_model_before_anything_was_changed() {
        Sampling changed =
                Sampling.at(0.3).withBias(new TreeMap<>(Map.of(2, 100.0))).withAlternatives(3);
        Sampler.Choice choice = sampler(changed, 0).next(LOGITS);
        assertThat(choice.id()).isEqualTo(2);
        assertThat(choice.logProbability()).isCloseTo(Math.log(softmax(1)[2]), within(1e-6));
        assertThat(choice.alternatives())
                .extracting(Sampler.Alternative::id)
                .containsExactly(1, 3, 4);
    }

    @Test
    void logits_that_are_not_numbers_end_in_an_error() {
        assertThatThrownBy(() ->
                        sampler(Sampling.GREEDY, 0).next(new float[] {0, Float.NaN, 1, 0, 0, 0}))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("token 0");
        float[] none = new float[6];
        java.util.Arrays.fill(none, Float.NEGATIVE_INFINITY);
        assertThatThrownBy(() -> sampler(Sampling.at(1), 0).next(none))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void values_out_of_range_are_refused_by_name() {
        assertThatThrownBy(() -> Sampling.at(Double.NaN)).hasMessageContaining("temperature");
        assertThatThrownBy(() -> Sampling.at(1).keeping(0, 1.1, 0)).hasMessageContaining("topP");
    }

    private static Sampler sampler(Sampling sampling, int choice) {
        return new Sampler(sampling, choice, NOTHING, LOGITS.length);
    }

    private static int[] ids(Sampler sampler, int count) {
        int[] ids = new int[count];
        for (int i = 0; i < count; i++) {
            ids[i] = sampler.next(LOGITS).id();
        }
        return ids;
    }

    private static int[] draws(Sampling sampling, int choice) {
        return ids(sampler(sampling, choice), 50);
    }

    private static double[] frequencies(Sampling sampling, int draws) {
        double[] frequencies = new double[LOGITS.length];
        for (int id : ids(sampler(sampling.withSeed(3), 0), draws)) {
            frequencies[id] += 1.0 / draws;
        }
        return frequencies;
    }

    private static int[] kept(Sampling sampling) {
        double[] frequencies = frequencies(sampling, 2_000);
        return java.util.stream.IntStream.range(0, LOGITS.length)
                .filter(id -> frequencies[id] > 0)
                .toArray();
    }

    private static double[] softmax(double temperature) {
        double[] p = new double[LOGITS.length];
        double sum = 0;
        for (int id = 0; id < p.length; id++) {
            p[id] = Math.exp(LOGITS[id] / temperature);
            sum += p[id];
        }
        for (int id = 0; id < p.length; id++) {
            p[id] /= sum;
        }
        return p;
    }
}
