package eu.socle.data.unit;

import eu.socle.data.read.Reading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;

/// Some readings of a unit that follow each other. One thread notes them: the one that reads the
/// unit, or one that helps.
final class Batch {

    private static final int MOST_READINGS = 64;
    private static final int MOST_CHARACTERS = 1 << 18;

    private final List<Reading> readings = new ArrayList<>();
    private final AtomicBoolean taken = new AtomicBoolean();
    private final CompletableFuture<NoteBytes> notes = new CompletableFuture<>();
    private long characters;

    void add(Reading reading) {
        readings.add(reading);
        characters += reading instanceof Reading.Page page ? page.document().text().length() : 0;
    }

    /// True when it is worth the while of a thread.
    boolean isFull() {
        return readings.size() >= MOST_READINGS || characters >= MOST_CHARACTERS;
    }

    /// Takes it, so that nobody else does.
    ///
    /// @return false when another thread was first
    boolean take() {
        return taken.compareAndSet(false, true);
    }

    /// Notes the readings; for the thread that took them.
    void note(Noting noting, Noting.Worker worker) {
        try {
            NoteBytes out = new NoteBytes();
            for (Reading reading : readings) {
                noting.note(reading, out, worker);
            }
            notes.complete(out);
        } catch (IOException e) {
            notes.completeExceptionally(new UncheckedIOException(e));
        } catch (RuntimeException | Error e) {
            notes.completeExceptionally(e);
        }
    }

    boolean isDone() {
        return notes.isDone();
    }

    /// What was noted; waits until it is.
    ///
    /// @throws RuntimeException what the thread that noted it failed by
    NoteBytes notes() {
        try {
            return notes.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw e;
        }
    }
}
