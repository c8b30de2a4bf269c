package eu.socle.data.index;

import com.fasterxml.jackson.annotation.JsonInclude;
import eu.socle.core.AtomicFile;
import eu.socle.core.Digest;
import eu.socle.core.Json;
import eu.socle.core.Refusal;
import eu.socle.data.dedup.UrlKey;
import eu.socle.data.dedup.near.MinHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// Where the documents of a dataset lie, by id, by address, and by id or address of a double that
/// was dropped in favour of a kept document.
///
/// Files in the dataset's folder: `index.documents` and `index.urls` (hash to row, a row being the
/// number of a kept document over all parts), `index.doubles` (hash of the double to hash of the id
/// of what was kept), `index.identifiers` (keyed hash of what was masked to row; only when a key
/// was given), `index.near` (bands of signatures to row, by which near copies are found; only when
/// asked for), `index.json` (first row of each part).
public final class DatasetIndex implements AutoCloseable {

    static final String DOCUMENTS = "index.documents";
    static final String URLS = "index.urls";
    static final String DOUBLES = "index.doubles";
    static final String IDENTIFIERS = "index.identifiers";
    static final String NEAR = "index.near";
    static final String PARTS = "index.json";

    private final HashIndex documents;
    private final HashIndex urls;
    private final HashIndex doubles;
    private final @Nullable HashIndex identifiers;
    private final @Nullable NearIndex near;
    private final Parts parts;

    /// What `index.json` holds. Numbers of documents never change: an erased one leaves a hole.
    ///
    /// @param rows first number of each part, and the number after the last
    /// @param erased what was erased since, the first erasure first
    /// @param identifierKey by which the key of the identifiers is known; absent without an index
    ///   of them
    /// @param near by which the index of near copies was made; absent without one
    record Parts(
            List<Long> rows,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable List<Erased> erased,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Digest identifierKey,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable MinHash near) {
        Parts {
            rows = List.copyOf(rows);
            erased = erased == null ? List.of() : List.copyOf(erased);
        }

        List<Erased> holes() {
            return erased == null ? List.of() : erased;
        }
    }

    /// One erasure.
    ///
    /// @param superseded manifest of the dataset before it
    /// @param numbers of the documents, sorted
    record Erased(Digest superseded, List<Long> numbers) {
        Erased {
            numbers = List.copyOf(numbers);
        }

        long below(long number) {
            return numbers.stream().filter(n -> n < number).count();
        }
    }

    /// A row of a part; whoever reads it compares the id or address, since hashes can meet.
    ///
    /// @param part number of the part
    /// @param row within the part as it is now
    /// @param number of the document in the dataset as it was first written, for ever its own
    public record Place(int part, long row, long number) {}

    private DatasetIndex(
            HashIndex documents,
            HashIndex urls,
            HashIndex doubles,
            @Nullable HashIndex identifiers,
            @Nullable NearIndex near,
            Parts parts) {
        this.identifiers = identifiers;
        this.near = near;
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
        private final HashIndex.@Nullable Builder identifiers;
        private final NearIndex.@Nullable Builder near;
        private final @Nullable Digest identifierKey;

        /// Nothing gathered yet, and neither identifiers nor bands to come.
        ///
        /// @throws IOException if the folder cannot be written
        public Builder(Path folder) throws IOException {
            this(folder, Optional.empty(), false);
        }

        /// Nothing gathered yet.
        ///
        /// @param key by which the key of the identifiers is known; empty when there are none
        /// @param nearCopies true when bands will be added
        /// @throws IOException if the folder cannot be written
        public Builder(Path folder, Optional<Digest> key, boolean nearCopies) throws IOException {
            this.folder = folder;
            near = nearCopies ? new NearIndex.Builder(folder.resolve(NEAR)) : null;
            identifierKey = key.orElse(null);
            identifiers = key.isEmpty() ? null : new HashIndex.Builder(folder.resolve(IDENTIFIERS));
            documents = new HashIndex.Builder(folder.resolve(DOCUMENTS));
            urls = new HashIndex.Builder(folder.resolve(URLS));
            doubles = new HashIndex.Builder(folder.resolve(DOUBLES));
        }

        /// A kept document.
        ///
        /// @param url empty when it has none
        public void kept(String id, String url, long row) {
            documents.add(HashIndex.hash(id), row);
            if (!url.isEmpty()) {
                urls.add(HashIndex.hash(UrlKey.of(url)), row);
            }
        }

        /// A kept document in which an identifier was masked.
        ///
        /// @param hash of the identifier, keyed
        /// @throws IOException if it cannot be written
        /// @throws IllegalStateException if no key was given
        public void names(long hash, long row) throws IOException {
            if (identifiers == null) {
                throw new IllegalStateException("an identifier without a key");
            }
            identifiers.add(hash, row);
        }

        /// The bands of a task's documents.
        ///
        /// @param keys the file of a [NearIndex.Keys]
        /// @param firstRow number of its first document
        /// @throws IOException if the file cannot be read
        /// @throws IllegalStateException if no bands were announced
        public void near(Path keys, long firstRow) throws IOException {
            if (near == null) {
                throw new IllegalStateException("bands that nobody announced");
            }
            near.addAll(keys, firstRow);
        }

        /// A double that was dropped in favour of `keptId`.
        public void dropped(String id, String url, String keptId) {
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
            if (identifiers != null) {
                identifiers.finish();
            }
            if (near != null) {
                near.finish();
            }
            MinHash method = near == null ? null : NearIndex.METHOD;
            Parts parts = new Parts(firstRows, null, identifierKey, method);
            AtomicFile.write(folder.resolve(PARTS), Json.canonical(parts) + "\n");
        }

        @Override
        public void close() {
            documents.close();
            urls.close();
            doubles.close();
            if (identifiers != null) {
                identifiers.close();
            }
            if (near != null) {
                near.close();
            }
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
        Parts parts = Json.read(folder.resolve(PARTS), Parts.class);
        return new DatasetIndex(
                HashIndex.open(folder.resolve(DOCUMENTS)),
                HashIndex.open(folder.resolve(URLS)),
                HashIndex.open(folder.resolve(DOUBLES)),
                parts.identifierKey() == null ? null : HashIndex.open(folder.resolve(IDENTIFIERS)),
                parts.near() == null ? null : NearIndex.open(folder.resolve(NEAR), parts.near()),
                parts);
    }

    /// Whether there is an index of near copies.
    public boolean hasNear() {
        return near != null;
    }

    /// Where near copies of a text may lie, in the order of the dataset; none without an index of
    /// them. Not for several threads at once.
    ///
    /// @throws IOException if the index cannot be read
    public List<Place> byText(String text) throws IOException {
        List<Place> places = new ArrayList<>();
        if (near != null) {
            for (long row : near.candidates(text).keySet()) {
                places.add(place(row));
            }
        }
        return places;
    }

    /// By which the key of the index of identifiers is known; empty when there is no such index.
    public Optional<Digest> identifierKey() {
        return Optional.ofNullable(parts.identifierKey());
    }

    /// Where an identifier was masked.
    ///
    /// @param hash of it, under the key that [#identifierKey()] knows
    /// @throws IOException if the index cannot be read
    public List<Place> byIdentifier(long hash) throws IOException {
        List<Place> places = new ArrayList<>();
        if (identifiers != null) {
            for (long row : identifiers.find(hash)) {
                places.add(place(row));
            }
        }
        return places;
    }

    /// Where a document may lie, or the one kept instead of it.
    ///
    /// @throws IOException if the index cannot be read
    public List<Place> byId(String id) throws IOException {
        return places(documents, HashIndex.hash(id));
    }

    /// Whether the dataset has a document of this id itself, not only one kept instead of it.
    ///
    /// @throws IOException if the index cannot be read
    public boolean keeps(String id) throws IOException {
        return documents.find(HashIndex.hash(id)).length > 0;
    }

    /// Where the documents of an address may lie, or those kept instead of them.
    ///
    /// @throws IOException if the index cannot be read
    public List<Place> byUrl(String url) throws IOException {
        return places(urls, HashIndex.hash(UrlKey.of(url)));
    }

    /// True when a double with this id or address was dropped in favour of this document.
    ///
    /// @throws IOException if the index cannot be read
    public boolean wasDroppedFor(String idOrUrl, String keptId) throws IOException {
        long kept = HashIndex.hash(keptId);
        return holds(doubles.find(HashIndex.hash(idOrUrl)), kept)
                || holds(doubles.find(HashIndex.hash(UrlKey.of(idOrUrl))), kept);
    }

    private static boolean holds(long[] values, long value) {
        return LongStream.of(values).anyMatch(v -> v == value);
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

    private Place place(long number) {
        int part = 0;
        while (parts.rows().get(part + 1) <= number) {
            part++;
        }
        long first = parts.rows().get(part);
        long holes = 0;
        for (Erased erased : parts.holes()) {
            holes += erased.below(number) - erased.below(first);
        }
        return new Place(part, number - first - holes, number);
    }

    /// The place of a row of a part as it is now.
    public Place placeOf(int part, long row) {
        long first = parts.rows().get(part);
        long number = first + row;
        for (long next = number; ; number = next) {
            next = first + row;
            for (Erased erased : parts.holes()) {
                next += erased.below(number + 1) - erased.below(first);
            }
            if (next == number) {
                return new Place(part, row, number);
            }
        }
    }

    /// The row that a document had, counted over all parts, when this manifest described the
    /// dataset.
    ///
    /// @param number of the document
    /// @param version digest of the manifest, an earlier or the present one
    public long rowAt(long number, Digest version) {
        long row = number;
        for (Erased erased : parts.holes()) {
            if (erased.superseded().equals(version)) {
                return row;
            }
            row -= erased.below(number);
        }
        return row;
    }

    /// True when this manifest described the dataset before one of its erasures.
    public boolean supersedes(Digest version) {
        return parts.holes().stream().anyMatch(erased -> erased.superseded().equals(version));
    }

    /// Takes documents out of the index, and the doubles that were dropped in their favour. Doing
    /// it twice is doing it once.
    ///
    /// @param superseded manifest of the dataset that still holds them
    /// @param numbers of the documents
    /// @param ids of the documents
    /// @return the files that were rewritten
    /// @throws IOException if a file cannot be read or written
    public static Set<String> erase(
            Path folder, Digest superseded, Set<Long> numbers, Set<String> ids) throws IOException {
        Set<Long> keptIds = new TreeSet<>();
        ids.forEach(id -> keptIds.add(HashIndex.hash(id)));
        HashIndex.retain(folder.resolve(DOCUMENTS), number -> !numbers.contains(number));
        HashIndex.retain(folder.resolve(URLS), number -> !numbers.contains(number));
        HashIndex.retain(folder.resolve(DOUBLES), kept -> !keptIds.contains(kept));
        Parts parts = Json.read(folder.resolve(PARTS), Parts.class);
        Set<String> rewritten = new TreeSet<>(Set.of(DOCUMENTS, URLS, DOUBLES, PARTS));
        if (parts.identifierKey() != null) {
            HashIndex.retain(folder.resolve(IDENTIFIERS), number -> !numbers.contains(number));
            rewritten.add(IDENTIFIERS);
        }
        if (parts.near() != null) {
            NearIndex.retain(folder.resolve(NEAR), number -> !numbers.contains(number));
            rewritten.add(NEAR);
        }
        if (parts.holes().stream().noneMatch(e -> e.superseded().equals(superseded))) {
            List<Erased> holes = new ArrayList<>(parts.holes());
            holes.add(new Erased(superseded, List.copyOf(new TreeSet<>(numbers))));
            Parts now = new Parts(parts.rows(), holes, parts.identifierKey(), parts.near());
            AtomicFile.write(folder.resolve(PARTS), Json.canonical(now) + "\n");
        }
        return rewritten;
    }

    @Override
    public void close() throws IOException {
        documents.close();
        urls.close();
        doubles.close();
        if (identifiers != null) {
            identifiers.close();
        }
        if (near != null) {
            near.close();
        }
    }
}
