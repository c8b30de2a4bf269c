package eu.socle.data.read.parquet;

import dev.hardwood.metadata.RowGroup;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowGroupPredicate;
import dev.hardwood.schema.ColumnSchema;
import java.util.Collection;
import java.util.Optional;

/// Some columns of a row group, row by row; a column is called by its path in the schema, `text` or
/// `doc.text`. For one thread.
public sealed interface GroupRows extends AutoCloseable permits ColumnRows, WholeRows {

    /// Opens a row group.
    ///
    /// @param columns those that [#isReadable] says yes to
    /// @param alone tells the row group from the others
    static GroupRows of(
            ParquetFileReader file,
            Collection<ColumnSchema> columns,
            RowGroup group,
            RowGroupPredicate alone) {
        return columns.stream().anyMatch(column -> isHidden(file, column))
                ? new WholeRows(file, columns, alone)
                : new ColumnRows(file, columns, group, alone);
    }

    /// Whether a column holds one text, date or time for each row.
    static boolean isReadable(ColumnSchema column) {
        return ColumnCursor.isReadable(column);
    }

    /// Whether a column holds one text for each row.
    static boolean isText(ColumnSchema column) {
        return ColumnCursor.isText(column);
    }

    /// hardwood looks a column of the top level up by its last name alone and takes the first that
    /// is called so, also one inside another column.
    private static boolean isHidden(ParquetFileReader file, ColumnSchema column) {
        String path = column.fieldPath().toString();
        return path.equals(column.name())
                && file.getFileSchema().getColumns().stream()
                        .anyMatch(other ->
                                other.columnIndex() < column.columnIndex()
                                        && other.name().equals(path));
    }

    /// Goes to the next row.
    ///
    /// @return false behind the last
    boolean next();

    /// Bytes of a text of this row; 0 where there is none.
    int length(String column);

    /// The text of this row as stored; empty where there is none.
    Optional<byte[]> bytes(String column);

    /// The value of this row in words, dates and times as ISO 8601 has them; empty where there is
    /// none, and for columns that were not asked for.
    String words(String column);

    @Override
    void close();
}
