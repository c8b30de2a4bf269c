package eu.socle.data.describe;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.Runs;
import eu.socle.core.Document;
import eu.socle.core.Json;
import eu.socle.core.Manifest;
import eu.socle.core.Progress;
import eu.socle.core.Run;
import eu.socle.data.DataConfig;
import eu.socle.data.DataStage;
import eu.socle.data.ParquetDataset;
import eu.socle.data.dedup.DedupConfig;
import eu.socle.data.dedup.near.MinHash;
import eu.socle.data.judge.JudgeConfig;
import eu.socle.data.read.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class DescriptionTest {

    private static final List<String> HOSTS =
            List.of("a.example", "www.a.example", "b.example:8080", "C.example", "d.example");

    @TempDir Path folder;
    private Path data;
    private Path out;

    @BeforeEach
    void make() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            String text =
                    ("The people of the town number " + "abcdefghij".charAt(i % 10))
                            + ("klmnopqrstuvwxyz".charAt(i / 10) + " have built the old bridge. ")
                                    .repeat(3 + i);
            lines.append("{\"text\":")
                    .append(Json.canonical(text))
                    .append(
                            i % 7 == 0
                                    ? ""
                                    : ",\"url\":\"https://" + HOSTS.get(i % 5) + "/" + i + "\"")
                    .append(i % 2 == 0 ? ",\"author\":\"Writer " + i + "\"" : "")
                    .append(",\"license\":\"https://creativecommons.org/licenses/by/4.0/\"}\n");
        }
        Files.createDirectories(folder.resolve("in"));
        Files.writeString(folder.resolve("in/web.jsonl"), lines);
        TreeMap<String, Double> limits =
                new TreeMap<>(Map.of("minimum-words", 5.0, "minimum-alphabetic-words", 0.1));
        for (int n = 2; n <= 10; n++) {
            limits.put(
                    "repetition." + (n < 5 ? "top-" + n + "-gram" : "duplicate-" + n + "-grams"),
                    1.0);
        }
        DataConfig config =
                DataConfig.of(
                        List.of(new Source("web", "in", List.of("**"), List.of(), null, false)),
                        List.of("en"),
                        List.of("CC-BY-4.0"),
                        JudgeConfig.withLimits(limits),
                        new DedupConfig(new MinHash(5, 1, 64, 1), DedupConfig.Keep.FIRST, false),
                        10,
                        4);
        try (Run run = Runs.open(folder.resolve("run"), 2, Progress.SILENT)) {
            DataStage.run(config, folder, run);
        }
        data = folder.resolve("run/data");
        out = folder.resolve("out");
        Description.write(data, out, "tiny");
    }

    private List<Document> documents() {
        try (Stream<Document> documents = ParquetDataset.open(data).open()) {
            return documents.toList();
        }
    }

    @Test
    void the_domains_are_those_of_a_recount_most_bytes_first() throws IOException {
        Map<String, long[]> expected = new TreeMap<>();
        for (Document document : documents()) {
            String url = document.rights().url();
            String host = url.isEmpty() ? "-" : url.substring(8, url.indexOf('/', 8));
            String domain = host.toLowerCase(java.util.Locale.ROOT).replace(":8080", "");
            domain = domain.startsWith("www.") ? domain.substring(4) : domain;
            long[] sums = expected.computeIfAbsent(domain, d -> new long[2]);
            sums[0]++;
            sums[1] += document.text().getBytes(StandardCharsets.UTF_8).length;
        }
        assertThat(expected).hasSizeGreaterThan(3);
        List<String> lines = Files.readAllLines(out.resolve("domains.tsv"));
        assertThat(lines.getFirst()).isEqualTo("domain\tdocuments\tbytes");
        long last = Long.MAX_VALUE;
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split("\t", -1);
            long[] sums = expected.remove(cells[0]);
            assertThat(sums).containsExactly(Long.parseLong(cells[1]), Long.parseLong(cells[2]));
            assertThat(Long.parseLong(cells[2])).isLessThanOrEqualTo(last);
            last = Long.parseLong(cells[2]);
        }
        assertThat(expected).isEmpty();
    }

    @Test
    void croissant_names_every_part_with_its_digest_and_every_column() {
        JsonNode croissant = Json.parse(read("croissant.json"), "croissant.json");
        assertThat(croissant.path("conformsTo").get(0).asString())
                .isEqualTo("http://mlcommons.org/croissant/1.1");
        Manifest manifest = Manifest.read(data);
        for (Manifest.Entry entry : manifest.files()) {
            if (entry.path().endsWith(".parquet")) {
                assertThat(croissant.path("distribution").toString())
                        .contains(entry.path())
                        .contains(entry.sha256().hex());
            }
        }
        List<String> columns =
                croissant
                        .path("recordSet")
                        .get(0)
                        .path("field")
                        .valueStream()
                        .map(field -> field.path("name").asString())
                        .toList();
        assertThat(columns).contains("id", "text", "licence", "opt_outs", "language");
        assertThat(croissant.propertyNames())
                .filteredOn(name -> name.startsWith("rai:"))
                .hasSizeGreaterThan(7);
    }

    @Test
    void both_datasheets_state_the_counts_of_the_manifest_and_every_by_licence_its_author()
            throws IOException {
        Manifest manifest = Manifest.read(data);
        for (String sheet : List.of("datasheet.en.md", "datasheet.fr.md")) {
            assertThat(read(sheet))
                    .contains(manifest.digest().hex())
                    .contains(": " + manifest.counts().get("documents.in"))
                    .contains("| CC-BY-4.0 | " + documents().size());
        }
        assertThat(Files.readAllLines(out.resolve("attribution.jsonl")))
                .hasSize(documents().size())
                .anyMatch(line -> line.contains("Writer 2"));
    }

    @Test
    void the_same_dataset_gives_the_same_bytes() throws IOException {
        Description.write(data, folder.resolve("again"), "tiny");
        for (String file : Description.FILES) {
            assertThat(folder.resolve("again").resolve(file))
                    .hasSameBinaryContentAs(out.resolve(file));
        }
    }

    private String read(String file) {
        try {
            return Files.readString(out.resolve(file));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
