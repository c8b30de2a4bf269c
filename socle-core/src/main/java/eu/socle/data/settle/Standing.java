package eu.socle.data.settle;

import eu.socle.core.AtomicFile;
import eu.socle.core.Json;
import eu.socle.core.Refusal;
import eu.socle.data.Tasks;
import eu.socle.data.dedup.DedupConfig;
import eu.socle.data.dedup.Signature;
import eu.socle.data.dedup.SignatureFile;
import eu.socle.data.dedup.bloom.BloomFilter;
import eu.socle.data.dedup.bloom.NgramRule;
import eu.socle.data.dedup.bloom.SeenNgrams;
import eu.socle.data.settle.Doubles.Fate;
import eu.socle.data.settle.Doubles.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the driver finds out once all units are read: which candidates are doubles of which, and
/// which say too little that was not said before. Candidates are the documents that no rule drops,
/// numbered in the order of the plan; nothing here grows in memory with their number.
public final class Standing implements AutoCloseable {

    private static final String PLACES = "places";

    private final Numbers numbers;
    private final PlaceFile places;
    private final IdFile ids;
    private final IdFile existing;

    /// How documents are numbered.
    ///
    /// @param candidates candidates before each piece, and all of them at the end
    /// @param existing documents of the datasets that were compared with
    record Numbers(List<Long> candidates, long existing) {}

    private Standing(Numbers numbers, PlaceFile places, IdFile ids, IdFile existing) {
        this.numbers = numbers;
        this.places = places;
        this.ids = ids;
        this.existing = existing;
    }

    private static Path numbersFile(Path folder) {
        return folder.resolve("candidates.json");
    }

    public static Standing open(Path folder) throws IOException {
        return new Standing(
                Json.read(numbersFile(folder), Numbers.class),
                places(folder, "r"),
                IdFile.open(folder, "ids"),
                IdFile.open(folder, "existing"));
    }

    /// The places, to be changed when more is known.
    static PlaceFile places(Path folder, String mode) throws IOException {
        return PlaceFile.open(folder.resolve(PLACES), mode);
    }

    /// The number of a piece's first candidate.
    public long first(int piece) {
        return numbers.candidates().get(piece);
    }

    /// Where a candidate stands.
    public Place place(long candidate) throws IOException {
        return places.get(candidate);
    }

    /// The id of a document.
    ///
    /// @param number of a candidate, or a negative one of an existing dataset's document
    public String id(long number) throws IOException {
        return number < 0 ? existing.get(number + numbers.existing()) : ids.get(number);
    }

    /// What a later run knows a double by that was dropped; empty when another document has its
    /// text and, as far as it has one, its address.
    public static Optional<Signature> known(Place place, Signature signature) {
        if (place.fate() != Fate.EXACT_DUPLICATE) {
            return Optional.of(signature);
        }
        return signature.hasAddress() ? Optional.of(signature.withoutBands()) : Optional.empty();
    }

    /// The id of a document, after the name of the dataset it lies in when it is none of this
    /// stage's.
    String name(long number, Existing datasets) throws IOException {
        return number < 0
                ? datasets.dataset(number + numbers.existing()) + ": " + id(number)
                : id(number);
    }

    /// Finds out, unless that was done before.
    ///
    /// @param tasks whose candidates are all decided about
    public static void make(Tasks tasks, DedupConfig config) throws IOException {
        Path folder = tasks.working();
        if (Files.exists(numbersFile(folder))) {
            return;
        }
        Existing existing = tasks.existing();
        existing.files().forEach(SignatureFile::verify);
        try (IdFile.Writer ids = new IdFile.Writer(folder, "existing")) {
            existing.each((id, signature) -> ids.add(IdFile.bytes(id)));
        }
        try (Doubles.Search search = new Doubles.Search(existing, config, folder)) {
            List<Long> candidates = whole(tasks, search);
            near(tasks, search);
            try (Doubles doubles = search.finish();
                    PlaceFile.Writer places = new PlaceFile.Writer(folder.resolve(PLACES))) {
                place(tasks, candidates.getLast(), doubles, config.ngrams(), places);
            }
            AtomicFile.write(
                    numbersFile(folder),
                    Json.canonical(new Numbers(candidates, existing.documents())));
        }
    }

    private static List<Long> whole(Tasks tasks, Doubles.Search search) throws IOException {
        long[] before = new long[tasks.pieces().size() + 1];
        long number = 0;
        try (IdFile.Writer ids = new IdFile.Writer(tasks.working(), "ids")) {
            for (int piece = 0; piece < tasks.pieces().size(); piece++) {
                long first = number;
                try (Candidates.Keys keys = new Candidates.Keys(tasks.files(piece))) {
                    for (Candidates.Keys.@Nullable Key key = keys.next();
                            key != null;
                            key = keys.next()) {
                        ids.add(key.id());
                        search.whole(number++, key.signature(), key.priority());
                    }
                }
                before[piece + 1] = number - first;
            }
        }
        return sums(before);
    }

    private static void near(Tasks tasks, Doubles.Search search) throws IOException {
        long number = 0;
        for (int piece = 0; piece < tasks.pieces().size(); piece++) {
            try (Candidates.Keys keys = new Candidates.Keys(tasks.files(piece))) {
                for (Candidates.Keys.@Nullable Key key = keys.next();
                        key != null;
                        key = keys.next()) {
                    search.near(number++, key.signature());
                }
            }
        }
    }

    /// The sums of the counts before each.
    static List<Long> sums(long[] counts) {
        List<Long> sums = new ArrayList<>();
        long sum = 0;
        for (long count : counts) {
            sum += count;
            sums.add(sum);
        }
        return sums;
    }

    private static void place(
            Tasks tasks, long count, Doubles doubles, NgramRule rule, PlaceFile.Writer places)
            throws IOException {
        if (rule.size() == 0) {
            for (long number = 0; number < count; number++) {
                places.add(doubles.of(number));
            }
            return;
        }
        BloomFilter filter = BloomFilter.of(rule.capacity(), rule.falsePositives());
        SeenNgrams seen = new SeenNgrams(filter, rule.size(), rule.share());
        ExistingTexts existing = tasks.existingTexts();
        for (int part = 0; part < existing.parts().size(); part++) {
            existing.each(part, (document, utf8) -> seen.next(text(utf8)));
        }
        long number = 0;
        for (int piece = 0; piece < tasks.pieces().size(); piece++) {
            try (Candidates candidates = tasks.candidates(piece)) {
                while (candidates.next()) {
                    Place place = doubles.of(number++);
                    if (place.stays()) {
                        SeenNgrams.Finding found = seen.next(text(candidates.utf8()));
                        if (found.copy()) {
                            place = place.with(Fate.SEEN_NGRAMS, found.seen(), found.ngrams());
                        }
                    }
                    places.add(place);
                }
            }
        }
        refuseOverfilled(filter, rule);
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    /// Refuses a filter that holds so much that it takes too many n-grams for others.
    ///
    /// @throws Refusal usage, with the capacity that is needed
    public static void refuseOverfilled(BloomFilter filter, NgramRule rule) {
        if (filter.falsePositives() > rule.falsePositives()) {
            throw Refusal.usage(
                    "data.dedup.ngrams.capacity is "
                            + rule.capacity()
                            + ", but the documents have "
                            + (filter.elements() == Long.MAX_VALUE
                                    ? "far more"
                                    : "about " + filter.elements())
                            + " different n-grams, so more than one in "
                            + Math.round(1 / rule.falsePositives())
                            + " would be taken for another; state a greater capacity.");
        }
    }

    @Override
    public void close() throws IOException {
        try (places;
                ids) {
            existing.close();
        }
    }
}
