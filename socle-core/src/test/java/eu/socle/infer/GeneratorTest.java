package eu.socle.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import eu.socle.core.Refusal;
import eu.socle.core.Workers;
import eu.socle.tensor.reference.ReferenceBackend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GeneratorTest {

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
    void greedy_tokens_are_the_likeliest_of_a_whole_forward_pass() {
        int[] prompt = model.tokenizer().encode("The tide rises");
        List<Token> tokens = new ArrayList<>();
        Generator.generate(model, prompt, Sampling.GREEDY.withMaxTokens(40), tokens::add);
        assertThat(tokens).hasSizeGreaterThan(5);
        int[] all = new int[prompt.length + tokens.size()];
        System.arraycopy(prompt, 0, all, 0, prompt.length);
        for (int i = 0; i < tokens.size(); i++) {
            all[prompt.length + i] = tokens.get(i).id();
        }
        double[] whole = model.logProbabilities(all);
        for (int i = 0; i < tokens.size(); i++) {
            assertThat(tokens.get(i).logProbability())
                    .as("token %d", i)
                    .isCloseTo(whole[prompt.length + i - 1], within(1e-4));
        }
    }

    @Test
    void the_reference_backend_generates_the_same_tokens() {
        try (LoadedModel reference =
                LoadedModel.open(
                        ModelFiles.in(temporary.resolve("hello")), new ReferenceBackend())) {
            int[] prompt = model.tokenizer().encode("Das Brot braucht");
            Sampling sampling = Sampling.GREEDY.withMaxTokens(30);
            assertThat(Generator.generate(reference, prompt, sampling, token -> true))
                    .isEqualTo(Generator.generate(model, prompt, sampling, token -> true));
        }
    }

    @Test
    void log_probabilities_of_all_continuations_sum_to_one() {
        int[] ids = model.tokenizer().encode("La marée");
        double sum = 0;
        for (int next = 0; next < model.tokenizer().vocabularySize(); next++) {
            int[] longer = java.util.Arrays.copyOf(ids, ids.length + 1);
            longer[ids.length] = next;
            sum += Math.exp(model.logProbabilities(longer)[ids.length - 1]);
        }
        assertThat(sum).isCloseTo(1, within(1e-6));
    }

    @Test
    void an_answer_ends_when_the_context_is_full() {
        int[] prompt = model.tokenizer().encode("The tide");
        Generator.Answer answer =
                Generator.generate(model, prompt, Sampling.at(1).withSeed(5), token -> true);
        assertThat(answer.promptTokens() + answer.tokens()).isLessThanOrEqualTo(TinyModel.CONTEXT);
        if (answer.finish() == Finish.LENGTH) {
            assertThat(answer.promptTokens() + answer.tokens()).isEqualTo(TinyModel.CONTEXT);
        }
    }

    @Test
    void a_character_comes_whole_and_only_once_its_last_byte_is_there() {
        List<String> pieces = new ArrayList<>();
        Generator.Answer answer = say("é🦉中", Sampling.GREEDY, pieces);
        assertThat(answer.text()).isEqualTo("é🦉中");
        assertThat(pieces).containsExactly("é", "🦉", "中");
        assertThat(answer.finish()).isEqualTo(Finish.STOP);
        assertThat(answer.tokens()).isEqualTo(2 + 4 + 3 + 1);
    }

    @Test
    void a_character_cut_by_the_limit_becomes_a_replacement_character() {
        Generator.Answer answer = say("a🦉", Sampling.GREEDY.withMaxTokens(3), new ArrayList<>());
        assertThat(answer.text()).isEqualTo("a\ufffd");
        assertThat(answer.finish()).isEqualTo(Finish.LENGTH);
    }

    @Test
    void a_stop_text_that_spans_tokens_is_never_shown_not_even_in_part() {
        List<String> pieces = new ArrayList<>();
        Generator.Answer answer =
                say("one STOP two", Sampling.GREEDY.withStop(List.of("STOP", "never")), pieces);
        assertThat(answer.text()).isEqualTo("one ");
        assertThat(String.join("", pieces)).isEqualTo("one ");
        assertThat(answer.finish()).isEqualTo(Finish.STOP);
        assertThat(answer.tokens()).isEqualTo("one STOP".length());
    }

    @Test
    void what_only_looked_like_a_stop_text_is_shown_after_all() {
        assertThat(
                        say(
                                        "STO STOO",
                                        Sampling.GREEDY.withStop(List.of("STOP")),
                                        new ArrayList<>())
                                .text())
                .isEqualTo("STO STOO");
        assertThat(
                        say("ababac", Sampling.GREEDY.withStop(List.of("abac")), new ArrayList<>())
                                .text())
                .isEqualTo("ab");
        assertThat(say("xST", Sampling.GREEDY.withStop(List.of("STOP")), new ArrayList<>()).text())
                .isEqualTo("xST");
    }

    @Test
    void a_listener_can_end_an_answer() {
        List<Token> tokens = new ArrayList<>();
        Generator.generate(
                scripted("abcdef"),
                new int[] {1},
                Sampling.GREEDY,
                token -> tokens.add(token) && tokens.size() < 3);
        assertThat(tokens).hasSize(3);
    }

    @Test
    void a_prompt_that_fills_the_context_is_refused() {
        assertThatThrownBy(() ->
                        Generator.generate(
                                model, new int[TinyModel.CONTEXT], Sampling.GREEDY, token -> true))
                .hasMessageContaining("context of 96");
    }

    @Test
    void a_chat_leaves_out_its_oldest_turns_when_it_outgrows_the_context() {
        Chat chat = new Chat(model, ChatTemplate.PLAIN, Sampling.at(1).withMaxTokens(20));
        for (int i = 0; i < 8; i++) {
            Generator.Answer answer = chat.say("The boats wait at the quay.", piece -> true);
            assertThat(answer.promptTokens() + 20).isLessThanOrEqualTo(TinyModel.CONTEXT);
        }
    }

    @Test
    void a_missing_file_is_named_and_so_is_what_to_do() throws Exception {
        Path folder = Files.createDirectories(temporary.resolve("empty"));
        assertThatThrownBy(() -> ModelFiles.in(folder))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("config.json is missing")
                .hasMessageContaining("socle run");
        assertThatThrownBy(() -> ModelFiles.in(temporary.resolve("nowhere")))
                .hasMessageContaining("no folder");
    }

    @Test
    void a_model_of_a_run_has_the_name_of_the_run() {
        assertThat(ModelFiles.in(temporary.resolve("hello")).name()).isEqualTo("hello");
        assertThat(ModelFiles.in(temporary.resolve("hello/model")).name()).isEqualTo("hello");
    }

    private static Generator.Answer say(String text, Sampling sampling, List<String> pieces) {
        return Generator.generate(
                scripted(text),
                new int[] {1},
                sampling,
                token -> token.text().isEmpty() || pieces.add(token.text()));
    }

    private static ScriptedModel scripted(String text) {
        return new ScriptedModel(model.tokenizer(), text, 1000, 1000);
    }
}
