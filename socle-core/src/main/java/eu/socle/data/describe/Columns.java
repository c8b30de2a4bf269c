package eu.socle.data.describe;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import eu.socle.core.Manifest;
import eu.socle.core.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// One column of a dataset's parts.
///
/// @param type of Croissant, for example `sc:Text`
record Columns(String name, String type) {

    /// The columns of the first part; none when there is no part.
    ///
    /// @throws Refusal if it cannot be read
    static List<Columns> of(Path dataset, Manifest manifest) {
        for (Manifest.Entry entry : manifest.files()) {
            if (entry.path().endsWith(".parquet")) {
                return of(dataset.resolve(entry.path()));
            }
        }
        return List.of();
    }

    private static List<Columns> of(Path part) {
        try (ParquetFileReader file = ParquetFileReader.open(InputFile.of(part))) {
            return file.getFileSchema().getColumns().stream()
                    .map(column ->
                            new Columns(
                                    column.name(),
                                    switch (column.type()) {
                                        case INT64 -> "sc:Integer";
                                        case DOUBLE -> "sc:Float";
                                        default -> "sc:Text";
                                    }))
                    .toList();
        } catch (IOException e) {
            throw Refusal.failure(part + " cannot be read: " + e.getMessage() + ".", e);
        }
    }
}
