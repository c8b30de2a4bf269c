package eu.socle.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.core.Joules;
import eu.socle.core.Json;
import eu.socle.core.Meter;
import eu.socle.core.Refusal;
import eu.socle.core.Seed;
import eu.socle.core.Workers;
import eu.socle.infer.LoadedModel;
import eu.socle.infer.ModelFiles;
import eu.socle.infer.TinyModel;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@Timeout(120)
final class ServerTest {

    static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-24T10:00:00Z"));
    static final ServeConfig CONFIG =
            new ServeConfig(
                    "127.0.0.1", 0, 4, 16, 20_000, Duration.ofSeconds(5), Duration.ofSeconds(20));
    private static final String CHAT = "/v1/chat/completions";
    private static final String PLAIN = "/v1/completions";

    @TempDir static Path temporary;
    private static Workers workers;
    private static LoadedModel model;
    private static Server server;
    private static Client client;

    /// A meter that reads one joule more each time it is asked.
    static final class Counting implements Meter {
        @Override
        public Window start() {
            double[] read = new double[1];
            return () -> new Joules.Measured(++read[0], "test counter");
        }

        @Override
        public String describe() {
            return "test counter";
        }
    }

    @BeforeAll
    static void start() {
        workers = Workers.of(2);
        model =
                LoadedModel.open(
                        ModelFiles.in(TinyModel.make(temporary.resolve("hello"))), workers);
        server = Server.start(model, CONFIG, new Counting(), CLOCK);
        client = new Client(server);
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
        model.close();
        workers.close();
    }

    @Test
    void a_chat_stream_has_the_order_that_clients_rely_on() throws Exception {
        List<JsonNode> events =
                client.stream(
                        CHAT,
                        chat(
                                "The tide",
                                "\"stream\":true,\"stream_options\":{\"include_usage\":true},\"max_tokens\":12,\"temperature\":0"));
        JsonNode first = events.getFirst().at("/choices/0");
        assertThat(first.at("/delta/role").stringValue()).isEqualTo("assistant");
        assertThat(first.at("/delta/content").stringValue()).isEmpty();
        JsonNode usage = events.getLast();
        assertThat(usage.at("/choices").isEmpty()).isTrue();
        assertThat(usage.at("/usage/completion_tokens").intValue()).isBetween(1, 12);
        JsonNode last = events.get(events.size() - 2).at("/choices/0");
        assertThat(last.at("/delta").isEmpty()).isTrue();
        assertThat(last.at("/finish_reason").stringValue()).isIn("length", "stop");
        for (JsonNode each : events.subList(1, events.size() - 2)) {
            assertThat(each.at("/choices/0/finish_reason").isNull()).isTrue();
            assertThat(each.at("/choices/0/delta/content").stringValue()).isNotEmpty();
            assertThat(each.at("/choices/0/index").intValue()).isZero();
        }
        for (JsonNode each : events) {
            assertThat(each.get("id")).isEqualTo(events.getFirst().get("id"));
            assertThat(each.get("object").stringValue()).isEqualTo("chat.completion.chunk");
            assertThat(each.get("created").longValue()).isEqualTo(CLOCK.instant().getEpochSecond());
        }
    }

    @ParameterizedTest
    @CsvSource({"0,1", "0.9,1", "0,3", "0.9,3"})
    void streamed_and_whole_answers_are_the_same_text(double temperature, int choices)
            throws Exception {
        String fields =
                "\"seed\":5,\"max_tokens\":24,\"n\":" + choices + ",\"temperature\":" + temperature;
        assertThat(
                        streamed(
                                CHAT,
                                chat("La marée", fields + ",\"stream\":true"),
                                "/delta/content",
                                choices))
                .isEqualTo(whole(CHAT, chat("La marée", fields), "/message/content"));
        assertThat(
                        streamed(
                                PLAIN,
                                plain("La marée", fields + ",\"stream\":true"),
                                "/text",
                                choices))
                .isEqualTo(whole(PLAIN, plain("La marée", fields), "/text"));
    }

    @Test
    void the_chat_template_of_a_base_model_is_each_content_and_a_newline() throws Exception {
        String fields = "\"seed\":5,\"max_tokens\":24,\"temperature\":0.8";
        String chat =
                "{\"messages\":[{\"role\":\"system\",\"content\":\"A\"},{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"B\"}]}],"
                        + fields
                        + "}";
        assertThat(whole(CHAT, chat, "/message/content"))
                .isEqualTo(whole(PLAIN, plain("A\\nB\\n", fields), "/text"));
    }

    @Test
    void the_same_seed_gives_the_same_text_and_no_seed_another_each_time() throws Exception {
        String seeded = plain("The", "\"seed\":-8,\"max_tokens\":30,\"temperature\":1");
        assertThat(whole(PLAIN, seeded, "/text")).isEqualTo(whole(PLAIN, seeded, "/text"));
        String free = plain("The", "\"max_tokens\":30,\"temperature\":1");
        assertThat(whole(PLAIN, free, "/text")).isNotEqualTo(whole(PLAIN, free, "/text"));
    }

    @Test
    void many_clients_at_once_get_the_text_each_would_get_alone() throws Exception {
        List<String> bodies = new ArrayList<>();
        List<List<String>> alone = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            bodies.add(plain("tide " + i, "\"temperature\":0,\"max_tokens\":30"));
            alone.add(whole(PLAIN, bodies.getLast(), "/text"));
        }
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<String>>> together = new ArrayList<>();
            for (String body : bodies) {
                together.add(clients.submit(() -> whole(PLAIN, body, "/text")));
            }
            for (int i = 0; i < bodies.size(); i++) {
                assertThat(together.get(i).get()).isEqualTo(alone.get(i));
            }
        }
    }

    @Test
    void usage_counts_tokens_and_gives_energy_with_its_status() throws Exception {
        JsonNode usage =
                client.json(PLAIN, plain("The tide rises", "\"max_tokens\":7,\"temperature\":0"))
                        .get("usage");
        int prompt = model.tokenizer().encode("The tide rises").length;
        assertThat(usage.get("prompt_tokens").intValue()).isEqualTo(prompt);
        assertThat(usage.get("completion_tokens").intValue()).isEqualTo(7);
        assertThat(usage.get("total_tokens").intValue()).isEqualTo(prompt + 7);
        assertThat(usage.at("/energy_j/status").stringValue()).isEqualTo("measured");
        assertThat(usage.at("/energy_j/joules").doubleValue()).isEqualTo(1);
        assertThat(usage.at("/energy_j/instrument").stringValue()).isEqualTo("test counter");
    }

    @Test
    void energy_that_was_shared_is_no_longer_called_measured() {
        Joules half = Usage.share(new Joules.Measured(10, "RAPL"), 0.5);
        assertThat(half)
                .isEqualTo(
                        new Joules.Modelled(5, 0, 10, "share of the engine's working time x RAPL"));
        assertThat(Usage.share(new Joules.Unknown("no meter"), 0.5))
                .isEqualTo(new Joules.Unknown("no meter"));
    }

    @Test
    void log_probabilities_are_given_in_both_forms() throws Exception {
        JsonNode plain =
                client.json(
                                PLAIN,
                                plain("The", "\"max_tokens\":4,\"temperature\":0,\"logprobs\":2"))
                        .at("/choices/0/logprobs");
        assertThat(plain.get("tokens").size()).isEqualTo(4);
        assertThat(plain.get("top_logprobs").get(0).size()).isEqualTo(2);
        JsonNode chat =
                client.json(
                                CHAT,
                                chat(
                                        "The",
                                        "\"max_tokens\":4,\"temperature\":0,\"logprobs\":true,\"top_logprobs\":3"))
                        .at("/choices/0/logprobs/content");
        assertThat(chat.size()).isEqualTo(4);
        JsonNode likeliest = chat.get(0).at("/top_logprobs/0");
        assertThat(chat.get(0).get("token")).isEqualTo(likeliest.get("token")); // greedy
        assertThat(chat.get(0).get("logprob").doubleValue())
                .isEqualTo(likeliest.get("logprob").doubleValue())
                .isLessThan(0);
        assertThat(chat.get(0).get("bytes").size()).isPositive();
    }

    @Test
    void models_and_health_say_what_is_served() throws Exception {
        JsonNode models = Json.parse(client.get("/v1/models").body(), "models");
        assertThat(models.at("/data/0/id").stringValue()).isEqualTo("hello");
        assertThat(models.at("/data/0/context").intValue()).isEqualTo(TinyModel.CONTEXT);
        assertThat(models.at("/data/0/chat_template").stringValue()).isEqualTo("plain");
        assertThat(client.get("/v1/models/hello").statusCode()).isEqualTo(200);
        JsonNode health = Json.parse(client.get("/health").body(), "health");
        assertThat(health.get("status").stringValue()).isEqualTo("ok");
        assertThat(health.get("energy").stringValue()).isEqualTo("test counter");
    }

    @Test
    void the_page_comes_with_a_policy_that_keeps_it_to_this_server() throws Exception {
        for (String path : List.of("/", "/chat.css", "/chat.js", "/icon.svg")) {
            HttpResponse<String> response = client.get(path);
            assertThat(response.statusCode()).as(path).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Security-Policy"))
                    .contains("default-src 'self'");
            assertThat(response.body().replace("http://www.w3.org/2000/svg", ""))
                    .as(path)
                    .doesNotContain("http://", "https://");
        }
        assertThat(client.get("/").body()).doesNotContain("<style", "style=", "onclick");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/v1/chat/completions | {} | 400 | messages",
                "/v1/chat/completions | {\"messages\":[]} | 400 | messages",
                "/v1/chat/completions | {\"messages\":\"hi\"} | 400 | messages",
                "/v1/chat/completions | {\"messages\":[7]} | 400 | messages[0]",
                "/v1/chat/completions | {\"messages\":[{\"content\":\"x\"}]} | 400 | messages[0].role",
                "/v1/chat/completions | {\"messages\":[{\"role\":\"user\",\"content\":5}]} | 400 | messages[0].content",
                "/v1/chat/completions | {\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\"}]}]} | 400 | messages[0].content[0]",
                "/v1/chat/completions | {\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"tools\":[{}]} | 400 | tools",
                "/v1/chat/completions | {\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"top_logprobs\":2} | 400 | top_logprobs",
                "/v1/completions | {\"prompt\":7} | 400 | prompt",
                "/v1/completions | {\"prompt\":[-1]} | 400 | prompt",
                "/v1/completions | {\"prompt\":[100000]} | 400 | prompt",
                "/v1/completions | {\"prompt\":[[1],\"x\",{}]} | 400 | prompt",
                "/v1/completions | {\"prompt\":[]} | 400 | prompt",
                "/v1/completions | {\"temperature\":\"hot\"} | 400 | temperature",
                "/v1/completions | {\"temperature\":2.1} | 400 | temperature",
                "/v1/completions | {\"temperature\":-1e400} | 400 | temperature",
                "/v1/completions | {\"top_p\":1.5} | 400 | top_p",
                "/v1/completions | {\"max_tokens\":0} | 400 | max_tokens",
                "/v1/completions | {\"max_tokens\":1.5} | 400 | max_tokens",
                "/v1/completions | {\"n\":1000} | 400 | n",
                "/v1/completions | {\"seed\":1e30} | 400 | seed",
                "/v1/completions | {\"seed\":99999999999999999999} | 400 | seed",
                "/v1/completions | {\"stop\":[\"\"]} | 400 | stop",
                "/v1/completions | {\"stop\":{}} | 400 | stop",
                "/v1/completions | {\"stream\":\"yes\"} | 400 | stream",
                "/v1/completions | {\"stream_options\":[]} | 400 | stream_options",
                "/v1/completions | {\"stream_options\":{\"include_usage\":1}} | 400 | stream_options.include_usage",
                "/v1/completions | {\"logit_bias\":{\"99999\":1}} | 400 | logit_bias",
                "/v1/completions | {\"logit_bias\":{\"1\":\"x\"}} | 400 | logit_bias.1",
                "/v1/completions | {\"echo\":true} | 400 | echo",
                "/v1/completions | {\"response_format\":{\"type\":\"json_object\"}} | 400 | response_format",
                "/v1/completions | {\"model\":\"gpt-99\"} | 404 | model",
                "/v1/completions | {\"model\":5} | 400 | model",
            })
    void a_wrong_field_is_refused_by_name(String path, String body, int status, String param)
            throws Exception {
        HttpResponse<String> response = client.send("POST", path, body);
        JsonNode error = Json.parse(response.body(), "body").get("error");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(error.get("param").stringValue()).isEqualTo(param);
        assertThat(error.get("type").stringValue()).isEqualTo("invalid_request_error");
        assertThat(error.get("message").stringValue()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``",
                "[]",
                "7",
                "{",
                "{\"prompt\":\"x\"} trailing",
                "{\"prompt\":\"\\x\"}",
                "nul"
            })
    void what_is_no_json_object_is_refused(String body) throws Exception {
        HttpResponse<String> response = client.send("POST", PLAIN, body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(Json.parse(response.body(), "body").at("/error/message").stringValue())
                .isNotBlank();
    }

    @Test
    void bytes_that_are_not_utf_8_are_refused() throws Exception {
        assertThat(
                        client.post(PLAIN, new byte[] {'{', '"', (byte) 0xc3, '"', ':', '1', '}'})
                                .statusCode())
                .isEqualTo(400);
    }

    @Test
    void an_unknown_field_is_ignored() throws Exception {
        assertThat(
                        client.json(
                                        PLAIN,
                                        plain(
                                                "x",
                                                "\"max_tokens\":1,\"user\":\"u\",\"store\":false,\"metadata\":{\"a\":[1]}"))
                                .has("choices"))
                .isTrue();
    }

    @Test
    void a_prompt_longer_than_the_context_is_refused_and_not_cut() throws Exception {
        HttpResponse<String> response =
                client.send("POST", PLAIN, plain("tide ".repeat(500), "\"max_tokens\":1"));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Json.parse(response.body(), "body").at("/error/code").stringValue())
                .isEqualTo("context_length_exceeded");
    }

    @Test
    void an_empty_prompt_begins_a_new_text() throws Exception {
        assertThat(
                        client.json(PLAIN, plain("", "\"max_tokens\":3,\"temperature\":0"))
                                .at("/usage/prompt_tokens")
                                .intValue())
                .isEqualTo(1);
    }

    @Test
    void other_paths_and_methods_are_refused_in_the_same_form() throws Exception {
        assertThat(client.get("/v2/nothing").statusCode()).isEqualTo(404);
        assertThat(client.get("/v1/models/other").statusCode()).isEqualTo(404);
        HttpResponse<String> get = client.get(CHAT);
        assertThat(get.statusCode()).isEqualTo(405);
        assertThat(get.headers().firstValue("Allow")).contains("POST");
        HttpResponse<String> delete = client.send("DELETE", "/health", "");
        assertThat(delete.statusCode()).isEqualTo(405);
        assertThat(Json.parse(delete.body(), "body").at("/error/code").stringValue())
                .isEqualTo("method_not_allowed");
    }

    @Test
    void a_body_that_is_too_large_is_refused() throws Exception {
        HttpResponse<String> response =
                client.send("POST", PLAIN, plain("x".repeat(30_000), "\"max_tokens\":1"));
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(client.get("/health").statusCode()).isEqualTo(200);
    }

    @Test
    void a_page_of_another_origin_may_not_use_the_server() throws Exception {
        String body = plain("x", "\"max_tokens\":1");
        assertThat(
                        client.send("POST", PLAIN, body, "Origin", "http://elsewhere.example")
                                .statusCode())
                .isEqualTo(403);
        assertThat(
                        client.send(
                                        "POST",
                                        PLAIN,
                                        body,
                                        "Origin",
                                        "http://127.0.0.1:" + server.port())
                                .statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_port_in_use_is_refused_in_one_sentence() {
        assertThatThrownBy(() ->
                        Server.start(
                                model,
                                CONFIG.at("127.0.0.1", server.port()),
                                new Counting(),
                                CLOCK))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("127.0.0.1:" + server.port())
                .hasMessageContaining("--port")
                .extracting(e -> ((Refusal) e).exitCode())
                .isEqualTo(1);
    }

    @Test
    void bodies_made_at_random_never_break_the_server() throws Exception {
        Seed seed = new Seed(20261124);
        String[] seeds = {
            chat("The", "\"max_tokens\":2,\"stop\":[\"a\"],\"logit_bias\":{\"5\":1}"),
            plain(
                    "The",
                    "\"max_tokens\":2,\"seed\":3,\"stream\":true,\"stream_options\":{\"include_usage\":true}")
        };
        String[] parts = {
            "null",
            "-1",
            "1e999",
            "\"\"",
            "[]",
            "{}",
            "true",
            "[[[[",
            "\"\\ud800\"",
            "0",
            "\u0000",
            ",",
            "\"",
            "}"
        };
        for (int i = 0; i < 600; i++) {
            Seed own = seed.of(i);
            StringBuilder body = new StringBuilder(seeds[i % 2]);
            for (int change = 0; change <= own.below(3, 0); change++) {
                int at = (int) own.below(body.length(), 10 + change);
                int to = (int) Math.min(body.length(), at + own.below(12, 20 + change));
                body.replace(at, to, parts[(int) own.below(parts.length, 30 + change)]);
            }
            String path = own.below(2, 40) == 0 ? CHAT : PLAIN;
            HttpResponse<String> response = client.send("POST", path, body.toString());
            assertThat(response.statusCode())
                    .as("case %d: %s -> %s", i, body, response.body())
                    .isIn(200, 400, 404);
        }
    }

    private static List<String> whole(String path, String body, String pointer) throws Exception {
        List<String> texts = new ArrayList<>();
        for (JsonNode choice : client.json(path, body).get("choices")) {
            texts.add(choice.at(pointer).stringValue());
        }
        return texts;
    }

    private static List<String> streamed(String path, String body, String pointer, int choices)
            throws Exception {
        List<StringBuilder> texts = new ArrayList<>();
        for (int i = 0; i < choices; i++) {
            texts.add(new StringBuilder());
        }
        for (JsonNode event : client.stream(path, body)) {
            for (JsonNode choice : event.get("choices")) {
                JsonNode piece = choice.at(pointer);
                texts.get(choice.get("index").intValue())
                        .append(piece.isMissingNode() ? "" : piece.stringValue());
            }
        }
        return texts.stream().map(StringBuilder::toString).toList();
    }

    private static String chat(String text, String fields) {
        return "{\"model\":\"hello\",\"messages\":[{\"role\":\"user\",\"content\":\""
                + text
                + "\"}],"
                + fields
                + "}";
    }

    static String plain(String prompt, String fields) {
        return "{\"prompt\":\"" + prompt + "\"," + fields + "}";
    }
}
