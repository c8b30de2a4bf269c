package eu.socle.data.read.parquet;

import dev.hardwood.metadata.RowGroup;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowGroupPredicate;
import dev.hardwood.schema.ColumnSchema;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Columns that are read side by side, and no others.
final class ColumnRows implements GroupRows {

    private final SortedMap<String, ColumnCursor> cursors = new TreeMap<>();

    ColumnRows(
            ParquetFileReader file,
            Collection<ColumnSchema> columns,
            RowGroup group,
            RowGroupPredicate alone) {
        for (ColumnSchema column : columns) {
            cursors.put(
                    column.fieldPath().toString(), new ColumnCursor(file, column, group, alone));
        }
    }

    @Override
    public boolean next() {
        int more = 0;
        for (ColumnCursor cursor : cursors.values()) {
            more += cursor.next() ? 1 : 0;
        }
        if (more > 0 && more < cursors.size()) {
            throw new IllegalStateException("columns of different length");
        }
        return more > 0;
    }

    @Override
    public int length(String column) {
        return cursor(column).length();
    }

    @Override
    public Optional<byte[]> bytes(String column) {
        return cursor(column).bytes();
    }

    private ColumnCursor cursor(String column) {
        return Objects.requireNonNull(cursors.get(column));
    }

    @Override
    public String words(String column) {
        ColumnCursor cursor = cursors.get(column);
        return cursor == null ? "" : cursor.words();
    }

    @Override
    public void close() {
        cursors.values().forEach(ColumnCursor::close);
    }
}
