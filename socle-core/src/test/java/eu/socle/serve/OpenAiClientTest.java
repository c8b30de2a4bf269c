package eu.socle.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.RequestOptions;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.models.Model;
import eu.socle.core.Workers;
import eu.socle.infer.LoadedModel;
import eu.socle.infer.ModelFiles;
import eu.socle.infer.TinyModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A client that others wrote reads what the server sends.
@Timeout(120)
final class OpenAiClientTest {

    @TempDir static Path temporary;
    private static Workers workers;
    private static LoadedModel model;
    private static Server server;
    private static OpenAIClient client;

    @BeforeAll
    static void start() {
        workers = Workers.of(2);
        model =
                LoadedModel.open(
                        ModelFiles.in(TinyModel.make(temporary.resolve("hello"))), workers);
        server =
                Server.start(model, ServerTest.CONFIG, new ServerTest.Counting(), ServerTest.CLOCK);
        client =
                OpenAIOkHttpClient.builder()
                        .baseUrl(server.address() + "v1")
                        .apiKey("none")
                        .maxRetries(0)
                        .responseValidation(true)
                        .build();
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
        model.close();
        workers.close();
    }

    @Test
    void a_chat_completion_is_read_and_valid() {
        ChatCompletion answer =
                client.chat()
                        .completions()
                        .create(chat().n(2).logprobs(true).topLogprobs(2).build());
        answer.validate();
        assertThat(answer.choices()).hasSize(2);
        assertThat(answer.choices().getFirst().message().content().orElseThrow()).isNotEmpty();
        assertThat(answer.choices().getFirst().logprobs().orElseThrow().content().orElseThrow())
                .isNotEmpty();
        assertThat(answer.usage().orElseThrow().totalTokens())
                .isGreaterThan(answer.usage().orElseThrow().promptTokens());
    }

    @Test
    void a_streamed_chat_completion_is_read_and_is_the_whole_one() {
        String whole =
                client.chat()
                        .completions()
                        .create(chat().build())
                        .choices()
                        .getFirst()
                        .message()
                        .content()
                        .orElseThrow();
        StringBuilder streamed = new StringBuilder();
        List<ChatCompletionChunk> chunks = new ArrayList<>();
        ChatCompletionCreateParams params =
                chat().streamOptions(
                                ChatCompletionStreamOptions.builder().includeUsage(true).build())
                        .build();
        try (StreamResponse<ChatCompletionChunk> response =
                client.chat().completions().createStreaming(params)) {
            response.stream().forEach(chunks::add);
        }
        for (ChatCompletionChunk chunk : chunks) {
            chunk.validate();
            chunk.choices().forEach(choice -> choice.delta().content().ifPresent(streamed::append));
        }
        assertThat(streamed).hasToString(whole);
        assertThat(chunks.getLast().usage().orElseThrow().completionTokens()).isPositive();
    }

    @Test
    void a_completion_is_read_and_valid() {
        CompletionCreateParams params =
                CompletionCreateParams.builder()
                        .model("hello")
                        .prompt("The tide")
                        .maxTokens(8)
                        .temperature(0)
                        .logprobs(2)
                        .build();
        Completion answer = client.completions().create(params);
        answer.validate();
        assertThat(answer.choices().getFirst().text()).isNotEmpty();
        assertThat(answer.choices().getFirst().logprobs().orElseThrow().tokens().orElseThrow())
                .isNotEmpty();
        StringBuilder streamed = new StringBuilder();
        // Until the last chunk finish_reason is null, as OpenAI sends it; the client's own check of
        // a whole completion forbids that.
        RequestOptions unchecked = RequestOptions.builder().responseValidation(false).build();
        try (StreamResponse<Completion> response =
                client.completions().createStreaming(params, unchecked)) {
            response.stream()
                    .forEach(chunk ->
                            chunk.choices().forEach(choice -> streamed.append(choice.text())));
        }
        assertThat(streamed).hasToString(answer.choices().getFirst().text());
    }

    @Test
    void models_are_listed() {
        List<Model> models = client.models().list().data();
        assertThat(models).extracting(Model::id).containsExactly("hello");
        models.getFirst().validate();
    }

    @Test
    void errors_arrive_as_typed_exceptions() {
        assertThatThrownBy(() -> client.chat().completions().create(chat().model("gpt-99").build()))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("gpt-99");
        assertThatThrownBy(() -> client.chat().completions().create(chat().temperature(9).build()))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("temperature");
    }

    @SuppressWarnings("deprecation") // the client marks `seed` so; the server keeps it
    private static ChatCompletionCreateParams.Builder chat() {
        return ChatCompletionCreateParams.builder()
                .model("hello")
                .addSystemMessage("Speak.")
                .addUserMessage("The tide rises")
                .maxCompletionTokens(10)
                .seed(3)
                .temperature(0.7);
    }
}
