package eu.socle.data.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.core.Refusal;
import eu.socle.core.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What an index finds, against a map in memory.
final class HashIndexTest {

    @TempDir Path folder;

    /// Hashes spread evenly, crowded into few values, and crowded at one end.
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 0",
        "2, 0",
        "255, 0",
        "256, 0",
        "257, 0",
        "5000, 0",
        "100000, 0",
        "3000, 60",
        "9000, 52",
        "20000, 32"
    })
    void findsWhatAMapFinds(int count, int shift) throws IOException {
        Seed seed = new Seed(11).of(count);
        SortedMap<Long, TreeSet<Long>> expected = new TreeMap<>();
        Path file = folder.resolve("index");
        try (HashIndex.Builder builder = new HashIndex.Builder(file)) {
            for (int i = 0; i < count; i++) {
                long hash = seed.bits(i) >>> shift;
                long value = i % 3 == 0 ? 7 : i;
                builder.add(hash, value);
                expected.computeIfAbsent(hash, h -> new TreeSet<>()).add(value);
            }
            builder.finish();
        }
        try (HashIndex index = HashIndex.open(file)) {
            for (var entry : expected.entrySet()) {
                assertThat(index.find(entry.getKey()))
                        .containsExactly(entry.getValue().stream().mapToLong(v -> v).toArray());
            }
            for (int i = 0; i < 200; i++) {
                long absent = seed.bits(-1L - i) >>> shift;
                if (!expected.containsKey(absent)) {
                    assertThat(index.find(absent)).isEmpty();
                }
            }
            assertThat(index.find(0))
                    .hasSize(expected.containsKey(0L) ? expected.get(0L).size() : 0);
            assertThat(index.find(-1)).isEmpty();
        }
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void refusesAFileThatWasCut() throws IOException {
        Path file = Files.write(folder.resolve("cut"), new byte[23]);
        assertThatThrownBy(() -> HashIndex.open(file))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("was cut");
    }
}
