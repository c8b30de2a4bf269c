package eu.socle.data.write;

import java.util.List;
import java.util.Optional;

/// Where the rows of a group lie in a file, column by column, as its footer says.
///
/// @param rows how many
/// @param start of its first byte in the file
/// @param chunks one for each column, one behind the other
public record RowGroup(long rows, long start, List<Chunk> chunks) {

    public RowGroup {
        chunks = List.copyOf(chunks);
    }

    /// The values of one column.
    ///
    /// @param encodings Parquet's numbers of the encodings that occur
    /// @param values how many, absent ones included
    /// @param absent how many are absent
    /// @param uncompressed bytes with page headers
    /// @param compressed bytes with page headers: its length in the file
    /// @param dataPage position of the first data page
    /// @param dictionaryPage position of the dictionary; -1 when there is none
    /// @param bounds least and greatest value, where they are short
    record Chunk(
            int[] encodings,
            long values,
            long absent,
            long uncompressed,
            long compressed,
            long dataPage,
            long dictionaryPage,
            Optional<Column.Bounds> bounds) {}

    /// The same group at another place.
    RowGroup movedBy(long distance) {
        return new RowGroup(
                rows,
                start + distance,
                chunks.stream()
                        .map(c ->
                                new Chunk(
                                        c.encodings,
                                        c.values,
                                        c.absent,
                                        c.uncompressed,
                                        c.compressed,
                                        c.dataPage + distance,
                                        c.dictionaryPage < 0 ? -1 : c.dictionaryPage + distance,
                                        c.bounds))
                        .toList());
    }
}
