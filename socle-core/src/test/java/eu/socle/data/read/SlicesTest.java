package eu.socle.data.read;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.data.write.Column;
import eu.socle.data.write.ParquetWriter;
import io.airlift.compress.v3.zstd.ZstdCompressor;
import io.airlift.compress.v3.zstd.ZstdJavaCompressor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The slices of a file, in order, give what the whole file gives, whatever their size.
class SlicesTest {

    @TempDir Path folder;

    private void sameWhateverTheCut(String name, byte[] bytes, Random random, int leastSlices) {
        Readings.put(folder, name, bytes);
        List<String> whole = Readings.words(Readings.whole(folder, name));
        int most = 0;
        for (int i = 0; i < 12; i++) {
            long size = 1L + random.nextInt(Math.max(2, bytes.length / (1 + random.nextInt(40))));
            List<Reading> sliced = Readings.sliced(folder, name, size);
            Readings.assertSame(Readings.words(sliced), whole, name + " cut every " + size);
            most = Math.max(most, Readings.slices(folder, name, size));
        }
        assertThat(most).as(name + " was cut").isGreaterThanOrEqualTo(leastSlices);
    }

    /// Lines of JSON of all kinds: long, empty, broken, of several bytes a character.
    private static byte[] lines(Random random, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            switch (random.nextInt(8)) {
                case 0 -> text.append('\n');
                case 1 -> text.append("{\"text\": broken\n");
                case 2 -> text.append("{\"no\":1}\r\n");
                default ->
                        text.append("{\"text\":\"")
                                .append("é€𝄞 word ".repeat(random.nextInt(40)))
                                .append(i)
                                .append("\"}\n");
            }
        }
        return Readings.utf8(
                random.nextBoolean() ? text.toString() : text.substring(0, text.length() - 3));
    }

    private static List<byte[]> pieces(byte[] bytes, Random random, int most) {
        List<byte[]> pieces = new ArrayList<>();
        for (int at = 0; at < bytes.length; ) {
            int end = Math.min(bytes.length, at + 1 + random.nextInt(most));
            pieces.add(Arrays.copyOfRange(bytes, at, end));
            at = end;
        }
        return pieces;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void linesOfPlainText(long seed) {
        Random random = new Random(seed);
        sameWhateverTheCut("a.jsonl", lines(random, 300), random, 5);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void linesInGzipMembersThatEndAnywhere(long seed) {
        Random random = new Random(seed);
        List<byte[]> members =
                pieces(lines(random, 300), random, 2_000).stream().map(Readings::gzip).toList();
        sameWhateverTheCut("a.jsonl.gz", Readings.joined(members), random, 5);
        byte[] all = Readings.joined(members);
        byte[] cut = Arrays.copyOf(all, all.length * 2 / 3);
        sameWhateverTheCut("cut.jsonl.gz", cut, random, 2);
        all[all.length / 2] ^= 0x55;
        sameWhateverTheCut("damaged.jsonl.gz", all, random, 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void linesInZstdFramesThatEndAnywhere(long seed) {
        Random random = new Random(seed);
        List<byte[]> frames =
                pieces(lines(random, 300), random, 2_000).stream().map(SlicesTest::zstd).toList();
        sameWhateverTheCut("a.jsonl.zst", Readings.joined(frames), random, 5);
        byte[] all = Readings.joined(frames);
        sameWhateverTheCut("cut.jsonl.zst", Arrays.copyOf(all, all.length / 2), random, 1);
    }

    private static byte[] zstd(byte[] plain) {
        ZstdCompressor compressor = new ZstdJavaCompressor();
        byte[] out = new byte[compressor.maxCompressedLength(plain.length)];
        int length = compressor.compress(plain, 0, plain.length, out, 0, out.length);
        return Arrays.copyOf(out, length);
    }

    static byte[] record(int number, String body, int lie) {
        byte[] block =
                Readings.utf8(
                        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>" + body + "</p>");
        byte[] head =
                Readings.utf8(
                        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:"
                                + number
                                + ">\r\nWARC-Target-URI: https://example.org/"
                                + number
                                + "\r\nContent-Length: "
                                + (block.length + lie)
                                + "\r\n\r\n");
        return Readings.joined(List.of(head, block, Readings.utf8("\r\n\r\n")));
    }

    private static List<byte[]> records(Random random, int count) {
        List<byte[]> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int lie = random.nextInt(10) == 0 ? random.nextInt(4_000) - 100 : 0;
            byte[] record = record(i, "word ".repeat(random.nextInt(200)) + i, Math.max(-60, lie));
            if (random.nextInt(20) == 0) {
                record[random.nextInt(20)] ^= 1;
            }
            records.add(record);
        }
        return records;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void plainWarcWithLiesAndDamages(long seed) {
        Random random = new Random(seed);
        sameWhateverTheCut("a.warc", Readings.joined(records(random, 120)), random, 5);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void warcMembersWithLiesAndDamages(long seed) {
        Random random = new Random(seed);
        byte[] bytes = Readings.joined(records(random, 120).stream().map(Readings::gzip).toList());
        for (int i = 0; i < 4; i++) {
            bytes[random.nextInt(bytes.length)] ^= 0x11;
        }
        sameWhateverTheCut("a.warc.gz", bytes, random, 5);
        sameWhateverTheCut("cut.warc.gz", Arrays.copyOf(bytes, bytes.length - 50), random, 5);
    }

    @Test
    void aCopyOfAnotherArchiveInsideARecordIsNoPlaceToCut() {
        List<byte[]> inner = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            inner.add(Readings.gzip(record(1_000 + i, "forged ".repeat(30), 0)));
        }
        byte[] archive = Readings.joined(inner);
        byte[] head =
                Readings.utf8(
                        "WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: application/warc\r\nContent-Length: "
                                + archive.length
                                + "\r\n\r\n");
        byte[] outer = Readings.joined(List.of(head, archive, Readings.utf8("\r\n\r\n")));
        byte[] bytes =
                Readings.joined(
                        List.of(
                                Readings.gzip(record(1, "first page", 0)),
                                stored(outer),
                                Readings.gzip(record(2, "last page", 0))));
        sameWhateverTheCut("nested.warc.gz", bytes, new Random(5), 1);
        assertThat(Readings.reasons(Readings.sliced(folder, "nested.warc.gz", 500)))
                .containsExactly("page", "not_a_page", "page");
    }

    /// A gzip member whose content is not compressed.
    private static byte[] stored(byte[] plain) {
        Deflater deflater = new Deflater(0, true);
        deflater.setInput(plain);
        deflater.finish();
        byte[] body = new byte[plain.length + 10_000];
        int length = deflater.deflate(body);
        deflater.end();
        java.util.zip.CRC32 checksum = new java.util.zip.CRC32();
        checksum.update(plain);
        byte[] tail = new byte[8];
        for (int i = 0; i < 4; i++) {
            tail[i] = (byte) (checksum.getValue() >> (8 * i));
            tail[4 + i] = (byte) (plain.length >> (8 * i));
        }
        return Readings.joined(
                List.of(
                        new byte[] {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 0, 0},
                        Arrays.copyOf(body, length),
                        tail));
    }

    @Test
    void tablesWithoutQuotesAreCutAndOthersAreNot() {
        StringBuilder rows = new StringBuilder("url,text,licence\n");
        for (int i = 0; i < 200; i++) {
            rows.append("https://example.org/").append(i).append(",words of row ").append(i);
            rows.append(i % 17 == 0 ? "\n" : ",CC0-1.0\r\n");
            rows.append(i % 5 == 0 ? "\n\r\n" : ""); // no rows, and not numbered
        }
        sameWhateverTheCut("a.csv", Readings.utf8(rows.toString()), new Random(1), 5);
        sameWhateverTheCut(
                "a.tsv",
                Readings.utf8(rows.toString().replace(',', '\t').replace("words", "\"words")),
                new Random(2),
                5);
        String quoted = rows + "https://example.org/q,\"a\nb \"\"c\"\"\",MIT\n";
        Readings.put(folder, "q.csv", Readings.utf8(quoted));
        assertThat(Readings.slices(folder, "q.csv", 100)).isEqualTo(1);
        Reading.Page last = (Reading.Page) Readings.whole(folder, "q.csv").getLast();
        assertThat(last.document().text()).isEqualTo("a\nb \"c\"");
        assertThat(last.document().id()).isEqualTo("s/q.csv#201");
        assertThat(last.document().rights().licence().label()).isEqualTo("MIT");
    }

    @Test
    void rowGroupsOfParquet() throws IOException {
        Column.Texts text = new Column.Texts("text");
        Column.Texts url = new Column.Texts("url");
        try (ParquetWriter writer =
                ParquetWriter.create(folder.resolve("a.parquet"), List.of(text, url))) {
            for (int i = 0; i < 300; i++) {
                if (i % 50 == 7) {
                    text.addAbsent();
                } else {
                    text.add("row " + i + " é".repeat(i));
                }
                url.add("https://example.org/" + i);
                if (i % 30 == 29) {
                    writer.writeRowGroup();
                }
            }
        }
        byte[] bytes = java.nio.file.Files.readAllBytes(folder.resolve("a.parquet"));
        sameWhateverTheCut("a.parquet", bytes, new Random(1), 3);
        List<Reading> readings = Readings.whole(folder, "a.parquet");
        assertThat(readings).hasSize(300);
        assertThat(Readings.reasons(readings))
                .filteredOn(r -> r.equals("invalid_record"))
                .hasSize(6);
        Reading.Page page = (Reading.Page) readings.get(100);
        assertThat(page.document().id()).isEqualTo("s/a.parquet#101");
        assertThat(page.document().text()).startsWith("row 100 é");
        assertThat(page.document().rights().url()).isEqualTo("https://example.org/100");
    }
}
