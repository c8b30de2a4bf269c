package eu.socle.data;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.Runs;
import eu.socle.core.Document;
import eu.socle.core.Json;
import eu.socle.core.Manifest;
import eu.socle.core.Progress;
import eu.socle.core.Rights.Licence;
import eu.socle.core.Run;
import eu.socle.data.dataset.ParquetDataset;
import eu.socle.data.write.Column;
import eu.socle.data.write.ParquetWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What documents and folders say of rights, through the whole data stage.
class RightsAtWorkTest {

    private static final String RECIPE =
            "{'languages':['en','code'],'licences':['CC0-1.0','MIT','Apache-2.0'],'quality':"
                    + limits()
                    + ",";

    @TempDir Path folder;

    /// Repetition is no matter here.
    private static String limits() {
        StringBuilder limits =
                new StringBuilder(
                        "{'minimum-words':20,'minimum-alphabetic-words':0.3,'repetition':{'paragraphs':1");
        for (int n = 2; n <= 10; n++) {
            limits.append(",'")
                    .append(n < 5 ? "top-" + n + "-gram" : "duplicate-" + n + "-grams")
                    .append("':1");
        }
        return limits.append("}}").toString();
    }

    @Test
    void aRecipesOwnAgentIsHeededInEveryFormat() throws IOException {
        String noai = "acmebot: noai";
        put("in/a.html", page(1, "<meta name='acmebot' content='noai'>"));
        put("in/b.html", page(2, "<meta name='robots' content='max-snippet:1'>"));
        put("in/c.md", "---\nrobots: \"" + noai + "\"\n---\n" + Texts.english(3));
        put(
                "in/d.jsonl",
                record(4, "{\"X-Robots-Tag\":\"" + noai + "\"}")
                        + record(5, "[[\"Server\",\"x\"],[\"X-Robots-Tag\",\"" + noai + "\"]]")
                        + record(6, "[{\"name\":\"x-robots-tag\",\"value\":\"" + noai + "\"}]")
                        + record(7, "\"HTTP/1.1 200 OK\\r\\nX-Robots-Tag: " + noai + "\\r\\n\"")
                        + record(8, "{\"Server\":\"x\"}"));
        put(
                "in/e.csv",
                "text,headers\n"
                        + Texts.english(9).replace('\n', ' ')
                        + ",x-robots-tag: "
                        + noai
                        + "\n");
        put("in/f.warc", warc(10, "X-Robots-Tag: " + noai) + warc(11, "X-Robots-Tag: all"));
        Column.Texts text = new Column.Texts("text");
        Column.Texts headers = new Column.Texts("headers");
        try (ParquetWriter writer =
                ParquetWriter.create(folder.resolve("in/g.parquet"), List.of(text, headers))) {
            text.add(Texts.english(12));
            headers.add("{\"X-Robots-Tag\":\"" + noai + "\"}");
            writer.writeRowGroup();
        }
        String source = "'sources':[{'name':'web','path':'in','licence':'CC0-1.0'}]";
        run("usual", RECIPE + source + "}", 1);
        assertThat(kept("usual")).hasSize(12);
        run("ours", RECIPE + source + ",'rights':{'agents':['AcmeBot']}}", 2);
        assertThat(kept("ours").keySet())
                .containsExactly(
                        "web/b.html",
                        "web/d.jsonl#5",
                        "web/f.warc#" + warc(10, "X-Robots-Tag: " + noai).length());
        assertThat(rejects("ours").values())
                .hasSize(9)
                .allMatch(line -> line.contains("opted_out") && line.contains("noai"));
        run("analogy", RECIPE + source + ",'rights':{'agents-by-analogy':['acmebot']}}", 1);
        assertThat(kept("analogy").keySet()).isEqualTo(kept("ours").keySet());
    }

    @Test
    void storedHeadersThatCannotBeReadAreUnknownAndNotAbsent() throws IOException {
        put(
                "in/d.jsonl",
                record(1, "\"no field line\"")
                        + record(2, "[1,2]")
                        + record(3, "{\"TDM-Reservation\":{\"deep\":1}}")
                        + record(4, "\"{broken\"")
                        + record(5, "7")
                        + record(6, "null")
                        + record(7, "\"\""));
        run("x", RECIPE + "'sources':[{'name':'web','path':'in','licence':'CC0-1.0'}]}", 1);
        assertThat(kept("x").keySet()).containsExactly("web/d.jsonl#6", "web/d.jsonl#7");
        assertThat(rejects("x").values())
                .hasSize(5)
                .allMatch(line ->
                        line.contains("rights_unknown")
                                && line.contains("the stored headers are not read in this form"));
    }

    @Test
    void theLicenceOfAPageIsKeptWithTheWordsAndTheirPlace() throws IOException {
        String link = "https://creativecommons.org/publicdomain/zero/1.0/";
        String html =
                page(1, "")
                        .replace("</body>", "<p><a rel=license href='" + link + "'>free</a></p>");
        put("in/a.html", html);
        run("x", RECIPE + "'sources':[{'name':'web','path':'in'}]}", 1);
        int at = html.indexOf(link);
        assertThat(kept("x"))
                .hasEntrySatisfying(
                        "web/a.html",
                        document ->
                                assertThat(document.rights().licence())
                                        .isEqualTo(
                                                new Licence.Known(
                                                        "CC0-1.0",
                                                        link
                                                                + " (characters "
                                                                + at
                                                                + " to "
                                                                + (at + link.length())
                                                                + ")")));
    }

    @Test
    void shareAlikeIsASwitchAndWhatIsKeptIsInTheCountsOfAttribution() throws IOException {
        put(
                "in/a.jsonl",
                record(1, "null").replace("}\n", ",\"license\":\"CC-BY-SA-4.0\"}\n")
                        + record(2, "null").replace("}\n", ",\"license\":\"CC-BY-NC-4.0\"}\n")
                        + record(3, "null").replace("}\n", ",\"license\":\"CC-BY-4.0\"}\n"));
        String recipe =
                RECIPE.replace("'licences':['CC0-1.0','MIT','Apache-2.0'],", "")
                        + "'sources':[{'name':'web','path':'in'}]";
        Manifest without = run("without", recipe + "}", 1);
        assertThat(kept("without").keySet()).containsExactly("web/a.jsonl#3");
        assertThat(without.counts()).containsEntry("attribution.asked", 1L);
        Manifest with = run("with", recipe + ",'rights':{'share-alike':true}}", 1);
        assertThat(kept("with").keySet()).containsExactly("web/a.jsonl#1", "web/a.jsonl#3");
        assertThat(with.counts())
                .containsEntry("attribution.asked", 2L)
                .containsEntry("attribution.without-author", 2L)
                .containsEntry("kept.licence.CC-BY-SA-4.0", 1L);
    }

    @Test
    void aRobotsFileThatCannotBeDecodedIsUnknownAndNotEmpty() throws IOException {
        String robots =
                "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Encoding: br\r\n\r\nabc";
        put("in/f.warc", record("https://w.example/robots.txt", robots) + warc(1, "Server: x"));
        put("in/g.warc", warc(2, "Server: y").replace("w.example", "v.example"));
        run("x", RECIPE + "'sources':[{'name':'web','path':'in','licence':'CC0-1.0'}]}", 1);
        assertThat(kept("x").keySet()).containsExactly("web/g.warc#0");
        assertThat(rejects("x").values())
                .anyMatch(
                        line -> line.contains("rights_unknown") && line.contains("it is no text"));
    }

    @Test
    void theNearestLicenceFileStandsBetweenAFilesOwnWordsAndTheRecipes() throws IOException {
        int length = licence("MIT").length();
        put("in/LICENSE", licence("Apache-2.0"));
        put("in/src/A.java", code(1, ""));
        put("in/src/B.java", code(2, "// SPDX-License-Identifier: MIT\n"));
        put("in/src/C.java", code(3, "// SPDX-License-Identifier: Acme-1\n"));
        put("in/vendor/COPYING", licence("MIT"));
        put("in/vendor/lib/D.java", code(4, ""));
        put("in/nearly/LICENSE.txt", licence("MIT") + "\nNot for training of AI models.\n");
        put("in/nearly/E.java", code(5, ""));
        put("in/docs/f.md", "<!-- SPDX-License-Identifier: CC0-1.0 -->\n" + Texts.english(6));
        put("in/docs/g.html", page(7, ""));
        put("in/docs/h.jsonl", record(8, "null"));
        put("other/I.java", code(9, ""));
        String sources =
                "'sources':[{'name':'repo','path':'in','licence':'CC0-1.0','exclude':['**/LICENSE*','LICENSE','**/COPYING']},"
                        + "{'name':'loose','path':'other','licence':'MIT'}]}";
        Manifest one = run("one", RECIPE + sources, 1);
        Map<String, String> licences = new TreeMap<>();
        kept("one")
                .forEach((id, document) -> licences.put(id, document.rights().licence().label()));
        assertThat(licences)
                .isEqualTo(
                        new TreeMap<>(
                                Map.of(
                                        "loose/I.java", "MIT",
                                        "repo/docs/f.md", "CC0-1.0",
                                        "repo/docs/g.html", "Apache-2.0",
                                        "repo/docs/h.jsonl#1", "CC0-1.0",
                                        "repo/src/A.java", "Apache-2.0",
                                        "repo/src/B.java", "MIT",
                                        "repo/vendor/lib/D.java", "MIT")));
        assertThat(
                        Objects.requireNonNull(kept("one").get("repo/vendor/lib/D.java"))
                                .rights()
                                .licence())
                .isInstanceOfSatisfying(
                        Licence.Known.class,
                        known ->
                                assertThat(known.evidence())
                                        .startsWith(
                                                "vendor/COPYING is the text of MIT (bytes 0 to "
                                                        + length));
        assertThat(rejects("one"))
                .hasEntrySatisfying(
                        "repo/nearly/E.java",
                        line ->
                                assertThat(line)
                                        .contains("licence_unknown", "LICENSE.txt is nearly MIT"))
                .hasEntrySatisfying(
                        "repo/src/C.java", line -> assertThat(line).contains("licence_unknown"))
                .hasSize(2);
        assertThat(run("two", RECIPE + sources, 2).digest()).isEqualTo(one.digest());
        put("in/vendor/COPYING", licence("ISC"));
        run("changed", RECIPE + sources, 1);
        assertThat(rejects("changed"))
                .hasEntrySatisfying(
                        "repo/vendor/lib/D.java",
                        line -> assertThat(line).contains("licence_not_allowed", "ISC"));
        assertThat(Manifest.read(folder.resolve("changed/data")).inputs().get("sources"))
                .isNotEqualTo(one.inputs().get("sources"));
    }

    private static String code(int number, String head) {
        return head + "/// " + Texts.english(number).replace("\n", "\n/// ") + "\nclass X {}\n";
    }

    private static String page(int number, String head) {
        return "<html><head>" + head + "</head><body><p>" + Texts.english(number) + "</p></body>";
    }

    private static String record(int number, String headers) {
        return "{\"text\":"
                + Json.canonical(Texts.english(number))
                + ",\"headers\":"
                + headers
                + "}\n";
    }

    private static String warc(int number, String field) {
        String body = page(number, "");
        String http = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + field + "\r\n\r\n" + body;
        return record("https://w.example/" + number, http);
    }

    private static String record(String url, String http) {
        return "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: "
                + url
                + "\r\nWARC-Date: 2026-05-01T00:00:00Z\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: "
                + http.getBytes(StandardCharsets.UTF_8).length
                + "\r\n\r\n"
                + http
                + "\r\n\r\n";
    }

    private static String licence(String id) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(
                        RightsAtWorkTest.class.getResourceAsStream(
                                "/resources/stdlicenses/" + id + ".json"))) {
            return Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), id)
                    .get("licenseText")
                    .stringValue();
        }
    }

    private void put(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Manifest run(String name, String recipe, int threads) {
        try (Run run = Runs.open(folder.resolve(name), threads, Progress.SILENT)) {
            return DataStage.run(Recipes.data(recipe), folder, run);
        }
    }

    private Map<String, Document> kept(String name) {
        try (Stream<Document> documents =
                ParquetDataset.open(folder.resolve(name).resolve("data")).open()) {
            return documents.collect(
                    Collectors.toMap(Document::id, d -> d, (a, b) -> a, TreeMap::new));
        }
    }

    private Map<String, String> rejects(String name) throws IOException {
        Map<String, String> rejects = new TreeMap<>();
        for (String line : Files.readAllLines(folder.resolve(name).resolve("data/rejects.jsonl"))) {
            JsonNode reject = Json.parse(line, "rejects");
            rejects.put(reject.path("id").asString(), line);
        }
        return rejects;
    }
}
