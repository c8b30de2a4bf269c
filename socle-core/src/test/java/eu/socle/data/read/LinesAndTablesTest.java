package eu.socle.data.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// JSON Lines, CSV and TSV as other programs write them.
class LinesAndTablesTest {

    @TempDir Path folder;

    private List<Reading> read(String name, byte[] bytes) {
        Readings.put(folder, name, bytes);
        return Readings.whole(folder, name);
    }

    private List<Reading> read(String name, String text) {
        return read(name, Readings.utf8(text));
    }

    private static List<String> texts(List<Reading> readings) {
        return readings.stream()
                .filter(Reading.Page.class::isInstance)
                .map(reading -> ((Reading.Page) reading).document().text())
                .toList();
    }

    @Test
    void compressedFilesNamedJsonAreJsonLinesAndOthersAreProgramText() {
        byte[] lines = Readings.utf8("{\"text\":\"one\"}\n{\"text\":\"two\"}\n");
        assertThat(texts(read("c4.00000-of-01024.json.gz", Readings.gzip(lines))))
                .containsExactly("one", "two");
        assertThat(texts(read("package.json", lines))).hasSize(1);
    }

    @Test
    void longNumbersAndNamesAndDeepFieldsBesideTheTextDoNoHarm() {
        assertThat(
                        texts(
                                read(
                                        "a.jsonl",
                                        "{\"text\":\"a\",\"n\":"
                                                + "1".repeat(1_500)
                                                + "}\n{\"text\":\"b\",\""
                                                + "k".repeat(60_000)
                                                + "\":1}\n{\"text\":\"c\",\"d\":"
                                                + "[".repeat(300)
                                                + "]".repeat(300)
                                                + "}\n")))
                .containsExactly("a", "b", "c");
        assertThat(
                        Readings.words(
                                read(
                                        "b.jsonl",
                                        "{\"text\":\"a\",\"d\":" + "[".repeat(100_000) + "\n")))
                .singleElement()
                .asString()
                .contains("line 1: is nested too deep");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text;id\n\"a;b\";1\n", "id\ttext\n1\t\"a;b\"\n", "id|text\n1|a;b\n"})
    void theHeaderTellsTheSeparator(String table) {
        assertThat(texts(read("a.csv", table))).containsExactly("a;b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uFEFF\"text\",\"id\"\na,1\n", "\uFEFFtext,id\na,1\n"})
    void aMarkBeforeTheHeaderIsNoPartOfAName(String table) {
        assertThat(texts(read("a.csv", table))).containsExactly("a");
        assertThat(texts(read("b.csv.gz", Readings.gzip(Readings.utf8(table)))))
                .containsExactly("a");
    }

    @Test
    void aFieldIsUtf8WhateverItBeginsWith() {
        byte[] marked = "id,text\n1,\u00ff\u00feA\n2,b\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(Readings.reasons(read("a.csv", marked)))
                .containsExactly("invalid_encoding", "page");
    }

    @Test
    void twoColumnsOfTextsAreNone() {
        assertThat(Readings.words(read("a.csv", "text,id,text\na,1,b\n")))
                .singleElement()
                .asString()
                .contains("2 columns are called \"text\"");
        assertThat(Readings.words(read("b.csv", "Text,id\na,1\n")))
                .singleElement()
                .asString()
                .contains("none of the 2 columns that the first row names is called \"text\"");
    }

    @Test
    void aFieldThatIsTooLargeDoesNotTakeTheRowsBehindItWithIt() {
        byte[] table = new byte[(16 << 20) + 100_000];
        Arrays.fill(table, (byte) '\n');
        byte[] start = Readings.utf8("id,text\n1,\"");
        byte[] end = Readings.utf8("\"\"\"\n2,after\n");
        System.arraycopy(start, 0, table, 0, start.length);
        System.arraycopy(end, 0, table, table.length - end.length, end.length);
        List<Reading> readings = read("a.csv", table);
        assertThat(Readings.reasons(readings)).containsExactly("too_large", "page");
        assertThat(Readings.id(readings.getLast())).isEqualTo("s/a.csv#2");
    }

    @Test
    void aWrappingThatIsNotReadIsNamed() {
        Map.of("PK\u0003\u0004", "ZIP archive", "\u00fd7zXZ", "xz", "BZh9", "bzip2")
                .forEach((start, word) ->
                        assertThat(
                                        Readings.words(
                                                read(
                                                        "a.bin",
                                                        (start + "\u0081\u00fe\u00ff")
                                                                .getBytes(
                                                                        StandardCharsets
                                                                                .ISO_8859_1))))
                                .singleElement()
                                .asString()
                                .contains(word));
    }
}
