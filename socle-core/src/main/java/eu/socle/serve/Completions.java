package eu.socle.serve;

import eu.socle.core.Meter;
import eu.socle.core.Seed;
import eu.socle.infer.Answering;
import eu.socle.infer.ChatTemplate;
import eu.socle.infer.Engine;
import eu.socle.infer.Event;
import eu.socle.infer.Finish;
import eu.socle.infer.LanguageModel;
import eu.socle.infer.Token;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// POST /v1/chat/completions and POST /v1/completions.
final class Completions {

    private final LanguageModel model;
    private final ChatTemplate template;
    private final Engine engine;
    private final ServeConfig config;
    private final Meter meter;
    private final InstantSource clock;
    private final Seed seed;
    private final AtomicLong count = new AtomicLong();

    Completions(
            LanguageModel model,
            ChatTemplate template,
            Engine engine,
            ServeConfig config,
            Meter meter,
            InstantSource clock) {
        this.model = model;
        this.template = template;
        this.engine = engine;
        this.config = config;
        this.meter = meter;
        this.clock = clock;
        this.seed = new Seed(clock.millis()).of("request");
    }

    /// Answers one request.
    ///
    /// @throws ApiError before anything was sent
    void answer(Shape.Form form, ServerRequest request, ServerResponse response) {
        long number = count.incrementAndGet();
        Seed own = seed.of(number);
        Fields body = Fields.of(Http.body(request, config.bodyBytes()));
        Ask ask =
                switch (form) {
                    case CHAT -> Ask.chat(body, model, template, own);
                    case COMPLETION -> Ask.completion(body, model, own);
                };
        Shape shape =
                new Shape(
                        form,
                        Long.toHexString(own.key()),
                        clock.instant().getEpochSecond(),
                        model.name(),
                        "fp_" + model.digest().brief(),
                        model.tokenizer());
        Meter.Window window = meter.start();
        try (Answering answering = engine.submit(ask.request())) {
            switch (ask.delivery()) {
                case WHOLE -> whole(ask, shape, answering, window, response);
                case STREAM -> stream(ask, shape, answering, window, response);
            }
        } catch (Engine.Busy e) {
            throw ApiError.busy(
                    "The server is busy: " + e.getMessage() + "; try again in a moment.");
        } catch (Engine.Closed e) {
            throw ApiError.closing();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ApiError.closing();
        }
    }

    /// What is known of one choice while its answer comes.
    private static final class Growing {
        private final StringBuilder text = new StringBuilder();
        private final List<Token> tokens = new ArrayList<>();
        private @Nullable Finish finish;
    }

    private void whole(
            Ask ask, Shape shape, Answering answering, Meter.Window window, ServerResponse response)
            throws InterruptedException {
        List<Growing> choices = growing(ask);
        while (true) {
            Event event = answering.next(config.keepAlive().toMillis()).orElse(null);
            switch (event) {
                case null -> {} // nothing to keep alive: the head was not sent
                case Event.Generated generated -> {
                    Growing choice = choices.get(generated.choice());
                    choice.text.append(generated.token().text());
                    if (ask.logProbabilities()) {
                        choice.tokens.add(generated.token());
                    }
                }
                case Event.Ended ended -> choices.get(ended.choice()).finish = ended.finish();
                case Event.Failed failed -> throw ApiError.failed(failed.because());
                case Event.Done done -> {
                    List<ObjectNode> nodes = new ArrayList<>();
                    for (Growing choice : choices) {
                        Finish finish = choice.finish == null ? Finish.STOP : choice.finish;
                        nodes.add(
                                shape.choice(
                                        nodes.size(),
                                        choice.text.toString(),
                                        finish,
                                        ask.logProbabilities() ? shown(choice.tokens) : null));
                    }
                    Http.json(response, 200, shape.whole(nodes, Usage.json(done, window.read())));
                    return;
                }
            }
        }
    }

    private void stream(
            Ask ask, Shape shape, Answering answering, Meter.Window window, ServerResponse response)
            throws InterruptedException {
        Http.eventStreamHead(response);
        try (OutputStream out = response.outputStream()) {
            events(ask, shape, answering, window, new EventStream(out));
        } catch (IOException e) {
            throw new CloseConnectionException(
                    "the client is gone", e); // closing the answering frees the engine
        }
    }

    private void events(
            Ask ask, Shape shape, Answering answering, Meter.Window window, EventStream stream)
            throws IOException, InterruptedException {
        int[] sent = new int[ask.request().answers()];
        for (int i = 0; i < sent.length; i++) {
            ObjectNode beginning = shape.beginning(i);
            if (beginning != null) {
                stream.send(beginning);
            }
        }
        while (true) {
            Event event = answering.next(config.keepAlive().toMillis()).orElse(null);
            switch (event) {
                case null -> stream.keepAlive();
                case Event.Generated generated -> {
                    Token token = generated.token();
                    boolean logProbabilities = ask.logProbabilities() && isShown(token);
                    if (!token.text().isEmpty() || logProbabilities) {
                        stream.send(
                                shape.piece(
                                        generated.choice(),
                                        token,
                                        logProbabilities,
                                        sent[generated.choice()]));
                        sent[generated.choice()] += token.text().length();
                    }
                }
                case Event.Ended ended -> stream.send(shape.ending(ended.choice(), ended.finish()));
                case Event.Failed failed -> {
                    stream.send(ApiError.failed(failed.because()).json());
                    return;
                }
                case Event.Done done -> {
                    if (ask.usageAtEnd()) {
                        stream.send(shape.usage(Usage.json(done, window.read())));
                    }
                    stream.done();
                    return;
                }
            }
        }
    }

    private static List<Growing> growing(Ask ask) {
        List<Growing> choices = new ArrayList<>();
        for (int i = 0; i < ask.request().answers(); i++) {
            choices.add(new Growing());
        }
        return choices;
    }

    private List<Token> shown(List<Token> tokens) {
        return tokens.stream().filter(this::isShown).toList();
    }

    /// The end of text is counted, but no text of the answer.
    private boolean isShown(Token token) {
        return !model.tokenizer().isSpecial(token.id());
    }
}
