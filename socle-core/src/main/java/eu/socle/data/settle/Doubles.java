package eu.socle.data.settle;

import eu.socle.data.dedup.DedupConfig;
import eu.socle.data.dedup.Signature;
import eu.socle.data.dedup.disk.Clusters;
import eu.socle.data.dedup.disk.DuplicateSearch;
import eu.socle.data.dedup.disk.KeepRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Which of the candidates stay, found on disk within a stated memory. Candidates are numbered in
/// the order of the plan; they are signed and asked for in this order.
public final class Doubles implements AutoCloseable {

    private static final long MEMORY_BYTES = 64L << 20; // of each of the three searches

    private final Clusters same;
    private final Clusters address;
    private final Clusters near;
    private final Clusters.Reader sameReader;
    private final Clusters.Reader addressReader;
    private final Clusters.Reader nearReader;
    private final long before; // what existing datasets know, numbered before the candidates

    /// What became of a candidate.
    public enum Fate {
        STAYS(0),
        EXACT_DUPLICATE(1),
        SAME_ADDRESS(2),
        NEAR_DUPLICATE(3),
        SEEN_NGRAMS(4),
        TOO_LITTLE_LEFT(5);

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

    /// Where a candidate stands. Documents of existing datasets have negative numbers: -1 is the
    /// last of them.
    ///
    /// @param representative the document of its cluster that is compared on, and stays unless it
    ///   says nothing new
    /// @param other the document it is a double of; of another fate the figures: n-grams that were
    ///   seen and all of them, or words and sentences that are left
    /// @param size documents of the cluster
    /// @param cluster the first document of the cluster, whichever stays
    public record Place(Fate fate, long representative, long other, long size, long cluster) {
        public boolean stays() {
            return fate == Fate.STAYS;
        }

        /// True for a double of another document.
        public boolean isDouble() {
            return switch (fate) {
                case EXACT_DUPLICATE, SAME_ADDRESS, NEAR_DUPLICATE -> true;
                case STAYS, SEEN_NGRAMS, TOO_LITTLE_LEFT -> false;
            };
        }

        /// With a fate that two figures explain.
        public Place with(Fate now, int a, int b) {
            return new Place(now, representative, (long) a << Integer.SIZE | b, size, cluster);
        }

        /// The first figure.
        long a() {
            return other >>> Integer.SIZE;
        }

        /// The second figure.
        long b() {
            return other & 0xffffffffL;
        }
    }

    /// Finds the doubles in two passes over the candidates in their order: [#whole], then [#near].
    static final class Search implements AutoCloseable {
        private final DedupConfig config;
        private final long kept; // documents of existing datasets
        private final long before; // and the doubles that they dropped
        private final DuplicateSearch exact;
        private final DuplicateSearch urls;
        private final DuplicateSearch bands;
        private @Nullable Wholes wholes; // after the first pass

        /// What the first pass found.
        private record Wholes(
                Clusters same, Clusters address, Clusters.Reader copies, Clusters.Reader addresses)
                implements AutoCloseable {

            @Override
            public void close() {
                copies.close();
                addresses.close();
                same.close();
                address.close();
            }
        }

        /// A search that has seen the existing documents, which always stay.
        ///
        /// @param folder for temporary files
        /// @throws IOException if the existing documents cannot be read
        Search(Existing existing, DedupConfig config, Path folder) throws IOException {
            this.config = config;
            kept = existing.kept();
            before = existing.documents();
            exact = search(folder, "exact", 2);
            urls = search(folder, "address", 2);
            bands = search(folder, "near", 1);
            long[] number = {0};
            existing.each((id, signature) -> {
                add(signature, number[0]);
                signature.addBandKeys(bands, number[0]++);
            });
        }

        private DuplicateSearch search(Path folder, String name, int keyLongs) {
            KeepRule rule = config.keepsFirst() ? KeepRule.FIRST : KeepRule.GREATEST;
            DuplicateSearch search = DuplicateSearch.in(folder, name, keyLongs, MEMORY_BYTES, rule);
            search.existing(kept, before);
            return search;
        }

        private void add(Signature signature, long document) {
            signature.addExact(exact, document);
            if (config.addresses()) {
                signature.addUrl(urls, document);
            }
        }

        /// Adds a candidate as a whole.
        void whole(long candidate, Signature signature, long priority) {
            long document = before + candidate;
            add(signature, document);
            if (!config.keepsFirst()) {
                exact.priority(document, priority);
                urls.priority(document, priority);
                bands.priority(document, priority);
            }
        }

        /// Adds what of a candidate finds near doubles, when all were added as wholes.
        void near(long candidate, Signature signature) {
            long document = before + candidate;
            if (joined(wholes(), document) == document) {
                signature.addBandKeys(bands, document);
            }
        }

        /// Joins a document to what it is a double of as a whole.
        ///
        /// @return what it has the text of
        private long joined(Wholes found, long document) {
            long copyOf = found.copies().of(document).representative();
            bands.join(document, copyOf);
            bands.join(document, found.addresses().of(document).representative());
            return copyOf;
        }

        private Wholes wholes() {
            if (wholes == null) {
                Clusters same = exact.finish();
                Clusters address = urls.finish();
                wholes = new Wholes(same, address, same.open(), address.open());
                for (long document = kept; document < before; document++) {
                    joined(wholes, document);
                }
            }
            return wholes;
        }

        /// What became of the candidates.
        Doubles finish() {
            Wholes found = wholes();
            Doubles doubles = new Doubles(found.same(), found.address(), bands.finish(), before);
            found.copies().close();
            found.addresses().close();
            wholes = null; // what it holds is closed by the doubles
            return doubles;
        }

        @Override
        public void close() {
            if (wholes != null) {
                wholes.close();
            }
            exact.close();
            urls.close();
            bands.close();
        }
    }

    private Doubles(Clusters same, Clusters address, Clusters near, long before) {
        this.same = same;
        this.address = address;
        this.near = near;
        this.before = before;
        sameReader = same.open();
        addressReader = address.open();
        nearReader = near.open();
    }

    /// Where a candidate stands; asked for in ascending order.
    Place of(long candidate) {
        long document = before + candidate;
        Clusters.Place place = nearReader.of(document);
        long copyOf = sameReader.of(document).representative();
        long addressOf = addressReader.of(document).representative();
        long stays = place.representative();
        Fate fate = Fate.NEAR_DUPLICATE;
        long other = stays;
        if (stays == document) {
            fate = Fate.STAYS;
        } else if (copyOf != document) {
            fate = Fate.EXACT_DUPLICATE;
            other = copyOf;
        } else if (addressOf != document) {
            fate = Fate.SAME_ADDRESS;
            other = addressOf;
        }
        return new Place(
                fate, stays - before, other - before, place.size(), place.first() - before);
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
