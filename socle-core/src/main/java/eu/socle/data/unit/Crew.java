package eu.socle.data.unit;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// The threads of one process that read units. A thread that finds no unit left to begin helps
/// those that still read: decoding a file that cannot be cut is the work of one thread, judging
/// what it holds is the work of all.
public final class Crew {

    private static final int BATCHES_EACH = 2; // waiting for each helper: one to go on with

    private final BlockingQueue<Batch> waiting = new LinkedBlockingQueue<>();
    private final AtomicInteger helpers = new AtomicInteger();
    private final AtomicInteger noted = new AtomicInteger();
    private final AtomicInteger reading;
    private final Batch end = new Batch();

    /// @param units that will be read
    public Crew(int units) {
        reading = new AtomicInteger(units);
    }

    /// A thread without help.
    public static Crew alone() {
        return new Crew(1);
    }

    /// Threads that help at the moment.
    public int helpers() {
        return helpers.get();
    }

    /// Batches that were noted by helpers.
    public int noted() {
        return noted.get();
    }

    /// Offers a batch to the helpers.
    ///
    /// @return false when none of them has the time
    boolean offer(Batch batch) {
        return waiting.size() < BATCHES_EACH * helpers.get() && waiting.offer(batch);
    }

    /// Says that a unit was read, or will not be.
    public void ended() {
        if (reading.decrementAndGet() == 0) {
            waiting.add(end);
        }
    }

    /// Notes what is offered until all units have ended.
    public void help(Noting noting) {
        Noting.Worker worker = noting.worker();
        helpers.incrementAndGet();
        try {
            for (Batch batch = waiting.take(); batch != end; batch = waiting.take()) {
                if (batch.take()) {
                    batch.note(noting, worker);
                    noted.incrementAndGet();
                }
            }
            waiting.add(end); // for the next
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the units go on without it
        } finally {
            helpers.decrementAndGet();
        }
    }
}
