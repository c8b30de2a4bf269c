package eu.socle.dossier.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.core.Digest;
import eu.socle.core.Json;
import eu.socle.core.Manifest;
import eu.socle.core.Refusal;
import eu.socle.core.dataset.Histogram;
import eu.socle.core.dataset.Histogram.Bucket;
import eu.socle.core.dataset.Histogram.Moments;
import eu.socle.core.dataset.Scale;
import eu.socle.core.dataset.Statistics;
import eu.socle.core.dataset.Statistics.Breakdown;
import eu.socle.core.dataset.Statistics.Domains;
import eu.socle.core.dataset.Statistics.Dropped;
import eu.socle.core.dataset.Statistics.Row;
import eu.socle.core.dataset.Statistics.Sums;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DatasetReportTest {

    private static final String HOSTILE =
            "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>\u202eevil\u0000";

    @TempDir Path folder;

    @Test
    void names_from_outside_are_text_whatever_they_hold() throws IOException {
        String page = page(statistics(HOSTILE));
        Document html = Jsoup.parse(page);
        assertThat(html.select("script")).hasSize(1); // the choice of language
        assertThat(html.select("img")).isEmpty();
        assertThat(html.select("[onerror]")).isEmpty();
        assertThat(html.select("bdi").eachText())
                .anyMatch(text -> text.startsWith("<script>alert(1)</script>\"'><img"));
        assertThat(html.select("[src],[href],link,iframe,object,embed")).isEmpty();
        assertThat(page).doesNotContain("http://").doesNotContain("https://");
        assertThat(page.chars()).doesNotContain(0);
    }

    @Test
    void the_page_is_well_formed_and_every_chart_has_a_title_and_a_table() throws IOException {
        String page = page(statistics("web"));
        Parser parser = Parser.htmlParser().setTrackErrors(20);
        Document html = parser.parseInput(page, "");
        assertThat(parser.getErrors()).isEmpty();
        List<String> ids = html.select("[id]").eachAttr("id");
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(html.select("[aria-labelledby]").eachAttr("aria-labelledby"))
                .isNotEmpty()
                .allMatch(ids::contains);
        for (Element chart : html.select("svg[role=img]")) {
            Element figure = Objects.requireNonNull(chart.closest("figure"));
            assertThat(figure.select("table tbody tr")).isNotEmpty();
        }
        assertThat(html.select("h2").size()).isGreaterThan(8);
        assertThat(html.select("th:not([scope])")).isEmpty();
    }

    @Test
    void every_figure_of_the_file_stands_on_the_page() throws IOException {
        Statistics statistics = statistics("web");
        Document html = Jsoup.parse(page(statistics));
        html.select("span[lang=fr]").remove();
        List<String> rows = new ArrayList<>();
        html.select("tr").forEach(row -> rows.add(String.join("|", row.select("td").eachText())));
        assertThat(rows)
                .contains("web|1,200|900|75.0 %|80,000|90,000|15,000")
                .contains("quality|too short too_short|200|13.3 %|4,000")
                .contains("not known|300|0|0.0 %|0|0|0")
                .contains("all other hosts|7|5|71.4 %|50|60|10")
                .contains("1.5|700|0", "64|200|11", "96|0|42");
    }

    @Test
    void the_same_files_give_the_same_bytes_and_the_digest_is_on_the_page() throws IOException {
        String once = page(statistics("web"));
        assertThat(page(statistics("web"))).isEqualTo(once);
        assertThat(once)
                .contains(Digest.ofFile(folder.resolve("data/statistics.json")).hex())
                .contains(Manifest.read(folder.resolve("data")).digest().hex());
    }

    @Test
    void what_training_reads_is_shown_when_tokens_were_packed() throws IOException {
        Path token = Files.createDirectories(folder.resolve("token"));
        Files.writeString(
                token.resolve("mixture.json"),
                "{\"total\":10,\"rows\":[{\"source\":\"web\",\"language\":\"fr\",\"asked\":0.25,\"reached\":0.26,\"documents\":900,\"uses\":1800,\"bytes\":5,\"tokens\":12345}]}");
        TreeMap<String, Long> counts = new TreeMap<>();
        counts.put("tokens.train", 4_000_000L);
        counts.put("tokens.held-out", 5L);
        manifest(token, counts);
        Document html = Jsoup.parse(page(statistics("web")));
        html.select("span[lang=en]").remove();
        assertThat(html.text()).contains("4\u202f000\u202f005").contains("M\u00e9lange");
        assertThat(html.select("tr").eachText())
                .contains("web fran\u00e7ais 25,0 % 26,0 % 900 1\u202f800 5 12\u202f345");
    }

    @Test
    void a_dataset_without_statistics_or_with_other_bytes_is_refused() throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        manifest(data, new TreeMap<>());
        assertThatThrownBy(this::write)
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("has no statistics.json");
        page(statistics("web"));
        Files.writeString(data.resolve("statistics.json"), Json.canonical(statistics("other")));
        assertThatThrownBy(this::write)
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("other bytes than the manifest states");
    }

    @Test
    void registered_domains_stand_beside_hosts_where_they_were_counted() throws IOException {
        String page = page(statistics("web"));
        assertThat(page)
                .contains("<bdi>sea.example</bdi>")
                .contains("registered domains have documents")
                .contains("domaines enregistrés ont des documents")
                .contains("its tokens are not known");
        Statistics with = statistics("web");
        assertThat(
                        page(
                                new Statistics(
                                        with.total(),
                                        with.wordsBy(),
                                        with.dropped(),
                                        with.breakdowns(),
                                        with.domains(),
                                        Domains.NONE,
                                        with.histograms(),
                                        0)))
                .doesNotContain("registered domains have documents")
                .contains("hosts have documents");
    }

    @Test
    void an_empty_dataset_has_a_page() throws IOException {
        Statistics none =
                new Statistics(
                        Sums.NONE,
                        "",
                        List.of(),
                        List.of(),
                        Domains.NONE,
                        Domains.NONE,
                        List.of(),
                        0);
        assertThat(page(none)).contains("documents kept").doesNotContain("NaN");
    }

    @Test
    void both_languages_have_the_same_words() throws IOException {
        assertThat(words("fr").stringPropertyNames()).isEqualTo(words("en").stringPropertyNames());
        assertThat(words("fr").values()).doesNotContain("");
    }

    private static Properties words(String language) throws IOException {
        Properties words = new Properties();
        try (var in =
                DatasetReport.class.getResourceAsStream("report_" + language + ".properties")) {
            assertThat(in).isNotNull();
            words.load(new java.io.InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return words;
    }

    private String page(Statistics statistics) throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.deleteIfExists(data.resolve("manifest.json"));
        Files.writeString(data.resolve("statistics.json"), Json.canonical(statistics) + "\n");
        manifest(data, new TreeMap<>());
        return Files.readString(write());
    }

    private Path write() throws IOException {
        Path into = folder.resolve("description/report.html");
        DatasetReport.write(folder.resolve("data"), folder.resolve("token"), "web", into);
        return into;
    }

    private static void manifest(Path folder, SortedMap<String, Long> counts) throws IOException {
        Manifest manifest =
                Manifest.describe("data", Digest.of("s"), new TreeMap<>(), counts, folder);
        Files.writeString(folder.resolve("manifest.json"), Json.canonical(manifest) + "\n");
    }

    private static Statistics statistics(String name) {
        Sums known = new Sums(1200, 900, 100_000, 80_000, 90_000, 15_000);
        Sums unknown = new Sums(300, 0, 5000, 0, 0, 0);
        List<Breakdown> breakdowns = new ArrayList<>();
        for (String property : List.of("language", "licence", "source", "year")) {
            breakdowns.add(
                    new Breakdown(property, List.of(new Row("", unknown), new Row(name, known))));
        }
        return new Statistics(
                known.plus(unknown),
                "words",
                List.of(
                        new Dropped("quality", "too_short", false, 200, 4000),
                        new Dropped(name, name, true, 3, 0)),
                breakdowns,
                new Domains(
                        9,
                        6,
                        List.of(new Row(name, known)),
                        new Sums(7, 5, 70, 50, 60, 10),
                        Sums.NONE),
                new Domains(4, 3, List.of(new Row("sea.example", known)), Sums.NONE, Sums.NONE),
                List.of(
                        new Histogram(
                                "words",
                                Scale.LOG,
                                List.of(
                                        new Bucket(64, 200, 11),
                                        new Bucket(96, 0, 42),
                                        new Bucket(128, 700, 0)),
                                new Moments(900, 15_000, 64, 190),
                                new Moments(53, 5000, 64, 120)),
                        new Histogram(
                                "mean_word_length",
                                Scale.HALF,
                                List.of(new Bucket(1.5, 700, 0), new Bucket(2, 200, 0)),
                                new Moments(900, 1500, 1.5, 2.2),
                                Moments.NONE),
                        new Histogram(
                                name,
                                Scale.SHARE,
                                List.of(new Bucket(0.25, 0, 4)),
                                Moments.NONE,
                                new Moments(4, 1.1, 0.25, 0.29))),
                0);
    }
}
