import eu.socle.core.AtomicFile;
import eu.socle.core.Digest;
import eu.socle.core.Json;
import eu.socle.core.Seed;
import eu.socle.data.dedup.near.Sketch;
import eu.socle.data.index.DatasetIndex;
import eu.socle.data.index.HashIndex;
import eu.socle.data.index.NearIndex;
import eu.socle.token.shard.Whereabouts;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Times finding a document among many: id or address to place in the dataset, then place to tokens, with the files
/// that a dataset of this size has. Ids and addresses are made up, all files are real.
///
/// `near` is the index of near copies and that of identifiers, in a folder of its own: of each 50 000 documents one has a real
/// text and four near copies (two words in a hundred changed), all others have keys at random; half of the documents name
/// one of 20 million identifiers.
///
/// Arguments: `build-...` or `measure...`, folder, number of documents. Building prints its time; measuring prints
/// median, 99th percentile and maximum over 2000 look-ups of each kind, each in a fresh process's first state (`first`)
/// and after.
public final class ErasureIndex {

    private static final int PART = 50_000; // documents, the default of a recipe
    private static final int SHARD = 1_000_000; // documents of a token shard: about a thousand tokens each
    private static final int LOOKUPS = 2_000;

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[1]));
        long documents = Long.parseLong(arguments[2]);
        if (arguments[0].equals("build-near")) {
            buildNear(folder, documents);
            return;
        }
        if (arguments[0].equals("measure-near")) {
            measureNear(folder, documents);
            return;
        }
        if (arguments[0].startsWith("build")) {
            build(arguments[0], folder, documents);
            return;
        }
        measure(folder, documents);
    }

    private static String id(long document) {
        return "crawl/part-" + document / PART + ".jsonl#" + document % PART;
    }

    private static String url(long document) {
        return "https://site-" + document % 1_000_003 + ".example/page/" + document;
    }

    private static String normalUrl(long document) {
        return "site-" + document % 1_000_003 + ".example/page/" + document;
    }

    private static void build(String step, Path folder, long documents) throws IOException {
        long started = System.nanoTime();
        if (step.equals("build-documents") || step.equals("build-urls")) {
            boolean ids = step.equals("build-documents");
            try (HashIndex.Builder index =
                    new HashIndex.Builder(folder.resolve(ids ? "index.documents" : "index.urls"))) {
                for (long i = 0; i < documents; i++) {
                    index.add(HashIndex.hash(ids ? id(i) : normalUrl(i)), i);
                }
                index.finish();
            }
        } else {
            try (HashIndex.Builder index = new HashIndex.Builder(folder.resolve("index.doubles"))) {
                for (long i = 0; i < documents / 10; i++) { // one document in ten had a double
                    index.add(HashIndex.hash("double-" + i), HashIndex.hash(id(i)));
                }
                index.finish();
            }
            List<Long> rows = new ArrayList<>();
            for (long row = 0; row < documents; row += PART) {
                rows.add(row);
            }
            rows.add(documents);
            AtomicFile.write(folder.resolve("index.json"), Json.canonical(Map.of("rows", rows)));
            for (long shard = 0; shard * SHARD < documents; shard++) {
                tokens(folder, (int) shard, documents);
            }
        }
        System.out.printf(Locale.ROOT, "%s %d documents: %.1f s%n", step, documents, (System.nanoTime() - started) / 1e9);
    }

    /// The index of a token shard; every document has 1000 tokens.
    private static void tokens(Path folder, int shard, long documents) throws IOException {
        long first = (long) shard * SHARD;
        int count = (int) Math.min(SHARD, documents - first);
        Path file = folder.resolve(String.format(Locale.ROOT, "train-%05d.index", shard));
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            ByteBuffer head = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
            head.putLong(16, count).putLong(24, 1000L * count);
            out.write(head.array());
            ByteBuffer entry = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < count; i++) {
                entry.clear();
                entry.putLong(1000L * i).putLong(1000L * (i + 1)).putLong(first + i).putLong(4000);
                out.write(entry.array());
            }
        }
    }

    private static final long IDENTIFIERS = 20_000_000;
    private static final int COPIES = 4;

    private static void buildNear(Path folder, long documents) throws IOException {
        long started = System.nanoTime();
        Seed seed = new Seed(20261125).of("bands");
        Sketch sketch = NearIndex.METHOD.sketch();
        long[] keys = new long[NearIndex.METHOD.bands()];
        Path task = folder.resolve("task.tmp");
        List<Long> rows = new ArrayList<>();
        try (DatasetIndex.Builder index = new DatasetIndex.Builder(folder, Optional.of(Digest.of("key")), true)) {
            for (long first = 0; first < documents; first += PART) {
                rows.add(first);
                int count = (int) Math.min(PART, documents - first);
                ByteBuffer out = ByteBuffer.allocate(count * 4 * (1 + keys.length));
                for (int row = 0; row < count; row++) {
                    out.putInt(row);
                    boolean real = row % 1000 == 7 && row / 1000 <= COPIES;
                    if (real) {
                        sketch.keys(text(first / PART, row / 1000), keys);
                    }
                    for (int band = 0; band < keys.length; band++) {
                        out.putInt((int) ((real ? keys[band] : seed.bits((first + row) * keys.length + band)) >>> 32));
                    }
                    if (row % 2 == 0) {
                        index.names(identifier((first + row) / 2 % IDENTIFIERS), first + row);
                    }
                }
                Files.write(task, out.array());
                index.near(task, first);
            }
            rows.add(documents);
            Files.delete(task);
            System.out.printf(Locale.ROOT, "gathered: %.1f s%n", (System.nanoTime() - started) / 1e9);
            index.finish(rows);
        }
        System.out.printf(Locale.ROOT, "build-near %d documents: %.1f s%n", documents, (System.nanoTime() - started) / 1e9);
    }

    private static long identifier(long number) {
        return new Seed(number).of("identifier").bits(0);
    }

    /// 200 words; in a copy two of a hundred are others.
    private static String text(long page, int copy) {
        Seed words = new Seed(page).of("words");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            boolean changed = copy > 0 && i % 50 == 10 * copy;
            for (char c : Long.toString((changed ? words.of(copy) : words).bits(i) >>> 24, 26).toCharArray()) {
                text.append(c < 'a' ? (char) (c - '0' + 'q') : c);
            }
            text.append(' ');
        }
        return text.toString();
    }

    private static void measureNear(Path folder, long documents) throws IOException {
        for (String name : List.of("index.near", "index.identifiers")) {
            System.out.printf(Locale.ROOT, "%s: %.2f GB%n", name, Files.size(folder.resolve(name)) / 1e9);
        }
        long opened = System.nanoTime();
        long pages = documents / PART;
        long[] candidates = {0, 0, 0}; // look-ups, candidates, copies
        try (DatasetIndex index = DatasetIndex.open(folder)) {
            System.out.printf(Locale.ROOT, "open: %.3f ms%n", (System.nanoTime() - opened) / 1e6);
            time("near copies", pages, page -> {
                List<Long> found = index.byText(text(page, 0)).stream().map(DatasetIndex.Place::number).toList();
                candidates[0]++;
                candidates[1] += found.size();
                for (int copy = 1; copy <= COPIES; copy++) {
                    candidates[2] += found.contains(page * PART + 1000L * copy + 7) ? 1 : 0;
                }
                return found.contains(page * PART + 7);
            });
            System.out.printf(Locale.ROOT, "copies of similarity 0.81 found: %.4f%n", (double) candidates[2] / (COPIES * candidates[0]));
            System.out.printf(Locale.ROOT, "candidates of a document with four copies: %.3f on average, itself among them%n", (double) candidates[1] / candidates[0]);
            candidates[0] = 0;
            candidates[1] = 0;
            time("no near copy", pages, page -> {
                candidates[0]++;
                candidates[1] += index.byText(text(-1 - page, 0)).size();
                return true;
            });
            System.out.printf(Locale.ROOT, "candidates of a text that is not there: %.3f on average%n", (double) candidates[1] / candidates[0]);
            time("identifier", Math.min(IDENTIFIERS, documents / 2), i -> index.byIdentifier(identifier(i)).stream().anyMatch(place -> place.number() == 2 * i));
            time("no identifier", IDENTIFIERS, i -> index.byIdentifier(identifier(-1 - i)).isEmpty());
        }
    }

    private interface Look {
        boolean up(long document) throws IOException;
    }

    private static void measure(Path folder, long documents) throws IOException {
        long bytes = 0;
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                bytes += Files.size(file);
            }
        }
        System.out.printf(Locale.ROOT, "%d documents, %.2f GB of index%n", documents, bytes / 1e9);
        long opened = System.nanoTime();
        try (DatasetIndex index = DatasetIndex.open(folder)) {
            System.out.printf(Locale.ROOT, "open: %.3f ms%n", (System.nanoTime() - opened) / 1e6);
            time("by id", documents, i -> index.byId(id(i)).stream().anyMatch(p -> p.number() == i));
            time("by address", documents, i -> index.byUrl(url(i)).stream().anyMatch(p -> p.number() == i));
            time("by a double's id", documents / 10, i -> index.byId("double-" + i).stream().anyMatch(p -> p.number() == i));
            time("absent", documents, i -> index.byId("absent-" + i).isEmpty());
            time("row to tokens", documents, i -> Whereabouts.find(folder, "train", i).orElseThrow().first() == 1000 * i);
            time("id to tokens", documents, i -> {
                long number = index.byId(id(i)).getFirst().number();
                return Whereabouts.find(folder, "train", number).orElseThrow().first() == 1000 * i;
            });
        }
    }

    private static void time(String name, long documents, Look look) throws IOException {
        Seed seed = new Seed(20261124).of(name);
        double[] millis = new double[LOOKUPS];
        for (int i = 0; i < LOOKUPS; i++) {
            long document = seed.below(documents, i);
            long started = System.nanoTime();
            boolean found = look.up(document);
            millis[i] = (System.nanoTime() - started) / 1e6;
            if (!found) {
                throw new IllegalStateException(name + ": document " + document + " was not found");
            }
        }
        double first = millis[0];
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "%-18s first %8.3f ms   median %7.3f ms   99%% %7.3f ms   maximum %8.3f ms%n",
                name, first, millis[LOOKUPS / 2], millis[LOOKUPS * 99 / 100], millis[LOOKUPS - 1]);
    }

    private ErasureIndex() {}
}
