package eu.socle.data.read;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.data.write.Column;
import eu.socle.data.write.ParquetWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDMetadata;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Input that is damaged, hostile or absurd: each is named with its reason, and the rest is read.
class BadInputTest {

    @TempDir Path folder;

    private List<Reading> read(String name, byte[] bytes) {
        Readings.put(folder, name, bytes);
        return Readings.whole(folder, name);
    }

    private static byte[] line(String text) {
        return Readings.utf8("{\"text\":\"" + text + "\"}\n");
    }

    @Test
    void aTruncatedGzipGivesWhatIsWholeAndNamesTheRest() {
        byte[] gz = Readings.gzip(line("whole"));
        byte[] both = Readings.joined(List.of(gz, Readings.gzip(line("cut"))));
        List<Reading> readings = read("a.jsonl.gz", Arrays.copyOf(both, both.length - 12));
        assertThat(Readings.reasons(readings)).containsExactly("page", "truncated_record");
        assertThat(Readings.id(readings.getLast())).isEqualTo("s/a.jsonl.gz#2");
    }

    @Test
    void aRecordThatLiesAboutItsLengthDoesNotTakeTheNextOneWithIt() {
        byte[] longer = SlicesTest.record(1, "one", 500);
        byte[] shorter = SlicesTest.record(2, "two", -5);
        byte[] huge =
                new String(SlicesTest.record(3, "three", 0), StandardCharsets.UTF_8)
                        .replaceFirst("Content-Length: \\d+", "Content-Length: 99999999999999")
                        .getBytes(StandardCharsets.UTF_8);
        byte[] good = SlicesTest.record(4, "four", 0);
        List<Reading> readings =
                read("a.warc", Readings.joined(List.of(longer, shorter, huge, good)));
        assertThat(Readings.reasons(readings))
                .containsExactly("invalid_record", "invalid_record", "truncated_record", "page");
    }

    @Test
    void oneLineOf300MegabytesIsPassedOverInLittleMemory() throws IOException {
        Path file = folder.resolve("long.jsonl");
        byte[] block = new byte[1 << 20];
        Arrays.fill(block, (byte) 'a');
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(line("before"));
            for (int i = 0; i < 300; i++) {
                out.write(block);
            }
            out.write('\n');
            out.write(line("after"));
        }
        List<Reading> readings = Readings.whole(folder, "long.jsonl");
        assertThat(Readings.reasons(readings)).containsExactly("page", "too_large", "page");
        assertThat(Readings.id(readings.getLast())).isEqualTo("s/long.jsonl#3");
    }

    @Test
    void aBombIsNamedAndEndsItsFileOnly() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 400; i++) {
                out.write(zeros);
            }
        }
        assertThat(Readings.reasons(read("bomb.jsonl.gz", bytes.toByteArray())))
                .containsExactly("expands_too_much");
        assertThat(Readings.reasons(read("bomb.html.gz", bytes.toByteArray())))
                .containsExactly("too_large");
    }

    @Test
    void bytesThatAreNotUtf8AreNamedByLine() {
        byte[] wrong = "{\"text\":\"caf\u00e9\"}\n".getBytes(StandardCharsets.ISO_8859_1);
        List<Reading> readings = read("a.jsonl", Readings.joined(List.of(wrong, line("good"))));
        assertThat(Readings.reasons(readings)).containsExactly("invalid_encoding", "page");
    }

    @Test
    void aTableWithoutTextSaysSo() throws IOException {
        Column.Texts url = new Column.Texts("url");
        try (ParquetWriter writer =
                ParquetWriter.create(folder.resolve("a.parquet"), List.of(url))) {
            url.add("https://example.org/");
            writer.writeRowGroup();
        }
        List<Reading> readings = Readings.whole(folder, "a.parquet");
        assertThat(Readings.words(readings))
                .containsExactly(
                        "Failed[id=s/a.parquet, source=s, reason=INVALID_RECORD, detail=no column of texts is called \"text\"; there is \"url\"; the source's key \"text\" names another]");
        assertThat(Readings.reasons(read("a.csv", Readings.utf8("url,title\nx,y\n"))))
                .containsExactly("invalid_record");
        assertThat(
                        Readings.reasons(
                                read("open.csv", Readings.utf8("text\ngood\n\"never closed\n"))))
                .containsExactly("page", "invalid_record");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a.parquet", "a.pdf", "a.warc.gz", "a.jsonl.zst", "a.warc", "a.html.gz"})
    void bytesOfNoFormatAreNamed(String name) {
        byte[] noise = new byte[5_000];
        new java.util.Random(7).nextBytes(noise);
        List<Reading> readings = read(name, noise);
        assertThat(readings).hasSize(1).allMatch(Reading.Failed.class::isInstance);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.parquet", "a.pdf", "a.warc.gz", "a.jsonl", "a.warc", "a.csv"})
    void anEmptyFileEndsWithoutLosingAnything(String name) {
        assertThat(read(name, new byte[0])).noneMatch(Reading.Page.class::isInstance);
    }

    /// Where the parser copies open elements into each new one, the nodes are soon too many.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<div>", "<p><b><i>", "<table><tr><td>", "<a href=x>", "<ul><li>", "<b>x</i>",
                "<select><option>", "<svg><desc>", "</p>", "<font><p>", "<!--", "<x y=z "
            })
    void noPageHangsTheRun(String piece) {
        byte[] page = Readings.utf8("<p>text before</p>" + piece.repeat(100_000) + " deep");
        List<Reading> readings = read("deep.html", page);
        assertThat(readings).hasSize(1);
        assertThat(Readings.reasons(readings)).first().isIn("page", "over_budget");
        byte[] flood = Readings.utf8("<p>".repeat(1_100_000));
        assertThat(Readings.reasons(read("flood.html", flood))).containsExactly("over_budget");
    }

    @Test
    void aPdfGivesItsTextAndItsReservation() throws IOException {
        byte[] plain = pdf("", "1");
        Reading.Page page = (Reading.Page) read("a.pdf", plain).getFirst();
        assertThat(page.document().text()).isEqualTo("Tides turn twice a day.");
        assertThat(
                        page.document().rights().optOuts().stream()
                                .anyMatch(eu.socle.core.Rights.OptOut::reserved))
                .isTrue();
        Reading.Page free = (Reading.Page) read("b.pdf", pdf("", "")).getFirst();
        assertThat(free.document().rights().optOuts()).isEmpty();
        assertThat(Readings.reasons(read("locked.pdf", pdf("secret", ""))))
                .containsExactly("encrypted");
        assertThat(Readings.reasons(read("cut.pdf", Arrays.copyOf(plain, 40))))
                .containsExactly("unreadable");
    }

    private static byte[] pdf(String password, String reservation) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PDDocument pdf = new PDDocument()) {
            PDPage page = new PDPage();
            pdf.addPage(page);
            try (PDPageContentStream text = new PDPageContentStream(pdf, page)) {
                text.beginText();
                text.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
                text.newLineAtOffset(50, 700);
                text.showText("Tides turn twice a day.");
                text.endText();
            }
            if (!reservation.isEmpty()) {
                PDMetadata metadata = new PDMetadata(pdf);
                metadata.importXMPMetadata(
                        Readings.utf8(
                                "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
                                        + "<rdf:Description xmlns:tdm='http://www.w3.org/ns/tdmrep/' tdm:reservation='"
                                        + reservation
                                        + "'/></rdf:RDF></x:xmpmeta>"));
                pdf.getDocumentCatalog().setMetadata(metadata);
            }
            if (!password.isEmpty()) {
                pdf.protect(
                        new StandardProtectionPolicy(password, password, new AccessPermission()));
            }
            pdf.save(bytes);
        }
        return bytes.toByteArray();
    }
}
