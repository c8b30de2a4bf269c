package eu.socle.infer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A request on its way through the [Engine]. The reader takes events at its own pace: when it
/// lags, its answers pause and others go on. Closing it before the end cancels it.
public final class Answering implements AutoCloseable {

    private static final int AHEAD =
            64; // events: enough to write while the next step runs, little to throw away

    private final Engine engine;
    private final long engineBusyAtArrival;
    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Deque<Turn> turns =
            new ArrayDeque<>(); // owned by the engine's thread once it was accepted
    private final List<Sequence> sequences = new ArrayList<>();
    private volatile boolean cancelled;
    private volatile boolean over; // written by the engine's thread only
    private long busyNanos;

    private record Turn(int choice, Sequence sequence) {}

    Answering(Engine engine, long engineBusyAtArrival) {
        this.engine = engine;
        this.engineBusyAtArrival = engineBusyAtArrival;
    }

    /// The next event, waiting for it at most this long.
    ///
    /// @throws InterruptedException if the waiting thread is interrupted
    public Optional<Event> next(long milliseconds) throws InterruptedException {
        Event event = events.poll(milliseconds, TimeUnit.MILLISECONDS);
        if (event != null && events.size() == AHEAD - 1) {
            engine.wake();
        }
        return Optional.ofNullable(event);
    }

    /// Cancels what is not finished; the engine goes on without it at its next step.
    @Override
    public void close() {
        cancelled = true;
        engine.wake();
    }

    /// True when the engine has something to do for it: a step, or to let it go.
    boolean ready() {
        return cancelled || events.size() < AHEAD;
    }

    /// True once its last event is out: it holds no memory, even while the engine has yet to let it
    /// go.
    boolean over() {
        return over;
    }

    /// Opens the sequences. On the engine's thread.
    void begin(LanguageModel model, Request request) {
        int choice = 0;
        for (int[] prompt : request.prompts()) {
            for (int i = 0; i < request.choices(); i++) {
                Sequence sequence = new Sequence(model, prompt, request.sampling(), choice);
                sequences.add(sequence);
                turns.add(new Turn(choice, sequence));
                choice++;
            }
        }
    }

    /// One step of one of its answers, in turn. On the engine's thread.
    ///
    /// @return false once it is over
    boolean step() {
        if (cancelled) {
            fail("the request was cancelled");
            return false;
        }
        long started = System.nanoTime();
        try {
            Turn turn = turns.remove();
            if (turn.sequence.finish().isEmpty()) {
                turn.sequence
                        .step()
                        .ifPresent(token -> events.add(new Event.Generated(turn.choice, token)));
            }
            turn.sequence
                    .finish()
                    .ifPresentOrElse(
                            finish -> events.add(new Event.Ended(turn.choice, finish)),
                            () -> turns.add(turn));
        } finally {
            long nanos = System.nanoTime() - started;
            busyNanos += nanos;
            engine.worked(nanos);
        }
        if (turns.isEmpty()) {
            done();
        }
        return !over;
    }

    private void done() {
        int promptTokens = 0;
        int tokens = 0;
        for (Sequence sequence : sequences) {
            promptTokens += sequence.promptTokens();
            tokens += sequence.generated();
        }
        long engineNanos = engine.busyNanos() - engineBusyAtArrival;
        double share = engineNanos <= 0 ? 1 : Math.min(1, (double) busyNanos / engineNanos);
        release();
        events.add(new Event.Done(promptTokens, tokens, busyNanos / 1e9, share));
    }

    /// Ends it with a failure. On the engine's thread, or before it was accepted.
    void fail(String because) {
        release();
        events.add(new Event.Failed(because));
    }

    private void release() {
        over = true;
        turns.clear();
        for (Sequence sequence : sequences) {
            sequence.close();
        }
    }
}
