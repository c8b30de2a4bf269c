package eu.socle.core;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
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

    /// More than any machine has cores; beyond, a system runs out of threads after minutes.
    public static final int MOST_THREADS = 4096;

    private static final long SPIN_NANOS =
            200_000; // longer than the serial gaps of a training step, far shorter than a request

    private final Thread[] threads;
    private final AtomicIntegerArray parked; // 1 while a thread waits to be woken
    private volatile @Nullable Job job;
    private volatile boolean closed;

    /// Neighbouring pieces of work.
    public interface Span {

        /// Does them.
        ///
        /// @param from the first piece
        /// @param to after the last piece
        void run(int from, int to);
    }

    /// Pieces of one call: who takes which, and how many are done. A thread that comes late finds
    /// nothing left and keeps nobody waiting.
    private static final class Job {
        private static final int APART = 16; // longs between two ranges: no shared cache lines

        final int pieces;
        final Span task;
        final Thread caller = Thread.currentThread();
        final AtomicInteger done = new AtomicInteger();
        final AtomicLongArray ranges; // pieces not taken, as spans
        final int count;
        final int share; // of a range that is taken at once; 0 takes one piece
        volatile @Nullable Throwable failure;

        Job(int pieces, Span task, int count, int share) {
            this.pieces = pieces;
            this.task = task;
            this.count = count;
            this.share = share;
            this.ranges = new AtomicLongArray((count + 1) * APART);
            for (int i = 0; i < count; i++) {
                int from = (int) ((long) pieces * i / count);
                int to = (int) ((long) pieces * (i + 1) / count);
                this.ranges.set((i + 1) * APART, span(from, to));
            }
        }

        static long span(int from, int to) {
            return (long) from << 32 | to;
        }

        static int from(long span) {
            return (int) (span >> 32);
        }

        static int to(long span) {
            return (int) span;
        }

        /// The first pieces of a thread's own range, then the last ones of other ranges; an empty
        /// span when there are none.
        long take(int thread) {
            int own = thread % count;
            long taken = takeFirst((own + 1) * APART);
            for (int i = 1; i < count && taken == 0; i++) {
                taken = takeLast(((own + i) % count + 1) * APART);
            }
            return taken;
        }

        private long takeFirst(int at) {
            while (true) {
                long now = ranges.get(at);
                int from = from(now);
                int to = to(now);
                if (from >= to) {
                    return 0;
                }
                int middle = from + some(to - from);
                if (ranges.compareAndSet(at, now, span(middle, to))) {
                    return span(from, middle);
                }
            }
        }

        private long takeLast(int at) {
            while (true) {
                long now = ranges.get(at);
                int from = from(now);
                int to = to(now);
                if (from >= to) {
                    return 0;
                }
                int middle = to - some(to - from);
                if (ranges.compareAndSet(at, now, span(from, middle))) {
                    return span(middle, to);
                }
            }
        }

        private int some(int left) {
            return share == 0 ? 1 : (left + share - 1) / share;
        }
    }

    private Workers(int count) {
        threads = new Thread[count - 1];
        parked = new AtomicIntegerArray(count);
        for (int i = 0; i < threads.length; i++) {
            int number = i + 1;
            threads[i] =
                    Thread.ofPlatform()
                            .daemon()
                            .name("socle-worker-" + number)
                            .unstarted(() -> serve(number));
        }
    }

    /// Starts the pool.
    ///
    /// @param threads how many threads compute, the caller included; from 1 to [#MOST_THREADS]
    public static Workers of(int threads) {
        if (threads < 1 || threads > MOST_THREADS) {
            throw Refusal.usage(
                    "the number of threads must be from 1 to "
                            + MOST_THREADS
                            + ", not "
                            + threads
                            + ".");
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

    /// Runs `task` once for each of 0..pieces-1 and returns when all are done; they begin in the
    /// order of their numbers. Pieces must write to places of their own.
    ///
    /// @throws RuntimeException the first failure of a piece, after every started piece has ended
    public void forEach(int pieces, IntConsumer task) {
        run(
                pieces,
                (from, to) -> {
                    for (int i = from; i < to; i++) {
                        task.accept(i);
                    }
                },
                1,
                0);
    }

    /// As [#forEach(int, IntConsumer)], but each thread has a range of its own, takes half of what
    /// is left of it at once, and then helps the others in the same way: it reads memory in its
    /// order, is seldom interrupted, and all end together.
    public void forEachSpan(int pieces, Span task) {
        run(pieces, task, threads.length + 1, 2);
    }

    private synchronized void run(int pieces, Span task, int ranges, int share) {
        if (threads.length == 0 || pieces <= 1) {
            if (pieces > 0) {
                task.run(0, pieces);
            }
            return;
        }
        Job current = new Job(pieces, task, ranges, share);
        job = current;
        for (int i = 0; i < threads.length; i++) {
            if (parked.get(i) != 0) {
                LockSupport.unpark(threads[i]);
            }
        }
        work(current, 0);
        await(current);
        job = null;
        Throwable failure = current.failure;
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
    }

    /// Waits for pieces of other threads: spins for a moment, then parks until the last is done.
    private void await(Job current) {
        if (current.done.get() == current.pieces) {
            return;
        }
        long deadline = System.nanoTime() + SPIN_NANOS;
        while (current.done.get() < current.pieces) {
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

    private static void work(Job current, int thread) {
        for (long span = current.take(thread); span != 0; span = current.take(thread)) {
            int from = Job.from(span);
            int to = Job.to(span);
            if (current.failure == null) {
                try {
                    current.task.run(from, to);
                } catch (RuntimeException | Error e) {
                    current.failure = e;
                }
            }
            if (current.done.addAndGet(to - from) == current.pieces && thread > 0) {
                LockSupport.unpark(current.caller);
            }
        }
    }

    private void serve(int thread) {
        Job last = null;
        while (true) {
            Job current = await(last, thread);
            if (current == null) {
                return;
            }
            work(current, thread);
            last = current;
        }
    }

    /// The next job: spins for a moment, then parks until there is one; null when the pool closes.
    private @Nullable Job await(@Nullable Job last, int thread) {
        long deadline = System.nanoTime() + SPIN_NANOS;
        while (!closed) {
            Job current = job;
            if (current != null && current != last) {
                return current;
            }
            if (System.nanoTime() <= deadline) {
                Thread.onSpinWait();
                continue;
            }
            parked.set(thread - 1, 1);
            current = job;
            if (!closed && (current == null || current == last)) {
                LockSupport.park(this);
            }
            parked.set(thread - 1, 0);
        }
        return null;
    }

    @Override
    public void close() {
        closed = true;
        for (Thread thread : threads) {
            LockSupport.unpark(thread);
        }
    }
}
