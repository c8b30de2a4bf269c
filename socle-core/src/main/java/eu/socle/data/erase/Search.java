package eu.socle.data.erase;

import eu.socle.core.Digest;
import eu.socle.core.Document;
import eu.socle.core.Refusal;
import eu.socle.core.Workers;
import eu.socle.data.dataset.ParquetDataset;
import eu.socle.data.dedup.UrlKey;
import eu.socle.data.index.DatasetIndex;
import eu.socle.data.index.DatasetIndex.Place;
import eu.socle.data.personal.IdentifierKey;
import eu.socle.data.read.page.Tags;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Everything in a dataset that a request means.
///
/// Documents asked for by id or address are found through the index, and so are those kept in place
/// of a double. Then every text is read once: for copies that were kept apart, for the words that
/// name a person, and for passages that others quote.
public final class Search {

    /// From this share of passages on a document is a copy.
    public static final double NEAR = 0.5;

    private final List<Path> parts;
    private final DatasetIndex index;
    private final Optional<IdentifierKey> key;
    private final NavigableMap<Long, Target> targets = new TreeMap<>(); // by number
    private final List<Set<Long>> asked = new ArrayList<>(); // passages of each document asked for
    private final Set<Long> union = new HashSet<>(); // of them all

    private Search(Path folder, DatasetIndex index, Optional<IdentifierKey> key) {
        this.key = key;
        this.parts = ParquetDataset.open(folder).parts();
        this.index = index;
    }

    /// What was found.
    ///
    /// @param targets in the order of the dataset
    /// @param read how many documents were compared
    /// @param quoting how many other documents hold a passage of those asked for; they stay
    /// @param quoted how many different passages these hold
    public record Finding(List<Target> targets, long read, long quoting, long quoted) {
        public Finding {
            targets = List.copyOf(targets);
        }
    }

    /// Looks for everything a request means.
    ///
    /// @param folder of the dataset
    /// @param key under which identifiers were indexed; empty: they are looked for in texts alone
    /// @throws eu.socle.core.Refusal if the dataset cannot be read, or its identifiers were indexed
    ///   under another key
    public static Finding of(
            Path folder, Request request, Optional<IdentifierKey> key, Workers workers) {
        try (DatasetIndex index = DatasetIndex.open(folder)) {
            Search search = new Search(folder, index, key);
            search.direct(request);
            return search.scan(request, workers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Only what the index knows: no text but that of the documents found is read.
    ///
    /// @throws eu.socle.core.Refusal if the dataset cannot be read
    public static List<Target> direct(Path folder, Request request, Optional<IdentifierKey> key) {
        try (DatasetIndex index = DatasetIndex.open(folder)) {
            Search search = new Search(folder, index, key);
            search.direct(request);
            return List.copyOf(search.targets.values());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void direct(Request request) throws IOException {
        for (String id : request.documents()) {
            for (Place place : index.byId(id)) {
                Document document = read(place);
                if (document.id().equals(id) || index.wasDroppedFor(id, document.id())) {
                    add(place, document, Why.DOCUMENT);
                }
            }
        }
        for (String url : request.urls()) {
            String key = UrlKey.of(url);
            for (Place place : index.byUrl(url)) {
                Document document = read(place);
                if (UrlKey.of(document.rights().url()).equals(key)
                        || index.wasDroppedFor(url, document.id())) {
                    add(place, document, Why.ADDRESS);
                }
            }
        }
        identifiers(request);
    }

    /// Documents in which the identifiers were masked.
    private void identifiers(Request request) throws IOException {
        Optional<Digest> indexed = index.identifierKey();
        if (request.identifiers().isEmpty() || key.isEmpty() || indexed.isEmpty()) {
            return;
        }
        if (!indexed.get().equals(key.get().check())) {
            throw Refusal.usage(
                    "the identifiers of this dataset were indexed under another key; name the file of data.personal.identifier-index with --key.");
        }
        for (String identifier : request.identifiers()) {
            for (long hash : key.get().asked(identifier)) {
                for (Place place : index.byIdentifier(hash)) {
                    add(place, read(place), Why.IDENTIFIER);
                }
            }
        }
    }

    private Document read(Place place) {
        return ParquetDataset.read(parts.get(place.part()), place.row());
    }

    private synchronized void add(Place place, Document document, Why why) {
        if (targets.containsKey(place.number())) {
            return;
        }
        targets.put(place.number(), Target.of(place, document, why, 1));
        Set<Long> passages = Passages.of(document.text());
        asked.add(passages);
        union.addAll(passages);
    }

    private Finding scan(Request request, Workers workers) {
        List<Identifier> names = request.identifiers().stream().map(Identifier::new).toList();
        if (!names.isEmpty()) { // before copies are looked for: what names a person has copies too
            workers.forEach(parts.size(), part -> named(part, names));
        }
        if (targets.isEmpty()) {
            return new Finding(List.of(), 0, 0, 0);
        }
        List<Copies> copies = workers.map(parts.size(), this::copies);
        long read = 0;
        long quoting = 0;
        Set<Long> quoted = new HashSet<>();
        for (Copies some : copies) {
            read += some.read;
            quoting += some.quoting;
            quoted.addAll(some.quoted);
            some.near.forEach(target -> targets.putIfAbsent(target.number(), target));
        }
        return new Finding(List.copyOf(targets.values()), read, quoting, quoted.size());
    }

    private void named(int part, List<Identifier> names) {
        each(
                part,
                (place, document) -> {
                    String words =
                            Identifier.words(
                                    String.join(
                                            "\n",
                                            document.id(),
                                            document.rights().url(),
                                            document.tags().getOrDefault(Tags.AUTHOR, ""),
                                            document.tags().getOrDefault(Tags.TITLE, ""),
                                            document.text()));
                    if (names.stream().anyMatch(name -> name.isIn(words))) {
                        add(place, document, Why.IDENTIFIER);
                    }
                });
    }

    /// What one part holds of the documents asked for.
    private static final class Copies {
        private final List<Target> near = new ArrayList<>();
        private final Set<Long> quoted = new HashSet<>();
        private long read;
        private long quoting;
    }

    private Copies copies(int part) {
        Copies copies = new Copies();
        each(
                part,
                (place, document) -> {
                    copies.read++;
                    if (targets.containsKey(place.number())) {
                        return;
                    }
                    Set<Long> passages = Passages.of(document.text());
                    int own = passages.size();
                    passages.retainAll(union);
                    if (passages.isEmpty()) {
                        return;
                    }
                    double shared = shared(passages, own, asked);
                    if (shared >= NEAR) {
                        copies.near.add(Target.of(place, document, Why.NEAR_DUPLICATE, shared));
                    } else {
                        copies.quoting++;
                        copies.quoted.addAll(passages);
                    }
                });
        return copies;
    }

    /// The largest share of passages in common with one of the texts.
    ///
    /// @param common passages that any of them has
    /// @param own how many the text has in all
    private static double shared(Set<Long> common, int own, List<Set<Long>> texts) {
        double shared = 0;
        for (Set<Long> one : texts) {
            long both = common.stream().filter(one::contains).count();
            double share = both == 0 ? 0 : (double) both / Math.min(own, one.size());
            shared = Math.max(shared, share);
        }
        return shared;
    }

    /// Whether a text is a copy of one of these, or nearly.
    static boolean isCopy(String text, List<Set<Long>> texts) {
        Set<Long> passages = Passages.of(text);
        return shared(passages, passages.size(), texts) >= NEAR;
    }

    private interface Each {
        void take(Place place, Document document);
    }

    private void each(int part, Each each) {
        ParquetDataset one = new ParquetDataset(List.of(parts.get(part)), Long.MAX_VALUE);
        try (Stream<Document> documents = one.open()) {
            Iterator<Document> iterator = documents.iterator();
            for (long row = 0; iterator.hasNext(); row++) {
                each.take(index.placeOf(part, row), iterator.next());
            }
        }
    }
}
