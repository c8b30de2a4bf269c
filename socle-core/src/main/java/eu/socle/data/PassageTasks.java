package eu.socle.data;

import eu.socle.core.AtomicFile;
import eu.socle.data.dedup.DedupConfig;
import eu.socle.data.dedup.disk.SortedLongs;
import eu.socle.data.dedup.passage.Cuts;
import eu.socle.data.dedup.passage.PassageKind;
import eu.socle.data.dedup.passage.PassageRule;
import eu.socle.data.dedup.passage.Passages;
import eu.socle.data.dedup.passage.RepeatedPassages;
import eu.socle.data.dedup.passage.RepeatedSubstrings;
import eu.socle.data.dedup.passage.SeenParagraphs;
import eu.socle.data.settle.Standing;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Finds the passages that occurred before: tasks hash the passages of their units, the driver
/// sorts the hashes. All kinds are compared in the text as it was read, so that the order of kinds
/// makes no difference; only documents that stay so far are compared.
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

    /// Hashes the passages of a unit.
    static void hash(Tasks tasks, int unit, PassageRule rule) throws IOException {
        Path file = tasks.files(unit).passages();
        try (Standing standing = Standing.open(tasks.working());
                DataOutputStream out = out(file)) {
            Standing.each(
                    tasks,
                    unit,
                    standing.first(unit),
                    (same, candidate, page, text) -> {
                        if (!standing.place(candidate).stays()) {
                            return;
                        }
                        Passages.of(
                                text.lastUtf8(),
                                rule,
                                (kind, hash, from, to) -> {
                                    out.writeByte(kind.code());
                                    out.writeLong(candidate);
                                    out.writeLong(hash);
                                    out.writeInt(from);
                                    out.writeInt(to);
                                });
                    });
            out.writeByte(END);
        }
        AtomicFile.publish(temporary(file), file);
    }

    /// Says which strings may be repeated, once the passages of all units are hashed.
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
                    (candidate, hash, from, to) -> all.add(candidate, hash, from));
            all.finish(halfWindows(folder));
        }
    }

    /// Hashes the strings of a unit that may be repeated.
    static void hashWindows(Tasks tasks, int unit, PassageRule rule) throws IOException {
        Path file = tasks.files(unit).windows();
        try (Standing standing = Standing.open(tasks.working());
                SortedLongs halfWindows = SortedLongs.open(halfWindows(tasks.working()), 1);
                DataOutputStream out = out(file)) {
            Standing.each(
                    tasks,
                    unit,
                    standing.first(unit),
                    (same, candidate, page, text) -> {
                        if (!standing.place(candidate).stays()) {
                            return;
                        }
                        RepeatedSubstrings.candidates(
                                candidate,
                                text.lastUtf8(),
                                rule.substrings(),
                                halfWindows,
                                (high, low, from) -> {
                                    out.writeByte(0);
                                    out.writeLong(candidate);
                                    out.writeLong(high);
                                    out.writeLong(low);
                                    out.writeInt(from);
                                });
                    });
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
        try (Cuts.Builder cuts = new Cuts.Builder(folder, MEMORY_BYTES)) {
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

    private static void seen(Tasks tasks, DedupConfig config, Cuts.Builder cuts)
            throws IOException {
        SeenParagraphs paragraphs = new SeenParagraphs(config.passages(), config.ngrams());
        try (Standing standing = Standing.open(tasks.working())) {
            Standing.each(
                    tasks,
                    (unit, candidate, page, text) -> {
                        if (standing.place(candidate).stays()) {
                            paragraphs.next(candidate, text.lastText(), cuts);
                        }
                    });
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
        void take(long candidate, long hash, int from, int to);
    }

    private static void each(Tasks tasks, PassageKind kind, Taker taker) throws IOException {
        for (int unit = 0; unit < tasks.units().size(); unit++) {
            try (DataInputStream in = in(tasks.files(unit).passages())) {
                for (int code = in.readByte(); code != END; code = in.readByte()) {
                    long candidate = in.readLong();
                    long hash = in.readLong();
                    int from = in.readInt();
                    int to = in.readInt();
                    if (code == kind.code()) {
                        taker.take(candidate, hash, from, to);
                    }
                }
            }
        }
    }

    private static void windows(Tasks tasks, int length, Cuts.Builder cuts) throws IOException {
        try (RepeatedSubstrings.Windows windows =
                new RepeatedSubstrings.Windows(length, tasks.working(), MEMORY_BYTES)) {
            for (int unit = 0; unit < tasks.units().size(); unit++) {
                try (DataInputStream in = in(tasks.files(unit).windows())) {
                    for (int code = in.readByte(); code != END; code = in.readByte()) {
                        long candidate = in.readLong();
                        long high = in.readLong();
                        windows.add(candidate, high, in.readLong(), in.readInt());
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
