package eu.socle.data;

import eu.socle.core.AtomicFile;
import eu.socle.core.Document;
import eu.socle.data.write.ParquetFooter;
import eu.socle.data.write.ParquetWriter;
import eu.socle.data.write.RowGroup;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableSet;

/// Takes rows out of a part of a dataset: the row groups that hold them are written anew, all
/// others are copied byte for byte.
public final class PartRewrite {

    private PartRewrite() {}

    /// Writes the part without these rows in place of the one that has them.
    ///
    /// @param rows numbers within the part
    /// @return how many row groups were written anew
    /// @throws eu.socle.core.Refusal if a row cannot be read
    /// @throws IOException if the part cannot be read or written
    public static int without(Path part, NavigableSet<Long> rows) throws IOException {
        Path temporary = part.resolveSibling(part.getFileName() + ".tmp");
        int rewritten = 0;
        DatasetColumns columns = new DatasetColumns();
        try (FileChannel file = FileChannel.open(part);
                ParquetWriter out = ParquetWriter.create(temporary, columns.all())) {
            long first = 0;
            for (RowGroup group : ParquetFooter.read(file).groups()) {
                long end = first + group.rows();
                if (rows.subSet(first, end).isEmpty()) {
                    out.copy(file, group);
                } else {
                    List<Document> documents = ParquetDataset.read(part, first, group.rows());
                    for (int i = 0; i < documents.size(); i++) {
                        if (!rows.contains(first + i)) {
                            columns.add(documents.get(i));
                        }
                    }
                    out.writeRowGroup();
                    rewritten++;
                }
                first = end;
            }
        }
        AtomicFile.publish(temporary, part);
        return rewritten;
    }
}
