package eu.socle.data.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import eu.socle.core.Seed;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files whose row groups are copied, replaced or damaged.
final class ParquetFooterTest {

    @TempDir Path folder;

    private final Column.Texts text = new Column.Texts("text");
    private final Column.Longs number = new Column.Longs("number");
    private final List<Column> columns = List.of(text, number);

    @Test
    void copyingEveryRowGroupGivesTheSameBytes() throws IOException {
        Path file = write(folder.resolve("a.parquet"), 5, 100);
        Path copy = folder.resolve("b.parquet");
        try (FileChannel from = FileChannel.open(file);
                ParquetWriter writer = ParquetWriter.create(copy, columns)) {
            ParquetFooter footer = ParquetFooter.read(from);
            assertThat(footer.columns()).containsExactly("text", "number");
            for (RowGroup group : footer.groups()) {
                writer.copy(from, group);
            }
        }
        assertThat(copy).hasSameBinaryContentAs(file);
    }

    @Test
    void aReplacedRowGroupLeavesTheOthersByteForByte() throws IOException {
        Path file = write(folder.resolve("a.parquet"), 3, 50);
        Path other = folder.resolve("b.parquet");
        try (FileChannel from = FileChannel.open(file);
                ParquetWriter writer = ParquetWriter.create(other, columns)) {
            List<RowGroup> groups = ParquetFooter.read(from).groups();
            writer.copy(from, groups.get(0));
            text.add("instead");
            number.add(-1);
            writer.writeRowGroup();
            writer.copy(from, groups.get(2));
        }
        List<String> expected = new ArrayList<>(read(file));
        expected.subList(50, 100).clear();
        expected.add(50, "instead -1");
        assertThat(read(other)).isEqualTo(expected);
    }

    @Test
    void aDamagedFooterIsAnIoExceptionAndNothingElse() throws IOException {
        byte[] whole = Files.readAllBytes(write(folder.resolve("a.parquet"), 4, 20));
        Path file = folder.resolve("damaged.parquet");
        Seed seed = new Seed(20261124);
        int refused = 0;
        for (int i = 0; i < 4000; i++) {
            byte[] damaged = whole.clone();
            for (int k = 0; k <= i % 3; k++) {
                int at = whole.length - 1 - (int) seed.of(i).below(900, 2L * k);
                damaged[at] = (byte) seed.of(i).bits(2L * k + 1);
            }
            int length = i % 5 == 0 ? (int) seed.of(i).below(whole.length, 9) : whole.length;
            Files.write(file, java.util.Arrays.copyOf(damaged, length));
            try (FileChannel channel = FileChannel.open(file)) {
                ParquetFooter.read(channel);
            } catch (IOException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(1000);
    }

    private Path write(Path file, int groups, int rows) throws IOException {
        try (ParquetWriter writer = ParquetWriter.create(file, columns)) {
            for (int group = 0; group < groups; group++) {
                for (int row = 0; row < rows; row++) {
                    text.add(group % 2 == 0 ? "same" : "text " + row + " of " + group);
                    number.add(group * 1000L + row);
                }
                writer.writeRowGroup();
            }
        }
        return file;
    }

    private static List<String> read(Path file) throws IOException {
        List<String> rows = new ArrayList<>();
        try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(file));
                RowReader row = reader.rowReader()) {
            while (row.hasNext()) {
                row.next();
                rows.add(row.getString("text") + " " + row.getLong("number"));
            }
        }
        return rows;
    }
}
