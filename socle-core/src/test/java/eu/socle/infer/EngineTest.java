package eu.socle.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.core.Workers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class EngineTest {

    @TempDir static Path temporary;
    private static Workers workers;
    private static LoadedModel model;

    @BeforeAll
    static void open() {
        workers = Workers.of(2);
        model =
                LoadedModel.open(
                        ModelFiles.in(TinyModel.make(temporary.resolve("hello"))), workers);
    }

    @AfterAll
    static void close() {
        model.close();
        workers.close();
    }

    @Test
    void answers_among_others_are_those_given_alone() throws Exception {
        List<int[]> prompts = new ArrayList<>();
        List<String> alone = new ArrayList<>();
        Sampling sampling = Sampling.at(0.9).withSeed(4).withMaxTokens(40);
        for (String text :
                List.of(
                        "The tide",
                        "La marée monte",
                        "Das Brot",
                        "An owl hears",
                        "flour, water",
                        "x")) {
            prompts.add(model.tokenizer().encode(text));
            alone.add(Generator.generate(model, prompts.getLast(), sampling, token -> true).text());
        }
        try (Engine engine = new Engine(model, 4, 10);
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> together = new ArrayList<>();
            for (int[] prompt : prompts) {
                together.add(
                        clients.submit(() -> text(engine.submit(Request.of(prompt, sampling)))));
            }
            for (int i = 0; i < prompts.size(); i++) {
                assertThat(together.get(i).get()).isEqualTo(alone.get(i));
            }
        }
        assertThat(alone).doesNotHaveDuplicates();
    }

    @Test
    void choices_of_one_request_draw_differently_and_the_same_each_time() throws Exception {
        Request request =
                new Request(
                        List.of(model.tokenizer().encode("The tide")),
                        3,
                        Sampling.at(1).withSeed(9).withMaxTokens(20));
        try (Engine engine = new Engine(model, 2, 2)) {
            List<String> first = texts(engine.submit(request), 3);
            assertThat(first).doesNotHaveDuplicates();
            assertThat(texts(engine.submit(request), 3)).isEqualTo(first);
        }
    }

    @Test
    void what_does_not_fit_the_queue_is_refused() {
        ScriptedModel slow = new ScriptedModel(model.tokenizer(), "abc", 100, 0);
        try (Engine engine = new Engine(slow, 1, 1)) {
            engine.submit(Request.of(new int[] {1}, Sampling.GREEDY));
            engine.submit(Request.of(new int[] {1}, Sampling.GREEDY));
            assertThatThrownBy(() -> engine.submit(Request.of(new int[] {1}, Sampling.GREEDY)))
                    .isInstanceOf(Engine.Busy.class);
            slow.permits.release(1000);
        }
    }

    @Test
    void a_cancelled_request_frees_its_memory_and_its_turn() throws Exception {
        ScriptedModel slow = new ScriptedModel(model.tokenizer(), "abcdefgh", 100, 2);
        try (Engine engine = new Engine(slow, 1, 5)) {
            Answering first = engine.submit(Request.of(new int[] {1}, Sampling.GREEDY));
            Answering second = engine.submit(Request.of(new int[] {1}, Sampling.GREEDY));
            assertThat(first.next(10_000)).isPresent();
            first.close();
            slow.permits.release(1000);
            assertThat(text(second)).isEqualTo("abcdefgh");
            assertThat(engine.drain(Duration.ofSeconds(20))).isTrue();
            assertThat(slow.open).hasValue(0);
        }
    }

    @Test
    void a_reader_that_lags_pauses_its_own_answer_only() throws Exception {
        ScriptedModel endless = new ScriptedModel(model.tokenizer(), "x".repeat(500), 2000, 10_000);
        try (Engine engine = new Engine(endless, 2, 2)) {
            Answering lagging = engine.submit(Request.of(new int[] {1}, Sampling.GREEDY));
            assertThat(text(engine.submit(Request.of(new int[] {1}, Sampling.GREEDY))))
                    .hasSize(500);
            int used = 10_000 - endless.permits.availablePermits();
            assertThat(used).isLessThan(500 + 100); // at most what one reader may leave unread
            assertThat(text(lagging)).hasSize(500);
        }
    }

    @Test
    void logits_that_are_not_numbers_fail_their_request_and_no_other() throws Exception {
        ScriptedModel sick =
                new ScriptedModel(model.tokenizer(), "ab" + ScriptedModel.NAN, 100, 1000);
        try (Engine engine = new Engine(sick, 2, 2)) {
            Answering answering = engine.submit(Request.of(new int[] {1}, Sampling.GREEDY));
            Event last = null;
            while (!(last instanceof Event.Failed)) {
                last = answering.next(10_000).orElseThrow();
            }
            assertThat(((Event.Failed) last).because()).contains("not numbers");
            Sampling two = Sampling.GREEDY.withMaxTokens(2);
            assertThat(text(engine.submit(Request.of(new int[] {1}, two)))).isEqualTo("ab");
            assertThat(sick.open).hasValue(0);
        }
    }

    @Test
    void a_closing_engine_finishes_what_it_took_and_takes_no_more() throws Exception {
        ScriptedModel slow = new ScriptedModel(model.tokenizer(), "abc", 100, 0);
        try (Engine engine = new Engine(slow, 1, 5)) {
            Answering taken = engine.submit(Request.of(new int[] {1}, Sampling.GREEDY));
            assertThat(engine.drain(Duration.ofMillis(1))).isFalse();
            assertThatThrownBy(() -> engine.submit(Request.of(new int[] {1}, Sampling.GREEDY)))
                    .isInstanceOf(Engine.Closed.class);
            slow.permits.release(1000);
            assertThat(text(taken)).isEqualTo("abc");
            assertThat(engine.drain(Duration.ofSeconds(20))).isTrue();
        }
    }

    private static String text(Answering answering) throws InterruptedException {
        return texts(answering, 1).getFirst();
    }

    private static List<String> texts(Answering answering, int choices)
            throws InterruptedException {
        List<StringBuilder> texts = new ArrayList<>();
        for (int i = 0; i < choices; i++) {
            texts.add(new StringBuilder());
        }
        while (true) {
            switch (answering.next(20_000).orElseThrow()) {
                case Event.Generated generated ->
                        texts.get(generated.choice()).append(generated.token().text());
                case Event.Ended ended -> {}
                case Event.Failed failed -> throw new AssertionError(failed.because());
                case Event.Done done -> {
                    return texts.stream().map(StringBuilder::toString).toList();
                }
            }
        }
    }
}
