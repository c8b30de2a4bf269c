package eu.socle.data;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.Runs;
import eu.socle.Shared;
import eu.socle.core.Document;
import eu.socle.core.Json;
import eu.socle.core.Progress;
import eu.socle.core.Run;
import eu.socle.data.dataset.ParquetDataset;
import eu.socle.data.dedup.DedupConfig;
import eu.socle.data.dedup.near.MinHash;
import eu.socle.data.judge.JudgeConfig;
import eu.socle.data.read.page.Tags;
import eu.socle.data.read.plan.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What must happen to each page of the hello recipe, and why: the table beside the pages says it.
class HelloDocumentsTest {

    private static final String SOURCE = "pages";

    private static final DataConfig CONFIG =
            DataConfig.of(
                    List.of(
                            new Source(
                                    SOURCE,
                                    "documents",
                                    List.of("**"),
                                    List.of(),
                                    "CC-BY-4.0",
                                    false)),
                    List.of("fr", "en", "de", "es", "it"),
                    List.of(
                            "CC0-1.0",
                            "CC-BY-4.0",
                            "CC-BY-SA-4.0",
                            "etalab-2.0",
                            "EUPL-1.2",
                            "Apache-2.0",
                            "MIT"),
                    JudgeConfig.NATIVE,
                    new DedupConfig(new MinHash(5, 14, 8, 1), DedupConfig.Keep.FIRST, false),
                    50_000,
                    1_000);

    @TempDir Path folder;

    private record Row(Map<String, String> cells) {
        String get(String column) {
            return cells.getOrDefault(column, "").strip();
        }
    }

    @TestFactory
    Stream<DynamicTest> doesToEachPageWhatTheTableSays() throws IOException {
        Path recipe = Shared.repository().resolve("recipes/hello");
        List<Row> table = table(recipe.resolve("expected.tsv"));
        Map<String, Document> kept = new TreeMap<>();
        Map<String, JsonNode> rejected = new TreeMap<>();
        try (Run run = Runs.open(folder.resolve("run"), 2, Progress.SILENT)) {
            DataStage.run(CONFIG, recipe, run);
            Path data = folder.resolve("run/data");
            try (Stream<Document> documents = ParquetDataset.open(data).open()) {
                documents.forEach(document -> kept.put(document.id(), document));
            }
            for (String line : Files.readAllLines(data.resolve(DataStage.REJECTS))) {
                JsonNode reject = Json.parse(line, "rejects");
                rejected.put(reject.get("id").stringValue(), reject);
            }
        }
        List<DynamicTest> tests = new ArrayList<>();
        for (Row row : table) {
            tests.add(
                    DynamicTest.dynamicTest(row.get("document"), () -> check(row, kept, rejected)));
        }
        tests.add(
                DynamicTest.dynamicTest(
                        "every document is in the table",
                        () -> {
                            TreeSet<String> ids = new TreeSet<>(kept.keySet());
                            ids.addAll(rejected.keySet());
                            assertThat(table.stream().map(HelloDocumentsTest::id))
                                    .containsExactlyInAnyOrderElementsOf(ids);
                        }));
        return tests.stream();
    }

    private static void check(Row row, Map<String, Document> kept, Map<String, JsonNode> rejected) {
        Document document = kept.get(id(row));
        JsonNode reject = rejected.get(id(row));
        String why = row.get("why");
        assertThat(outcome(document, reject))
                .as("%s; rejected: %s", why, reject)
                .isEqualTo(row.get("outcome"));
        if (reject != null) {
            assertThat(reject.get("reason").stringValue())
                    .as("%s; %s", why, reject)
                    .isEqualTo(row.get("reason"));
        }
        if (document != null) {
            assertThat(maskedKinds(document)).as(why).isEqualTo(row.get("reason"));
            for (String part : parts(row.get("must_contain"))) {
                assertThat(document.text()).as(why).contains(part);
            }
            for (String part : parts(row.get("must_not_contain"))) {
                assertThat(document.text()).as(why).doesNotContain(part);
            }
        }
    }

    private static String maskedKinds(Document document) {
        return Stream.of(Tags.MASKED_EMAIL, Tags.MASKED_PHONE)
                .filter(tag -> document.tags().containsKey(tag))
                .map(tag -> tag.substring(tag.indexOf('_') + 1))
                .collect(Collectors.joining(","));
    }

    private static String outcome(@Nullable Document document, @Nullable JsonNode reject) {
        if (document != null) {
            return maskedKinds(document).isEmpty() ? "kept" : "edited";
        }
        if (reject == null) {
            return "nowhere to be found";
        }
        return reject.get("failed").booleanValue() ? "failed" : "dropped";
    }

    private static String id(Row row) {
        return SOURCE + "/" + row.get("document");
    }

    private static List<String> parts(String cell) {
        return Arrays.stream(cell.split(" \\| ", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private static List<Row> table(Path file) throws IOException {
        List<String> lines =
                Files.readAllLines(file).stream().filter(line -> !line.isBlank()).toList();
        List<String> header = List.of(lines.getFirst().split("\t", -1));
        List<Row> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] values = line.split("\t", -1);
            Map<String, String> cells = new LinkedHashMap<>();
            for (int i = 0; i < header.size(); i++) {
                cells.put(header.get(i).strip(), i < values.length ? values[i] : "");
            }
            rows.add(new Row(cells));
        }
        assertThat(rows).as("rows of %s", file).isNotEmpty();
        return rows;
    }
}
