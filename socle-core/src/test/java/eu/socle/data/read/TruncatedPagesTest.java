package eu.socle.data.read;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.data.read.page.Tags;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pages of which an archive holds only the beginning are kept and say so.
class TruncatedPagesTest {

    private static final String PAGE =
            "<p>The tide turns twice a day, and so do the boats in the harbour.</p>";

    @TempDir Path folder;

    private String truncated(String recordFields, String httpFields, byte[] body) {
        byte[] http =
                Readings.utf8(
                        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + httpFields + "\r\n");
        byte[] head =
                Readings.utf8(
                        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://h.example/\r\n"
                                + recordFields
                                + "Content-Length: "
                                + (http.length + body.length)
                                + "\r\n\r\n");
        Readings.put(
                folder,
                "a.warc",
                Readings.joined(List.of(head, http, body, Readings.utf8("\r\n\r\n"))));
        Reading reading = Readings.whole(folder, "a.warc").getFirst();
        return reading instanceof Reading.Page page
                ? page.document().tags().getOrDefault(Tags.TRUNCATED, "")
                : Readings.words(List.of(reading)).getFirst();
    }

    @Test
    void theRecordItsCodingOrItsLengthTells() {
        byte[] page = Readings.utf8(PAGE);
        assertThat(truncated("", "Content-Length: " + page.length + "\r\n", page)).isEmpty();
        assertThat(truncated("WARC-Truncated: time\r\n", "", page)).isEqualTo("time");
        assertThat(truncated("WARC-Segment-Number: 1\r\n", "", page)).isEqualTo("segment");
        assertThat(truncated("", "Content-Length: 5000\r\n", page)).isEqualTo("length");
        byte[] chunked = Readings.utf8("ffff\r\n" + PAGE);
        assertThat(truncated("", "Transfer-Encoding: chunked\r\n", chunked)).isEqualTo("coding");
        byte[] gzip = Readings.gzip(Readings.utf8(PAGE.repeat(9)));
        byte[] half = Arrays.copyOf(gzip, gzip.length - 20);
        assertThat(truncated("", "Content-Encoding: gzip\r\n", half)).isEqualTo("coding");
        assertThat(truncated("", "Content-Encoding: zstd\r\n", new byte[] {40, -75, 47, -3, 0}))
                .contains("TRUNCATED_RECORD");
    }
}
