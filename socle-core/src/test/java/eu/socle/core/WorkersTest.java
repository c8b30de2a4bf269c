package eu.socle.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WorkersTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void every_piece_is_done_exactly_once(int threads) {
        try (Workers workers = Workers.of(threads)) {
            for (int round = 0; round < 2000; round++) {
                int pieces = round % 9;
                AtomicIntegerArray done = new AtomicIntegerArray(pieces);
                workers.forEach(pieces, done::incrementAndGet);
                for (int i = 0; i < pieces; i++) {
                    assertThat(done.get(i)).isEqualTo(1);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void every_piece_of_a_span_is_done_exactly_once(int threads) {
        try (Workers workers = Workers.of(threads)) {
            for (int round = 0; round < 2000; round++) {
                int pieces = round % 41;
                AtomicIntegerArray done = new AtomicIntegerArray(pieces);
                workers.forEachSpan(
                        pieces,
                        (from, to) -> {
                            for (int i = from; i < to; i++) {
                                done.incrementAndGet(i);
                            }
                        });
                for (int i = 0; i < pieces; i++) {
                    assertThat(done.get(i)).isEqualTo(1);
                }
            }
        }
    }

    @Test
    void a_thread_that_is_done_helps_one_that_is_not() {
        try (Workers workers = Workers.of(2)) {
            int pieces = 64;
            AtomicInteger first = new AtomicInteger();
            CountDownLatch others = new CountDownLatch(pieces - pieces / 4); // half of a half is
            // taken with piece 0
            workers.forEachSpan(
                    pieces,
                    (from, to) -> {
                        if (from > 0) {
                            for (int i = from; i < to; i++) {
                                others.countDown();
                            }
                            return;
                        }
                        first.set(to);
                        try {
                            assertThat(others.await(30, TimeUnit.SECONDS)).isTrue();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    });
            assertThat(first.get()).isBetween(1, pieces / 4);
        }
    }

    @Test
    void two_threads_really_compute_at_the_same_time() {
        try (Workers workers = Workers.of(2)) {
            CountDownLatch both = new CountDownLatch(2);
            Set<Thread> threads = ConcurrentHashMap.newKeySet();
            workers.forEach(
                    2,
                    i -> {
                        threads.add(Thread.currentThread());
                        both.countDown();
                        try {
                            assertThat(both.await(30, TimeUnit.SECONDS)).isTrue();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    });
            assertThat(threads).hasSize(2);
        }
    }

    @Test
    void results_come_in_the_order_of_the_pieces() {
        try (Workers workers = Workers.of(3)) {
            assertThat(workers.map(100, i -> i * i)).element(99).isEqualTo(9801);
        }
    }

    @Test
    void a_failing_piece_fails_the_call_and_the_pool_goes_on() {
        try (Workers workers = Workers.of(2)) {
            assertThatThrownBy(() ->
                            workers.forEach(
                                    50,
                                    i -> {
                                        if (i == 31) {
                                            throw new IllegalStateException("piece 31");
                                        }
                                    }))
                    .hasMessage("piece 31");
            assertThat(workers.map(4, i -> i)).containsExactly(0, 1, 2, 3);
        }
    }
}
