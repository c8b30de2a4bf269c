package eu.socle.data;

import eu.socle.core.AtomicFile;
import eu.socle.data.dedup.DedupConfig;
import eu.socle.data.dedup.disk.SortedLongs;
import eu.socle.data.dedup.passage.Cut;
import eu.socle.data.dedup.passage.Cuts;
import eu.socle.data.dedup.passage.Cutting;
import eu.socle.data.dedup.passage.PassageKind;
import eu.socle.data.dedup.passage.PassageRule;
import eu.socle.data.dedup.passage.Passages;
import eu.socle.data.dedup.passage.RepeatedPassages;
import eu.socle.data.dedup.passage.RepeatedSubstrings;
import eu.socle.data.dedup.passage.SeenParagraphs;
import eu.socle.data.dedup.span.Sentences;
import eu.socle.data.settle.Candidates;
import eu.socle.data.settle.Doubles;
import eu.socle.data.settle.ExistingTexts;
import eu.socle.data.settle.PlaceFile;
import eu.socle.data.settle.Standing;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the passages that occurred before: tasks hash the passages of their pieces, the driver
/// sorts the hashes. All kinds are compared in the text as it was read, so that the order of kinds
/// makes no difference; only documents that stay so far are compared, and before all of them those
/// that existing datasets hold.
public final class PassageTasks {

    private static final long MEMORY_BYTES =
            64L << 20; // of each of the two sorters that live at a time
    private static final int END = -1;

    private PassageTasks() {}

    private static Path halfWindows(Path folder) {
        return folder.resolve("half-windows");
    }

    private static Path cutsFile(Path folder) {
        return folder.resolve("cuts");
    }

    /// What goes of the candidates; null when passages are not compared.
    public static @Nullable Cuts cuts(Path folder) throws IOException {
        Path file = cutsFile(folder);
        return Files.exists(file) ? Cuts.open(file) : null;
    }

    /// How many tasks hash passages: one for each piece, then one for each part of the existing
    /// datasets.
    static int tasks(Tasks tasks) {
        return tasks.pieces().size() + tasks.existingTexts().parts().size();
    }

    /// Takes a document that is compared: those of existing datasets come first, the candidates are
    /// numbered on from them.
    private interface Compared {
        void take(long document, byte[] utf8) throws IOException;
    }

    /// The documents of one task.
    private static void each(Tasks tasks, int task, Compared taker) throws IOException {
        ExistingTexts existing = tasks.existingTexts();
        int pieces = tasks.pieces().size();
        if (task >= pieces) {
            existing.each(task - pieces, taker::take);
            return;
        }
        try (Standing standing = Standing.open(tasks.working());
                Candidates candidates = tasks.candidates(task)) {
            for (long candidate = standing.first(task); candidates.next(); candidate++) {
                if (standing.place(candidate).stays()) {
                    taker.take(existing.documents() + candidate, candidates.utf8());
                }
            }
        }
    }

    /// Hashes the passages of a task's documents.
    static void hash(Tasks tasks, int task, PassageRule rule) throws IOException {
        Path file = tasks.files(task).passages();
        try (DataOutputStream out = out(file)) {
            each(
                    tasks,
                    task,
                    (document, utf8) ->
                            Passages.of(
                                    utf8,
                                    rule,
                                    (kind, hash, from, to) -> {
                                        out.writeByte(kind.code());
                                        out.writeLong(document);
                                        out.writeLong(hash);
                                        out.writeInt(from);
                                        out.writeInt(to);
                                    }));
            out.writeByte(END);
        }
        AtomicFile.publish(temporary(file), file);
    }

    /// Says which strings may be repeated, once the passages of all pieces are hashed.
    static void findHalfWindows(Tasks tasks) throws IOException {
        Path folder = tasks.working();
        if (Files.exists(halfWindows(folder))) {
            return;
        }
        try (RepeatedSubstrings.HalfWindows all =
                new RepeatedSubstrings.HalfWindows(folder, MEMORY_BYTES)) {
            each(
                    tasks,
                    PassageKind.SUBSTRING,
                    (document, hash, from, to) -> all.add(document, hash, from));
            all.finish(halfWindows(folder));
        }
    }

    /// Hashes the strings of a task's documents that may be repeated.
    static void hashWindows(Tasks tasks, int task, PassageRule rule) throws IOException {
        Path file = tasks.files(task).windows();
        try (SortedLongs halfWindows = SortedLongs.open(halfWindows(tasks.working()), 1);
                DataOutputStream out = out(file)) {
            each(
                    tasks,
                    task,
                    (document, utf8) ->
                            RepeatedSubstrings.candidates(
                                    document,
                                    utf8,
                                    rule.substrings(),
                                    halfWindows,
                                    (high, low, from) -> {
                                        out.writeByte(0);
                                        out.writeLong(document);
                                        out.writeLong(high);
                                        out.writeLong(low);
                                        out.writeInt(from);
                                    }));
            out.writeByte(END);
        }
        AtomicFile.publish(temporary(file), file);
    }

    /// Says what goes, once everything is hashed.
    static void findCuts(Tasks tasks, DedupConfig config) throws IOException {
        PassageRule rule = config.passages();
        Path folder = tasks.working();
        if (Files.exists(cutsFile(folder))) {
            return;
        }
        long first = tasks.existingTexts().documents();
        try (Cuts.Builder cuts = new Cuts.Builder(folder, MEMORY_BYTES, first)) {
            if (rule.paragraphNgrams() > 0) {
                seen(tasks, config, cuts);
            } else if (rule.paragraphs() > 0) {
                repeated(tasks, PassageKind.PARAGRAPH, cuts);
            }
            if (rule.sentences() > 0) {
                repeated(tasks, PassageKind.SENTENCES, cuts);
            }
            if (rule.substrings() > 0) {
                windows(tasks, rule.substrings(), cuts);
            }
            cuts.finish(cutsFile(folder));
        }
    }

    /// Says of which documents of a piece too little is left, once it is known what goes.
    static void empty(Tasks tasks, int piece, PassageRule rule) throws IOException {
        Path file = tasks.files(piece).emptied();
        try (Standing standing = Standing.open(tasks.working());
                Cuts cuts = Cuts.open(cutsFile(tasks.working()));
                Candidates candidates = tasks.candidates(piece);
                DataOutputStream out = out(file)) {
            for (long candidate = standing.first(piece); candidates.next(); candidate++) {
                List<Cut> gone = standing.place(candidate).stays() ? cuts.of(candidate) : List.of();
                if (gone.isEmpty()) {
                    continue;
                }
                Cutting cutting = Cutting.of(candidates.utf8(), gone);
                if (!cutting.enough(rule)) {
                    out.writeByte(0);
                    out.writeLong(candidate);
                    out.writeInt(cutting.words());
                    out.writeInt(Sentences.of(cutting.text()).size());
                }
            }
            out.writeByte(END);
        }
        AtomicFile.publish(temporary(file), file);
    }

    /// Notes the documents of a piece of which too little is left; may be done again.
    public static void emptied(Tasks tasks, int piece, PlaceFile places) throws IOException {
        try (DataInputStream in = in(tasks.files(piece).emptied())) {
            for (int code = in.readByte(); code != END; code = in.readByte()) {
                long candidate = in.readLong();
                Doubles.Place place = places.get(candidate);
                places.set(
                        candidate,
                        place.with(Doubles.Fate.TOO_LITTLE_LEFT, in.readInt(), in.readInt()));
            }
        }
    }

    private static void seen(Tasks tasks, DedupConfig config, Cuts.Builder cuts)
            throws IOException {
        SeenParagraphs paragraphs = new SeenParagraphs(config.passages(), config.ngrams());
        Compared next =
                (document, utf8) ->
                        paragraphs.next(document, new String(utf8, StandardCharsets.UTF_8), cuts);
        for (int task = tasks.pieces().size(); task < tasks(tasks); task++) {
            each(tasks, task, next); // the existing datasets first
        }
        for (int piece = 0; piece < tasks.pieces().size(); piece++) {
            each(tasks, piece, next);
        }
        Standing.refuseOverfilled(paragraphs.filter(), config.ngrams());
    }

    private static void repeated(Tasks tasks, PassageKind kind, Cuts.Builder cuts)
            throws IOException {
        try (RepeatedPassages passages =
                new RepeatedPassages(kind, tasks.working(), MEMORY_BYTES)) {
            each(tasks, kind, passages::add);
            passages.find(cuts);
        }
    }

    private interface Taker {
        void take(long document, long hash, int from, int to);
    }

    private static void each(Tasks tasks, PassageKind kind, Taker taker) throws IOException {
        for (int task = 0; task < tasks(tasks); task++) {
            try (DataInputStream in = in(tasks.files(task).passages())) {
                for (int code = in.readByte(); code != END; code = in.readByte()) {
                    long document = in.readLong();
                    long hash = in.readLong();
                    int from = in.readInt();
                    int to = in.readInt();
                    if (code == kind.code()) {
                        taker.take(document, hash, from, to);
                    }
                }
            }
        }
    }

    private static void windows(Tasks tasks, int length, Cuts.Builder cuts) throws IOException {
        try (RepeatedSubstrings.Windows windows =
                new RepeatedSubstrings.Windows(length, tasks.working(), MEMORY_BYTES)) {
            for (int task = 0; task < tasks(tasks); task++) {
                try (DataInputStream in = in(tasks.files(task).windows())) {
                    for (int code = in.readByte(); code != END; code = in.readByte()) {
                        long document = in.readLong();
                        long high = in.readLong();
                        windows.add(document, high, in.readLong(), in.readInt());
                    }
                }
            }
            windows.find(cuts);
        }
    }

    private static Path temporary(Path file) {
        return file.resolveSibling(file.getFileName() + ".tmp");
    }

    private static DataOutputStream out(Path file) throws IOException {
        return new DataOutputStream(
                new BufferedOutputStream(Files.newOutputStream(temporary(file)), 1 << 16));
    }

    private static DataInputStream in(Path file) throws IOException {
        return new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
    }
}
