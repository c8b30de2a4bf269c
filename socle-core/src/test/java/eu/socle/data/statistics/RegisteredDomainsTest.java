package eu.socle.data.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.Runs;
import eu.socle.core.Document;
import eu.socle.core.Json;
import eu.socle.core.Progress;
import eu.socle.core.Run;
import eu.socle.core.dataset.Statistics;
import eu.socle.core.dataset.Statistics.Row;
import eu.socle.data.DataConfig;
import eu.socle.data.DataStage;
import eu.socle.data.Recipes;
import eu.socle.data.Texts;
import eu.socle.data.dataset.ParquetDataset;
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

/// From the list that a recipe names to the figures of the dataset.
class RegisteredDomainsTest {

    /// Host of a page, and the domain that was registered for it.
    private static final Map<String, String> HOSTS =
            Map.of(
                    "www.sea.example", "sea.example",
                    "deep.blue.sea.example", "sea.example",
                    "sea.example", "sea.example",
                    "news.paper.co.test", "paper.co.test",
                    "paper.co.test", "paper.co.test",
                    "other.co.test", "other.co.test",
                    "co.test", "co.test",
                    "a.b.free.test", "a.b.free.test",
                    "gov.free.test", "gov.free.test",
                    "192.0.2.7", "192.0.2.7");

    @TempDir Path folder;

    @BeforeEach
    void write() throws IOException {
        StringBuilder pages = new StringBuilder();
        List<String> hosts = HOSTS.keySet().stream().sorted().toList();
        for (int i = 0; i < 50; i++) {
            String host = hosts.get(i % hosts.size());
            String text = i % 9 == 4 ? "Too short." : Texts.english(i);
            pages.append(
                    "{\"text\":%s,\"url\":\"https://%s/%d\"}%n"
                            .formatted(Json.canonical(text), host, i));
        }
        Files.createDirectories(folder.resolve("web"));
        Files.writeString(folder.resolve("web/pages.jsonl"), pages);
        Files.writeString(
                folder.resolve("suffixes.dat"),
                "// a comment\nexample\ntest\nco.test\n*.free.test\n!gov.free.test\n");
    }

    private List<Document> kept() {
        try (Stream<Document> documents = ParquetDataset.open(folder.resolve("a/data")).open()) {
            return documents.toList();
        }
    }

    private Statistics run(String name, String addresses, int threads) {
        DataConfig config =
                Recipes.data(
                        "{'sources':[{'name':'web','path':'web','licence':'CC0-1.0'}],'languages':['en'],'quality':{'without':['repetition'],'addresses':"
                                + addresses
                                + "}}");
        try (Run run = Runs.open(folder.resolve(name), threads, Progress.SILENT)) {
            DataStage.run(config, folder, run);
        }
        return Json.read(
                folder.resolve(name).resolve("data").resolve(Statistics.FILE), Statistics.class);
    }

    @Test
    void documentsAreCountedByTheDomainThatTheListOfTheRecipeSays() throws IOException {
        Statistics statistics = run("a", "{'public-suffixes':'suffixes.dat'}", 2);
        Map<String, Long> documents = new TreeMap<>();
        Map<String, Long> bytes = new TreeMap<>();
        for (Document document : kept()) {
            String host = document.rights().url().split("/", -1)[2];
            String domain = HOSTS.get(host);
            documents.merge(domain, 1L, Long::sum);
            bytes.merge(
                    domain,
                    (long) document.text().getBytes(StandardCharsets.UTF_8).length,
                    Long::sum);
        }
        Statistics.Domains domains = statistics.registrable();
        assertThat(domains.differentKept()).isEqualTo(documents.size());
        for (Row row : domains.first()) {
            assertThat(row.sums().documentsKept()).isEqualTo(documents.get(row.value()));
            assertThat(row.sums().bytesKept()).isEqualTo(bytes.get(row.value()));
        }
        assertThat(domains.first())
                .extracting(Row::value)
                .containsExactlyInAnyOrderElementsOf(documents.keySet());
        assertThat(domains.first().stream().mapToLong(row -> row.sums().documentsIn()).sum())
                .isEqualTo(50);
        assertThat(run("b", "{'public-suffixes':'suffixes.dat'}", 1)).isEqualTo(statistics);
    }

    @Test
    void withoutAListThereAreNone() {
        assertThat(run("none", "{}", 1).registrable().first()).isEmpty();
    }
}
