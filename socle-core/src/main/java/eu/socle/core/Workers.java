package eu.socle.core;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// The one pool that computes: a fixed number of platform threads, the caller included, owned by a
/// [Run].
///
/// Work is cut into numbered pieces by the caller, never by the number of threads, so results do
/// not depend on how many threads there are. Between pieces of work a thread spins for a moment
/// before it parks, because the engine asks for hundreds of short pieces per step. One caller at a
/// time; a piece must not ask for more pieces.
public final class Workers implements AutoCloseable {

    private static final long SPIN_NANOS =
            200_000; // longer than the serial gaps of a training step, far shorter than a request

    private final Thread[] threads;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger unfinished = new AtomicInteger();
    private volatile @Nullable Job job;
    private volatile boolean closed;

    private static final class Job {
        final int pieces;
        final IntConsumer task;
        final Thread caller = Thread.currentThread();
        volatile @Nullable Throwable failure;

        Job(int pieces, IntConsumer task) {
            this.pieces = pieces;
            this.task = task;
        }
    }

    private Workers(int count) {
        threads = new Thread[count - 1];
        for (int i = 0; i < threads.length; i++) {
            threads[i] =
                    Thread.ofPlatform()
                            .daemon()
                            .name("socle-worker-" + (i + 1))
                            .unstarted(this::serve);
        }
    }

    /// Starts the pool.
    ///
    /// @param threads how many threads compute, the caller included; at least 1
    public static Workers of(int threads) {
        if (threads < 1) {
            throw Refusal.usage("the number of threads must be at least 1, not " + threads + ".");
        }
        Workers workers = new Workers(threads);
        for (Thread thread : workers.threads) {
            thread.start();
        }
        return workers;
    }

    /// How many threads compute.
    public int threads() {
        return threads.length + 1;
    }

    /// Runs `task` once for each of 0..pieces-1 and returns when all are done. Pieces must write to
    /// places of their own.
    ///
    /// @throws RuntimeException the first failure of a piece, after every started piece has ended
    public synchronized void forEach(int pieces, IntConsumer task) {
        if (threads.length == 0 || pieces <= 1) {
            for (int i = 0; i < pieces; i++) {
                task.accept(i);
            }
            return;
        }
        Job current = new Job(pieces, task);
        next.set(0);
        unfinished.set(threads.length);
        job = current;
        for (Thread thread : threads) {
            LockSupport.unpark(thread);
        }
        work(current);
        await();
        job = null;
        Throwable failure = current.failure;
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
    }

    /// Waits for the other threads: spins for a moment, then parks until the last of them is done.
    private void await() {
        long deadline = System.nanoTime() + SPIN_NANOS;
        while (unfinished.get() > 0) {
            if (System.nanoTime() > deadline) {
                LockSupport.park(this);
            } else {
                Thread.onSpinWait();
            }
        }
    }

    /// As [#forEach(int, IntConsumer)], collecting the results in order of their numbers.
    public <T> List<T> map(int pieces, IntFunction<T> task) {
        @Nullable Object[] results = new Object[pieces];
        forEach(pieces, i -> results[i] = task.apply(i));
        List<T> list = new ArrayList<>(pieces);
        for (Object result : results) {
            @SuppressWarnings("unchecked") // each slot was written by task
            T typed = (T) result;
            list.add(typed);
        }
        return list;
    }

    private void work(Job current) {
        try {
            for (int i = next.getAndIncrement(); i < current.pieces; i = next.getAndIncrement()) {
                current.task.accept(i);
            }
        } catch (RuntimeException | Error e) {
            current.failure = e;
            next.set(current.pieces);
        }
    }

    private void serve() {
        Job last = null;
        while (!closed) {
            Job current = job;
            if (current == null || current == last) {
                long deadline = System.nanoTime() + SPIN_NANOS;
                while (!closed && ((current = job) == null || current == last)) {
                    if (System.nanoTime() > deadline) {
                        LockSupport.park(this);
                    } else {
                        Thread.onSpinWait();
                    }
                }
                if (closed || current == null) {
                    return;
                }
            }
            work(current);
            last = current;
            if (unfinished.decrementAndGet() == 0) {
                LockSupport.unpark(current.caller);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Thread thread : threads) {
            LockSupport.unpark(thread);
        }
    }
}
