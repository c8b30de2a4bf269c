import eu.socle.core.Json;
import eu.socle.data.dedup.disk.SortedLongs;
import eu.socle.data.dedup.passage.Cuts;
import eu.socle.data.dedup.passage.PassageKind;
import eu.socle.data.dedup.passage.PassageRule;
import eu.socle.data.dedup.passage.Passages;
import eu.socle.data.dedup.passage.RepeatedPassages;
import eu.socle.data.dedup.passage.RepeatedSubstrings;
import eu.socle.data.dedup.substring.RepeatedStrings;
import eu.socle.data.dedup.substring.RepeatedStrings.Range;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/// Finds repeated paragraphs, sentences and strings of real texts by sorting on disk, on one thread, and compares the strings
/// with those that are found in memory.
///
/// Arguments: folder of `.jsonl.gz` files with a field `text`, megabytes of buffers for each sorter, rounds, folder for temporary
/// files. Prints one JSON line for each kind and round.
public final class PassageSpeed {

    private static final int STRING = 100;

    public static void main(String[] arguments) throws IOException {
        List<byte[]> documents = read(Path.of(arguments[0]));
        long bytes = documents.stream().mapToLong(d -> d.length).sum();
        long memory = Long.parseLong(arguments[1]) << 20;
        Path folder = Path.of(arguments[3]);
        for (int round = 0; round < Integer.parseInt(arguments[2]); round++) {
            long start = System.nanoTime();
            long cut = hashed(documents, PassageKind.PARAGRAPH, new PassageRule(40, 0, 0, 0, 0, 0), memory, folder);
            print("paragraphs", documents, bytes, cut, start);
            start = System.nanoTime();
            cut = hashed(documents, PassageKind.SENTENCES, new PassageRule(0, 0, 3, 0, 0, 0), memory, folder);
            print("sentences", documents, bytes, cut, start);
            start = System.nanoTime();
            List<List<Range>> strings = strings(documents, memory, folder);
            print("strings", documents, bytes, sum(strings), start);
            start = System.nanoTime();
            List<List<Range>> inMemory = RepeatedStrings.find(documents, STRING, RepeatedStrings.Keep.FIRST);
            print("strings in memory", documents, bytes, sum(inMemory), start);
            if (!strings.equals(inMemory)) {
                throw new IllegalStateException("the strings differ");
            }
        }
    }

    private static long hashed(List<byte[]> documents, PassageKind of, PassageRule rule, long memory, Path folder)
            throws IOException {
        Path file = folder.resolve("cuts");
        try (RepeatedPassages passages = new RepeatedPassages(of, folder, memory);
                Cuts.Builder cuts = new Cuts.Builder(folder, memory)) {
            for (int i = 0; i < documents.size(); i++) {
                int document = i;
                Passages.of(documents.get(i), rule, (kind, hash, from, to) -> passages.add(document, hash, from, to));
            }
            passages.find(cuts);
            cuts.finish(file);
        }
        return sum(ranges(file, documents.size()));
    }

    private static List<List<Range>> strings(List<byte[]> documents, long memory, Path folder) throws IOException {
        Path half = folder.resolve("half-windows");
        Path file = folder.resolve("cuts");
        PassageRule rule = new PassageRule(0, 0, 0, STRING, 0, 0);
        try (RepeatedSubstrings.HalfWindows all = new RepeatedSubstrings.HalfWindows(folder, memory)) {
            for (int i = 0; i < documents.size(); i++) {
                int document = i;
                Passages.of(documents.get(i), rule, (kind, hash, from, to) -> all.add(document, hash, from));
            }
            all.finish(half);
        }
        try (RepeatedSubstrings.Windows windows = new RepeatedSubstrings.Windows(STRING, folder, memory);
                SortedLongs places = SortedLongs.open(half, 1);
                Cuts.Builder cuts = new Cuts.Builder(folder, memory)) {
            for (int i = 0; i < documents.size(); i++) {
                int document = i;
                RepeatedSubstrings.candidates(
                        i, documents.get(i), STRING, places, (high, low, from) -> windows.add(document, high, low, from));
            }
            windows.find(cuts);
            cuts.finish(file);
        }
        return ranges(file, documents.size());
    }

    private static List<List<Range>> ranges(Path file, int documents) throws IOException {
        List<List<Range>> all = new ArrayList<>();
        try (Cuts cuts = Cuts.open(file)) {
            for (int i = 0; i < documents; i++) {
                all.add(cuts.of(i).stream().map(c -> new Range(c.from(), c.to())).toList());
            }
        }
        return all;
    }

    private static long sum(List<List<Range>> ranges) {
        return ranges.stream().flatMap(List::stream).mapToLong(r -> r.to() - r.from()).sum();
    }

    private static void print(String kind, List<byte[]> documents, long bytes, long cut, long start) {
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "{\"kind\":\"%s\",\"documents\":%d,\"bytes\":%d,\"rangeBytes\":%d,\"seconds\":%.2f,\"megabytesPerSecond\":%.1f}%n",
                kind, documents.size(), bytes, cut, seconds, bytes / seconds / 1e6);
    }

    private static List<byte[]> read(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(f -> f.toString().endsWith(".jsonl.gz")).sorted().toList();
        }
        List<byte[]> documents = new ArrayList<>();
        for (Path file : files) {
            try (BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    documents.add(Json.parse(line, file.toString()).get("text").asString().getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        return documents;
    }
}
