import eu.socle.data.dedup.substring.RepeatedStrings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Times the search for repeated strings of at least 100 bytes on one thread, by the table of windows and by the suffix array.
///
/// Arguments: a file of texts (each: 4 bytes big-endian length, UTF-8), rounds, and `table` to leave the suffix array out. Prints one JSON line.
public final class SubstringSpeed {

    public static void main(String[] arguments) throws IOException {
        List<byte[]> texts = new ArrayList<>();
        java.nio.ByteBuffer buffer = java.nio.ByteBuffer.wrap(Files.readAllBytes(Path.of(arguments[0])));
        long bytes = 0;
        while (buffer.hasRemaining()) {
            byte[] text = new byte[buffer.getInt()];
            buffer.get(text);
            texts.add(text);
            bytes += text.length;
        }
        double[] seconds = new double[Integer.parseInt(arguments[1])];
        List<List<RepeatedStrings.Range>> found = List.of();
        for (int round = 0; round < seconds.length; round++) {
            long start = System.nanoTime();
            found = RepeatedStrings.find(texts, 100, RepeatedStrings.Keep.FIRST);
            seconds[round] = (System.nanoTime() - start) / 1e9;
        }
        long repeated = found.stream().flatMap(List::stream).mapToLong(r -> r.to() - r.from()).sum();
        double cold = seconds[0];
        Arrays.sort(seconds);
        System.out.printf(
                Locale.ROOT,
                "{\"bytes\":%d,\"repeatedBytes\":%d,\"coldSeconds\":%.3f,\"medianSeconds\":%.3f,\"megabytesPerSecond\":%.1f%s}%n",
                bytes, repeated, cold, seconds[seconds.length / 2], bytes / 1e6 / seconds[seconds.length / 2],
                arguments.length > 2 ? "" : suffixArray(texts, bytes, found));
    }

    private static String suffixArray(List<byte[]> texts, long bytes, List<List<RepeatedStrings.Range>> found) {
        long start = System.nanoTime();
        boolean equal = RepeatedStrings.bySuffixArray(texts, 100, RepeatedStrings.Keep.FIRST).equals(found);
        double seconds = (System.nanoTime() - start) / 1e9;
        return String.format(Locale.ROOT, ",\"equal\":%b,\"suffixArraySeconds\":%.3f,\"suffixArrayMegabytesPerSecond\":%.1f", equal, seconds, bytes / 1e6 / seconds);
    }
}
