package eu.socle.data.index;

import eu.socle.core.AtomicFile;
import eu.socle.core.Json;
import eu.socle.core.Refusal;
import eu.socle.data.dedup.UrlKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Where the documents of a dataset lie, by id, by address, and by id or address of a double that
/// was dropped in favour of a kept document.
///
/// Files in the dataset's folder: `index.documents` and `index.urls` (hash to row, a row being the
/// number of a kept document over all parts), `index.doubles` (hash of the double to hash of the id
/// of what was kept), `index.json` (first row of each part).
public final class DatasetIndex implements AutoCloseable {

    static final String DOCUMENTS = "index.documents";
    static final String URLS = "index.urls";
    static final String DOUBLES = "index.doubles";
    static final String PARTS = "index.json";

    private final HashIndex documents;
    private final HashIndex urls;
    private final HashIndex doubles;
    private final Parts parts;

    /// First row of each part, and the number of rows at the end.
    record Parts(List<Long> rows) {}

    /// A row of a part; whoever reads it compares the id or address, since hashes can meet.
    ///
    /// @param part number of the part
    /// @param row within the part
    public record Place(int part, long row) {}

    private DatasetIndex(HashIndex documents, HashIndex urls, HashIndex doubles, Parts parts) {
        this.documents = documents;
        this.urls = urls;
        this.doubles = doubles;
        this.parts = parts;
    }

    /// Gathers what is known of the documents, in any order, and writes the files.
    public static final class Builder implements AutoCloseable {
        private final Path folder;
        private final HashIndex.Builder documents;
        private final HashIndex.Builder urls;
        private final HashIndex.Builder doubles;

        /// Nothing gathered yet.
        ///
        /// @throws IOException if the folder cannot be written
        public Builder(Path folder) throws IOException {
            this.folder = folder;
            documents = new HashIndex.Builder(folder.resolve(DOCUMENTS));
            urls = new HashIndex.Builder(folder.resolve(URLS));
            doubles = new HashIndex.Builder(folder.resolve(DOUBLES));
        }

        /// A kept document.
        ///
        /// @param url empty when it has none
        /// @throws IOException if it cannot be written
        public void kept(String id, String url, long row) throws IOException {
            documents.add(HashIndex.hash(id), row);
            if (!url.isEmpty()) {
                urls.add(HashIndex.hash(UrlKey.of(url)), row);
            }
        }

        /// A double that was dropped in favour of `keptId`.
        ///
        /// @throws IOException if it cannot be written
        public void dropped(String id, String url, String keptId) throws IOException {
            long kept = HashIndex.hash(keptId);
            doubles.add(HashIndex.hash(id), kept);
            if (!url.isEmpty()) {
                doubles.add(HashIndex.hash(UrlKey.of(url)), kept);
            }
        }

        /// Writes the files.
        ///
        /// @param firstRows first row of each part, and the number of rows at the end
        /// @throws IOException if they cannot be written
        public void finish(List<Long> firstRows) throws IOException {
            documents.finish();
            urls.finish();
            doubles.finish();
            AtomicFile.write(folder.resolve(PARTS), Json.canonical(new Parts(firstRows)) + "\n");
        }

        @Override
        public void close() throws IOException {
            documents.close();
            urls.close();
            doubles.close();
        }
    }

    /// Opens the index of a dataset.
    ///
    /// @throws Refusal if the dataset has none
    public static DatasetIndex open(Path folder) {
        if (!Files.exists(folder.resolve(PARTS))) {
            throw Refusal.failure(
                    folder + " holds no index (" + PARTS + "); make the dataset with: socle data.");
        }
        return new DatasetIndex(
                HashIndex.open(folder.resolve(DOCUMENTS)),
                HashIndex.open(folder.resolve(URLS)),
                HashIndex.open(folder.resolve(DOUBLES)),
                Json.read(folder.resolve(PARTS), Parts.class));
    }

    /// Where a document may lie, or the one kept instead of it.
    ///
    /// @throws IOException if the index cannot be read
    public List<Place> byId(String id) throws IOException {
        return places(documents, HashIndex.hash(id));
    }

    /// Where the documents of an address may lie, or those kept instead of them.
    ///
    /// @throws IOException if the index cannot be read
    public List<Place> byUrl(String url) throws IOException {
        return places(urls, HashIndex.hash(UrlKey.of(url)));
    }

    private List<Place> places(HashIndex index, long hash) throws IOException {
        TreeSet<Long> rows = new TreeSet<>();
        for (long row : index.find(hash)) {
            rows.add(row);
        }
        for (long kept : doubles.find(hash)) {
            for (long row : documents.find(kept)) {
                rows.add(row);
            }
        }
        List<Place> places = new ArrayList<>();
        for (long row : rows) {
            places.add(place(row));
        }
        return places;
    }

    private Place place(long row) {
        int part = 0;
        while (parts.rows().get(part + 1) <= row) {
            part++;
        }
        return new Place(part, row - parts.rows().get(part));
    }

    @Override
    public void close() throws IOException {
        documents.close();
        urls.close();
        doubles.close();
    }
}
