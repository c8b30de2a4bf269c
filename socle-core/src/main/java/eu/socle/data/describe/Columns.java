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

    /// What a column holds; figures of measures are named by their measure.
    static String meaning(String name) {
        return switch (name) {
            case "id" -> "identifies the document in the dataset";
            case "text" -> "its text";
            case "source" -> "the source it was read from";
            case "url" -> "where it was published";
            case "fetched" -> "when it was fetched or published";
            case "licence" -> "SPDX expression of its licence";
            case "licence_evidence" -> "the words the licence was read from";
            case "opt_outs" -> "every opt-out signal found, with its evidence";
            case "language" -> "language of the text, or code";
            default -> "the figure or tag " + name;
        };
    }

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
