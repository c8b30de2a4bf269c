package eu.socle.data.read.parquet;

import dev.hardwood.metadata.LogicalType;
import dev.hardwood.metadata.PhysicalType;
import dev.hardwood.metadata.RowGroup;
import dev.hardwood.reader.ColumnReader;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowGroupPredicate;
import dev.hardwood.reader.Validity;
import dev.hardwood.schema.ColumnSchema;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;

/// The values of one column of a row group, row by row. Rows are fetched a few megabytes at a time,
/// however large the row group is. For one thread.
final class ColumnCursor implements AutoCloseable {

    /// Rows fetched at once: as fast as thousands, and little enough where a dictionary makes large
    /// texts look small.
    private static final int MOST_ROWS = 16;

    private static final long BATCH_BYTES = 4L << 20; // of one column, as its chunk's mean says

    private final ColumnSchema column;
    private final ColumnReader reader;
    private int row = -1;
    private int rows;
    private Validity validity = Validity.NO_NULLS;

    /// @param column one that [#isReadable] says yes to
    /// @param group the row group that `alone` means
    ColumnCursor(
            ParquetFileReader file, ColumnSchema column, RowGroup group, RowGroupPredicate alone) {
        this.column = column;
        long bytes = group.columns().get(column.columnIndex()).metaData().totalUncompressedSize();
        long mean = Math.max(1, bytes / Math.max(1, group.numRows()));
        this.reader =
                file.buildColumnReader(column.columnIndex())
                        .filter(alone)
                        .batchSize(Math.clamp(BATCH_BYTES / mean, 1, MOST_ROWS))
                        .build();
    }

    /// Whether a column holds one text, date or time for each row.
    static boolean isReadable(ColumnSchema column) {
        return column.maxRepetitionLevel() == 0
                && (isText(column)
                        || (column.type() == PhysicalType.INT32
                                && column.logicalType() instanceof LogicalType.DateType)
                        || (column.type() == PhysicalType.INT64
                                && column.logicalType() instanceof LogicalType.TimestampType));
    }

    /// Whether a column holds one text for each row.
    static boolean isText(ColumnSchema column) {
        return column.maxRepetitionLevel() == 0 && column.type() == PhysicalType.BYTE_ARRAY;
    }

    /// Goes to the next row.
    ///
    /// @return false behind the last
    boolean next() {
        row++;
        while (row >= rows) {
            if (!reader.nextBatch()) {
                return false;
            }
            row = 0;
            rows = reader.getRecordCount();
            validity = reader.getLeafValidity();
        }
        return true;
    }

    /// The value of this row as stored; empty where there is none.
    Optional<byte[]> bytes() {
        if (validity.isNull(row)) {
            return Optional.empty();
        }
        int[] offsets = reader.getBinaryOffsets();
        return Optional.of(
                Arrays.copyOfRange(reader.getBinaryValues(), offsets[row], offsets[row + 1]));
    }

    /// Bytes of a text of this row; 0 where there is none.
    int length() {
        if (validity.isNull(row)) {
            return 0;
        }
        int[] offsets = reader.getBinaryOffsets();
        return offsets[row + 1] - offsets[row];
    }

    /// The value of this row in words, dates and times as ISO 8601 has them; empty where there is
    /// none.
    String words() {
        if (validity.isNull(row)) {
            return "";
        }
        return switch (column.logicalType()) {
            case LogicalType.DateType _ -> LocalDate.ofEpochDay(reader.getInts()[row]).toString();
            case LogicalType.TimestampType type -> time(reader.getLongs()[row], type);
            case null, default ->
                    bytes().map(text -> new String(text, StandardCharsets.UTF_8)).orElse("");
        };
    }

    private static String time(long value, LogicalType.TimestampType type) {
        long second =
                switch (type.unit()) {
                    case MILLIS -> 1_000L;
                    case MICROS -> 1_000_000L;
                    case NANOS -> 1_000_000_000L;
                };
        Instant instant =
                Instant.ofEpochSecond(
                        Math.floorDiv(value, second),
                        Math.floorMod(value, second) * (1_000_000_000L / second));
        return type.isAdjustedToUTC()
                ? instant.toString()
                : LocalDateTime.ofInstant(instant, ZoneOffset.UTC).toString();
    }

    @Override
    public void close() {
        reader.close();
    }
}
