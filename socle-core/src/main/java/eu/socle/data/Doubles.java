package eu.socle.data;

import eu.socle.data.dedup.DedupConfig;
import eu.socle.data.dedup.DedupConfig.Keep;
import eu.socle.data.dedup.Signature;
import eu.socle.data.dedup.disk.Clusters;
import eu.socle.data.dedup.disk.DuplicateSearch;
import eu.socle.data.dedup.disk.KeepRule;
import java.nio.file.Path;

/// Which of the candidates stay. Candidates are numbered in byte order of their ids; they are
/// signed and asked for in this order.
final class Doubles implements AutoCloseable {

    private static final long MEMORY_BYTES = 64L << 20; // of each of the three searches

    private final Clusters same;
    private final Clusters address;
    private final Clusters near;
    private final Clusters.Reader sameReader;
    private final Clusters.Reader addressReader;
    private final Clusters.Reader nearReader;

    /// What became of a candidate.
    sealed interface Fate {
        /// It stays.
        record Stays(long clusterSize) implements Fate {}

        /// Another one stays instead.
        ///
        /// @param reason `exact_duplicate`, `same_address` or `near_duplicate`
        /// @param other number of the candidate it equals
        record Goes(String reason, long other) implements Fate {}
    }

    /// The signatures of the candidates, in order.
    interface Signatures {
        /// The signature of one candidate.
        Signature of(int candidate);

        /// The characters of one candidate.
        long characters(int candidate);
    }

    /// Finds the doubles.
    ///
    /// @param folder for temporary files
    static Doubles of(int candidates, Signatures signatures, DedupConfig config, Path folder) {
        KeepRule rule = config.keep() == Keep.FIRST ? KeepRule.FIRST : KeepRule.GREATEST;
        try (DuplicateSearch exact = search(folder, "exact", 2, KeepRule.FIRST);
                DuplicateSearch urls = search(folder, "address", 2, KeepRule.FIRST);
                DuplicateSearch bands = search(folder, "near", 1, rule)) {
            for (int i = 0; i < candidates; i++) {
                signatures.of(i).addExact(exact, i);
                if (config.addresses()) {
                    signatures.of(i).addUrl(urls, i);
                }
                bands.priority(i, signatures.characters(i));
            }
            Clusters same = exact.finish();
            Clusters address = urls.finish();
            try (Clusters.Reader copies = same.open();
                    Clusters.Reader addresses = address.open()) {
                for (int i = 0; i < candidates; i++) {
                    long first = copies.of(i).representative();
                    bands.join(i, first);
                    bands.join(i, addresses.of(i).representative());
                    if (first == i) {
                        signatures.of(i).addBandKeys(bands, i);
                    }
                }
            }
            return new Doubles(same, address, bands.finish());
        }
    }

    private static DuplicateSearch search(Path folder, String name, int keyLongs, KeepRule rule) {
        return DuplicateSearch.in(folder, name, keyLongs, MEMORY_BYTES, rule);
    }

    private Doubles(Clusters same, Clusters address, Clusters near) {
        this.same = same;
        this.address = address;
        this.near = near;
        sameReader = same.open();
        addressReader = address.open();
        nearReader = near.open();
    }

    /// What became of a candidate; asked for in ascending order.
    Fate of(long candidate) {
        Clusters.Place place = nearReader.of(candidate);
        long copyOf = sameReader.of(candidate).representative();
        long addressOf = addressReader.of(candidate).representative();
        if (place.representative() == candidate) {
            return new Fate.Stays(place.size());
        }
        if (copyOf != candidate) {
            return new Fate.Goes("exact_duplicate", copyOf);
        }
        return addressOf == candidate
                ? new Fate.Goes("near_duplicate", place.representative())
                : new Fate.Goes("same_address", addressOf);
    }

    @Override
    public void close() {
        sameReader.close();
        addressReader.close();
        nearReader.close();
        same.close();
        address.close();
        near.close();
    }
}
