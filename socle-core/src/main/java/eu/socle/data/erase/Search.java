package eu.socle.data.erase;

import eu.socle.core.Digest;
import eu.socle.core.Document;
import eu.socle.core.Progress;
import eu.socle.core.Refusal;
import eu.socle.core.Workers;
import eu.socle.data.dataset.ParquetDataset;
import eu.socle.data.dedup.UrlKey;
import eu.socle.data.index.DatasetIndex;
import eu.socle.data.index.DatasetIndex.Place;
import eu.socle.data.personal.IdentifierKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Everything in a dataset that a request means.
///
/// Documents asked for by id or address are found through the index, and so are those kept in place
/// of a double and those in which an identifier was masked. Copies that were kept apart are found
/// by reading every text ([Reach#EVERY_TEXT], with the words that name a person and the passages
/// that others quote), or faster and not all of them through the index of near copies
/// ([Reach#INDEX]).
public final class Search {

    private final List<Path> parts;
    private final DatasetIndex index;
    private final Optional<IdentifierKey> key;
    private final NavigableMap<Long, Target> targets = new TreeMap<>(); // by number
    private final List<String> texts = new ArrayList<>(); // of the documents asked for
    private final Sought sought = new Sought();

    private Search(List<Path> parts, DatasetIndex index, Optional<IdentifierKey> key) {
        this.key = key;
        this.parts = parts;
        this.index = index;
    }

    /// What was found.
    ///
    /// @param targets in the order of the dataset
    /// @param reach how far copies were looked for
    /// @param read how many documents were compared
    /// @param quoting how many other documents hold a passage of those asked for; they stay
    /// @param quoted the different passages these hold, in hexadecimal
    public record Finding(
            List<Target> targets, Reach reach, long read, long quoting, List<String> quoted) {
        public Finding {
            targets = List.copyOf(targets);
            quoted = List.copyOf(quoted);
        }
    }

    /// Looks for everything a request means, in every text.
    ///
    /// @param folder of the dataset
    /// @param key under which identifiers were indexed; empty: they are looked for in texts alone
    /// @throws Refusal if the dataset cannot be read, or its identifiers were indexed under another
    ///   key
    public static Finding of(
            Path folder,
            Request request,
            Optional<IdentifierKey> key,
            Workers workers,
            Progress progress) {
        ParquetDataset dataset = ParquetDataset.open(folder);
        try (DatasetIndex index = DatasetIndex.open(folder)) {
            Search search = new Search(dataset.parts(), index, key);
            search.direct(request);
            return search.everyText(request, new TextPass(dataset, index, workers, progress));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Only what the index knows: no text but that of the documents it names is read.
    ///
    /// @throws Refusal if the dataset cannot be read, or keeps no index of near copies
    public static Finding indexed(Path folder, Request request, Optional<IdentifierKey> key) {
        try (DatasetIndex index = DatasetIndex.open(folder)) {
            if (!index.hasNear()) {
                throw Refusal.usage(
                        folder
                                + " keeps no index of near copies (data.dedup.near-index); leave --indexed out, so that its texts are read.");
            }
            Search search = new Search(ParquetDataset.open(folder).parts(), index, key);
            search.direct(request);
            return search.nearby();
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
        texts.add(document.text());
        sought.add(document.text());
    }

    private Finding everyText(Request request, TextPass pass) {
        List<Identifier> names = request.identifiers().stream().map(Identifier::new).toList();
        if (!names.isEmpty()) { // before copies are looked for: what names a person has copies too
            pass.named(names, (place, document) -> add(place, document, Why.IDENTIFIER));
        }
        if (targets.isEmpty()) {
            return new Finding(List.of(), Reach.EVERY_TEXT, 0, 0, List.of());
        }
        TextPass.Copies copies = pass.copies(sought, targets);
        copies.near().forEach(target -> targets.putIfAbsent(target.number(), target));
        return new Finding(
                List.copyOf(targets.values()),
                Reach.EVERY_TEXT,
                copies.read(),
                copies.quoting(),
                hexadecimal(copies.quoted()));
    }

    /// The near copies that the index names, each compared by its text.
    private Finding nearby() throws IOException {
        NavigableMap<Long, Place> candidates = new TreeMap<>();
        for (String text : texts) {
            for (Place place : index.byText(text)) {
                if (!targets.containsKey(place.number())) {
                    candidates.put(place.number(), place);
                }
            }
        }
        Set<Long> quoted = new HashSet<>();
        long quoting = 0;
        for (Place place : candidates.values()) {
            Document document = read(place);
            Sought.Standing standing = sought.of(document.text());
            if (standing.isCopy()) {
                Target copy = Target.of(place, document, Why.NEAR_DUPLICATE, standing.share());
                targets.put(place.number(), copy);
            } else if (!standing.common().isEmpty()) {
                quoting++;
                quoted.addAll(standing.common());
            }
        }
        return new Finding(
                List.copyOf(targets.values()),
                Reach.INDEX,
                candidates.size(),
                quoting,
                hexadecimal(quoted));
    }

    private static List<String> hexadecimal(Set<Long> passages) {
        return passages.stream().map(Long::toHexString).sorted().toList();
    }
}
