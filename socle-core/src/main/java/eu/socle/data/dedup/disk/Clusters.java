package eu.socle.data.dedup.disk;

/// The documents that have a double, in order of their numbers: which document stays instead, and
/// how many the cluster has. Read once from front to back beside the documents themselves.
public final class Clusters implements AutoCloseable {

    private final RecordSorter places; // (document, representative, size, first)

    Clusters(RecordSorter places) {
        this.places = places;
    }

    /// Where one document stands.
    ///
    /// @param representative the document of the cluster that stays; the document itself when it
    ///   stays
    /// @param size how many documents the cluster has; 1 for a document without double
    /// @param first the least document of the cluster, whichever stays: what a cluster is called by
    public record Place(long representative, long size, long first) {}

    /// Starts at the first document. May be opened again.
    public Reader open() {
        return new Reader(places.sorted());
    }

    /// Deletes what lies on disk.
    @Override
    public void close() {
        places.close();
    }

    /// Goes once through the clusters.
    public static final class Reader implements AutoCloseable {
        private final RecordCursor cursor;
        private boolean more;
        private long last = -1;

        private Reader(RecordCursor cursor) {
            this.cursor = cursor;
            more = cursor.next();
        }

        /// The place of a document.
        ///
        /// @param document greater than at the call before
        public Place of(long document) {
            if (document <= last) {
                throw new IllegalArgumentException(
                        "document " + document + " asked for after " + last);
            }
            last = document;
            while (more && cursor.get(0) < document) {
                more = cursor.next();
            }
            return more && cursor.get(0) == document
                    ? new Place(cursor.get(1), cursor.get(2), cursor.get(3))
                    : new Place(document, 1, document);
        }

        @Override
        public void close() {
            cursor.close();
        }
    }
}
