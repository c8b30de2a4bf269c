package eu.socle.data.dedup.bloom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.core.Seed;
import eu.socle.data.dedup.DedupOracle;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class SeenNgramsTest {

    static Stream<JsonNode> exact() {
        return DedupOracle.scenarios("bloom-exact").stream();
    }

    static Stream<JsonNode> upstream() {
        return DedupOracle.files("bloom-upstream").stream().map(DedupOracle::json);
    }

    @ParameterizedTest
    @MethodSource("exact")
    void countsAreThoseOfAnExactSet(JsonNode scenario) {
        SeenNgrams seen =
                new SeenNgrams(
                        BloomFilter.of(1_000_000, 1e-9),
                        scenario.get("n_grams").asInt(),
                        scenario.get("duplicate_threshold").asDouble());
        List<String> documents = DedupOracle.strings(scenario.get("documents"));
        for (int i = 0; i < documents.size(); i++) {
            JsonNode expected = scenario.get("exact").get(i);
            assertThat(seen.next(documents.get(i)))
                    .isEqualTo(
                            new SeenNgrams.Finding(
                                    expected.get("ngrams").asInt(),
                                    expected.get("seen").asInt(),
                                    !expected.get("unique").asBoolean()));
        }
    }

    @ParameterizedTest
    @MethodSource("upstream")
    void decisionsAreThoseOfTheUpstreamTest(JsonNode test) {
        JsonNode config = test.get("config");
        SeenNgrams seen =
                new SeenNgrams(
                        new BloomFilter(
                                8L * config.get("m_bytes").asLong(), config.get("k").asInt()),
                        config.get("n_grams").asInt(),
                        config.get("duplicate_threshold").asDouble());
        List<String> documents = DedupOracle.strings(test.get("documents"));
        for (int i = 0; i < documents.size(); i++) {
            assertThat(seen.next(documents.get(i)).copy())
                    .as("document %d", i)
                    .isEqualTo(!test.get("unique").get(i).asBoolean());
        }
    }

    @Test
    void theFilterForgetsNothingAndErrsAsOftenAsItSays() {
        BloomFilter filter = BloomFilter.of(50_000, 0.01);
        Seed draws = new Seed(1);
        for (int i = 0; i < 50_000; i++) {
            filter.add(draws.bits(i));
        }
        int wrong = 0;
        for (int i = 0; i < 50_000; i++) {
            assertThat(filter.contains(draws.bits(i))).isTrue();
            wrong += filter.contains(draws.bits(50_000 + i)) ? 1 : 0;
        }
        assertThat(wrong / 50_000.0).isBetween(0.007, 0.013);
        assertThat(filter.falsePositives()).isBetween(0.007, 0.013);
    }

    /// 2^31 + 640 bits are 256 MiB: the last bits are used as the first ones.
    @Test
    void usesBitsBeyondTwoToThe31() {
        BloomFilter filter = new BloomFilter((1L << 31) + 640, 3);
        assertThat(filter.contains(-1)).isFalse();
        filter.add(-1); // the greatest hash falls on the last bit
        assertThat(filter.contains(-1)).isTrue();
        assertThat(filter.contains(-2L << 32)).isFalse();
        assertThatThrownBy(() -> BloomFilter.of(Long.MAX_VALUE, 0.01))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void textsWithoutSpacesHaveNgramsToo() {
        SeenNgrams seen = new SeenNgrams(BloomFilter.of(10_000, 1e-6), 5, 0.8);
        String text = "水的沸点在标准大气压下是一百摄氏度而在高山上则更低一些";
        assertThat(seen.next(text).ngrams()).isEqualTo(text.length() - 4);
        assertThat(seen.next("他说：" + text + "。").copy()).isTrue();
        assertThat(seen.next("春天的早晨孩子们沿着河边走向学校并且唱着一首歌").seen()).isZero();
    }
}
