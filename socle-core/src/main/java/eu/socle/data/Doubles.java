package eu.socle.data;

import eu.socle.data.dedup.DedupConfig;
import eu.socle.data.dedup.DedupConfig.Keep;
import eu.socle.data.dedup.Signature;
import eu.socle.data.dedup.disk.Clusters;
import eu.socle.data.dedup.disk.DuplicateSearch;
import eu.socle.data.dedup.disk.KeepRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/// Which of the candidates stay, found on disk within a stated memory. Candidates are numbered in
/// the order of the plan; they are signed and asked for in this order.
final class Doubles implements AutoCloseable {

    private static final long MEMORY_BYTES = 64L << 20; // of each of the three searches

    private final Clusters same;
    private final Clusters address;
    private final Clusters near;
    private final Clusters.Reader sameReader;
    private final Clusters.Reader addressReader;
    private final Clusters.Reader nearReader;

    /// What became of a candidate.
    enum Fate {
        STAYS(0),
        EXACT_DUPLICATE(1),
        SAME_ADDRESS(2),
        NEAR_DUPLICATE(3);

        private final int code;

        Fate(int code) {
            this.code = code;
        }

        /// Its number in working files.
        int code() {
            return code;
        }

        static Fate of(int code) {
            for (Fate fate : values()) {
                if (fate.code == code) {
                    return fate;
                }
            }
            throw new IllegalArgumentException("no fate has the number " + code);
        }

        /// The word in reports.
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Where a candidate stands.
    ///
    /// @param representative the candidate of its cluster that stays
    /// @param other the candidate it is a double of; itself when it stays
    /// @param size documents of the cluster
    record Place(Fate fate, long representative, long other, long size) {
        boolean stays(long candidate) {
            return representative == candidate;
        }
    }

    /// Goes through the candidates in their order.
    interface Candidates {
        void each(Each taker) throws IOException;
    }

    /// Takes one candidate.
    interface Each {
        void take(long number, Signature signature, long characters) throws IOException;
    }

    /// Finds the doubles.
    ///
    /// @param folder for temporary files
    /// @throws IOException if the candidates cannot be read
    static Doubles of(Candidates candidates, DedupConfig config, Path folder) throws IOException {
        KeepRule rule = config.keep() == Keep.FIRST ? KeepRule.FIRST : KeepRule.GREATEST;
        try (DuplicateSearch exact = search(folder, "exact", 2, KeepRule.FIRST);
                DuplicateSearch urls = search(folder, "address", 2, KeepRule.FIRST);
                DuplicateSearch bands = search(folder, "near", 1, rule)) {
            candidates.each((number, signature, characters) -> {
                signature.addExact(exact, number);
                if (config.addresses()) {
                    signature.addUrl(urls, number);
                }
                bands.priority(number, characters);
            });
            Clusters same = exact.finish();
            Clusters address = urls.finish();
            try (Clusters.Reader copies = same.open();
                    Clusters.Reader addresses = address.open()) {
                candidates.each((number, signature, characters) -> {
                    long first = copies.of(number).representative();
                    bands.join(number, first);
                    bands.join(number, addresses.of(number).representative());
                    if (first == number) {
                        signature.addBandKeys(bands, number);
                    }
                });
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

    /// Where a candidate stands; asked for in ascending order.
    Place of(long candidate) {
        Clusters.Place place = nearReader.of(candidate);
        long copyOf = sameReader.of(candidate).representative();
        long addressOf = addressReader.of(candidate).representative();
        long stays = place.representative();
        if (stays == candidate) {
            return new Place(Fate.STAYS, candidate, candidate, place.size());
        }
        if (copyOf != candidate) {
            return new Place(Fate.EXACT_DUPLICATE, stays, copyOf, place.size());
        }
        return addressOf == candidate
                ? new Place(Fate.NEAR_DUPLICATE, stays, stays, place.size())
                : new Place(Fate.SAME_ADDRESS, stays, addressOf, place.size());
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
