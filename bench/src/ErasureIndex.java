import eu.socle.core.AtomicFile;
import eu.socle.core.Json;
import eu.socle.core.Seed;
import eu.socle.data.index.DatasetIndex;
import eu.socle.data.index.HashIndex;
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

/// Times finding a document among many: id or address to place in the dataset, then place to tokens, with the files
/// that a dataset of this size has. Ids and addresses are made up, all files are real.
///
/// Arguments: `build` or `measure`, folder, number of documents. Building prints its time; measuring prints
/// median, 99th percentile and maximum over 2000 look-ups of each kind, each in a fresh process's first state (`first`)
/// and after.
public final class ErasureIndex {

    private static final int PART = 50_000; // documents, the default of a recipe
    private static final int SHARD = 1_000_000; // documents of a token shard: about a thousand tokens each
    private static final int LOOKUPS = 2_000;

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[1]));
        long documents = Long.parseLong(arguments[2]);
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
