package eu.socle.data.erase;

import eu.socle.core.AtomicFile;
import eu.socle.core.Digest;
import eu.socle.core.Json;
import eu.socle.core.Manifest;
import eu.socle.core.Refusal;
import eu.socle.core.dataset.Statistics;
import eu.socle.data.DataStage;
import eu.socle.data.UnitErasure;
import eu.socle.data.dataset.ParquetDataset;
import eu.socle.data.dataset.PartRewrite;
import eu.socle.data.dedup.SignatureFile;
import eu.socle.data.index.DatasetIndex;
import eu.socle.data.proof.MerkleTree;
import eu.socle.data.statistics.Gathered;
import eu.socle.data.unit.Annotated;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Takes documents out of a dataset: of the parts only the row groups that hold them are written
/// anew; index, commitment and list of rejects follow. Every step can be done again after an
/// interruption and gives the same bytes.
public final class DatasetErasure {

    private final Path folder;
    private final Manifest before;
    private final Search.Finding finding;
    private final List<Target> targets;
    private final String erasure;
    private final Set<String> rewritten = new HashSet<>();

    private DatasetErasure(Path folder, Manifest before, Search.Finding finding, String erasure) {
        this.finding = finding;
        this.erasure = erasure;
        this.folder = folder;
        this.before = before;
        this.targets = finding.targets();
    }

    /// Refuses a dataset of which a file that will be rewritten is not what the manifest states:
    /// what is damaged would be sealed by the next manifest.
    ///
    /// @throws Refusal naming the file
    /// @throws IOException if a file cannot be read
    public static void check(Path folder, Manifest manifest, List<Target> targets)
            throws IOException {
        Set<String> parts = new HashSet<>();
        targets.forEach(target -> parts.add(part(target.part())));
        for (Manifest.Entry entry : manifest.files()) {
            boolean touched = parts.contains(entry.path()) || !entry.path().endsWith(".parquet");
            if (touched && !Digest.ofFile(folder.resolve(entry.path())).equals(entry.sha256())) {
                throw Refusal.failure(
                        folder.resolve(entry.path())
                                + " has other bytes than the manifest states; make the dataset again before documents are erased from it.");
            }
        }
    }

    /// Erases, or goes on erasing.
    ///
    /// @param before manifest of the dataset that still held all of it
    /// @param finding what is erased
    /// @param erasure its name, by which later decisions say why
    /// @return the manifest that takes its place; nobody has written it yet
    /// @throws Refusal if a document cannot be read
    /// @throws IOException if a file cannot be read or written
    public static Manifest apply(
            Path folder, Manifest before, Search.Finding finding, String erasure)
            throws IOException {
        return new DatasetErasure(folder, before, finding, erasure).apply();
    }

    private Manifest apply() throws IOException {
        NavigableMap<Integer, NavigableSet<Long>> rows = new TreeMap<>();
        Set<Long> numbers = new HashSet<>();
        Set<String> ids = new HashSet<>();
        for (Target target : targets) {
            rows.computeIfAbsent(target.part(), part -> new TreeSet<>()).add(target.row());
            numbers.add(target.number());
            ids.add(target.id());
        }
        annotated(ids, rows.keySet()); // first: it asks the parts what the texts were
        for (var part : rows.entrySet()) {
            String name = part(part.getKey());
            if (isAsBefore(name)) {
                PartRewrite.without(folder.resolve(name), part.getValue());
            }
            rewritten.add(name);
        }
        rewritten.addAll(DatasetIndex.erase(folder, before.digest(), numbers, ids));
        rewritten.addAll(MerkleTree.erase(folder, ids));
        rewritten.addAll(SignatureFile.erase(folder, ids));
        rejects(ids);
        statistics();
        return before.amended(folder, rewritten, counts());
    }

    /// Sums stay; domains of erased documents are named no more.
    private void statistics() {
        Path file = folder.resolve(Statistics.FILE);
        if (!Files.exists(file)) {
            return; // a dataset from before there were any
        }
        Statistics now =
                Gathered.erased(
                        Json.read(file, Statistics.class),
                        targets.stream().map(Target::url).toList(),
                        counts().getOrDefault("documents.erased", 0L));
        AtomicFile.write(file, Json.canonical(now) + "\n");
        rewritten.add(Statistics.FILE);
    }

    /// What was kept for deciding again holds the texts of documents, and of doubles and near
    /// doubles that were dropped. They are blotted out, and so are those of other documents that
    /// the dataset does not have and that hold a passage which no document of the dataset holds any
    /// more; where that cannot be done it goes as a whole, since it can be made again from the
    /// sources.
    private void annotated(Set<String> ids, Set<Integer> parts) throws IOException {
        List<Manifest.Entry> kept =
                before.files().stream().filter(entry -> isAnnotated(entry.path())).toList();
        if (kept.isEmpty()) {
            return;
        }
        if (!UnitErasure.canRewrite(folder)) {
            for (Manifest.Entry entry : kept) {
                Files.deleteIfExists(folder.resolve(entry.path()));
                rewritten.add(entry.path());
            }
            Files.deleteIfExists(folder.resolve(Annotated.FOLDER));
            return;
        }
        boolean first = true;
        for (int part : parts) {
            first &= isAsBefore(part(part));
        }
        if (first) { // else an earlier attempt came further than this
            blot(ids);
        }
        for (Manifest.Entry entry : kept) {
            if (!Digest.ofFile(folder.resolve(entry.path())).equals(entry.sha256())) {
                rewritten.add(entry.path());
            }
        }
    }

    private void blot(Set<String> ids) throws IOException {
        Set<String> doubles = doubles(ids);
        List<Path> parts = ParquetDataset.open(folder).parts();
        Sought sought = new Sought();
        for (Target target : targets) {
            if (target.why() != Why.NEAR_DUPLICATE) { // copies of copies stay, as in the dataset
                sought.add(ParquetDataset.read(parts.get(target.part()), target.row()).text());
            }
        }
        Set<Long> quoted = new HashSet<>();
        finding.quoted().forEach(passage -> quoted.add(Long.parseUnsignedLong(passage, 16)));
        boolean all = finding.reach() == Reach.EVERY_TEXT; // else it is not known what is quoted
        try (DatasetIndex index = DatasetIndex.open(folder)) {
            UnitErasure.erase(
                    folder,
                    erasure,
                    (id, text) -> {
                        if (ids.contains(id) || doubles.contains(id)) {
                            return true;
                        }
                        if (index.keeps(id)) {
                            return false; // no target: it stays in the dataset, and here
                        }
                        Sought.Standing standing = sought.of(text);
                        return standing.isCopy() || (all && !quoted.containsAll(standing.common()));
                    });
        }
    }

    /// Ids of the documents that were dropped in favour of these.
    private Set<String> doubles(Set<String> ids) throws IOException {
        Set<String> doubles = new HashSet<>();
        try (BufferedReader in = Files.newBufferedReader(folder.resolve(DataStage.REJECTS))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                JsonNode reject = Json.parse(line, DataStage.REJECTS);
                String detail = reject.path("detail").asString("");
                if (ids.stream().anyMatch(id -> detail.endsWith(" " + id))) {
                    doubles.add(reject.path("id").asString(""));
                }
            }
        }
        return doubles;
    }

    private static boolean isAnnotated(String path) {
        return path.startsWith(Annotated.FOLDER + "/");
    }

    private static String part(int number) {
        return String.format(Locale.ROOT, "part-%05d.parquet", number);
    }

    /// True unless an earlier attempt rewrote the file.
    private boolean isAsBefore(String name) throws IOException {
        Digest now = Digest.ofFile(folder.resolve(name));
        return before.files().stream()
                .anyMatch(entry -> entry.path().equals(name) && entry.sha256().equals(now));
    }

    /// The list of rejects names ids and no text; where it names an erased document, and the double
    /// that was dropped in its favour, it keeps digests of both.
    private void rejects(Set<String> ids) throws IOException {
        Path file = folder.resolve(DataStage.REJECTS);
        Path temporary = folder.resolve(DataStage.REJECTS + ".tmp");
        try (BufferedReader in = Files.newBufferedReader(file);
                BufferedWriter out = Files.newBufferedWriter(temporary)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.write(reject(line, ids));
                out.write('\n');
            }
        }
        AtomicFile.publish(temporary, file);
        rewritten.add(DataStage.REJECTS);
    }

    private static String reject(String line, Set<String> ids) {
        JsonNode reject = Json.parse(line, DataStage.REJECTS);
        String detail = reject.path("detail").asString("");
        for (String id : ids) {
            if (detail.endsWith(" " + id) && reject instanceof ObjectNode fields) {
                String prefix = detail.substring(0, detail.length() - id.length());
                fields.put("detail", prefix + "sha256:" + Digest.of(id));
                fields.put("id", "sha256:" + Digest.of(reject.path("id").asString("")));
                return Json.canonical(fields);
            }
        }
        return line;
    }

    private SortedMap<String, Long> counts() {
        SortedMap<String, Long> counts = new TreeMap<>(before.counts());
        for (Target target : targets) {
            target.counted()
                    .forEach((name, amount) ->
                            counts.computeIfPresent(name, (key, sum) -> sum - amount));
            counts.merge("documents.erased", 1L, Long::sum);
        }
        return counts;
    }
}
