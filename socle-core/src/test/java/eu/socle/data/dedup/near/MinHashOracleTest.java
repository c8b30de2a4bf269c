package eu.socle.data.dedup.near;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.data.dedup.DedupOracle;
import eu.socle.data.dedup.SimpleText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class MinHashOracleTest {

    static Stream<JsonNode> runs() {
        return DedupOracle.files("minhash-signatures").stream()
                .flatMap(f -> DedupOracle.json(f).valueStream());
    }

    static Stream<Path> lorem() {
        return DedupOracle.files("minhash-lorem").stream();
    }

    private static DatatroveSketch sketch(JsonNode run) {
        MinHash minHash =
                new MinHash(
                        MinHash.Profile.DATATROVE,
                        run.get("n_grams").asInt(),
                        run.get("buckets").asInt(),
                        run.get("hashes_per_bucket").asInt(),
                        run.get("seed").asLong());
        String name = run.get("hash").asString().toUpperCase(java.util.Locale.ROOT);
        return new DatatroveSketch(
                minHash, DatatroveSketch.Hash.valueOf(name + "_" + run.get("precision").asInt()));
    }

    private static List<Long> numbers(JsonNode array) {
        return array.valueStream().map(n -> Long.parseUnsignedLong(n.asString())).toList();
    }

    private static List<Long> list(long[] values) {
        return java.util.Arrays.stream(values).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("runs")
    void theHashFunctionsAreNumpys(JsonNode run) {
        assertThat(list(sketch(run).factors())).isEqualTo(numbers(run.get("a")));
        assertThat(list(sketch(run).addends())).isEqualTo(numbers(run.get("b")));
    }

    @ParameterizedTest
    @MethodSource("runs")
    void signaturesAreEqualBitForBit(JsonNode run) {
        DatatroveSketch sketch = sketch(run);
        for (JsonNode document : run.get("documents")) {
            String text = document.get("text").asString();
            assertThat(SimpleText.of(text)).isEqualTo(document.get("normalised").asString());
            long[] shingles = sketch.shingles(text);
            assertThat(shingles).hasSize(document.get("shingles").asInt());
            if (shingles.length > 0) {
                assertThat(Long.toUnsignedString(shingles[0]))
                        .isEqualTo(document.get("first_shingle_hash").asString());
                assertThat(Long.toUnsignedString(shingles[shingles.length - 1]))
                        .isEqualTo(document.get("last_shingle_hash").asString());
            }
            List<Long> expected = new ArrayList<>();
            document.get("signature").forEach(band -> expected.addAll(numbers(band)));
            assertThat(list(sketch.signature(text))).isEqualTo(expected);
        }
    }

    /// The share of equal hashes follows the similarity, as the upstream test asks, in both
    /// profiles' parameters; here for the datatrove signatures.
    @ParameterizedTest
    @MethodSource("lorem")
    void equalHashesFollowTheSimilarity(Path file) {
        JsonNode lorem = DedupOracle.json(file);
        String text = lorem.get("text").asString();
        int step = lorem.get("similarity").get("step_percent").asInt();
        double tolerance = lorem.get("similarity").get("tolerance").asDouble();
        DatatroveSketch sketch =
                new DatatroveSketch(
                        new MinHash(MinHash.Profile.DATATROVE, 5, 14, 8, 1),
                        DatatroveSketch.Hash.XXHASH_64);
        long[] whole = sketch.signature(text);
        for (int percent = 0; percent < 100; percent += step) {
            int cut = text.length() * percent / 100;
            String half = text.substring(0, cut) + new StringBuilder(text.substring(cut)).reverse();
            long[] other = sketch.signature(half);
            int equal = 0;
            for (int k = 0; k < whole.length; k++) {
                equal += whole[k] == other[k] ? 1 : 0;
            }
            assertThat((double) equal / whole.length)
                    .as("%d %%", percent)
                    .isBetween(percent / 100.0 - tolerance, percent / 100.0 + tolerance);
        }
    }
}
