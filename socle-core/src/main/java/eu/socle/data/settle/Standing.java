package eu.socle.data.settle;

import eu.socle.core.AtomicFile;
import eu.socle.core.Json;
import eu.socle.core.Refusal;
import eu.socle.data.Tasks;
import eu.socle.data.dedup.DedupConfig;
import eu.socle.data.dedup.SignatureFile;
import eu.socle.data.dedup.bloom.BloomFilter;
import eu.socle.data.dedup.bloom.NgramRule;
import eu.socle.data.dedup.bloom.SeenNgrams;
import eu.socle.data.settle.Doubles.Fate;
import eu.socle.data.settle.Doubles.Place;
import eu.socle.data.unit.Decider;
import eu.socle.data.unit.Note;
import eu.socle.data.unit.UnitReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    /// @param candidates candidates before each unit, and all of them at the end
    /// @param existing documents of the datasets that were compared with
    record Numbers(List<Long> candidates, long existing) {}

    private Standing(Numbers numbers, PlaceFile places, IdFile ids, IdFile existing) {
        this.numbers = numbers;
        this.places = places;
        this.ids = ids;
        this.existing = existing;
    }

    private static Path numbersFile(Path folder) {
        return folder.resolve("standing.json");
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

    /// The number of a unit's first candidate.
    public long first(int unit) {
        return numbers.candidates().get(unit);
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

    /// The id of a document, after the name of the dataset it lies in when it is none of this
    /// stage's.
    String name(long number, Existing datasets) throws IOException {
        return number < 0
                ? datasets.dataset(number + numbers.existing()) + ": " + id(number)
                : id(number);
    }

    /// Finds out, unless that was done before.
    ///
    /// @param tasks whose units are all read
    public static void make(Tasks tasks, DedupConfig config) throws IOException {
        Path folder = tasks.working();
        if (Files.exists(numbersFile(folder))) {
            return;
        }
        Existing existing = tasks.existing();
        existing.files().forEach(SignatureFile::verify);
        try (IdFile.Writer ids = new IdFile.Writer(folder, "existing")) {
            existing.each((id, signature) -> ids.add(id));
        }
        try (Doubles.Search search = new Doubles.Search(existing, config, folder)) {
            List<Long> candidates = whole(tasks, search);
            each(tasks, (unit, number, page, text) -> search.near(number, page));
            try (Doubles doubles = search.finish();
                    PlaceFile.Writer places = new PlaceFile.Writer(folder.resolve(PLACES))) {
                place(tasks, doubles, config.ngrams(), places);
            }
            AtomicFile.write(
                    numbersFile(folder),
                    Json.canonical(new Numbers(candidates, existing.documents())));
        }
    }

    private static List<Long> whole(Tasks tasks, Doubles.Search search) throws IOException {
        long[] before = new long[tasks.units().size() + 1];
        try (IdFile.Writer ids = new IdFile.Writer(tasks.working(), "ids")) {
            each(
                    tasks,
                    (unit, number, page, text) -> {
                        ids.add(page.id());
                        before[unit + 1]++;
                        search.whole(number, page);
                    });
        }
        return sums(before);
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

    private static void place(Tasks tasks, Doubles doubles, NgramRule rule, PlaceFile.Writer places)
            throws IOException {
        if (rule.size() == 0) {
            each(tasks, (unit, number, page, text) -> places.add(doubles.of(number)));
            return;
        }
        BloomFilter filter = BloomFilter.of(rule.capacity(), rule.falsePositives());
        SeenNgrams seen = new SeenNgrams(filter, rule.size(), rule.share());
        each(
                tasks,
                (unit, number, page, text) -> {
                    Place place = doubles.of(number);
                    if (place.stays()) {
                        SeenNgrams.Finding found = seen.next(text.lastText());
                        if (found.copy()) {
                            place = place.with(Fate.SEEN_NGRAMS, found.seen(), found.ngrams());
                        }
                    }
                    places.add(place);
                });
        refuseOverfilled(filter, rule);
    }

    /// Refuses a filter that holds so much that it takes too many n-grams for others.
    ///
    /// @throws Refusal usage, with the capacity that is needed
    public static void refuseOverfilled(BloomFilter filter, NgramRule rule) {
        if (filter.falsePositives() > rule.falsePositives()) {
            throw Refusal.usage(
                    "data.dedup.ngrams.capacity is "
                            + rule.capacity()
                            + ", but the documents have about "
                            + filter.elements()
                            + " different n-grams, so more than one in "
                            + Math.round(1 / rule.falsePositives())
                            + " would be taken for another; state at least that capacity.");
        }
    }

    /// Takes one candidate.
    public interface Candidate {
        /// Takes it.
        ///
        /// @param text reads its text when it is asked for
        void take(int unit, long number, Note.Page page, UnitReader text) throws IOException;
    }

    /// Goes through the candidates of all units.
    public static void each(Tasks tasks, Candidate taker) throws IOException {
        long number = 0;
        for (int unit = 0; unit < tasks.units().size(); unit++) {
            number = each(tasks, unit, number, taker);
        }
    }

    /// Goes through the candidates of one unit.
    ///
    /// @param first number of the first
    /// @return the number after the last
    public static long each(Tasks tasks, int unit, long first, Candidate taker) throws IOException {
        Decider decider = tasks.decider();
        long number = first;
        try (UnitReader reader = tasks.reader(unit)) {
            for (@Nullable Note note = reader.next(); note != null; note = reader.next()) {
                if (note instanceof Note.Page page && decider.of(page).drop() == null) {
                    taker.take(unit, number++, page, reader);
                }
            }
        }
        return number;
    }

    @Override
    public void close() throws IOException {
        try (places;
                ids) {
            existing.close();
        }
    }
}
