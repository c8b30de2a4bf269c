package eu.socle.data.dataset;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.schema.ColumnSchema;
import eu.socle.core.AtomicFile;
import eu.socle.data.write.Column;
import eu.socle.data.write.ParquetFooter;
import eu.socle.data.write.ParquetWriter;
import eu.socle.data.write.RowGroup;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableSet;

/// Takes rows out of a part of a dataset: the row groups that hold them are written anew, all
/// others are copied byte for byte. Whatever columns the part has it keeps.
public final class PartRewrite {

    private PartRewrite() {}

    /// Writes the part without these rows in place of the one that has them.
    ///
    /// @param rows numbers within the part
    /// @return how many row groups were written anew
    /// @throws IOException if the part cannot be read or written
    public static int without(Path part, NavigableSet<Long> rows) throws IOException {
        Path temporary = part.resolveSibling(part.getFileName() + ".tmp");
        int rewritten = 0;
        try (FileChannel file = FileChannel.open(part);
                ParquetFileReader reader = ParquetFileReader.open(InputFile.of(part))) {
            List<Column> columns =
                    reader.getFileSchema().getColumns().stream().map(PartRewrite::column).toList();
            try (ParquetWriter out = ParquetWriter.create(temporary, columns)) {
                long first = 0;
                for (RowGroup group : ParquetFooter.read(file).groups()) {
                    long end = first + group.rows();
                    if (rows.subSet(first, end).isEmpty()) {
                        out.copy(file, group);
                    } else {
                        read(reader, columns, first, end, rows);
                        out.writeRowGroup();
                        rewritten++;
                    }
                    first = end;
                }
            }
        }
        AtomicFile.publish(temporary, part);
        return rewritten;
    }

    private static Column column(ColumnSchema column) {
        return switch (column.type()) {
            case INT64 -> new Column.Longs(column.name());
            case DOUBLE -> new Column.Doubles(column.name());
            case BYTE_ARRAY -> new Column.Texts(column.name());
            default ->
                    throw new IllegalArgumentException(
                            "the column " + column.name() + " is of type " + column.type());
        };
    }

    /// Adds the rows `[first, end)` to the columns, without those that go.
    private static void read(
            ParquetFileReader reader,
            List<Column> columns,
            long first,
            long end,
            NavigableSet<Long> without) {
        try (RowReader rows = reader.buildRowReader().skip(first).head(end - first).build()) {
            for (long row = first; rows.hasNext(); row++) {
                rows.next();
                if (!without.contains(row)) {
                    columns.forEach(column -> add(rows, column));
                }
            }
        }
    }

    private static void add(RowReader row, Column column) {
        if (row.isNull(column.name())) {
            column.addAbsent();
            return;
        }
        switch (column) {
            case Column.Texts texts -> texts.add(row.getString(column.name()));
            case Column.Longs longs -> longs.add(row.getLong(column.name()));
            case Column.Doubles doubles -> doubles.add(row.getDouble(column.name()));
        }
    }
}
