package eu.socle.token.mix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import eu.socle.core.Refusal;
import eu.socle.core.Seed;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class MixtureTest {

    private static final SortedMap<Group, Long> SIZES =
            new TreeMap<>(
                    Map.of(
                            new Group("web", "fr"), 6000L,
                            new Group("web", "mt"), 100L,
                            new Group("books", "fr"), 1000L,
                            new Group("books", "de"), 900L));

    @Test
    void nothing_asked_for_reads_every_document_once() {
        Mixture mixture = Mixture.of(MixConfig.NONE, SIZES);
        assertThat(mixture.rates().values()).allSatisfy(r -> assertThat(r).isEqualTo(1));
        assertThat(share(mixture, "web", "fr")).isEqualTo(0.75);
    }

    @Test
    void sources_have_their_weights_and_languages_stay_what_they_are_inside() {
        Mixture mixture = Mixture.of(config(Map.of("web", 1.0, "books", 3.0), Map.of(), 1), SIZES);
        assertThat(share(mixture, "books", "fr")).isCloseTo(0.75 * 1000 / 1900, within(1e-12));
        assertThat(share(mixture, "books", "de")).isCloseTo(0.75 * 900 / 1900, within(1e-12));
        assertThat(share(mixture, "web", "fr")).isCloseTo(0.25 * 6000 / 6100, within(1e-12));
        assertThat(rate(mixture, "books", "de")).isCloseTo(0.75 * 8000 / 1900, within(1e-9));
    }

    @Test
    void languages_by_exponent_weigh_over_all_sources_or_inside_each() {
        Mixture over = Mixture.of(config(Map.of(), Map.of(), 0.5), SIZES);
        double sum = Math.sqrt(7000) + Math.sqrt(100) + Math.sqrt(900);
        assertThat(share(over, "web", "mt")).isCloseTo(10 / sum, within(1e-12));
        assertThat(share(over, "books", "fr"))
                .isCloseTo(Math.sqrt(7000) / sum / 7, within(1e-12)); // a seventh of the French
        Mixture inside = Mixture.of(config(Map.of("web", 1.0, "books", 1.0), Map.of(), 0), SIZES);
        assertThat(inside.asked().values())
                .allSatisfy(s -> assertThat(s).isCloseTo(0.25, within(1e-12)));
    }

    @Test
    void languages_by_weight_may_leave_one_out() {
        Mixture mixture =
                Mixture.of(config(Map.of(), Map.of("fr", 1.0, "de", 1.0, "mt", 0.0), 1), SIZES);
        assertThat(share(mixture, "web", "mt")).isZero();
        assertThat(rate(mixture, "web", "mt")).isZero();
        assertThat(share(mixture, "books", "de")).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void a_capped_group_leaves_its_rest_to_the_others_and_the_total_is_kept_while_it_can_be() {
        for (int trial = 0; trial < 500; trial++) {
            Seed seed = new Seed(4).of(trial);
            TreeMap<Group, Long> sizes = new TreeMap<>();
            TreeMap<String, Double> weights = new TreeMap<>();
            for (int i = 0; i < 1 + seed.below(6, 0); i++) {
                sizes.put(new Group("s" + i, "fr"), 1 + seed.below(1000, 2 * i + 1));
                weights.put("s" + i, 0.01 + seed.uniform(2 * i + 2));
            }
            long all = sizes.values().stream().mapToLong(Long::longValue).sum();
            long total = 1 + seed.below(5 * all, 99);
            MixConfig config = new MixConfig(weights, new TreeMap<>(), 1, Repeats.NONE, 3, total);
            Mixture mixture = Mixture.of(config, sizes);
            double reached = 0;
            double least = Double.MAX_VALUE; // tokens for a unit of weight, of groups not capped
            double most = 0;
            for (var group : sizes.entrySet()) {
                double rate = rate(mixture, group.getKey().source(), "fr");
                assertThat(rate).isBetween(0.0, 3.0);
                reached += rate * group.getValue();
                if (rate < 3) {
                    double each =
                            rate * group.getValue() / share(mixture, group.getKey().source(), "fr");
                    least = Math.min(least, each);
                    most = Math.max(most, each);
                }
            }
            assertThat(reached).isCloseTo(Math.min(total, 3.0 * all), within(1e-6 * all));
            if (most > 0) {
                assertThat(most / least).as("trial " + trial).isCloseTo(1, within(1e-9));
            }
        }
    }

    @Test
    void weights_that_do_not_fit_the_documents_are_refused_in_words_one_can_act_on() {
        refused(Map.of("web", 1.0), Map.of(), "token.mix.sources has no weight for books");
        refused(
                Map.of(),
                Map.of("fr", 1.0, "de", 1.0, "mt", 1.0, "is", 2.0),
                "token.mix.languages weighs is,");
        refused(
                Map.of("web", 0.0, "books", 1.0),
                Map.of("fr", 0.0, "de", 0.0, "mt", 1.0),
                "leaves no document");
    }

    private static void refused(
            Map<String, Double> sources, Map<String, Double> languages, String words) {
        assertThatThrownBy(() -> Mixture.of(config(sources, languages, 1), SIZES))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(words);
    }

    @Test
    void repeats_follow_the_size_of_the_cluster() {
        long[] sizes = {1, 2, 3, 4, 5, 99, 100, 999, 1000, 1 << 30};
        assertThat(Arrays.stream(sizes).mapToInt(Repeats.FINEWEB_2::of))
                .containsExactly(1, 2, 3, 3, 5, 5, 8, 8, 1, 1);
        assertThat(Arrays.stream(sizes).mapToInt(Repeats.NONE::of)).containsOnly(1);
        assertThatThrownBy(() -> new Repeats(new TreeMap<>(Map.of(2L, 1))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static double share(Mixture mixture, String source, String language) {
        return mixture.askedOf(new Group(source, language));
    }

    private static double rate(Mixture mixture, String source, String language) {
        return mixture.rateOf(new Group(source, language));
    }

    private static MixConfig config(
            Map<String, Double> sources, Map<String, Double> languages, double exponent) {
        return new MixConfig(
                new TreeMap<>(sources), new TreeMap<>(languages), exponent, Repeats.NONE, 4, 0);
    }
}
