package eu.socle.serve;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.infer.ScriptedModel;
import eu.socle.infer.TinyModel;
import eu.socle.token.Tokenizer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What clients see while the model is slow, fails, or the server closes: the model is a script
/// that generates when the test lets it.
@Timeout(120)
final class BusyServerTest {

    private static final String PLAIN = "/v1/completions";

    @TempDir static Path temporary;
    private static Tokenizer tokenizer;

    @BeforeAll
    static void open() {
        Path run = TinyModel.make(temporary.resolve("hello"));
        tokenizer = Tokenizer.read(run.resolve("token").resolve("tokenizer.json"));
    }

    @Test
    void a_client_that_goes_away_frees_the_engine() throws Exception {
        ScriptedModel slow = new ScriptedModel(tokenizer, "x".repeat(5000), 10_000, 3);
        try (Server own =
                Server.start(
                        slow, ServerTest.CONFIG, new ServerTest.Counting(), ServerTest.CLOCK)) {
            byte[] body = ServerTest.plain("a", "\"stream\":true").getBytes(StandardCharsets.UTF_8);
            String head =
                    "POST /v1/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: "
                            + body.length
                            + "\r\n\r\n";
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), own.port())) {
                socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().write(body);
                InputStream in = socket.getInputStream();
                StringBuilder read = new StringBuilder();
                while (!read.toString().contains("\"text\":\"x\"")) {
                    read.append((char) in.read());
                }
            }
            int given = 0;
            while (own.load().active() > 0) {
                slow.permits.release();
                assertThat(++given).as("tokens generated for nobody").isLessThan(1000);
                while (slow.permits.availablePermits() > 0 && own.load().active() > 0) {
                    Thread.onSpinWait(); // until the token is generated or the engine let go
                }
            }
            assertThat(slow.open).hasValue(0);
        }
    }

    @Test
    void stop_texts_and_split_characters_are_right_on_the_wire() throws Exception {
        ScriptedModel owl = new ScriptedModel(tokenizer, "né 🦉 中 END more", 1000, 100_000);
        try (Server own =
                        Server.start(
                                owl,
                                ServerTest.CONFIG,
                                new ServerTest.Counting(),
                                ServerTest.CLOCK);
                Client there = new Client(own)) {
            String body =
                    ServerTest.plain("a", "\"stream\":true,\"temperature\":0,\"stop\":\"END\"");
            StringBuilder text = new StringBuilder();
            for (JsonNode event : there.stream(PLAIN, body)) {
                text.append(event.at("/choices/0/text").stringValue());
            }
            assertThat(text).hasToString("né 🦉 中 ");
        }
    }

    @Test
    void a_full_queue_answers_429_and_a_model_that_fails_500_or_an_error_event() throws Exception {
        ScriptedModel slow = new ScriptedModel(tokenizer, "ab" + ScriptedModel.NAN, 100, 0);
        ServeConfig narrow =
                new ServeConfig(
                        "127.0.0.1",
                        0,
                        1,
                        0,
                        20_000,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(20));
        try (Server own = Server.start(slow, narrow, new ServerTest.Counting(), ServerTest.CLOCK);
                Client there = new Client(own);
                ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<HttpResponse<String>> first =
                    others.submit(
                            () -> there.send("POST", PLAIN, ServerTest.plain("a", "\"n\":1")));
            while (own.load().active() == 0) {
                Thread.onSpinWait();
            }
            HttpResponse<String> refused =
                    there.send("POST", PLAIN, ServerTest.plain("a", "\"n\":1"));
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            slow.permits.release(100_000);
            assertThat(first.get().statusCode()).isEqualTo(500);
            assertThat(first.get().body()).contains("not numbers");
            HttpResponse<String> stream =
                    there.send("POST", PLAIN, ServerTest.plain("a", "\"stream\":true"));
            assertThat(stream.body()).contains("data: {\"error\":").doesNotContain("[DONE]");
        }
    }

    @Test
    void a_silent_stream_is_kept_alive_by_comments() throws Exception {
        ScriptedModel slow = new ScriptedModel(tokenizer, "ab", 100, 0);
        ServeConfig nervous =
                new ServeConfig(
                        "127.0.0.1",
                        0,
                        1,
                        1,
                        20_000,
                        Duration.ofMillis(20),
                        Duration.ofSeconds(20));
        try (Server own = Server.start(slow, nervous, new ServerTest.Counting(), ServerTest.CLOCK);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), own.port())) {
            byte[] body = ServerTest.plain("a", "\"stream\":true").getBytes(StandardCharsets.UTF_8);
            String head =
                    "POST /v1/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: "
                            + body.length
                            + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            InputStream in = socket.getInputStream();
            StringBuilder read = new StringBuilder();
            while (!read.toString().contains("\n: the model is working")) {
                read.append((char) in.read());
            }
            slow.permits.release(1000);
            while (!read.toString().contains("data: [DONE]")) {
                read.append((char) in.read());
            }
        }
    }

    @Test
    void closing_lets_answers_under_way_finish() throws Exception {
        ScriptedModel slow = new ScriptedModel(tokenizer, "abc", 100, 0);
        try (Client there = closeWhileAnswering(slow)) {
            assertThat(slow.open).hasValue(0);
            assertThat(there).isNotNull();
        }
    }

    private static Client closeWhileAnswering(ScriptedModel slow) throws Exception {
        Server own =
                Server.start(slow, ServerTest.CONFIG, new ServerTest.Counting(), ServerTest.CLOCK);
        Client there = new Client(own);
        try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<JsonNode> answer =
                    others.submit(
                            () -> there.json(PLAIN, ServerTest.plain("a", "\"temperature\":0")));
            while (own.load().active() == 0) {
                Thread.onSpinWait();
            }
            Future<?> closing = others.submit(own::close);
            slow.permits.release(1000);
            closing.get();
            assertThat(answer.get().at("/choices/0/text").stringValue()).isEqualTo("abc");
        }
        return there;
    }
}
