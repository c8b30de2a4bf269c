import eu.socle.core.Seed;
import eu.socle.data.dedup.disk.Clusters;
import eu.socle.data.dedup.disk.DuplicateSearch;
import eu.socle.data.dedup.disk.KeepRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// Clusters synthetic band keys of any number of documents within a stated memory, and checks every cluster.
///
/// Each fifth document is a near copy: it shares nine of its band keys with an original, whose copies are as many as chance wants.
/// Arguments: documents, megabytes, folder for temporary files. Prints one JSON line with the greatest resident set of the process.
public final class DuplicateSearchScale {

    private static final int BANDS = 14;

    public static void main(String[] arguments) throws IOException {
        long documents = Long.parseLong(arguments[0]);
        Path folder = Path.of(arguments[2]);
        Seed keysOf = new Seed(1).of("keys");
        Seed draws = new Seed(1).of("originals");
        long[] keys = new long[BANDS];
        long start = System.nanoTime();
        long wrong = 0;
        long dropped = 0;
        double added;
        double found;
        try (DuplicateSearch search = DuplicateSearch.in(folder, "scale", 1, Long.parseLong(arguments[1]) << 20, KeepRule.FIRST)) {
            for (long document = 0; document < documents; document++) {
                long original = original(document, draws);
                for (int band = 0; band < BANDS; band++) {
                    keys[band] = keysOf.bits((band < 9 ? original : document) * BANDS + band);
                }
                search.add(document, keys);
            }
            added = (System.nanoTime() - start) / 1e9;
            try (Clusters clusters = search.finish();
                    Clusters.Reader reader = clusters.open()) {
                found = (System.nanoTime() - start) / 1e9;
                for (long document = 0; document < documents; document++) {
                    long representative = reader.of(document).representative();
                    wrong += representative == original(document, draws) ? 0 : 1;
                    dropped += representative == document ? 0 : 1;
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "{\"documents\":%d,\"megabytes\":%s,\"dropped\":%d,\"wrong\":%d,\"addSeconds\":%.1f,\"seconds\":%.1f,\"peakResidentMegabytes\":%d,\"maximumHeapMegabytes\":%d}%n",
                documents, arguments[1], dropped, wrong, added, found, peak(), Runtime.getRuntime().maxMemory() >> 20);
    }

    /// Of a copy the document it copies, always an original before it; else the document.
    private static long original(long document, Seed draws) {
        if (document % 5 != 4) {
            return document;
        }
        long before = draws.below(document, document);
        return before % 5 == 4 ? before - 1 : before;
    }

    private static long peak() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) >> 10;
            }
        }
        throw new IOException("no VmHWM");
    }
}
