package eu.socle.data.read;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.Shared;
import eu.socle.core.Digest;
import eu.socle.data.read.page.Tags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Every record of the web corpus becomes what its expectation says, whatever the cut.
class WarcOracleTest {

    private static final Path FOLDER = Shared.folder("corpora/web");

    private static List<JsonNode> expectations() throws IOException {
        JsonNode root =
                JsonMapper.shared().readTree(Files.readString(FOLDER.resolve("expectations.json")));
        List<JsonNode> records = new ArrayList<>();
        root.get("record").forEach(records::add);
        assertThat(records).hasSize(root.get("records").intValue()).isNotEmpty();
        return records;
    }

    private static String text(JsonNode record, String name) {
        JsonNode value = record.get(name);
        return value == null || value.isNull() ? "" : value.stringValue();
    }

    @Test
    void everyRecordBecomesWhatIsExpectedOfIt() throws IOException {
        Map<String, Reading> byId = new HashMap<>();
        for (Reading reading : Readings.whole(FOLDER, "pages.warc.gz")) {
            assertThat(byId.put(Readings.id(reading), reading)).as("two of one id").isNull();
        }
        List<JsonNode> records = expectations();
        assertThat(byId).hasSize(records.size());
        for (JsonNode record : records) {
            Reading reading = of(byId, record);
            check(record, reading);
        }
    }

    private static void check(JsonNode record, Reading reading) {
        String what = record.toString();
        switch (text(record, "expect")) {
            case "extract" -> {
                assertThat(reading).as(what).isInstanceOf(Reading.Page.class);
                Reading.Page page = (Reading.Page) reading;
                if (!text(record, "trap").equals("warc-truncated")) {
                    // what was cut off may be all of the article
                    assertThat(page.document().text().length()).as(what).isGreaterThan(300);
                }
                assertThat(page.document().rights().url()).isEqualTo(text(record, "url"));
                assertThat(page.document().rights().fetched()).isEqualTo("2026-01-15T10:00:00Z");
                assertThat(page.document().tags())
                        .containsEntry(Tags.ORIGIN_FILE, "pages.warc.gz")
                        .containsEntry(Tags.ORIGIN_OFFSET, record.get("offset").toString())
                        .containsEntry(Tags.ORIGIN_LENGTH, record.get("length").toString())
                        .containsEntry(Tags.ORIGIN_RECORD, text(record, "record_id"));
                assertThat(page.document().tags().get(Tags.PAYLOAD_DIGEST)).startsWith("sha1:");
            }
            case "empty" ->
                    assertThat(reading)
                            .as(what)
                            .isInstanceOfSatisfying(
                                    Reading.Skipped.class,
                                    skipped ->
                                            assertThat(skipped.reason())
                                                    .isEqualTo(NoDocument.EMPTY));
            case "skip" ->
                    assertThat(reading)
                            .as(what)
                            .isInstanceOfSatisfying(
                                    Reading.Skipped.class,
                                    skipped ->
                                            assertThat(skipped.reason())
                                                    .isIn(
                                                            NoDocument.WARCINFO,
                                                            NoDocument.REQUEST,
                                                            NoDocument.METADATA,
                                                            NoDocument.REVISIT,
                                                            NoDocument.REDIRECT,
                                                            NoDocument.HTTP_STATUS,
                                                            NoDocument.NOT_A_PAGE));
            case "rights-only" ->
                    assertThat(reading)
                            .as(what)
                            .isInstanceOfSatisfying(
                                    Reading.SiteFile.class,
                                    site -> {
                                        assertThat("https://" + site.host() + site.path())
                                                .isEqualTo(text(record, "url"));
                                        assertThat(site.status()).isEqualTo(200);
                                        assertThat(site.body()).isNotEmpty();
                                        if (record.has("payload_sha256")) {
                                            assertThat(Digest.of(site.body()).hex())
                                                    .isEqualTo(text(record, "payload_sha256"));
                                        }
                                    });
            case "error-tolerated" ->
                    assertThat(reading)
                            .as(what)
                            .isInstanceOfSatisfying(
                                    Reading.Failed.class,
                                    failed ->
                                            assertThat(failed.reason())
                                                    .isEqualTo(Unreadable.TRUNCATED_RECORD));
            default -> throw new AssertionError("an expectation of an unknown kind: " + what);
        }
    }

    private static Reading of(Map<String, Reading> byId, JsonNode record) {
        String id = "s/pages.warc.gz#" + record.get("offset").longValue();
        Reading reading = byId.get(id);
        if (reading == null) {
            throw new AssertionError(id + " became nothing");
        }
        return reading;
    }

    @Test
    void textsOfMendedPagesAreThoseOfTheWholePages() throws IOException {
        Map<String, Reading> byId = new HashMap<>();
        for (Reading reading : Readings.whole(FOLDER, "pages.warc.gz")) {
            byId.put(Readings.id(reading), reading);
        }
        int compared = 0;
        for (JsonNode record : expectations()) {
            // these traps change the bytes on the way, never the page
            List<String> same =
                    List.of(
                            "content-encoding-gzip",
                            "transfer-encoding-chunked",
                            "utf16-bom",
                            "no-content-type",
                            "http-length-too-long");
            if (same.contains(text(record, "trap"))) {
                String page = text(record, "page");
                List<Reading> plain = Readings.whole(FOLDER.resolve("html"), page + ".html.gz");
                String expected = ((Reading.Page) plain.getFirst()).document().text();
                Reading found = of(byId, record);
                assertThat(((Reading.Page) found).document().text()).isEqualTo(expected);
                compared++;
            }
        }
        assertThat(compared).isEqualTo(5);
    }

    @Test
    void slicesGiveWhatTheWholeFileGives() {
        List<String> whole = Readings.words(Readings.whole(FOLDER, "pages.warc.gz"));
        assertThat(Readings.slices(FOLDER, "pages.warc.gz", 300_000)).isGreaterThan(10);
        Readings.assertSame(
                Readings.words(Readings.sliced(FOLDER, "pages.warc.gz", 300_000)), whole, "300 kB");
    }
}
