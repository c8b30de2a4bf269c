package eu.socle.data.unit;

import eu.socle.data.read.Reading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;

/// The readings of one unit in batches, noted by the thread that reads and by those that help it,
/// and written in the order of the unit whoever noted them: the files do not depend on the threads.
public final class Batches {

    private static final int MOST_AHEAD = 64; // noted before the first of them is; bounds memory

    private final Noting noting;
    private final Noting.Worker worker;
    private final Crew crew;
    private final UnitWriter out;
    private final Deque<Batch> begun = new ArrayDeque<>();
    private Batch batch = new Batch();

    public Batches(Noting noting, Crew crew, UnitWriter out) {
        this.noting = noting;
        this.worker = noting.worker();
        this.crew = crew;
        this.out = out;
    }

    /// Takes the next reading.
    ///
    /// @throws UncheckedIOException if the unit's files cannot be written
    public void add(Reading reading) {
        batch.add(reading);
        if (batch.isFull()) {
            begin();
        }
    }

    private void begin() {
        begun.add(batch);
        if (!crew.offer(batch)) {
            note(batch);
        }
        batch = new Batch();
        while (!begun.isEmpty() && (begun.size() > MOST_AHEAD || begun.getFirst().isDone())) {
            write(begun.removeFirst());
        }
    }

    private void note(Batch mine) {
        if (mine.take()) {
            mine.note(noting, worker);
        }
    }

    private void write(Batch first) {
        note(first); // unless somebody is at it
        try {
            out.append(first.notes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes what is left.
    ///
    /// @throws UncheckedIOException as [#add(Reading)]
    public void finish() {
        begin();
        while (!begun.isEmpty()) {
            write(begun.removeFirst());
        }
    }
}
