package eu.socle.infer;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One thread that drives one model for many requests: those under way take turns, one step each,
/// so a long answer cannot starve a short one; the rest wait in the order they came, up to a bound.
/// A step handles one sequence, so an answer is the same, bit for bit, alone or among others.
/// (Steps that handle many sequences at once would raise the throughput; this engine does not do
/// that.)
public final class Engine implements AutoCloseable {

    private final LanguageModel model;
    private final int underWay;
    private final int waitingBound;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition idle = lock.newCondition();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Deque<Answering> active = new ArrayDeque<>();
    private boolean closing;
    private volatile long busyNanos; // written by the engine's thread only

    private record Waiting(Answering answering, Request request) {}

    /// Why a request was not taken.
    public static final class Busy extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Busy(String message) {
            super(message);
        }
    }

    /// The engine was closed, or is closing.
    public static final class Closed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Closed() {
            super("the engine is shutting down");
        }
    }

    /// How many requests wait and how many are under way.
    public record Load(int waiting, int active) {}

    /// @param underWay how many requests hold memory and take turns
    /// @param waiting how many more may wait
    public Engine(LanguageModel model, int underWay, int waiting) {
        this.model = model;
        this.underWay = underWay;
        this.waitingBound = waiting;
        this.thread = Thread.ofPlatform().name("socle-engine").daemon().start(this::run);
    }

    /// Takes a request in.
    ///
    /// @throws Busy if too many wait already
    /// @throws Closed if the engine is closing
    /// @throws IllegalArgumentException if a prompt is empty or leaves no room in the context
    public Answering submit(Request request) {
        for (int[] prompt : request.prompts()) {
            if (prompt.length == 0 || prompt.length >= model.context()) {
                throw new IllegalArgumentException(
                        "a prompt of "
                                + prompt.length
                                + " tokens does not fit a context of "
                                + model.context());
            }
        }
        lock.lock();
        try {
            if (closing) {
                throw new Closed();
            }
            if (unfinished() + waiting.size() >= underWay + waitingBound) {
                throw new Busy(
                        unfinished() + " requests are under way and " + waiting.size() + " wait");
            }
            Answering answering = new Answering(this, busyNanos);
            waiting.add(new Waiting(answering, request));
            work.signal();
            return answering;
        } finally {
            lock.unlock();
        }
    }

    /// How much there is to do.
    public Load load() {
        lock.lock();
        try {
            return new Load(waiting.size(), unfinished());
        } finally {
            lock.unlock();
        }
    }

    /// Requests under way; one whose last event its reader may already have does not count.
    private int unfinished() {
        return (int) active.stream().filter(each -> !each.over()).count();
    }

    /// Takes no more requests, and waits for those taken.
    ///
    /// @return false if some were not finished in time
    /// @throws InterruptedException if the waiting thread is interrupted
    public boolean drain(Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            closing = true;
            work.signal();
            while (!waiting.isEmpty() || !active.isEmpty()) {
                if (left <= 0) {
                    return false;
                }
                left = idle.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Ends what is not finished, and the thread.
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            waiting.forEach(each -> each.answering.close());
            active.forEach(Answering::close);
            work.signal();
        } finally {
            lock.unlock();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void wake() {
        lock.lock();
        try {
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    long busyNanos() {
        return busyNanos;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // only the engine's thread writes it
    void worked(long nanos) {
        busyNanos += nanos;
    }

    private void run() {
        for (Answering next = take(); next != null; next = take()) {
            boolean more;
            try {
                more = next.step();
            } catch (ArithmeticException e) {
                next.fail(e.getMessage() + ".");
                more = false;
            } catch (RuntimeException | OutOfMemoryError e) {
                next.fail("the model failed: " + e + ".");
                more = false;
            }
            giveBack(next, more);
        }
    }

    /// Waits for a request that can move on: the one whose turn is oldest; nothing once closed and
    /// done.
    private @Nullable Answering take() {
        lock.lock();
        try {
            while (true) {
                admit();
                Optional<Answering> ready = active.stream().filter(Answering::ready).findFirst();
                if (ready.isPresent()) {
                    return ready.get();
                }
                if (active.isEmpty()) {
                    idle.signalAll();
                    if (closing) {
                        return null;
                    }
                }
                work.await();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the engine", e);
        } finally {
            lock.unlock();
        }
    }

    private void admit() {
        Iterator<Waiting> each = waiting.iterator();
        while (each.hasNext() && active.size() < underWay) {
            Waiting first = each.next();
            each.remove();
            try {
                first.answering.begin(model, first.request);
                active.add(first.answering);
            } catch (RuntimeException | OutOfMemoryError e) {
                first.answering.fail("the model could not begin: " + e + ".");
            }
        }
    }

    private void giveBack(Answering answering, boolean more) {
        lock.lock();
        try {
            active.remove(answering);
            if (more) {
                active.add(answering);
            }
            if (active.isEmpty() && waiting.isEmpty()) {
                idle.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }
}
