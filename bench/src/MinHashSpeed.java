import eu.socle.data.dedup.disk.Clusters;
import eu.socle.data.dedup.disk.DuplicateSearch;
import eu.socle.data.dedup.disk.KeepRule;
import eu.socle.data.dedup.near.MinHash;
import eu.socle.data.dedup.near.Sketch;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Times near-duplicate detection on one thread from UTF-8 texts in memory to clusters read back: signatures, band keys, sorting,
/// components.
///
/// Arguments: a file of texts (each: 4 bytes big-endian length, UTF-8), native or datatrove, rounds. Prints one JSON line; the first
/// round is cold: nothing of the product was loaded before it.
public final class MinHashSpeed {

    public static void main(String[] arguments) throws IOException {
        List<byte[]> texts = new ArrayList<>();
        long bytes = 0;
        try (DataInputStream in = new DataInputStream(Files.newInputStream(Path.of(arguments[0])))) {
            byte[] all = in.readAllBytes();
            java.nio.ByteBuffer buffer = java.nio.ByteBuffer.wrap(all);
            while (buffer.hasRemaining()) {
                byte[] text = new byte[buffer.getInt()];
                buffer.get(text);
                texts.add(text);
                bytes += text.length;
            }
        }
        MinHash minHash = new MinHash(MinHash.Profile.valueOf(arguments[1].toUpperCase(Locale.ROOT)), 5, 14, 8, 1);
        double[] seconds = new double[Integer.parseInt(arguments[2])];
        double[] signing = new double[seconds.length];
        int kept = 0;
        Path folder = Files.createTempDirectory("minhash");
        System.gc(); // reading the texts is not timed, nor is what it left behind
        for (int round = 0; round < seconds.length; round++) {
            long start = System.nanoTime();
            try (DuplicateSearch search = DuplicateSearch.in(folder, "bench", 1, 256L << 20, KeepRule.FIRST)) {
                sign(texts, minHash, search);
                signing[round] = (System.nanoTime() - start) / 1e9;
                kept = kept(texts.size(), search);
            }
            seconds[round] = (System.nanoTime() - start) / 1e9;
        }
        Files.delete(folder);
        double cold = seconds[0];
        Arrays.sort(seconds);
        Arrays.sort(signing);
        System.out.printf(
                Locale.ROOT,
                "{\"profile\":\"%s\",\"documents\":%d,\"bytes\":%d,\"kept\":%d,\"coldSeconds\":%.4f,\"medianSeconds\":%.4f,\"minimumSeconds\":%.4f,"
                        + "\"signingSeconds\":%.4f,\"megabytesPerSecond\":%.1f}%n",
                arguments[1], texts.size(), bytes, kept, cold, seconds[seconds.length / 2], seconds[0], signing[signing.length / 2],
                bytes / 1e6 / seconds[seconds.length / 2]);
    }

    private static void sign(List<byte[]> texts, MinHash minHash, DuplicateSearch search) {
        Sketch sketch = minHash.sketch();
        long[] keys = new long[minHash.bands()];
        for (int i = 0; i < texts.size(); i++) {
            if (sketch.keys(new String(texts.get(i), StandardCharsets.UTF_8), keys)) {
                search.add(i, keys);
            }
        }
    }

    private static int kept(int documents, DuplicateSearch search) {
        int kept = 0;
        try (Clusters clusters = search.finish();
                Clusters.Reader reader = clusters.open()) {
            for (int i = 0; i < documents; i++) {
                kept += reader.of(i).representative() == i ? 1 : 0;
            }
        }
        return kept;
    }
}
