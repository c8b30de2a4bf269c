package eu.socle.data.settle;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.schema.ColumnProjection;
import eu.socle.core.Digest;
import eu.socle.core.Manifest;
import eu.socle.core.Refusal;
import eu.socle.data.dataset.DatasetColumns;
import eu.socle.data.dedup.DedupConfig;
import eu.socle.data.dedup.SignatureFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The texts of existing datasets, as these hold them: a passage that one of them keeps goes from
/// new documents. They are numbered from 0 in the order of the recipe, before the candidates.
///
/// @param parts of all datasets, in order
/// @param first number of the first document of each part, and of all documents at the end
public record ExistingTexts(List<Part> parts, List<Long> first) {

    /// A file of a dataset.
    public record Part(Path file, Digest sha256) {}

    /// Takes a text.
    @FunctionalInterface
    public interface Taker {
        void take(long number, byte[] utf8) throws IOException;
    }

    /// Finds the files of the datasets that a recipe names.
    ///
    /// @param base what their paths are relative to
    /// @throws Refusal if one cannot be read
    public static ExistingTexts open(DedupConfig config, Path base) {
        List<Part> parts = new ArrayList<>();
        List<Long> first = new ArrayList<>(List.of(0L));
        for (String name : config.against()) {
            Path folder = SignatureFile.folder(base.resolve(name));
            for (Manifest.Entry entry : Manifest.read(folder).files()) {
                if (entry.path().endsWith(".parquet")) {
                    Part part = new Part(folder.resolve(entry.path()), entry.sha256());
                    parts.add(part);
                    first.add(first.getLast() + rows(part.file()));
                }
            }
        }
        return new ExistingTexts(parts, first);
    }

    private static long rows(Path file) {
        try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(file))) {
            return reader.getFileMetaData().numRows();
        } catch (IOException | RuntimeException e) {
            throw unreadable(file, e);
        }
    }

    private static Refusal unreadable(Path file, Exception e) {
        return Refusal.failure(
                file + " cannot be read: " + e.getMessage() + "; make that dataset again.", e);
    }

    public long documents() {
        return first.getLast();
    }

    /// Goes through the documents of a part in order.
    ///
    /// @throws Refusal if the part is damaged
    /// @throws IOException if the taker throws it
    public void each(int number, Taker taker) throws IOException {
        Path file = parts.get(number).file();
        if (!Digest.ofFile(file).equals(parts.get(number).sha256())) {
            throw Refusal.failure(
                    file + " has other bytes than the manifest states; make that dataset again.");
        }
        long document = first.get(number);
        try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(file));
                RowReader rows =
                        reader.buildRowReader()
                                .projection(ColumnProjection.columns(DatasetColumns.TEXT))
                                .build()) {
            while (rows.hasNext()) {
                rows.next();
                String text = rows.getString(DatasetColumns.TEXT);
                taker.take(document++, text.getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
