package eu.socle.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.Runs;
import eu.socle.core.Document;
import eu.socle.core.Json;
import eu.socle.core.Manifest;
import eu.socle.core.Progress;
import eu.socle.core.Refusal;
import eu.socle.core.Run;
import eu.socle.core.Settings;
import eu.socle.core.Settings.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which documents and passages stay, from the recipe's keys to the dataset's columns.
final class DedupStageTest {

    @TempDir Path folder;

    private static Value text(Object value) {
        return new Value.Scalar(value.toString(), 4);
    }

    private static Value list(String... values) {
        return new Value.Items(Arrays.stream(values).map(DedupStageTest::text).toList(), 5);
    }

    private static Value section(Map<String, Value> values) {
        return new Value.Section(new Settings("r.yaml", "x", 3, values), 3);
    }

    private static DataConfig config(Map<String, Value> dedup, String... sources) {
        Map<String, Value> values =
                new TreeMap<>(Map.of("languages", list("en"), "licences", list("CC0-1.0")));
        List<Value> all =
                Arrays.stream(sources)
                        .map(name ->
                                section(
                                        Map.of(
                                                "name",
                                                text(name),
                                                "path",
                                                text(name),
                                                "licence",
                                                text("CC0-1.0"))))
                        .toList();
        values.put("sources", new Value.Items(all, 3));
        values.put("quality", section(Map.of("without", list("repetition"))));
        values.put("dedup", section(dedup));
        values.put("shard-documents", text(5));
        return DataConfig.from(new Settings("r.yaml", "data", 2, values));
    }

    private void put(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Manifest run(String name, int threads, DataConfig config) {
        try (Run run = Runs.open(folder.resolve(name), threads, Progress.SILENT)) {
            return DataStage.run(config, folder, run);
        }
    }

    /// On one thread and on two, with the same bytes; nothing is lost.
    private Manifest run(String name, DataConfig config) {
        Manifest manifest = run(name, 1, config);
        assertThat(run(name + "-two", 2, config).digest()).isEqualTo(manifest.digest());
        Map<String, Long> counts = manifest.counts();
        assertThat(counts.get("documents.in"))
                .isEqualTo(
                        counts.get("documents.kept")
                                + counts.get("documents.dropped")
                                + counts.get("documents.skipped")
                                + counts.get("documents.failed"));
        return manifest;
    }

    private List<Document> kept(String name) {
        try (Stream<Document> documents =
                ParquetDataset.open(folder.resolve(name).resolve("data")).open()) {
            return documents.toList();
        }
    }

    private List<String> ids(String name) {
        return kept(name).stream().map(Document::id).toList();
    }

    /// Of each reject: id, step, reason, detail.
    private List<String> rejects(String name) throws IOException {
        return Files.readAllLines(folder.resolve(name).resolve("data/rejects.jsonl")).stream()
                .map(line -> Json.parse(line, ""))
                .map(n ->
                        Stream.of("id", "step", "reason", "detail")
                                .map(field -> n.get(field).stringValue())
                                .collect(java.util.stream.Collectors.joining(" | ")))
                .toList();
    }

    @Test
    void aNewCrawlLosesWhatAnExistingDatasetHolds() throws IOException {
        for (int i = 0; i < 12; i++) {
            put("old/%02d.txt".formatted(i), Texts.english(i));
        }
        put("old/near.txt", Texts.english(3) + "\nOne more line at the end.");
        run("first", config(Map.of(), "old"));
        put("new/copy.txt", Texts.english(5).replace("\n\n", "\n"));
        put("new/fresh.txt", Texts.english(20));
        put("new/fresh2.txt", Texts.english(20) + "\nOne more line at the end.");
        put("new/near.txt", Texts.english(7) + "\nOne more line at the end.");
        Map<String, Value> against = Map.of("against", list("first"));
        Manifest manifest = run("second", config(against, "new"));
        assertThat(ids("second")).containsExactly("new/fresh.txt");
        assertThat(rejects("second"))
                .containsExactly(
                        "new/copy.txt | dedup-against | exact_duplicate | the same text as first: old/05.txt",
                        "new/fresh2.txt | dedup | near_duplicate | nearly the text of new/fresh.txt",
                        "new/near.txt | dedup-against | near_duplicate | nearly the text of first: old/07.txt");
        assertThat(manifest.inputs())
                .containsEntry("against.0", Manifest.read(folder.resolve("first/data")).digest());
        // a third crawl is compared with both
        put("third/a.txt", Texts.english(20));
        put("third/b.txt", Texts.english(11));
        put("third/c.txt", Texts.english(30));
        run("third-run", config(Map.of("against", list("first/data", "second")), "third"));
        assertThat(ids("third-run")).containsExactly("third/c.txt");
        assertThat(rejects("third-run"))
                .anyMatch(line -> line.endsWith("the same text as second: new/fresh.txt"))
                .anyMatch(line -> line.endsWith("the same text as first/data: old/11.txt"));
    }

    @Test
    void aNewCrawlEndsLikeOneRunOverBothWhenNothingBetweenThemWasDropped() throws IOException {
        StringBuilder old = new StringBuilder();
        StringBuilder crawl = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            String line = "{\"text\":%s,\"url\":\"https://example.org/%d\"}\n";
            old.append(line.formatted(Json.canonical(Texts.english(i)), i));
            String text = Texts.english(i < 20 ? i : 100 + i % 30);
            crawl.append(
                    line.formatted(
                            Json.canonical(i % 3 == 0 ? text + " Another end." : text),
                            i >= 20 && i < 25 ? i : 100 + i)); // five addresses come again
        }
        put("a/old.jsonl", old.toString());
        put("b/new.jsonl", crawl.toString());
        Map<String, Value> addresses = new TreeMap<>(Map.of("addresses", text(true)));
        run("whole", config(addresses, "a", "b"));
        run("old", config(addresses, "a"));
        addresses.put("against", list("old"));
        run("new", config(addresses, "b"));
        assertThat(rejects("new"))
                .anyMatch(line -> line.contains("| dedup-against | same_address |"))
                .anyMatch(line -> line.contains("| dedup-against | near_duplicate |"))
                .anyMatch(line -> line.contains("| dedup | "));
        assertThat(Stream.concat(ids("old").stream(), ids("new").stream()))
                .containsExactlyElementsOf(ids("whole"));
    }

    @Test
    void anExistingDatasetThatCannotBeComparedWithIsRefused() throws IOException {
        put("old/a.txt", Texts.english(1));
        put("new/a.txt", Texts.english(2));
        run("unsigned", config(Map.of("signatures", text(false)), "old"));
        assertThat(folder.resolve("unsigned/data/signatures.bin")).doesNotExist();
        assertRefused("unsigned", Map.of(), "signatures: true");
        run("first", config(Map.of(), "old"));
        assertRefused("first", Map.of("rows", text(7)), "rows 8, seed 1");
        assertRefused("nowhere", Map.of(), "manifest.json");
        Path signatures = folder.resolve("first/data/signatures.bin");
        byte[] bytes = Files.readAllBytes(signatures);
        bytes[40] ^= 1;
        Files.write(signatures, bytes);
        assertRefused("first", Map.of(), "other bytes than the manifest states");
    }

    private void assertRefused(String existing, Map<String, Value> dedup, String words) {
        Map<String, Value> all = new TreeMap<>(dedup);
        all.put("against", list(existing));
        assertThatThrownBy(() -> run("refused-" + words.hashCode(), config(all, "new")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(words);
    }

    @Test
    void theClusterAndWhatStaysOfItAreStated() throws IOException {
        String text = Texts.english(1);
        put("web/a.txt", text);
        put("web/b.txt", text + "\nOne more line at the end, and then another one.");
        put("web/c.txt", Texts.english(2));
        put("books/d.txt", text + "\nA line.");
        run("first", config(Map.of(), "web", "books"));
        assertThat(ids("first")).containsExactly("books/d.txt", "web/c.txt");
        run("longest", config(Map.of("keep", text("longest")), "web", "books"));
        assertThat(ids("longest")).containsExactly("web/b.txt", "web/c.txt");
        run("prefer", config(Map.of("prefer", list("web")), "web", "books"));
        assertThat(ids("prefer")).containsExactly("web/a.txt", "web/c.txt");
        run(
                "both",
                config(
                        Map.of("prefer", list("books", "web"), "keep", text("longest")),
                        "web",
                        "books"));
        assertThat(ids("both")).containsExactly("books/d.txt", "web/c.txt");
        for (String name : List.of("first", "longest", "prefer", "both")) {
            assertThat(kept(name))
                    .allSatisfy(document -> {
                        boolean alone = document.id().equals("web/c.txt");
                        assertThat(document.tags())
                                .containsEntry(
                                        "dedup_cluster", alone ? document.id() : "books/d.txt")
                                .containsEntry("dedup_cluster_size", alone ? "1" : "3");
                    });
        }
        assertThatThrownBy(() -> config(Map.of("prefer", list("paper")), "web"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("paper");
        assertThat(
                        new String(
                                Files.readAllBytes(folder.resolve("first/data/signatures.bin")),
                                StandardCharsets.ISO_8859_1))
                .contains("web/c.txt")
                .doesNotContain("web/a.txt");
    }
}
