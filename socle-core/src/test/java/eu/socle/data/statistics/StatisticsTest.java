package eu.socle.data.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.Runs;
import eu.socle.core.Document;
import eu.socle.core.Json;
import eu.socle.core.Manifest;
import eu.socle.core.Progress;
import eu.socle.core.Run;
import eu.socle.core.dataset.Histogram;
import eu.socle.core.dataset.Statistics;
import eu.socle.core.dataset.Statistics.Breakdown;
import eu.socle.core.dataset.Statistics.Row;
import eu.socle.core.dataset.Statistics.Sums;
import eu.socle.data.DataConfig;
import eu.socle.data.DataStage;
import eu.socle.data.Texts;
import eu.socle.data.dataset.ParquetDataset;
import eu.socle.data.dedup.DedupConfig;
import eu.socle.data.dedup.near.MinHash;
import eu.socle.data.judge.JudgeConfig;
import eu.socle.data.read.plan.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class StatisticsTest {

    @TempDir Path folder;

    private static final DataConfig CONFIG = config();

    private static DataConfig config() {
        SortedMap<String, Double> limits =
                new TreeMap<>(Map.of("minimum-words", 20.0, "minimum-alphabetic-words", 0.7));
        for (int n = 2; n <= 10; n++) {
            limits.put(
                    "repetition." + (n < 5 ? "top-" + n + "-gram" : "duplicate-" + n + "-grams"),
                    1.0);
        }
        return DataConfig.of(
                List.of(
                        new Source("web", "web", List.of("**"), List.of(), "CC0-1.0", false),
                        new Source("books", "books", List.of("**"), List.of(), "CC0-1.0", false)),
                List.of("en"),
                List.of("CC0-1.0", "CC-BY-4.0"),
                JudgeConfig.withLimits(limits),
                new DedupConfig(new MinHash(5, 14, 8, 1), DedupConfig.Keep.FIRST, false),
                40,
                16);
    }

    @Test
    void every_figure_is_what_a_recount_of_the_files_gives() throws IOException {
        fill();
        Manifest manifest = run("a", 2);
        Statistics statistics = statistics("a");
        List<Document> kept = kept("a");
        List<JsonNode> rejects =
                Files.readAllLines(folder.resolve("a/data/rejects.jsonl")).stream()
                        .map(line -> Json.parse(line, "rejects"))
                        .toList();
        Sums total = statistics.total();
        assertThat(total.documentsIn()).isEqualTo(kept.size() + rejects.size());
        assertThat(total.documentsKept()).isEqualTo(kept.size());
        assertThat(total.charactersIn()).isEqualTo(manifest.counts().get("characters.in"));
        assertThat(total.charactersKept()).isEqualTo(manifest.counts().get("characters.kept"));
        assertThat(total.bytesKept()).isEqualTo(sum(kept, StatisticsTest::bytes));
        assertThat(total.wordsKept()).isEqualTo(sum(kept, d -> number(d, "words")));
        assertThat(statistics.wordsBy()).isEqualTo("words");
        assertThat(statistics.dropped().stream().mapToLong(Statistics.Dropped::documents).sum())
                .isEqualTo(rejects.size());
        for (Breakdown breakdown : statistics.breakdowns()) {
            assertThat(sums(breakdown.rows())).isEqualTo(total);
        }
        breakdown(statistics, "source", kept, d -> d.rights().source());
        breakdown(statistics, "language", kept, d -> d.tags().getOrDefault("language", ""));
        breakdown(statistics, "licence", kept, d -> d.rights().licence().label());
        breakdown(
                statistics,
                "year",
                kept,
                d -> d.rights().fetched().isEmpty() ? "" : d.rights().fetched().substring(0, 4));
        assertThat(rows(statistics, "year")).containsKeys("2019", "2024", "");
        assertThat(Objects.requireNonNull(rows(statistics, "source").get("books")).documentsIn())
                .isEqualTo(
                        kept.stream().filter(d -> d.rights().source().equals("books")).count()
                                + rejects.stream()
                                        .filter(r -> r.path("source").stringValue().equals("books"))
                                        .count());
    }

    @Test
    void domains_are_counted_exactly_and_the_first_hundred_are_named() throws IOException {
        fill();
        run("a", 1);
        Statistics.Domains domains = statistics("a").domains();
        TreeMap<String, Long> expected = new TreeMap<>();
        for (Document document : kept("a")) {
            String domain = Domain.of(document.rights().url());
            if (!domain.isEmpty()) {
                expected.merge(domain, bytes(document), Long::sum);
            }
        }
        assertThat(domains.differentKept()).isEqualTo(expected.size()).isGreaterThan(100);
        assertThat(domains.first()).hasSize(100);
        List<String> byBytes =
                expected.entrySet().stream()
                        .sorted((a, b) -> Long.compare(b.getValue(), a.getValue()))
                        .map(Map.Entry::getKey)
                        .toList();
        assertThat(domains.first().getFirst().value()).isEqualTo(byBytes.getFirst());
        for (Row row : domains.first()) {
            assertThat(row.sums().bytesKept()).isEqualTo(expected.get(row.value()));
        }
        assertThat(sums(domains.first()).plus(domains.rest()).plus(domains.none()))
                .isEqualTo(statistics("a").total());
    }

    @Test
    void histograms_hold_every_kept_document_in_its_bucket() throws IOException {
        fill();
        run("a", 1);
        Statistics statistics = statistics("a");
        List<Document> kept = kept("a");
        histogram(statistics, "characters", kept, d -> number(d, "characters"));
        histogram(statistics, "bytes", kept, StatisticsTest::bytes);
        histogram(statistics, "words", kept, d -> number(d, "words"));
        histogram(
                statistics,
                "mean_word_length",
                kept,
                d -> Double.parseDouble(tag(d, "mean_word_length")));
        histogram(
                statistics,
                "language_margin",
                kept,
                d -> Double.parseDouble(tag(d, "language_margin")));
        histogram(statistics, "dedup_cluster_size", kept, d -> number(d, "dedup_cluster_size"));
        assertThat(kept.stream().mapToLong(d -> number(d, "dedup_cluster_size")).max())
                .hasValue(11);
    }

    @Test
    void one_and_two_threads_count_the_same() throws IOException {
        fill();
        assertThat(run("one", 1)).isEqualTo(run("two", 2));
        assertThat(Files.readAllBytes(folder.resolve("one/data/statistics.json")))
                .isEqualTo(Files.readAllBytes(folder.resolve("two/data/statistics.json")));
        assertThat(run("one", 1).files().stream().map(Manifest.Entry::path))
                .contains("statistics.json");
    }

    @Test
    void a_dataset_without_documents_has_statistics() throws IOException {
        put("web/short.txt", "Too few.");
        put("books/short.txt", "Too few too.");
        run("a", 1);
        Statistics statistics = statistics("a");
        assertThat(statistics.total().documentsKept()).isZero();
        assertThat(statistics.total().documentsIn()).isEqualTo(2);
        assertThat(statistics.domains().first()).isEmpty();
        assertThat(statistics.histograms())
                .filteredOn(h -> h.name().equals("bytes"))
                .allMatch(h -> h.buckets().isEmpty() && h.kept().count() == 0);
    }

    @Test
    void domains_of_erased_documents_are_named_no_more_and_sums_stay() throws IOException {
        fill();
        run("a", 1);
        Statistics before = statistics("a");
        String gone = before.domains().first().get(3).value();
        Statistics after = Gathered.erased(before, List.of("https://www." + gone + "/x"), 5);
        assertThat(Json.canonical(after)).doesNotContain("\"" + gone + "\"");
        assertThat(after.erased()).isEqualTo(5);
        assertThat(sums(after.domains().first()).plus(after.domains().rest()))
                .isEqualTo(sums(before.domains().first()).plus(before.domains().rest()));
        assertThat(Gathered.erased(after, List.of("https://" + gone), 5)).isEqualTo(after);
    }

    private static void histogram(
            Statistics statistics,
            String name,
            List<Document> kept,
            ToDoubleFunction<Document> value) {
        Histogram histogram =
                statistics.histograms().stream()
                        .filter(h -> h.name().equals(name))
                        .findFirst()
                        .orElseThrow();
        TreeMap<Double, Long> expected = new TreeMap<>();
        double sum = 0;
        for (Document document : kept) {
            double of = value.applyAsDouble(document);
            sum += of;
            expected.merge(histogram.scale().from(histogram.scale().bucket(of)), 1L, Long::sum);
        }
        TreeMap<Double, Long> found = new TreeMap<>();
        histogram.buckets().stream()
                .filter(bucket -> bucket.kept() > 0)
                .forEach(bucket -> found.put(bucket.from(), bucket.kept()));
        assertThat(found).as(name).isEqualTo(expected);
        assertThat(histogram.kept().count()).isEqualTo(kept.size());
        assertThat(histogram.kept().sum())
                .isCloseTo(sum, org.assertj.core.data.Offset.offset(1e-6 * Math.abs(sum)));
    }

    private static void breakdown(
            Statistics statistics,
            String name,
            List<Document> kept,
            Function<Document, String> property) {
        TreeMap<String, Long> documents = new TreeMap<>();
        TreeMap<String, Long> bytes = new TreeMap<>();
        for (Document document : kept) {
            documents.merge(property.apply(document), 1L, Long::sum);
            bytes.merge(property.apply(document), bytes(document), Long::sum);
        }
        rows(statistics, name)
                .forEach((value, sums) -> {
                    assertThat(sums.documentsKept())
                            .as(name + " " + value)
                            .isEqualTo(documents.getOrDefault(value, 0L));
                    assertThat(sums.bytesKept()).isEqualTo(bytes.getOrDefault(value, 0L));
                });
        assertThat(rows(statistics, name).keySet()).containsAll(documents.keySet());
    }

    private static Map<String, Sums> rows(Statistics statistics, String name) {
        Map<String, Sums> rows = new TreeMap<>();
        statistics.breakdowns().stream()
                .filter(breakdown -> breakdown.name().equals(name))
                .flatMap(breakdown -> breakdown.rows().stream())
                .forEach(row -> rows.put(row.value(), row.sums()));
        return rows;
    }

    private static Sums sums(List<Row> rows) {
        return rows.stream().map(Row::sums).reduce(Sums.NONE, Sums::plus);
    }

    private static long sum(
            List<Document> documents, java.util.function.ToLongFunction<Document> of) {
        return documents.stream().mapToLong(of).sum();
    }

    private static long bytes(Document document) {
        return document.text().getBytes(StandardCharsets.UTF_8).length;
    }

    private static long number(Document document, String tag) {
        return Long.parseLong(tag(document, tag));
    }

    private static String tag(Document document, String name) {
        return Objects.requireNonNull(document.tags().get(name), name);
    }

    private Manifest run(String name, int threads) {
        try (Run run = Runs.open(folder.resolve(name), threads, Progress.SILENT)) {
            return DataStage.run(CONFIG, folder, run);
        }
    }

    private Statistics statistics(String name) {
        return Json.read(folder.resolve(name + "/data/statistics.json"), Statistics.class);
    }

    private List<Document> kept(String name) {
        try (Stream<Document> documents =
                ParquetDataset.open(folder.resolve(name + "/data")).open()) {
            return documents.toList();
        }
    }

    private void put(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /// Records of many sites and years, copies, a note with an address in it, and bad ones.
    private void fill() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 240; i++) {
            String text = Texts.english(i % 200 < 190 ? i : 3); // the last ones are copies
            lines.add(
                    Json.canonical(
                            new TreeMap<>(
                                    Map.of(
                                            "text",
                                            text + (i % 9 == 0 ? " caf\u00e9 \ud83c\udf0a" : ""),
                                            "url",
                                            "https://www.site" + i % 130 + ".example.eu/" + i,
                                            "date",
                                            2019 + i % 6 + "-03-01",
                                            "license",
                                            "https://creativecommons.org/licenses/by/4.0/"))));
        }
        lines.add("{\"text\": broken");
        put("web/many.jsonl", String.join("\n", lines) + "\n");
        for (int i = 0; i < 20; i++) {
            put("books/" + i + ".txt", Texts.english(400 + i));
        }
        put("books/mail.txt", Texts.english(430) + "\nWrite to jane.doe@example.org before noon.");
        put("books/short.txt", "Too few words.");
        put(
                "books/reserved.html",
                "<html><head><meta name='tdm-reservation' content='1'></head><body><p>"
                        + Texts.english(501)
                        + "</p></body></html>");
    }
}
