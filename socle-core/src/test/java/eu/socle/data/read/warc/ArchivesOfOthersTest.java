package eu.socle.data.read.warc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Records as other writers leave them: line ends, padding and junk between them.
class ArchivesOfOthersTest {

    private static String record(String name, String lineEnd) {
        String block = "block of " + name;
        return String.join(
                lineEnd,
                "WARC/1.1",
                "WARC-Type: resource",
                "WARC-Record-ID: <urn:" + name + ">",
                "WARC-Date: 2024-01-02T03:04:05.123456789Z",
                "Content-Length: " + block.length(),
                "",
                block);
    }

    /// Names of whole records, and `broken: detail` of others.
    private static List<String> read(String archive) throws IOException {
        byte[] bytes = archive.getBytes(StandardCharsets.ISO_8859_1);
        WarcRecords records =
                new WarcRecords(
                        new ByteArrayInputStream(bytes),
                        0,
                        from -> {
                            InputStream again = new ByteArrayInputStream(bytes);
                            again.skipNBytes(from);
                            return again;
                        });
        List<String> found = new ArrayList<>();
        for (var next = records.next(1 << 20); next.isPresent(); next = records.next(1 << 20)) {
            found.add(
                    switch (next.get()) {
                        case WarcRecord.Whole whole ->
                                whole.header("WARC-Record-ID") + " " + whole.block().length;
                        case WarcRecord.TooLarge _ -> "too large";
                        case WarcRecord.Broken broken -> "broken: " + broken.detail();
                    });
        }
        return found;
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\n"})
    void linesMayEndWithLineFeedAlone(String end) throws IOException {
        assertThat(read(record("a", end) + end + end + record("b", end) + end + end))
                .containsExactly("<urn:a> 10", "<urn:b> 10");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\r\n", "\n", "\r\n\r\n\r\n\n"})
    void moreOrFewerLineEndsBetweenRecords(String end) throws IOException {
        assertThat(read(record("a", "\r\n") + end + record("b", "\r\n") + end))
                .containsExactly("<urn:a> 10", "<urn:b> 10");
    }

    @ParameterizedTest
    @ValueSource(strings = {"junk\r\nWARC/ junk\r\n", "\0\0\0\0\0\0"})
    void whatStandsBetweenRecordsTakesNoneWithIt(String junk) throws IOException {
        List<String> found =
                read(record("a", "\r\n") + "\r\n\r\n" + junk + record("b", "\r\n") + "\r\n\r\n");
        assertThat(found).startsWith("<urn:a> 10", "broken: not the header of a record");
        assertThat(found.getLast()).isEqualTo("<urn:b> 10");
    }

    @Test
    void onlyAnEndInsideAHeaderIsCalledOne() throws IOException {
        assertThat(read(record("a", "\r\n") + "\r\n\r\nWARC/1.0\r\nWARC-Ty"))
                .containsExactly("<urn:a> 10", "broken: the file ends in a header");
    }

    @Test
    void sizesOfChunksMayBeginWithZeros() {
        byte[] body =
                "0000000000a\r\n0123456789\r\n000\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        assertThat(new String(Chunks.joined(body).bytes(), StandardCharsets.US_ASCII))
                .isEqualTo("0123456789");
        byte[] cut = "a\r\n01234".getBytes(StandardCharsets.US_ASCII);
        assertThat(Chunks.joined(cut).cut()).isTrue();
    }
}
