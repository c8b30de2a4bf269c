package eu.socle.data.dedup.passage;

/// A place in a document as one number, so that places sort by documents and then by bytes.
final class Place {

    private static final int BYTE_BITS = 31;

    private Place() {}

    /// @param document at least 0, below 2^32
    static long of(long document, int at) {
        return document << BYTE_BITS | at;
    }

    static long document(long place) {
        return place >>> BYTE_BITS;
    }

    static int at(long place) {
        return (int) (place & ((1L << BYTE_BITS) - 1));
    }
}
