import eu.socle.core.Document;
import eu.socle.core.Progress;
import eu.socle.core.Workers;
import eu.socle.data.dataset.ParquetDataset;
import eu.socle.data.erase.Passages;
import eu.socle.data.erase.Request;
import eu.socle.data.erase.Search;
import eu.socle.data.index.NearIndex;
import eu.socle.data.personal.IdentifierKey;
import eu.socle.data.recount.Recount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// Times looking for a document in a dataset: by the index of near copies, by reading every text, and for words that
/// name a person; beside them the plain way of reading (all columns, a set of passages for each document), on the same
/// threads.
///
/// Arguments: folder of a dataset, threads, rounds, file of the identifiers' key. Prints medians in MB of UTF-8 text per second.
public final class ErasurePass {

    private interface Work {
        long does() throws IOException;
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        int threads = Integer.parseInt(arguments[1]);
        int rounds = Integer.parseInt(arguments[2]);
        IdentifierKey key = IdentifierKey.of(Files.readAllBytes(Path.of(arguments[3])), "key");
        try (Workers workers = Workers.of(threads)) {
            ParquetDataset dataset = ParquetDataset.open(folder);
            AtomicLong bytes = new AtomicLong();
            workers.forEach(dataset.parts().size(), part -> ParquetDataset.texts(dataset.parts().get(part), (row, text) -> bytes.addAndGet(text.getBytes(StandardCharsets.UTF_8).length)));
            double megabytes = bytes.get() / 1e6;
            Document asked = ParquetDataset.read(dataset.parts().getLast(), 7);
            Request id = new Request(List.of(asked.id()), List.of(), List.of());
            Request name = new Request(List.of(), List.of(), List.of("Xaverina Quellbrunn"));
            System.out.printf(Locale.ROOT, "%d documents, %.1f MB of text, %d threads%n", dataset.count(), megabytes, threads);
            String[] names = {"decode text alone", "plain way", "every text", "words that name a person", "index alone", "recount", "keys of near copies"};
            Work[] works = {
                () -> decode(dataset, workers),
                () -> plain(dataset, Passages.of(asked.text()), workers),
                () -> Search.of(folder, id, Optional.empty(), workers, Progress.SILENT).read(),
                () -> Search.of(folder, name, Optional.of(key), workers, Progress.SILENT).targets().size(),
                () -> Search.indexed(folder, id, Optional.empty()).targets().size(),
                () -> recount(folder, workers),
                () -> keys(dataset, workers)
            };
            double[][] seconds = new double[works.length][rounds];
            for (int round = -1; round < rounds; round++) {
                for (int i = 0; i < works.length; i++) {
                    long begun = System.nanoTime();
                    long result = works[i].does();
                    double took = (System.nanoTime() - begun) / 1e9;
                    System.out.printf(Locale.ROOT, "round %d  %-26s %8.4f s  -> %d%n", round, names[i], took, result);
                    if (round >= 0) {
                        seconds[i][round] = took;
                    }
                }
            }
            for (int i = 0; i < works.length; i++) {
                Arrays.sort(seconds[i]);
                double median = seconds[i][rounds / 2];
                System.out.printf(Locale.ROOT, "%-26s median %8.4f s  %8.1f MB/s%n", names[i], median, megabytes / median);
            }
        }
    }

    /// Only takes the texts out of the files: what no search can be faster than.
    private static long decode(ParquetDataset dataset, Workers workers) {
        AtomicLong units = new AtomicLong();
        workers.forEach(
                dataset.parts().size(),
                part -> {
                    long[] sum = {0};
                    ParquetDataset.texts(dataset.parts().get(part), (row, text) -> sum[0] += text.length());
                    units.addAndGet(sum[0]);
                });
        return units.get();
    }

    /// What the index of near copies costs the data stage.
    private static long keys(ParquetDataset dataset, Workers workers) {
        AtomicLong bytes = new AtomicLong();
        workers.forEach(
                dataset.parts().size(),
                part -> {
                    try {
                        Path file = Files.createTempFile("keys", "");
                        try (NearIndex.Keys keys = new NearIndex.Keys(file)) {
                            ParquetDataset.texts(
                                    dataset.parts().get(part),
                                    (row, text) -> {
                                        try {
                                            keys.add(text);
                                        } catch (IOException e) {
                                            throw new UncheckedIOException(e);
                                        }
                                    });
                        }
                        bytes.addAndGet(Files.size(file));
                        Files.delete(file);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
        return bytes.get();
    }

    /// All columns of all rows, every count and the commitment.
    private static long recount(Path folder, Workers workers) throws IOException {
        Path temporary = Files.createTempDirectory("recount");
        Recount recount = Recount.of(folder, List.of(), temporary, workers, Progress.SILENT);
        try (Stream<Path> inside = Files.list(temporary)) {
            for (Path file : inside.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(temporary);
        if (!recount.faults().isEmpty()) {
            throw new IllegalStateException(recount.faults().getFirst());
        }
        return recount.figures();
    }

    private static long plain(ParquetDataset dataset, Set<Long> sought, Workers workers) {
        AtomicLong hits = new AtomicLong();
        workers.forEach(
                dataset.parts().size(),
                part -> {
                    ParquetDataset one = new ParquetDataset(List.of(dataset.parts().get(part)), Long.MAX_VALUE);
                    try (Stream<Document> documents = one.open()) {
                        for (Iterator<Document> all = documents.iterator(); all.hasNext(); ) {
                            Set<Long> passages = new HashSet<>(Passages.of(all.next().text()));
                            passages.retainAll(sought);
                            hits.addAndGet(passages.isEmpty() ? 0 : 1);
                        }
                    }
                });
        return hits.get();
    }

    private ErasurePass() {}
}
