package eu.socle.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.Runs;
import eu.socle.core.Json;
import eu.socle.core.Manifest;
import eu.socle.core.Progress;
import eu.socle.core.Refusal;
import eu.socle.core.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationSetsTest {

    private static final String QUESTION =
            "Which harbour of the northern coast did the two keepers leave before the winter of 1911";

    @TempDir Path folder;

    @BeforeEach
    void write() throws IOException {
        put("pages/plain.txt", Texts.english(1));
        put(
                "pages/quiz.txt",
                Texts.english(2)
                        + "\n\n"
                        + QUESTION.toUpperCase(java.util.Locale.ROOT)
                        + "?\n A) Alderhaven B) Birkwick C) Corrow D) Dunmere\n\n"
                        + Texts.english(3)
                        + "\n\nThe answer to question 7 is C.");
        put("pages/third.txt", Texts.english(4));
    }

    private void put(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Manifest run(String name, String decontaminate) {
        DataConfig config =
                Recipes.data(
                        "{'sources':[{'name':'pages','path':'pages','licence':'CC0-1.0'}],'languages':['en'],'quality':{'without':['repetition']},'decontaminate':"
                                + decontaminate
                                + "}");
        try (Run run = Runs.open(folder.resolve(name), 2, Progress.SILENT)) {
            return DataStage.run(config, folder, run);
        }
    }

    private List<String> dropped(String name) throws IOException {
        List<String> dropped = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve(name).resolve("data/rejects.jsonl"))) {
            dropped.add(Json.parse(line, "rejects").path("id").asString());
        }
        return dropped;
    }

    @Test
    void aQuestionIsFoundWithItsChoicesBehindItAndItsAnswerElsewhereWhateverTheNgram()
            throws IOException {
        put("exam.jsonl", "{\"query\":\"" + QUESTION + "?\",\"label\":\"Corrow\"}\n");
        for (int ngram : new int[] {2, 5, 13, 25}) {
            run("run" + ngram, "{'items':['exam.jsonl'],'ngram':" + ngram + "}");
            assertThat(dropped("run" + ngram)).containsExactly("pages/quiz.txt");
        }
    }

    @Test
    void itemsThatAreTooShortToBeLookedForAreCounted() throws IOException {
        put(
                "exam.jsonl",
                "{\"query\":\""
                        + QUESTION
                        + "\",\"label\":\"Corrow\"}\n{\"query\":\"2 + 2\",\"label\":\"4\"}\n");
        assertThat(run("counted", "{'items':['exam.jsonl']}").counts())
                .containsEntry("evaluation.items", 2L)
                .containsEntry("evaluation.items-too-short", 1L);
    }

    @Test
    void anEvaluationSetOfWhichNothingWouldBeLookedForIsRefused() throws IOException {
        put("exam.jsonl", "{\"question\":\"" + QUESTION + "\",\"label\":\"Corrow\"}\n");
        put("empty.jsonl", "\n");
        for (String name : List.of("exam.jsonl", "empty.jsonl")) {
            assertThatThrownBy(() -> run("refused", "{'items':['" + name + "']}"))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining(name)
                    .hasMessageContaining("query");
        }
    }
}
