package eu.socle.data.dedup.disk;

import java.nio.file.Path;

/// Finds the documents that share a key, directly or through others, within a stated memory and any
/// number of documents: keys are sorted on disk, equal keys join documents, and the joined
/// documents are gathered to clusters by sorting again.
///
/// Documents are numbered from 0 by the caller. The result depends on the numbers, keys and
/// priorities alone. Not for several threads at a time.
public final class DuplicateSearch implements AutoCloseable {

    private final Path folder;
    private final int keyLongs;
    private final KeepRule rule;
    private final long share; // of the memory, for one of the four sorters that may live at a time
    private final RecordSorter keys;
    private final RecordSorter edges;
    private final RecordSorter ranks; // (document, order in which its cluster prefers it)
    private final String name;
    private long kept; // documents below belong to existing datasets and always stay
    private long firstNew; // those between are doubles that existing datasets dropped

    private DuplicateSearch(
            Path folder, String name, int keyLongs, long memoryBytes, KeepRule rule) {
        this.folder = folder;
        this.name = name;
        this.keyLongs = keyLongs;
        this.rule = rule;
        share = memoryBytes / 4;
        keys = new RecordSorter(folder, name + "-keys", keyLongs + 1, share);
        edges = new RecordSorter(folder, name + "-edges", 2, share);
        ranks = new RecordSorter(folder, name + "-ranks", 2, share);
    }

    /// An empty search.
    ///
    /// @param folder an existing folder for temporary files
    /// @param name beginning of their names, of its own in the folder
    /// @param keyLongs 1 or 2 longs per key
    /// @param memoryBytes the most that buffers may take; at least 256 KiB
    public static DuplicateSearch in(
            Path folder, String name, int keyLongs, long memoryBytes, KeepRule rule) {
        if (keyLongs < 1 || keyLongs > 2) {
            throw new IllegalArgumentException("a key has one or two longs, not " + keyLongs);
        }
        return new DuplicateSearch(folder, name, keyLongs, memoryBytes, rule);
    }

    /// Adds the keys of a document, one long each.
    public void add(long document, long[] keysOfDocument) {
        for (long key : keysOfDocument) {
            keys.add(key, document);
        }
    }

    /// Adds a key of one long.
    public void add(long document, long key) {
        keys.add(key, document);
    }

    /// Adds a key of two longs.
    public void add(long document, long high, long low) {
        keys.add(high, low, document);
    }

    /// Says that two documents are doubles.
    public void join(long a, long b) {
        if (a != b) {
            edges.add(Math.max(a, b), Math.min(a, b));
        }
    }

    /// States the priority of a document, once; needed by [KeepRule#GREATEST] for every document.
    ///
    /// @param priority at least 0; the greatest of a cluster stays
    public void priority(long document, long priority) {
        if (priority < 0) {
            throw new IllegalArgumentException("a priority is at least 0, not " + priority);
        }
        ranks.add(document, Long.MAX_VALUE - priority);
    }

    /// Says which documents are those of existing datasets; their keys are added like those of the
    /// others. What they keep always stays and is not compared with each other. Doubles that they
    /// dropped join others, never stay in place of another document, and count in no cluster.
    ///
    /// @param kept the documents below this number are kept
    /// @param documents the documents from there to below this number are doubles
    public void existing(long kept, long documents) {
        this.kept = kept;
        firstNew = documents;
    }

    /// Gathers the clusters. Nothing can be added afterwards.
    ///
    /// @throws eu.socle.core.Refusal failure, when the disk is full
    public Clusters finish() {
        joinEqualKeys();
        return new Clusters(places(new Components(folder, name, share).of(edges)));
    }

    private void joinEqualKeys() {
        try (RecordCursor all = keys.sorted()) {
            long high = 0;
            long low = 0;
            long first = -1;
            long before = -1;
            while (all.next()) {
                long document = all.get(keyLongs);
                boolean same =
                        first >= 0 && all.get(0) == high && (keyLongs == 1 || all.get(1) == low);
                if (!same) {
                    high = all.get(0);
                    low = keyLongs == 1 ? 0 : all.get(1);
                    first = document;
                } else if (document != before && document >= kept) {
                    edges.add(document, first); // documents of one key come in ascending order
                }
                before = document;
            }
        }
    }

    /// @param stars (document, least of its cluster); closed here
    private RecordSorter places(RecordSorter stars) {
        RecordSorter places = new RecordSorter(folder, name + "-places", 4, share);
        try (RecordSorter members = members(stars);
                RecordSorter clusters = preferred(members);
                RecordSorter sizes = sizes(clusters);
                RecordCursor all = clusters.sorted();
                RecordCursor size = sizes.sorted()) {
            long cluster = -1;
            long representative = -1;
            while (all.next()) {
                if (all.get(0) != cluster) {
                    cluster = all.get(0);
                    representative = all.get(2);
                    size.next();
                }
                long document = all.get(2);
                places.add(
                        document,
                        document < kept ? document : representative,
                        size.get(1),
                        size.get(2));
            }
        }
        return places;
    }

    /// (document, least of its cluster) with the least ones themselves.
    private RecordSorter members(RecordSorter stars) {
        RecordSorter members = new RecordSorter(folder, name + "-members", 2, share);
        try (RecordSorter closing = stars;
                RecordCursor all = closing.sorted()) {
            while (all.next()) {
                members.add(all.get(0), all.get(1));
                members.add(all.get(1), all.get(1));
            }
        }
        return members;
    }

    /// (cluster, order of preference, document).
    private RecordSorter preferred(RecordSorter members) {
        RecordSorter clusters = new RecordSorter(folder, name + "-clusters", 3, share);
        try (RecordCursor all = members.sorted();
                RecordCursor rank = ranks.sorted()) {
            boolean more = rank.next();
            long before = -1;
            while (all.next()) {
                long document = all.get(0);
                if (document == before) {
                    continue;
                }
                before = document;
                long order = 1; // all alike under FIRST
                if (document < kept) {
                    order = 0; // first of all
                } else if (document < firstNew) {
                    order = -1; // last of all: numbers are without sign
                } else if (rule == KeepRule.GREATEST) {
                    while (more && rank.get(0) < document) {
                        more = rank.next();
                    }
                    if (!more || rank.get(0) != document) {
                        throw new IllegalStateException(
                                "document " + document + " has no priority");
                    }
                    order = 1 + rank.get(1);
                }
                clusters.add(all.get(1), order, document);
            }
        }
        return clusters;
    }

    /// (number of the cluster, documents in it, the least of them), in the order in which the
    /// clusters come. Doubles of existing datasets do not count.
    private RecordSorter sizes(RecordSorter clusters) {
        RecordSorter sizes = new RecordSorter(folder, name + "-sizes", 3, share);
        try (RecordCursor all = clusters.sorted()) {
            boolean more = all.next();
            for (long number = 0; more; number++) {
                long cluster = all.get(0);
                long least = all.get(2); // a document that counts comes before those that do not
                long count = 0;
                while (more && all.get(0) == cluster) {
                    long document = all.get(2);
                    if (document < kept || document >= firstNew) {
                        least = Math.min(least, document);
                        count++;
                    }
                    more = all.next();
                }
                sizes.add(number, count, least);
            }
        }
        return sizes;
    }

    /// Deletes the temporary files; clusters that were handed out stay readable.
    @Override
    public void close() {
        keys.close();
        edges.close();
        ranks.close();
    }
}
