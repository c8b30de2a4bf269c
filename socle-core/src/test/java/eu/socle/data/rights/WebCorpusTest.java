package eu.socle.data.rights;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.Shared;
import eu.socle.core.Json;
import eu.socle.core.Rights;
import eu.socle.core.Rights.OptOut;
import eu.socle.data.read.PageSignals;
import eu.socle.data.rights.SiteFiles.AsOf;
import eu.socle.data.rights.protocol.Agents;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/// Reservations and licences of real pages in a crawl: header, page and site files together.
class WebCorpusTest {

    /// One answer of a crawl.
    private record Answer(
            String url, String day, int status, List<Signals.Field> headers, byte[] body) {}

    @TestFactory
    Stream<DynamicTest> saysOfEachPageWhatItsOwnerSaid() throws IOException {
        Path folder = Shared.folder("corpora/web");
        Map<String, Answer> answers = answers(folder.resolve("pages.warc.gz"));
        SiteFiles sites = SiteFiles.of(siteFiles(answers), Agents.DEFAULT);
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode record :
                Json.parse(Files.readString(folder.resolve("expectations.json")), "expectations")
                        .get("record")) {
            JsonNode url = record.get("url");
            Answer answer = url == null || !url.isString() ? null : answers.get(url.stringValue());
            if (answer != null
                    && record.has("opt_out")
                    && record.get("expect").stringValue().equals("extract")) {
                tests.add(
                        DynamicTest.dynamicTest(answer.url(), () -> check(record, answer, sites)));
            }
        }
        assertThat(tests).hasSizeGreaterThan(100);
        return tests.stream();
    }

    private static void check(JsonNode record, Answer answer, SiteFiles sites) {
        Rights page = PageSignals.rights(new String(answer.body(), StandardCharsets.UTF_8));
        List<OptOut> signals = new ArrayList<>(Signals.DEFAULT.headers(answer.headers()));
        signals.addAll(page.optOuts());
        signals.addAll(sites.verdicts(answer.url(), answer.day(), AsOf.FETCH));
        String word =
                switch (Combination.of(signals).value()) {
                    case DISALLOW, CONDITIONAL -> "reserved";
                    case ALLOW -> "not-reserved";
                    case UNKNOWN -> "unset";
                };
        assertThat(word).as("%s", signals).isEqualTo(record.get("opt_out").stringValue());
        if (record.has("licence")) {
            // the reason names the licence that stands in the page ("licence X in the page head")
            assertThat(record.get("why").stringValue())
                    .contains("licence " + page.licence().label() + " in");
        }
    }

    private static List<SiteFile> siteFiles(Map<String, Answer> answers) {
        List<SiteFile> files = new ArrayList<>();
        for (Answer answer : answers.values()) {
            SiteFile.ofAnswer(answer.url(), answer.day(), answer.status(), answer.body())
                    .ifPresent(files::add);
        }
        return files;
    }

    private static Map<String, Answer> answers(Path warc) throws IOException {
        Map<String, Answer> answers = new HashMap<>();
        try (BufferedInputStream in =
                new BufferedInputStream(new GZIPInputStream(Files.newInputStream(warc)))) {
            while (true) {
                Map<String, String> head = new HashMap<>();
                for (String line = line(in); !line.isEmpty(); line = line(in)) {
                    int colon = line.indexOf(':');
                    head.put(
                            colon < 0 ? line : line.substring(0, colon),
                            colon < 0 ? "" : line.substring(colon + 1).strip());
                }
                byte[] block =
                        in.readNBytes(Integer.parseInt(head.getOrDefault("Content-Length", "0")));
                if ("response".equals(head.get("WARC-Type"))) {
                    Answer answer =
                            answer(
                                    head.getOrDefault("WARC-Target-URI", ""),
                                    head.getOrDefault("WARC-Date", "          ").substring(0, 10),
                                    block);
                    answers.put(answer.url(), answer);
                }
                in.readNBytes(4); // two line ends behind each record
            }
        } catch (EOFException e) {
            return answers; // the last record of the corpus is cut
        }
    }

    private static Answer answer(String url, String day, byte[] block) {
        String text = new String(block, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        String[] lines = text.substring(0, end).split("\r\n", -1);
        List<Signals.Field> headers = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.add(
                    new Signals.Field(lines[i].substring(0, colon), lines[i].substring(colon + 1)));
        }
        byte[] body = java.util.Arrays.copyOfRange(block, end + 4, block.length);
        return new Answer(url, day, Integer.parseInt(lines[0].split(" ", -1)[1]), headers, body);
    }

    private static String line(BufferedInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException();
            }
            line.append(c == '\r' ? "" : String.valueOf((char) c));
        }
        return line.toString();
    }
}
