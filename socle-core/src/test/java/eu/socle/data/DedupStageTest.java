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
import eu.socle.data.dataset.ParquetDataset;
import eu.socle.data.unit.UnitFiles;
import eu.socle.data.unit.UnitReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        return config(new TreeMap<>(), dedup, sources);
    }

    private static DataConfig config(
            Map<String, Value> more, Map<String, Value> dedup, String... sources) {
        Map<String, Value> values =
                new TreeMap<>(Map.of("languages", list("en"), "licences", list("CC0-1.0")));
        values.putAll(more);
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
        assertThat(count(manifest, "documents.in"))
                .isEqualTo(
                        count(manifest, "documents.kept")
                                + count(manifest, "documents.dropped")
                                + count(manifest, "documents.skipped")
                                + count(manifest, "documents.failed"));
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
        run("whole", 2, config(addresses, "a", "b"));
        run("old", 2, config(addresses, "a"));
        addresses.put("against", list("old"));
        run("new", config(addresses, "b"));
        assertThat(rejects("new"))
                .anyMatch(line -> line.contains("| dedup-against | same_address |"))
                .anyMatch(line -> line.contains("| dedup-against | near_duplicate |"))
                .anyMatch(line -> line.contains("| dedup | "));
        assertThat(Stream.concat(ids("old").stream(), ids("new").stream()))
                .containsExactlyElementsOf(ids("whole"));
    }

    /// A text, and what a page becomes that is edited again and again: each is near to the one
    /// before it, the last is not near to the first.
    private static List<String> editions() {
        List<String> editions = new ArrayList<>();
        String[] words = Texts.english(40).split(" ", -1);
        for (int edition = 0; edition < 9; edition++) {
            editions.add(String.join(" ", words));
            for (int word = 6 * edition; word < words.length; word += 61) {
                words[word] = "edited" + edition + "x" + word;
            }
        }
        return editions;
    }

    @Test
    void aDocumentThatIsNearADoubleThatAnExistingDatasetDroppedGoesToo() throws IOException {
        List<String> editions = editions();
        put("two/0.txt", editions.getFirst());
        put("two/8.txt", editions.getLast());
        run("ends", config(Map.of(), "two"));
        assertThat(ids("ends")).as("the ends of the chain are no doubles").hasSize(2);
        for (int i = 0; i < 9; i++) {
            put("was/%d.txt".formatted(i), editions.get(i));
        }
        put("was/zz-other.txt", Texts.english(41));
        run("old", config(Map.of(), "was"));
        assertThat(ids("old")).containsExactly("was/0.txt", "was/zz-other.txt");
        put("is/again.txt", editions.getLast());
        put("is/fresh.txt", Texts.english(42));
        run("new", config(Map.of("against", list("old")), "is"));
        assertThat(ids("new")).containsExactly("is/fresh.txt");
        assertThat(rejects("new"))
                .containsExactly(
                        "is/again.txt | dedup-against | near_duplicate | nearly the text of old: was/0.txt");
    }

    @Test
    void theSameCrawlAgainBringsNothing() throws IOException {
        StringBuilder crawl = new StringBuilder();
        String line = "{\"text\":%s,\"url\":\"https://example.org/%d\"}\n";
        List<String> editions = editions();
        for (int i = 0; i < 60; i++) {
            String text = i % 4 == 0 ? editions.get(i % 9) : Texts.english(i % 25);
            text = i % 7 == 0 ? text + " Another end." : text;
            crawl.append(line.formatted(Json.canonical(text), i % 40));
        }
        for (int i = 0; i < 6; i++) { // too short for bands: only text and address join them
            crawl.append(line.formatted(Json.canonical("tiny text " + i % 4), 200 + i % 3));
        }
        put("a/old.jsonl", crawl.toString());
        put("b/new.jsonl", crawl.toString());
        for (boolean addresses : new boolean[] {true, false}) {
            Map<String, Value> dedup = new TreeMap<>(Map.of("addresses", text(addresses)));
            run("old" + addresses, 2, config(dedup, "a"));
            assertThat(ids("old" + addresses)).hasSizeGreaterThan(3);
            dedup.put("against", list("old" + addresses));
            run("new" + addresses, 2, config(dedup, "b"));
            assertThat(ids("new" + addresses)).isEmpty();
        }
    }

    /// What an old run joined by address alone says nothing about a new run that does not.
    @Test
    void aDoubleThatNothingJoinsToAKeptDocumentTakesNoNewOneAway() throws IOException {
        String line = "{\"text\":%s,\"url\":\"https://example.org/%d\"}\n";
        put(
                "a/old.jsonl",
                line.formatted(Json.canonical(Texts.english(1)), 1)
                        + line.formatted(Json.canonical(Texts.english(2)), 1));
        put(
                "b/new.jsonl",
                line.formatted(Json.canonical(Texts.english(2) + " An end."), 2)
                        + line.formatted(Json.canonical(Texts.english(2)), 3));
        run("old", config(Map.of("addresses", text(true)), "a"));
        assertThat(ids("old")).containsExactly("a/old.jsonl#1");
        run("new", config(Map.of("against", list("old")), "b"));
        assertThat(kept("new"))
                .singleElement()
                .satisfies(d -> {
                    assertThat(d.tags()).containsEntry("dedup_cluster", "b/new.jsonl#1");
                    assertThat(d.tags()).containsEntry("dedup_cluster_size", "2");
                });
        run("joined", config(Map.of("against", list("old"), "addresses", text(true)), "b"));
        assertThat(ids("joined")).as("the address joins the double to what stayed").isEmpty();
    }

    /// Passages of the old dataset go from the new crawl as if both were one run.
    @ParameterizedTest
    @ValueSource(strings = {"paragraphs", "sentences", "substrings", "paragraph-ngrams", "ngrams"})
    void whatAnExistingDatasetSaysGoesFromANewCrawl(String method) throws IOException {
        for (int i = 0; i < 9; i++) {
            put("a/%d.txt".formatted(i), Texts.english(i));
        }
        for (int i = 0; i < 9; i++) {
            String old = Texts.english(i);
            int second = old.indexOf("\n\n") + 2;
            int third = old.indexOf("\n\n", second);
            String said = // a paragraph, three sentences in a row, a string that begins anywhere
                    i < 3
                            ? old.substring(second, third)
                            : i < 6
                                    ? old.substring(second, old.indexOf(". The", second + 180) + 1)
                                    : old.substring(101, 301);
            String own = Texts.english(100 + i);
            put("b/%d.txt".formatted(i), own + "\n\n" + said + "\n\n" + Texts.english(200 + i));
            put("b/%d-again.txt".formatted(i), Texts.english(300 + i) + "\n\n" + own);
        }
        put("b/little.txt", Texts.english(4).substring(0, 1200));
        Map<String, Value> dedup = new TreeMap<>();
        switch (method) {
            case "paragraphs" -> dedup.put("paragraphs", text(40));
            case "paragraph-ngrams" -> {
                dedup.put("paragraphs", text(40));
                dedup.put("paragraph-ngrams", text(5));
                dedup.put("ngrams", section(Map.of("capacity", text(100_000))));
            }
            case "sentences" -> dedup.put("sentences", text(3));
            case "substrings" -> dedup.put("substrings", text(100));
            default ->
                    dedup.put(
                            "ngrams",
                            section(
                                    Map.of(
                                            "size", text(5),
                                            "share", text(0.3),
                                            "capacity", text(100_000))));
        }
        Manifest whole = run("whole", 2, config(dedup, "a", "b"));
        run("old", 2, config(Map.of(), "a"));
        dedup.put("against", list("old"));
        Manifest fresh = run("new", config(dedup, "b"));
        assertThat(kept("new").stream().map(d -> d.id() + d.text()))
                .containsExactlyElementsOf(
                        kept("whole").stream()
                                .filter(d -> d.id().startsWith("b/"))
                                .map(d -> d.id() + d.text())
                                .toList());
        for (String kind :
                List.of("repeated_paragraphs", "repeated_sentences", "repeated_substrings")) {
            for (String what : List.of(".documents", ".passages", ".characters")) {
                assertThat(count(fresh, "cut." + kind + what))
                        .isEqualTo(count(whole, "cut." + kind + what));
            }
        }
        Map<String, Value> alone = new TreeMap<>(dedup);
        alone.remove("against");
        run("alone", 2, config(alone, "b"));
        assertThat(kept("alone"))
                .as("the old dataset makes a difference")
                .isNotEqualTo(kept("new"));
    }

    @Test
    void anExistingDatasetWhoseTextsAreDamagedIsRefused() throws IOException {
        put("old/a.txt", Texts.english(1));
        put("new/a.txt", Texts.english(2));
        run("first", 2, config(Map.of(), "old"));
        Path part = folder.resolve("first/data/part-00000.parquet");
        byte[] bytes = Files.readAllBytes(part);
        bytes[100] ^= 1;
        Files.write(part, bytes);
        assertRefused("first", Map.of("paragraphs", text(40)), "other bytes than the manifest");
        Files.write(part, new byte[30]);
        assertRefused("first", Map.of("sentences", text(3)), "part-00000.parquet cannot be read");
    }

    @Test
    void anExistingDatasetThatCannotBeComparedWithIsRefused() throws IOException {
        put("old/a.txt", Texts.english(1));
        put("new/a.txt", Texts.english(2));
        run("unsigned", 2, config(Map.of("signatures", text(false)), "old"));
        assertThat(folder.resolve("unsigned/data/signatures.bin")).doesNotExist();
        assertRefused("unsigned", Map.of(), "signatures: true");
        run("first", 2, config(Map.of(), "old"));
        assertRefused("first", Map.of("rows", text(7)), "rows 8, seed 1");
        assertRefused("nowhere", Map.of(), "data.dedup.against names nowhere");
        Path signatures = folder.resolve("first/data/signatures.bin");
        byte[] bytes = Files.readAllBytes(signatures);
        bytes[40] ^= 1;
        Files.write(signatures, bytes);
        assertRefused("first", Map.of(), "other bytes than the manifest states");
    }

    private void assertRefused(String existing, Map<String, Value> dedup, String words) {
        Map<String, Value> all = new TreeMap<>(dedup);
        all.put("against", list(existing));
        assertThatThrownBy(() -> run("refused-" + words.hashCode(), 2, config(all, "new")))
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
        run("longest", 2, config(Map.of("keep", text("longest")), "web", "books"));
        assertThat(ids("longest")).containsExactly("web/b.txt", "web/c.txt");
        run("prefer", 2, config(Map.of("prefer", list("web")), "web", "books"));
        assertThat(ids("prefer")).containsExactly("web/a.txt", "web/c.txt");
        run(
                "both",
                2,
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

    private static long count(Manifest manifest, String name) {
        return manifest.counts().getOrDefault(name, 0L);
    }

    private String textOf(String run, String id) {
        return kept(run).stream().filter(d -> d.id().equals(id)).findFirst().orElseThrow().text();
    }

    @Test
    void aParagraphThatComesAgainIsCutOutAndTheFirstStays() throws IOException {
        String shared = "All rights to this very page belong to the Society of Old Bridges, Lyon.";
        String a = Texts.english(1);
        String b = Texts.english(2);
        put("web/a.txt", a + "\n\n" + shared);
        put("web/b.txt", shared.toUpperCase(java.util.Locale.ROOT) + "\n\n" + b);
        put("web/c.txt", shared + "\nYes.\n" + Texts.english(3) + "\nYes.");
        Manifest manifest = run("cut", config(Map.of("paragraphs", text(30)), "web"));
        assertThat(textOf("cut", "web/a.txt")).isEqualTo(a + "\n\n" + shared);
        assertThat(textOf("cut", "web/b.txt")).isEqualTo(b);
        assertThat(textOf("cut", "web/c.txt"))
                .isEqualTo("Yes.\n" + Texts.english(3) + "\nYes."); // too short to be compared
        assertThat(manifest.counts())
                .containsEntry("cut.repeated_paragraphs.documents", 2L)
                .containsEntry("cut.repeated_paragraphs.passages", 2L)
                .containsEntry("cut.repeated_paragraphs.characters", 2L * shared.length() + 2 + 1);
        assertThat(count(manifest, "characters.kept"))
                .isEqualTo(kept("cut").stream().mapToLong(d -> d.text().length()).sum());
        assertThat(count(run("whole", 2, config(Map.of(), "web")), "characters.kept"))
                .isGreaterThan(count(manifest, "characters.kept"));
    }

    @Test
    void aParagraphThatSaysNothingNewIsCutOut() throws IOException {
        String whole = Texts.english(15);
        int second = whole.indexOf("\n\n") + 2;
        String part = whole.substring(second, whole.indexOf("\n\n", second));
        // 2-byte and 4-byte characters before and in it
        String changed = "\u00c9\ud83d\ude80 " + part + " And five more words here.";
        put("web/a.txt", Texts.english(15));
        put(
                "web/b.txt",
                Texts.english(16) + " \u00e9\ud83d\ude80\n" + changed + "\nOne last thing.");
        put("web/c.txt", Texts.english(17) + "\n" + changed);
        Map<String, Value> ngrams = Map.of("share", text(0.6), "capacity", text(10000));
        Map<String, Value> dedup =
                new TreeMap<>(
                        Map.of(
                                "paragraphs", text(30),
                                "paragraph-ngrams", text(5),
                                "ngrams", section(ngrams)));
        Manifest manifest = run("cut", config(dedup, "web"));
        assertThat(textOf("cut", "web/a.txt")).isEqualTo(Texts.english(15));
        assertThat(textOf("cut", "web/b.txt"))
                .isEqualTo(Texts.english(16) + " \u00e9\ud83d\ude80\nOne last thing.");
        assertThat(textOf("cut", "web/c.txt")).isEqualTo(Texts.english(17));
        assertThat(manifest.counts()).containsEntry("cut.repeated_paragraphs.documents", 2L);
        dedup.put("paragraphs", text(0));
        assertThatThrownBy(() -> config(dedup, "web"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("paragraph-ngrams");
    }

    /// One file that cannot be cut: one unit, read by one task, but several pieces.
    @Test
    void aUnitOfManyPiecesLosesWhatOneOfFewDoes() throws IOException {
        String shared = "All rights to this very page belong to the Society of Old Bridges, Lyon.";
        for (String name : List.of("many", "few")) {
            String address = "https://example.org/" + "a".repeat(name.equals("many") ? 9000 : 9);
            Path file = folder.resolve(name + "/pages.jsonl.gz");
            Files.createDirectories(file.getParent());
            try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
                for (int i = 0; i < 300; i++) {
                    String text = Texts.english(i % 200) + "\n\n" + shared;
                    out.write(
                            "{\"text\":%s,\"url\":\"%s/%d\"}\n"
                                    .formatted(Json.canonical(text), address, i)
                                    .getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        Map<String, Value> dedup = Map.of("paragraphs", text(30), "keep", text("longest"));
        Map<String, Value> annotated = Map.of("keep-annotated", text(true));
        Manifest many = run("run-many", config(annotated, dedup, "many"));
        Manifest few = run("run-few", 2, config(annotated, dedup, "few"));
        assertThat(kept("run-many").stream().map(Document::text))
                .hasSizeBetween(190, 200)
                .containsExactlyElementsOf(kept("run-few").stream().map(Document::text).toList());
        assertThat(rejects("run-many").stream().map(line -> line.replace("many/", "few/")))
                .containsExactlyElementsOf(rejects("run-few"));
        assertThat(many.counts()).isEqualTo(few.counts());
        assertThat(marks("run-many")).isPositive();
        assertThat(marks("run-few")).isZero();
    }

    private int marks(String run) throws IOException {
        Path annotated = folder.resolve(run + "/data/annotated");
        assertThat(new UnitFiles(annotated, 1).notes()).doesNotExist();
        return UnitReader.marks(new UnitFiles(annotated, 0)).all().size();
    }

    @Test
    void whatIsLeftOfADocumentMustBeEnough() throws IOException {
        put("web/a.txt", Texts.english(4) + "\n\n" + Texts.english(6));
        put("web/b.txt", Texts.english(4) + "\n\nA new thought. And one more.");
        Map<String, Value> sentences =
                new TreeMap<>(Map.of("sentences", text(3), "bands", text(1), "rows", text(64)));
        Manifest manifest = run("cut", config(sentences, "web"));
        assertThat(ids("cut")).containsExactly("web/a.txt");
        assertThat(rejects("cut"))
                .containsExactly(
                        "web/b.txt | dedup | too_little_left | 6 words and 2 sentences are left"
                                + " when what occurred before is cut out");
        assertThat(manifest.counts()).containsEntry("dropped.too_little_left", 1L);
        sentences.put("minimum-words", text(5));
        sentences.put("minimum-sentences", text(2));
        Manifest lenient = run("lenient", 2, config(sentences, "web"));
        assertThat(textOf("lenient", "web/b.txt")).isEqualTo("A new thought. And one more.");
        assertThat(lenient.counts()).containsEntry("cut.repeated_sentences.passages", 1L);
    }

    @Test
    void aStringThatComesAgainIsCutOutWhereverItBegins() throws IOException {
        String a = Texts.english(7);
        String shared = a.substring(101, 433);
        put("web/a.txt", a);
        put("web/b.txt", Texts.english(8) + " \u20ac" + shared + "\u20ac end of it all");
        put("web/c.txt", Texts.english(9));
        Manifest manifest = run("cut", config(Map.of("substrings", text(100)), "web"));
        assertThat(textOf("cut", "web/a.txt")).isEqualTo(a);
        assertThat(textOf("cut", "web/b.txt"))
                .isEqualTo(Texts.english(8) + " \u20ac\u20ac end of it all");
        assertThat(textOf("cut", "web/c.txt")).isEqualTo(Texts.english(9));
        assertThat(manifest.counts())
                .containsEntry("cut.repeated_substrings.documents", 1L)
                .containsEntry("cut.repeated_substrings.passages", 1L)
                .containsEntry("cut.repeated_substrings.characters", (long) shared.length());
    }

    @Test
    void kindsOfPassagesAreCutTogetherAndWhatADroppedDoubleSaysCountsForNothing()
            throws IOException {
        String only =
                "This line stands in two documents that are doubles of each other, and once more.";
        put("web/a.txt", Texts.english(10) + "\n" + only);
        put("web/b.txt", Texts.english(10) + "\n" + only + "\nOne more.");
        put("web/c.txt", only + "\n" + Texts.english(11));
        Map<String, Value> all =
                Map.of(
                        "paragraphs", text(30),
                        "sentences", text(3),
                        "substrings", text(64),
                        "keep", text("longest"));
        Manifest manifest = run("cut", config(all, "web"));
        assertThat(ids("cut")).containsExactly("web/b.txt", "web/c.txt");
        assertThat(textOf("cut", "web/b.txt")).contains(only);
        assertThat(textOf("cut", "web/c.txt")).isEqualTo(Texts.english(11));
        // counted once, as paragraph
        assertThat(count(manifest, "cut.repeated_paragraphs.characters"))
                .isEqualTo(only.length() + 1);
        assertThat(count(manifest, "cut.repeated_substrings.characters")).isZero();
    }

    @Test
    void aDocumentThatSaysNothingNewGoesAndTheFilterIsNeverOverfilled() throws IOException {
        String a = Texts.english(12);
        String b = Texts.english(13);
        put("web/a.txt", a);
        put("web/b.txt", b);
        put("web/c.txt", a.substring(0, 900) + " " + b.substring(0, 900));
        put("web/d.txt", Texts.english(14));
        Map<String, Value> ngrams =
                new TreeMap<>(Map.of("size", text(8), "share", text(0.7), "capacity", text(5000)));
        Manifest manifest = run("seen", config(Map.of("ngrams", section(ngrams)), "web"));
        assertThat(ids("seen")).containsExactly("web/a.txt", "web/b.txt", "web/d.txt");
        assertThat(manifest.counts()).containsEntry("dropped.seen_ngrams", 1L);
        assertThat(rejects("seen"))
                .singleElement()
                .asString()
                .matches(
                        "web/c.txt . dedup . seen_ngrams . \\d+ of \\d+ n-grams are in documents before it");
        ngrams.put("capacity", text(100));
        assertThatThrownBy(() -> run("full", config(Map.of("ngrams", section(ngrams)), "web")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("ngrams.capacity is 100")
                .hasMessageContaining("different n-grams");
    }
}
