package eu.socle.data.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hardwood.InputFile;
import dev.hardwood.metadata.RowGroup;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import eu.socle.core.Seed;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParquetWriterTest {

    private static final String[] ALPHABETS = {
        "ab", "éèüß", "日本語テキスト", "🙂🙃👩‍🚀", "\u0000\n\t\"\\"
    };

    @TempDir Path folder;

    private record Row(
            @Nullable String text,
            @Nullable String label,
            @Nullable Long number,
            @Nullable Double share) {}

    /// Rows with absent, empty, repeated, multi-byte and large values.
    private static List<Row> rows(long number) {
        Seed seed = new Seed(number).of("rows");
        int count = (int) seed.below(400, 0);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Seed row = seed.of("row").of(i);
            rows.add(
                    new Row(
                            row.below(8, 0) == 0
                                    ? null
                                    : text(row, row.below(50, 1) == 0 ? 200_000 : 40),
                            row.below(5, 2) == 0 ? null : "label-" + row.below(1 + number % 7, 3),
                            row.below(4, 4) == 0 ? null : row.bits(5),
                            row.below(4, 6) == 0 ? null : share(row)));
        }
        return rows;
    }

    private static Double share(Seed row) {
        return switch ((int) row.below(6, 7)) {
            case 0 -> -0.0;
            case 1 -> Double.POSITIVE_INFINITY;
            case 2 -> Double.MIN_VALUE;
            default -> row.normal(8);
        };
    }

    private static String text(Seed row, int most) {
        String alphabet = ALPHABETS[(int) row.below(ALPHABETS.length, 9)];
        int[] codePoints = alphabet.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        int length = (int) row.below(most, 10);
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(codePoints[(int) row.below(codePoints.length, 11 + i)]);
        }
        return text.toString();
    }

    private Path write(List<Row> rows, int perGroup) throws IOException {
        Column.Texts text = new Column.Texts("text");
        Column.Texts label = new Column.Texts("label");
        Column.Longs number = new Column.Longs("number");
        Column.Doubles share = new Column.Doubles("share");
        Path file = folder.resolve("rows.parquet");
        try (ParquetWriter writer =
                ParquetWriter.create(file, List.of(text, label, number, share))) {
            for (int i = 0; i < rows.size(); i++) {
                Row row = rows.get(i);
                add(text, row.text());
                add(label, row.label());
                if (row.number() == null) {
                    number.addAbsent();
                } else {
                    number.add(row.number());
                }
                if (row.share() == null) {
                    share.addAbsent();
                } else {
                    share.add(row.share());
                }
                if (i % perGroup == perGroup - 1) {
                    writer.writeRowGroup();
                }
            }
            writer.writeRowGroup();
        }
        return file;
    }

    private static void add(Column.Texts column, @Nullable String value) {
        if (value == null) {
            column.addAbsent();
        } else {
            column.add(value);
        }
    }

    private static List<Row> read(Path file) throws IOException {
        List<Row> rows = new ArrayList<>();
        try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(file));
                RowReader row = reader.rowReader()) {
            while (row.hasNext()) {
                row.next();
                rows.add(
                        new Row(
                                row.isNull("text") ? null : row.getString("text"),
                                row.isNull("label") ? null : row.getString("label"),
                                row.isNull("number") ? null : (Long) row.getLong("number"),
                                row.isNull("share") ? null : (Double) row.getDouble("share")));
            }
        }
        return rows;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void anotherReaderFindsTheRowsThatWereWritten(long number) throws IOException {
        List<Row> rows = rows(number);
        Path file = write(rows, 1 + (int) (number * 17 % 150));
        assertThat(read(file)).as("seed %d", number).isEqualTo(rows);
    }

    @Test
    void aFileWithoutRowsIsAFile() throws IOException {
        assertThat(read(write(List.of(), 10))).isEmpty();
    }

    @Test
    void onlyAbsentValuesAreStillRows() throws IOException {
        List<Row> rows = Collections.nCopies(20, new Row(null, null, null, null));
        assertThat(read(write(rows, 7))).isEqualTo(rows);
    }

    @Test
    void theSameRowsGiveTheSameBytes() throws IOException {
        byte[] first = Files.readAllBytes(write(rows(3), 50));
        assertThat(Files.readAllBytes(write(rows(3), 50))).isEqualTo(first);
    }

    @Test
    void aFlippedByteInAPageIsNoticedByItsChecksum() throws IOException {
        List<Row> rows = Collections.nCopies(1, new Row("abcdefgh".repeat(40), "x", 1L, 0.5));
        Path file = write(rows, 10);
        byte[] bytes = Files.readAllBytes(file);
        bytes[60] ^= 1;
        Files.write(file, bytes);
        assertThatThrownBy(() -> read(file)).isInstanceOf(Exception.class);
    }

    @Test
    void theFooterStatesRowsSizesAndBounds() throws IOException {
        Path file = write(List.of(new Row("b", "x", 7L, 0.0), new Row("a", null, -3L, 2.5)), 10);
        byte[] bytes = Files.readAllBytes(file);
        assertThat(new String(bytes, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("PAR1");
        assertThat(new String(bytes, bytes.length - 4, 4, StandardCharsets.US_ASCII))
                .isEqualTo("PAR1");
        int footer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - 8);
        try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(file))) {
            assertThat(reader.getFileMetaData().numRows()).isEqualTo(2);
            RowGroup group = reader.getFileMetaData().rowGroups().getFirst();
            long compressed =
                    group.columns().stream()
                            .mapToLong(c -> c.metaData().totalCompressedSize())
                            .sum();
            assertThat(compressed).isEqualTo(bytes.length - 4L - 8L - footer);
            assertThat(group.columns().get(2).metaData().statistics().minValue())
                    .isEqualTo(PlainBytes.of(-3));
            assertThat(group.columns().get(2).metaData().statistics().maxValue())
                    .isEqualTo(PlainBytes.of(7));
            assertThat(group.columns().get(0).metaData().statistics().minValue())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("a");
            assertThat(group.columns().get(1).metaData().statistics().nullCount()).isEqualTo(1);
        }
    }

    @Test
    void aFullDiskIsAnIoException() {
        OutputStream full =
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("No space left on device");
                    }
                };
        assertThatThrownBy(() -> ParquetWriter.on(full, List.of(new Column.Texts("a"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("No space left");
    }
}
