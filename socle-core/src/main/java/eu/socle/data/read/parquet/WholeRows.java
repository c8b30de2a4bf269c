package eu.socle.data.read.parquet;

import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowGroupPredicate;
import dev.hardwood.reader.RowReader;
import dev.hardwood.row.PqStruct;
import dev.hardwood.row.StructAccessor;
import dev.hardwood.schema.ColumnSchema;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// All columns, for the few files in which a column cannot be read alone. Slower, and dates beside
/// texts are not read.
final class WholeRows implements GroupRows {

    private final SortedMap<String, ColumnSchema> columns = new TreeMap<>();
    private final RowReader rows;

    WholeRows(ParquetFileReader file, Collection<ColumnSchema> wanted, RowGroupPredicate alone) {
        for (ColumnSchema column : wanted) {
            if (GroupRows.isText(column)) {
                columns.put(column.fieldPath().toString(), column);
            }
        }
        rows = file.buildRowReader().filter(alone).build();
    }

    @Override
    public boolean next() {
        if (!rows.hasNext()) {
            return false;
        }
        rows.next();
        return true;
    }

    @Override
    public int length(String column) {
        return bytes(column).map(value -> value.length).orElse(0);
    }

    @Override
    public Optional<byte[]> bytes(String column) {
        return columns.containsKey(column) ? bytes(rows, column) : Optional.empty();
    }

    private static Optional<byte[]> bytes(StructAccessor within, String path) {
        int dot = path.indexOf('.');
        String name = dot < 0 ? path : path.substring(0, dot);
        if (within.isNull(name)) {
            return Optional.empty();
        }
        if (dot < 0) {
            return Optional.of(within.getBinary(name));
        }
        PqStruct inner = within.getStruct(name);
        return bytes(inner, path.substring(dot + 1));
    }

    @Override
    public String words(String column) {
        return bytes(column).map(value -> new String(value, StandardCharsets.UTF_8)).orElse("");
    }

    @Override
    public void close() {
        rows.close();
    }
}
