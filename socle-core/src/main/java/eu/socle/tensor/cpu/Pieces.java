package eu.socle.tensor.cpu;

import eu.socle.core.Workers;

/// Work cut into pieces of fixed size, whatever the number of threads.
final class Pieces {

    static final int ROWS =
            64; // rows of a piece: 96 KiB of a 384-wide tensor, inside a second-level cache
    static final int ELEMENTS = 1 << 16; // elements of a piece of element-wise work

    private final Workers workers;

    Pieces(Workers workers) {
        this.workers = workers;
    }

    interface Span {
        void run(int begin, int end);
    }

    interface Elements {
        void run(long begin, int count);
    }

    void rows(int rows, Span span) {
        workers.forEach(
                countRows(rows),
                piece -> span.run(piece * ROWS, Math.min(rows, (piece + 1) * ROWS)));
    }

    /// Pieces of so many rows.
    static int countRows(int rows) {
        return (rows + ROWS - 1) / ROWS;
    }

    /// Pieces of so many elements.
    static int count(long elements) {
        return Math.toIntExact((elements + ELEMENTS - 1) / ELEMENTS);
    }

    void elements(long size, Elements elements) {
        workers.forEach(
                count(size),
                piece -> {
                    long begin = (long) piece * ELEMENTS;
                    elements.run(begin, (int) Math.min(ELEMENTS, size - begin));
                });
    }
}
