package eu.socle.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.Runs;
import eu.socle.core.Document;
import eu.socle.core.Fact;
import eu.socle.core.Json;
import eu.socle.core.Ledger;
import eu.socle.core.Manifest;
import eu.socle.core.Progress;
import eu.socle.core.Refusal;
import eu.socle.core.Rights.Licence;
import eu.socle.core.Run;
import eu.socle.core.Seed;
import eu.socle.data.dataset.ParquetDataset;
import eu.socle.data.dedup.DedupConfig;
import eu.socle.data.dedup.near.MinHash;
import eu.socle.data.judge.JudgeConfig;
import eu.socle.data.read.plan.Source;
import io.airlift.compress.v3.zstd.ZstdJavaOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataStageTest {

    @TempDir Path folder;

    private static DataConfig config(String... include) {
        SortedMap<String, Double> limits =
                new TreeMap<>(Map.of("minimum-words", 20.0, "minimum-alphabetic-words", 0.7));
        for (int n = 2; n <= 10; n++) {
            limits.put(
                    "repetition." + (n < 5 ? "top-" + n + "-gram" : "duplicate-" + n + "-grams"),
                    1.0);
        }
        JudgeConfig loose = JudgeConfig.withLimits(limits);
        return DataConfig.of(
                List.of(new Source("web", "in", List.of(include), List.of(), "CC0-1.0", false)),
                List.of("en", "code"),
                List.of("CC0-1.0", "CC-BY-4.0"),
                loose,
                new DedupConfig(new MinHash(5, 14, 8, 1), DedupConfig.Keep.FIRST, false),
                40,
                16);
    }

    private Manifest run(String name, int threads, DataConfig config) {
        try (Run run = Runs.open(folder.resolve(name), threads, Progress.SILENT)) {
            return DataStage.run(config, folder, run);
        }
    }

    private List<Document> kept(String name) {
        try (Stream<Document> documents =
                ParquetDataset.open(folder.resolve(name).resolve("data")).open()) {
            return documents.toList();
        }
    }

    private List<String> rejects(String name) throws IOException {
        return Files.readAllLines(folder.resolve(name).resolve("data").resolve(DataStage.REJECTS));
    }

    private void put(String name, byte[] bytes) throws IOException {
        Path file = folder.resolve("in").resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    private void put(String name, String text) throws IOException {
        put(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String json(long number) {
        return "{\"text\":"
                + Json.canonical(Texts.english(number))
                + ",\"url\":\"https://example.org/"
                + number
                + "\",\"license\":\"https://creativecommons.org/licenses/by/4.0/\"}";
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static byte[] zstd(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZstdJavaOutputStream out = new ZstdJavaOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static byte[] joined(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static long count(Manifest manifest, String name) {
        return manifest.counts().getOrDefault(name, 0L);
    }

    private static void assertNothingIsLost(Manifest manifest) {
        assertThat(count(manifest, "documents.in"))
                .as("%s", manifest.counts())
                .isEqualTo(
                        count(manifest, "documents.kept")
                                + count(manifest, "documents.dropped")
                                + count(manifest, "documents.failed"));
    }

    /// Pages of every format, some of them bad.
    private void fill() throws IOException {
        for (int i = 0; i < 150; i++) {
            put("text/%03d.txt".formatted(i), Texts.english(i));
        }
        put(
                "pages/article.html",
                "<html lang=en><head><link rel=license href='https://creativecommons.org/licenses/by/4.0/'></head><body><nav>Home News</nav><article><h1>Bread</h1><p>"
                        + Texts.english(500)
                        + "</p></article></body></html>");
        put(
                "pages/reserved.html",
                "<html><head><meta name='tdm-reservation' content='1'></head><body><p>"
                        + Texts.english(501)
                        + "</p></body></html>");
        put("pages/note.md", "---\ntitle: x\nlicence: CC-BY-NC-4.0\n---\n" + Texts.english(502));
        put(
                "many.jsonl.gz",
                joined(gzip(json(600) + "\n" + json(601) + "\n"), gzip(json(602) + "\n")));
        put("many.jsonl.zst", zstd(json(610) + "\n\n" + json(611)));
        put("copy.txt", Texts.english(7).replace("\n\n", "\n"));
        put("near.txt", Texts.english(8) + "\nOne more line that was not there before.");
        put(
                "mail.txt",
                Texts.english(709).substring(0, 600)
                        + "\nWrite to jane.doe@example.org before noon."
                        + Texts.english(900));
        put("short.txt", "Too few words.");
        put("latin.txt", (Texts.english(10) + " caf\u00e9").getBytes(StandardCharsets.ISO_8859_1));
        put("Main.java", "/// " + Texts.english(711) + "\nclass Main {}\n");
    }

    @Test
    void readsJudgesAndWritesEveryFormat() throws IOException {
        fill();
        Manifest manifest = run("a", 1, config("**"));
        assertNothingIsLost(manifest);
        assertThat(manifest.counts())
                .containsEntry("dropped.opted_out", 1L)
                .containsEntry("dropped.licence_not_allowed", 1L)
                .containsEntry("dropped.exact_duplicate", 1L)
                .containsEntry("dropped.near_duplicate", 1L)
                .containsEntry("dropped.too_short", 1L)
                .containsEntry("failed.invalid_encoding", 1L)
                .containsEntry("documents.edited", 1L)
                .containsEntry("kept.language.code", 1L);
        List<Document> kept = kept("a");
        assertThat(kept).hasSize((int) count(manifest, "documents.kept"));
        assertThat(kept.stream().map(Document::id))
                .isSorted()
                .contains(
                        "web/pages/article.html",
                        "web/many.jsonl.gz#1",
                        "web/many.jsonl.gz#3",
                        "web/many.jsonl.zst#3",
                        "web/Main.java")
                .contains("web/copy.txt")
                .doesNotContain("web/text/007.txt");
        Document article =
                kept.stream()
                        .filter(d -> d.id().equals("web/pages/article.html"))
                        .findFirst()
                        .orElseThrow();
        assertThat(article.text()).startsWith("Bread\n\n").doesNotContain("Home News");
        assertThat(article.rights().licence())
                .isEqualTo(
                        new Licence.Known(
                                "CC-BY-4.0",
                                "https://creativecommons.org/licenses/by/4.0/ (characters 44 to 88)"));
        assertThat(article.tags())
                .containsEntry("language", "en")
                .containsEntry("declared_language", "en")
                .containsKeys("words", "characters", "language_margin");
        assertThat(
                        kept.stream()
                                .filter(d -> d.id().equals("web/copy.txt"))
                                .findFirst()
                                .orElseThrow()
                                .tags())
                .containsEntry("dedup_cluster_size", "2");
    }

    @Test
    void writesFilesInByteOrderOfTheirIdsAndRecordsInTheirOwnOrder() throws IOException {
        put("b.jsonl", json(20) + "\n");
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            lines.append(json(i)).append('\n');
        }
        put("a.jsonl", lines.toString());
        run("a", 1, config("**"));
        assertThat(kept("a").stream().map(Document::id))
                .hasSize(13)
                .startsWith("web/a.jsonl#1", "web/a.jsonl#2")
                .endsWith("web/a.jsonl#11", "web/a.jsonl#12", "web/b.jsonl#1");
    }

    @Test
    void neverWritesAMaskedValueAnywhere() throws IOException {
        fill();
        run("a", 1, config("**"));
        assertThat(
                        kept("a").stream()
                                .filter(d -> d.id().equals("web/mail.txt"))
                                .findFirst()
                                .orElseThrow()
                                .text())
                .contains("<EMAIL>");
        try (Stream<Path> files = Files.walk(folder.resolve("a"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as("%s", file)
                        .doesNotContain("jane.doe");
            }
        }
        for (Document document : kept("a")) {
            assertThat(document.text()).doesNotContain("jane.doe");
        }
    }

    @Test
    void givesTheSameBytesOnOneThreadAndOnTwo() throws IOException {
        fill();
        assertThat(run("one", 1, config("**")).digest())
                .isEqualTo(run("two", 2, config("**")).digest());
    }

    @Test
    void goesOnAfterAnInterruptionWithoutDoingFinishedWorkAgain() throws IOException {
        fill();
        Manifest whole = run("whole", 1, config("**"));
        FailingProgress failing = new FailingProgress(2);
        try (Run run = Runs.open(folder.resolve("cut"), 1, failing)) {
            assertThatThrownBy(() -> DataStage.run(config("**"), folder, run))
                    .isInstanceOf(UncheckedIOException.class);
        }
        Path first = folder.resolve("cut/data/units.tmp/unit-000000.notes");
        Object before = Files.getAttribute(first, "unix:ino");
        assertThat(folder.resolve("cut/data/manifest.json")).doesNotExist();
        List<Object> seen = new ArrayList<>();
        FailingProgress watching =
                new FailingProgress(Integer.MAX_VALUE) {
                    @Override
                    void advanced() {
                        try {
                            seen.add(Files.getAttribute(first, "unix:ino"));
                        } catch (IOException e) {
                            seen.add(e);
                        }
                    }
                };
        try (Run run = Runs.open(folder.resolve("cut"), 1, watching)) {
            assertThat(DataStage.run(config("**"), folder, run).digest()).isEqualTo(whole.digest());
        }
        assertThat(seen.getFirst()).as("the first unit's file was kept").isEqualTo(before);
        assertThat(folder.resolve("cut/data/units.tmp")).doesNotExist();
    }

    @Test
    void statesWhatBecameOfTheDocuments() throws IOException {
        fill();
        Manifest manifest = run("a", 2, config("**"));
        List<Fact> facts =
                Ledger.read(folder.resolve("a/ledger.jsonl")).stream()
                        .map(Ledger.Line::fact)
                        .toList();
        Fact.DocumentsCounted counted =
                facts.stream()
                        .filter(Fact.DocumentsCounted.class::isInstance)
                        .map(Fact.DocumentsCounted.class::cast)
                        .findFirst()
                        .orElseThrow();
        assertThat(counted.in()).isEqualTo(count(manifest, "documents.in"));
        assertThat(counted.kept() + counted.dropped() + counted.failed()).isEqualTo(counted.in());
        assertThat(facts)
                .contains(
                        new Fact.OptOutFound("tdmrep-html-meta", 1), new Fact.Masked("email", 1, 1))
                .anySatisfy(fact ->
                        assertThat(fact)
                                .isInstanceOfSatisfying(
                                        Fact.DocumentsDropped.class,
                                        d -> {
                                            assertThat(d.reason()).isEqualTo("opted_out");
                                            assertThat(d.example())
                                                    .isEqualTo("web/pages/reserved.html");
                                        }));
        long characters =
                kept("a").stream()
                        .mapToLong(d -> d.text().codePointCount(0, d.text().length()))
                        .sum();
        assertThat(counted.charactersKept()).isEqualTo(characters);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void losesNothingAndNeverCrashesOnDamagedFiles(long number) throws IOException {
        fill();
        Seed seed = new Seed(number).of("damage");
        long draw = 0;
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder.resolve("in"))) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            switch ((int) seed.below(3, draw++)) {
                case 0 -> bytes = Arrays.copyOf(bytes, (int) seed.below(bytes.length, draw++));
                case 1 -> {
                    for (int flips = 0; flips < 3; flips++) {
                        bytes[(int) seed.below(bytes.length, draw++)] ^=
                                (byte) (1 + seed.below(255, draw++));
                    }
                }
                default -> {}
            }
            Files.write(file, bytes);
        }
        Manifest one = run("one", 1, config("**"));
        assertNothingIsLost(one);
        assertThat(count(one, "documents.failed")).as("seed %d", number).isPositive();
        assertThat(run("two", 2, config("**")).digest()).isEqualTo(one.digest());
    }

    @Test
    void tellsATruncatedRecordFromAnInvalidOne() throws IOException {
        put("a.jsonl", json(1) + "\n{\"text\": 7}\nno json\n" + json(2).substring(0, 200));
        byte[] whole = gzip(json(3) + "\n" + json(4) + "\n");
        put("b.jsonl.gz", Arrays.copyOf(whole, whole.length - 12));
        byte[] frame = zstd(json(5) + "\n");
        put("c.jsonl.zst", Arrays.copyOf(frame, frame.length - 5));
        Manifest manifest = run("a", 1, config("**"));
        assertNothingIsLost(manifest);
        assertThat(
                        rejects("a").stream()
                                .filter(line -> line.contains("\"failed\":true"))
                                .map(line -> Json.parse(line, ""))
                                .map(n ->
                                        n.get("id").stringValue()
                                                + " "
                                                + n.get("reason").stringValue()))
                .contains(
                        "web/a.jsonl#2 invalid_record",
                        "web/a.jsonl#3 invalid_record",
                        "web/a.jsonl#4 truncated_record")
                .anyMatch(line ->
                        line.startsWith("web/b.jsonl.gz#") && line.endsWith("truncated_record"))
                .anyMatch(line ->
                        line.startsWith("web/c.jsonl.zst#") && line.endsWith("truncated_record"));
    }

    @Test
    void noticesAMemberCutInItsHeader() throws IOException {
        byte[] second = gzip(json(2) + "\n");
        put("a.jsonl.gz", joined(gzip(json(1) + "\n"), Arrays.copyOf(second, 6)));
        Manifest manifest = run("a", 1, config("**"));
        assertThat(manifest.counts())
                .containsEntry("documents.kept", 1L)
                .containsEntry("failed.truncated_record", 1L);
    }

    @Test
    void refusesAMissingFolderAndAPatternThatMatchesNothing() throws IOException {
        assertThatThrownBy(() -> run("a", 1, config("**")))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.exitCode()).isEqualTo(2))
                .hasMessageContaining("\"web\"")
                .hasMessageContaining("not there");
        put("x.txt", "x");
        assertThatThrownBy(() -> run("b", 1, config("**", "*.html")))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.exitCode()).isEqualTo(2))
                .hasMessageContaining("*.html");
    }

    @Test
    void refusesOtherSourcesInAnInterruptedRun() throws IOException {
        fill();
        try (Run run = Runs.open(folder.resolve("cut"), 1, new FailingProgress(1))) {
            assertThatThrownBy(() -> DataStage.run(config("**"), folder, run))
                    .isInstanceOf(UncheckedIOException.class);
        }
        put("late.txt", Texts.english(77));
        assertThatThrownBy(() -> run("cut", 1, config("**")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("other inputs");
    }

    @Test
    void saysWhatToDoWhenAPartCannotBeWritten() throws IOException {
        fill();
        Path elsewhere = folder.resolve("blocked");
        try (Run run = Runs.open(elsewhere, 1, Progress.SILENT)) {
            Files.createDirectories(elsewhere.resolve("data/part-00000.parquet.tmp/in-the-way"));
            assertThatThrownBy(() -> DataStage.run(config("**"), folder, run))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("cannot write");
        }
    }

    /// Stops the work after so many advances, as a kill would.
    private static class FailingProgress implements Progress {
        private int left;

        FailingProgress(int advances) {
            left = advances;
        }

        void advanced() {}

        @Override
        public Work begin(String name, String unit, long total) {
            return new Work() {
                @Override
                public void advance(long units) {
                    advanced();
                    if (--left < 0) {
                        throw new UncheckedIOException(new IOException("killed"));
                    }
                }

                @Override
                public void figure(String figure, double value) {}

                @Override
                public void close() {}
            };
        }

        @Override
        public void note(String line) {}
    }
}
