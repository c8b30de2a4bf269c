package eu.socle.data.dedup.disk;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Seed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordSorterTest {

    @TempDir Path folder;

    private record Three(long a, long b, long c) implements Comparable<Three> {
        @Override
        public int compareTo(Three o) {
            int byA = Long.compareUnsigned(a, o.a);
            int byB = byA != 0 ? byA : Long.compareUnsigned(b, o.b);
            return byB != 0 ? byB : Long.compareUnsigned(c, o.c);
        }
    }

    private List<Three> sorted(List<Three> records, long memory) {
        try (RecordSorter sorter = new RecordSorter(folder, "s", 3, memory)) {
            records.forEach(r -> sorter.add(r.a(), r.b(), r.c()));
            List<Three> out = new ArrayList<>();
            for (int pass = 0; pass < 2; pass++) { // may be read again
                out.clear();
                try (RecordCursor cursor = sorter.sorted()) {
                    while (cursor.next()) {
                        out.add(new Three(cursor.get(0), cursor.get(1), cursor.get(2)));
                    }
                }
            }
            return out;
        }
    }

    @Test
    void sortsAsUnsignedNumbersInMemoryAndOnDisk() {
        int[] sizes = {0, 1, 2, 7, 23, 24, 25, 100, 2730, 2731, 5460, 20_000};
        for (int size : sizes) {
            for (int shape = 0; shape < 4; shape++) {
                Seed draws = new Seed(size).of(shape);
                List<Three> records = new ArrayList<>();
                for (int i = 0; i < size; i++) {
                    long bits = draws.bits(i);
                    records.add(
                            switch (shape) {
                                case 0 -> new Three(bits, draws.bits(-i - 1), i);
                                case 1 -> new Three(bits & 3, 5, bits >>> 40);
                                case 2 -> new Three(0, 0, size - i);
                                default -> new Three(bits >> 60, -(bits & 7), 9);
                            });
                }
                List<Three> expected = records.stream().sorted().toList();
                assertThat(sorted(records, 1 << 16)).isEqualTo(expected);
                assertThat(sorted(records, 1 << 24)).isEqualTo(expected);
            }
        }
    }

    @Test
    void mergesMoreRunsThanItOpensAtOnce() {
        List<Three> records = new ArrayList<>();
        for (int i = 0; i < 300 * 2730; i++) {
            records.add(new Three(new Seed(4).bits(i), i, 0));
        }
        assertThat(sorted(records, 1 << 16)).isSorted().hasSize(records.size());
    }
}
