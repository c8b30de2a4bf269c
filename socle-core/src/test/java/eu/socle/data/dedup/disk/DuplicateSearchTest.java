package eu.socle.data.dedup.disk;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DuplicateSearchTest {

    private static final long LITTLE = 1 << 18; // buffers of 4 096 records: most goes over the disk

    @TempDir Path folder;

    /// The meaning: union-find in memory.
    private static long[] roots(List<long[]> keys, int documents) {
        long[] parent = new long[documents];
        Arrays.setAll(parent, i -> i);
        Map<Long, Long> first = new HashMap<>();
        for (long[] record : keys) {
            Long other = first.putIfAbsent(record[1], record[0]);
            if (other != null) {
                long a = root(parent, record[0]);
                long b = root(parent, other);
                parent[(int) Math.max(a, b)] = Math.min(a, b);
            }
        }
        long[] roots = new long[documents];
        Arrays.setAll(roots, i -> root(parent, i));
        return roots;
    }

    private static long root(long[] parent, long of) {
        long at = of;
        while (parent[(int) at] != at) {
            at = parent[(int) at];
        }
        return at;
    }

    private static List<long[]> randomKeys(long seed, int documents, int perDocument, long values) {
        Seed draws = new Seed(seed);
        List<long[]> keys = new ArrayList<>();
        for (int i = 0; i < documents * perDocument; i++) {
            long value = draws.below(values, i);
            keys.add(new long[] {i / perDocument, new Seed(7).bits(value)});
        }
        return keys;
    }

    private static List<Clusters.Place> places(Clusters clusters, int documents) {
        try (clusters;
                Clusters.Reader reader = clusters.open()) {
            List<Clusters.Place> places = new ArrayList<>();
            for (int i = 0; i < documents; i++) {
                places.add(reader.of(i));
            }
            return places;
        }
    }

    private List<Clusters.Place> search(List<long[]> keys, int documents, long memory) {
        try (DuplicateSearch search = DuplicateSearch.in(folder, "t", 1, memory, KeepRule.FIRST)) {
            keys.forEach(k -> search.add(k[0], k[1]));
            return places(search.finish(), documents);
        }
    }

    @Test
    void clustersAreThoseOfUnionFindWhateverTheMemoryAndTheOrder() {
        for (int run = 0; run < 12; run++) {
            int documents = 1 + 3000 * run;
            // from a few long chains to many small clusters
            List<long[]> keys = randomKeys(run, documents, 3, 1 + documents * (long) run / 2);
            long[] roots = roots(keys, documents);
            List<Clusters.Place> small = search(keys, documents, LITTLE);
            for (int i = 0; i < documents; i++) {
                assertThat(small.get(i).representative()).isEqualTo(roots[i]);
            }
            assertThat(search(keys.reversed(), documents, 64 << 20)).isEqualTo(small);
        }
    }

    @Test
    void sizesCountEveryDocumentOfACluster() {
        int documents = 20_000;
        List<long[]> keys = randomKeys(5, documents, 2, 60_000);
        long[] roots = roots(keys, documents);
        Map<Long, Long> sizes = new HashMap<>();
        for (long root : roots) {
            sizes.merge(root, 1L, Long::sum);
        }
        List<Clusters.Place> places = search(keys, documents, LITTLE);
        for (int i = 0; i < documents; i++) {
            assertThat(places.get(i).size()).isEqualTo(sizes.get(roots[i]));
        }
    }

    @Test
    void aChainOfManyDocumentsIsOneCluster() {
        int documents = 50_000;
        List<long[]> keys = new ArrayList<>();
        for (int i = 0; i < documents; i++) {
            int at = (int) new Seed(3).permute(documents, i);
            keys.add(new long[] {at, at});
            keys.add(new long[] {at, (at + 1) % documents});
        }
        assertThat(search(keys, documents, LITTLE))
                .containsOnly(new Clusters.Place(0, documents, 0));
    }

    @Test
    void oneKeyOfAllDocumentsIsOneCluster() {
        List<long[]> keys = new ArrayList<>();
        for (int i = 0; i < 30_000; i++) {
            keys.add(new long[] {i, 42});
        }
        assertThat(search(keys, 30_000, LITTLE)).containsOnly(new Clusters.Place(0, 30_000, 0));
    }

    @Test
    void theGreatestPriorityStaysAndOfEqualsTheFirst() {
        try (DuplicateSearch search =
                DuplicateSearch.in(folder, "t", 2, LITTLE, KeepRule.GREATEST)) {
            long[] priorities = {3, 9, 9, 1, 5};
            for (int i = 4; i >= 0; i--) {
                search.priority(i, priorities[i]);
                search.add(i, i == 3 ? 1 : 0, 77);
            }
            assertThat(places(search.finish(), 5))
                    .containsExactly(
                            new Clusters.Place(1, 4, 0),
                            new Clusters.Place(1, 4, 0),
                            new Clusters.Place(1, 4, 0),
                            new Clusters.Place(3, 1, 3),
                            new Clusters.Place(1, 4, 0));
        }
    }

    @Test
    void aPriorityThatIsGreaterByOneDecides() {
        for (long least : new long[] {0, 6, 7, 678, (1L << 61) - 1, Long.MAX_VALUE - 1}) {
            try (DuplicateSearch search =
                    DuplicateSearch.in(folder, "t", 1, LITTLE, KeepRule.GREATEST)) {
                for (int document = 0; document < 2; document++) {
                    search.priority(document, least + document);
                    search.add(document, 77);
                }
                assertThat(places(search.finish(), 2)).containsOnly(new Clusters.Place(1, 2, 0));
            }
        }
    }

    /// Kept documents of existing datasets, their doubles, and new documents: new ones go when they
    /// are joined to a kept one, also through doubles.
    @ParameterizedTest
    @EnumSource(KeepRule.class)
    void doublesOfExistingDatasetsJoinButNeverStayAndCountInNoCluster(KeepRule rule) {
        int kept = 300;
        int existing = 900;
        int documents = 4_000;
        List<long[]> keys = randomKeys(11, documents, 2, 6_000);
        long[] roots = roots(keys, documents);
        Map<Long, List<Long>> clusters = new HashMap<>();
        for (int i = 0; i < documents; i++) {
            clusters.computeIfAbsent(roots[i], r -> new ArrayList<>()).add((long) i);
        }
        try (DuplicateSearch search = DuplicateSearch.in(folder, "t", 1, LITTLE, rule)) {
            search.existing(kept, existing);
            keys.forEach(k -> search.add(k[0], k[1]));
            for (long i = existing; rule == KeepRule.GREATEST && i < documents; i++) {
                search.priority(i, i % 7);
            }
            List<Clusters.Place> places = places(search.finish(), documents);
            int throughDoubles = 0;
            for (List<Long> cluster : clusters.values()) {
                List<Long> fresh = cluster.stream().filter(d -> d >= existing).toList();
                boolean joined = cluster.getFirst() < kept;
                for (long document : fresh) {
                    Clusters.Place place = places.get((int) document);
                    if (joined) {
                        assertThat(place.representative()).isLessThan(kept);
                        throughDoubles++;
                        continue;
                    }
                    long stays =
                            rule == KeepRule.FIRST
                                    ? fresh.getFirst()
                                    : fresh.stream()
                                            .max(
                                                    Comparator.<Long>comparingLong(d -> d % 7)
                                                            .thenComparingLong(d -> -d))
                                            .orElseThrow();
                    assertThat(place)
                            .isEqualTo(new Clusters.Place(stays, fresh.size(), fresh.getFirst()));
                }
                for (long document : cluster) {
                    if (document < kept) {
                        assertThat(places.get((int) document).representative()).isEqualTo(document);
                    }
                }
            }
            assertThat(throughDoubles).isGreaterThan(100);
        }
    }

    @Test
    void aKeyOfTwoLongsIsComparedWhole() {
        try (DuplicateSearch search = DuplicateSearch.in(folder, "t", 2, LITTLE, KeepRule.FIRST)) {
            search.add(0, -1, 5);
            search.add(1, -1, 6);
            search.add(2, 0, 5);
            search.add(3, -1, 5);
            assertThat(places(search.finish(), 4).stream().map(Clusters.Place::representative))
                    .containsExactly(0L, 1L, 2L, 0L);
        }
    }

    @Test
    void aNewCrawlAgainstExistingDocumentsDropsWhatIsThereAndNothingOfThem() {
        int old = 5_000;
        int all = 9_000;
        List<long[]> keys = randomKeys(11, all, 3, 20_000);
        for (KeepRule rule : KeepRule.values()) {
            List<Clusters.Place> places;
            try (DuplicateSearch search = DuplicateSearch.in(folder, "b", 1, LITTLE, rule)) {
                search.existing(old, old);
                keys.forEach(k -> search.add(k[0], k[1]));
                for (int i = old; i < all; i++) {
                    search.priority(i, all - i); // under GREATEST the first stays, as under FIRST
                }
                places = places(search.finish(), all);
            }
            assertThat(places.subList(old, all))
                    .anyMatch(p -> p.representative() < old)
                    .anyMatch(p -> p.representative() >= old && p.size() > 1);
            // a new document stays exactly when no document, old or new, with a lesser number joins
            // it by keys of which at least one record is new
            long[] joined = rootsAgainst(keys, old, all);
            for (int i = 0; i < all; i++) {
                assertThat(places.get(i).representative()).isEqualTo(i < old ? i : joined[i]);
                assertThat(places.get(i).first()).isEqualTo(joined[i]);
            }
        }
    }

    private static long[] rootsAgainst(List<long[]> keys, int old, int all) {
        Map<Long, Long> leastOfKey = new HashMap<>();
        for (long[] k : keys) {
            leastOfKey.merge(k[1], k[0], Math::min);
        }
        List<long[]> asJoins = new ArrayList<>();
        long name = 0;
        for (long[] k : keys) {
            long least = leastOfKey.getOrDefault(k[1], k[0]);
            if (k[0] >= old && least != k[0]) {
                asJoins.add(new long[] {least, name});
                asJoins.add(new long[] {k[0], name++});
            }
        }
        return roots(asJoins, all);
    }

    @Test
    void nothingIsLeftOnTheDisk() throws IOException {
        search(randomKeys(1, 30_000, 3, 10_000), 30_000, LITTLE);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }
}
