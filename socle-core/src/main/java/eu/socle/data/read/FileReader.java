package eu.socle.data.read;

import eu.socle.core.Digest;
import eu.socle.core.Refusal;
import eu.socle.data.read.bytes.Bomb;
import eu.socle.data.read.bytes.Compression;
import eu.socle.data.read.bytes.Damage;
import eu.socle.data.read.plan.Kind;
import eu.socle.data.read.plan.Plan.PlannedFile;
import eu.socle.data.read.plan.Plan.PlannedSlice;
import eu.socle.data.read.plan.Slicing;
import eu.socle.data.read.store.Digesting;
import eu.socle.data.read.store.Stored;
import eu.socle.data.read.store.Stores;
import eu.socle.data.read.warc.WarcFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/// Turns slices of planned files into documents: one for a page or a text, one for each record of
/// JSON Lines, WARC, Parquet and tables. What cannot be read becomes a [Reading.Failed]; nothing is
/// lost and nothing ends the run, but a file that changes while it is read or a storage that goes
/// away. May be used by many threads at once.
public final class FileReader implements AutoCloseable {

    /// In bytes. The longest novels have 4 MiB; a file beyond four times that is no document but a
    /// collection.
    public static final int LARGEST_DOCUMENT = 16 << 20;

    private final Stores stores;
    private final Manner manner;

    /// @param base what the locations of the plan are relative to
    public FileReader(Path base) {
        this(new Stores(base), Manner.STANDARD);
    }

    /// @param stores where the files of the plan lie; closed with this reader
    /// @param manner how they are read
    public FileReader(Stores stores, Manner manner) {
        this.stores = stores;
        this.manner = manner;
    }

    /// Reads a whole file, handing over what it holds in order.
    ///
    /// @throws Refusal if the file is no longer the one that was planned
    public void read(PlannedFile file, Consumer<Reading> out) {
        read(Slicing.whole(file, file.sha256()), out);
    }

    /// Reads a slice. The slices of a file, one after the other, hand over what the whole file
    /// does.
    ///
    /// @throws Refusal if the file is no longer the one that was planned, or its storage cannot be
    ///   read any more
    public void read(PlannedSlice slice, Consumer<Reading> out) {
        PlannedFile file = slice.file();
        if (slice.sha256() == null) {
            out.accept(
                    failed(
                            file,
                            Unreadable.UNREADABLE,
                            "the file cannot be opened: it may not be read, is a link to nothing, or has a name that is no text"));
            return;
        }
        Stored stored =
                stores.find(file.location(), file.source().bucket(), file.bytes(), file.version());
        try (Digesting raw =
                new Digesting(
                        stored.open(slice.from(), Long.MAX_VALUE), slice.to() - slice.from())) {
            switch (Kind.of(file.location())) {
                case JSON_LINES -> new JsonLines(slice, manner, out).read(raw);
                case WARC -> new WarcFile(slice, stored, manner, out).read(raw);
                case CSV -> new TableFile(slice, stored, ',', manner, out).read(raw);
                case TSV -> new TableFile(slice, stored, '\t', manner, out).read(raw);
                case PARQUET -> new ParquetFile(slice, stored, manner, out).read();
                case PDF, HTML, MARKDOWN, PLAIN, PROGRAM ->
                        out.accept(new WholeFile(file, manner).read(raw));
            }
            Digest found = raw.finish();
            if (!found.equals(slice.sha256())) {
                throw Refusal.failure(
                        file.location()
                                + " was changed while it was being read; run the same command again when it is still.");
            }
        } catch (IOException e) {
            throw Refusal.failure(
                    file.location()
                            + " could be read a moment ago and cannot now: "
                            + e.getMessage()
                            + "; run the same command again.",
                    e);
        }
    }

    /// What to call a stream that broke.
    public static Unreadable reason(IOException e) {
        return switch (e) {
            case EOFException _ -> Unreadable.TRUNCATED_RECORD;
            case Bomb _ -> Unreadable.EXPANDS_TOO_MUCH;
            default -> Unreadable.UNREADABLE;
        };
    }

    /// The words for a stream that broke.
    public static String detail(IOException e) {
        return switch (e) {
            case EOFException _ -> "the compressed stream ends early";
            case Bomb bomb -> String.valueOf(bomb.getMessage());
            case Damage damage -> String.valueOf(damage.getMessage());
            default -> "it cannot be read: " + e.getMessage();
        };
    }

    public static Reading failed(PlannedFile file, Unreadable reason, String detail) {
        return failed(file, file.id(), reason, detail);
    }

    public static Reading failed(PlannedFile file, String id, Unreadable reason, String detail) {
        return new Reading.Failed(id, file.source().name(), reason, detail);
    }

    /// Line ends as `\n`, no blank lines at the two ends.
    public static String normalLines(String text) {
        return text.replace("\r\n", "\n").replace('\r', '\n').strip();
    }

    /// The place of a record inside a plain file; inside a compressed one it has none.
    static Origin origin(PlannedSlice slice, long plain, long length, long number) {
        boolean known = Compression.of(slice.file().location()) == Compression.NONE;
        return new Origin(
                slice.file().location(),
                known ? slice.from() + plain : -1,
                known ? length : -1,
                Long.toString(number));
    }

    /// Position of the first half of a surrogate pair that has no other half; -1 when there is
    /// none.
    static int loneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public void close() {
        stores.close();
    }
}
