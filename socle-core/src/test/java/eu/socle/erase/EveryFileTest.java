package eu.socle.erase;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Document;
import eu.socle.core.Json;
import eu.socle.core.Manifest;
import eu.socle.core.Progress;
import eu.socle.core.Run;
import eu.socle.data.DataConfig;
import eu.socle.data.DataStage;
import eu.socle.data.Engine;
import eu.socle.data.erase.Passages;
import eu.socle.data.erase.Request;
import eu.socle.data.judge.PersonalSettings;
import eu.socle.data.unit.Annotated;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Walks every file of a run that kept everything, reads it as what it is and as plain bytes, and
/// looks for 13 words in a row of the erased document.
final class EveryFileTest {

    private static final String SEVEN = "https://example.org/7";

    @TempDir Path folder;

    @BeforeEach
    void pages() throws IOException {
        Held.pages(folder.resolve("in"));
        Path web = folder.resolve("in/web.jsonl");
        // dropped as too short, so it is nowhere but among what is kept for deciding again
        String head = String.join(" ", List.of(Held.text(7, 2).split("\\s+", -1)).subList(0, 16));
        String low = head + " " + "!".repeat(3);
        Files.writeString(
                web,
                Files.readString(web)
                        + "{\"text\":"
                        + Json.canonical(low)
                        + ",\"url\":\"https://other.example/low\"}\n");
    }

    private static DataConfig config() {
        return Held.config(List.of(), true, PersonalSettings.STANDARD);
    }

    private Set<Long> passages() {
        Set<Long> gone = new HashSet<>(Passages.of(Held.text(7, 14)));
        gone.removeAll(Passages.of(Held.text(7, 3))); // "quote" keeps these and stays
        return gone;
    }

    /// Every text of every file: whole, with zeros and other bytes as blanks.
    private static boolean holds(Path file, Set<Long> passages) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.UTF_8);
        Set<Long> inside = new HashSet<>(Passages.of(text));
        inside.addAll(Passages.of(text.replace("\\n", " ").replace("\\t", " ")));
        inside.retainAll(passages);
        return !inside.isEmpty();
    }

    private static List<String> holders(Held held, Set<Long> passages) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(held.directory())) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        List<String> holders = new java.util.ArrayList<>();
        for (Path file : files) {
            if (holds(file, passages)) {
                holders.add(held.directory().relativize(file).toString());
            }
        }
        for (Document document : held.documents()) { // the columns of Parquet are compressed
            if (Passages.of(document.text()).stream().anyMatch(passages::contains)) {
                holders.add("data: " + document.id());
            }
        }
        for (String text : held.decoded()) { // tokens
            if (Passages.of(text).stream().anyMatch(passages::contains)) {
                holders.add("token");
            }
        }
        return holders;
    }

    @Test
    void no_passage_remains_in_any_file_of_a_run_that_kept_everything() throws IOException {
        Held held = Held.make(folder.resolve("run"), folder, 0, config());
        Set<Long> passages = passages();
        assertThat(holders(held, passages)) // the test finds what it looks for
                .anyMatch(name -> name.startsWith("data/annotated/"))
                .anyMatch(name -> name.startsWith("data: "))
                .contains("token");
        try (Run run = Held.open(held.directory(), Progress.SILENT)) {
            Erase.run(
                    run,
                    new Request(List.of(), List.of(SEVEN), List.of()),
                    new byte[0],
                    "a request");
        }
        assertThat(holders(held, passages)).isEmpty();
        Manifest manifest = Manifest.read(held.directory().resolve("data"));
        assertThat(manifest.files()).anyMatch(file -> file.path().startsWith("annotated/unit-"));
        assertThat(manifest.damaged(held.directory().resolve("data"))).isEmpty();
    }

    @Test
    void what_was_kept_still_decides_again_and_brings_nothing_back() throws IOException {
        Held held = Held.make(folder.resolve("run"), folder, 0, config());
        try (Run run = Held.open(held.directory(), Progress.SILENT)) {
            Erase.run(
                    run,
                    new Request(List.of(), List.of(SEVEN), List.of()),
                    new byte[0],
                    "a request");
            Erase.run(
                    run,
                    new Request(List.of(), List.of("https://example.org/9"), List.of()),
                    new byte[0],
                    "another");
        }
        Path again = folder.resolve("again");
        try (Run run = Held.open(again, Progress.SILENT)) {
            DataStage.decideAgain(
                    config(),
                    folder,
                    run,
                    new Engine.Local(run.workers()),
                    Annotated.of(held.directory()));
        }
        assertThat(new Held(again).documents().stream().map(Document::id))
                .containsExactlyElementsOf(held.documents().stream().map(Document::id).toList());
        int erased = 0;
        for (String line : Files.readAllLines(again.resolve("data/rejects.jsonl"))) {
            JsonNode reject = Json.parse(line, "rejects");
            if (reject.path("reason").asString().equals("erased")) {
                erased++;
                assertThat(reject.path("id").asString()).startsWith("sha256:");
                assertThat(reject.path("detail").asString()).startsWith("erasure-000");
            }
        }
        assertThat(erased).isGreaterThanOrEqualTo(4); // page 7, its copy, its near copy, page 9
    }
}
