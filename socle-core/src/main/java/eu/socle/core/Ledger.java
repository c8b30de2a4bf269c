package eu.socle.core;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The append-only, hash-chained record of a run: one canonical JSON line
/// `{"fact":{...},"previous":"<SHA-256>","sha256":"<SHA-256>"}` for each fact.
///
/// `sha256` is the digest of previous digest + newline + canonical fact, so no line can be changed,
/// removed or put in without breaking every later line. A process killed while writing leaves a
/// torn last line; opening cuts it off (it was never acknowledged). Any other damage is refused.
public final class Ledger implements AutoCloseable {

    /// Digest before the first line.
    public static final Digest GENESIS = new Digest("0".repeat(64));

    private final Path file;
    private final FileChannel channel;
    private final Map<Digest, Digest> successors = new HashMap<>(); // of superseded manifests
    private Digest head;

    private Ledger(Path file, FileChannel channel, Digest head) {
        this.file = file;
        this.channel = channel;
        this.head = head;
    }

    /// One line of the ledger.
    public record Line(Fact fact, Digest previous, Digest sha256) {}

    /// Opens or creates a ledger for appending; the whole chain is verified first.
    ///
    /// @throws Refusal if a line other than a torn last one does not verify, or the file cannot be
    ///   opened
    public static Ledger open(Path file) {
        try {
            FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                throw Refusal.failure(
                        file
                                + " is in use by another socle process; wait for it to end, or stop it.");
            }
            try {
                return verified(file, channel);
            } catch (IOException | Refusal e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(file, e);
        }
    }

    private static Ledger verified(Path file, FileChannel channel) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int whole = lastNewline(bytes) + 1;
        List<Line> lines = parse(file, new String(bytes, 0, whole, StandardCharsets.UTF_8));
        channel.truncate(whole);
        channel.position(whole);
        Ledger ledger =
                new Ledger(file, channel, lines.isEmpty() ? GENESIS : lines.getLast().sha256());
        lines.forEach(line -> ledger.note(line.fact()));
        return ledger;
    }

    private void note(Fact fact) {
        if (fact instanceof Fact.ManifestSuperseded superseded) {
            successors.put(superseded.before(), superseded.after());
        }
    }

    /// True when the manifest `now` is the manifest `then`, or took its place by erasures that this
    /// ledger states, one after the other.
    public synchronized boolean leadsTo(Digest then, Digest now) {
        Digest at = then;
        for (int steps = 0; steps <= successors.size(); steps++) {
            if (at.equals(now)) {
                return true;
            }
            if (!successors.containsKey(at)) {
                return false;
            }
            at = successors.get(at);
        }
        return false; // a circle, which no erasure makes
    }

    /// Appends a fact and forces it to disk.
    ///
    /// @throws Refusal if it cannot be written
    public synchronized void append(Fact fact) {
        String canonical = Json.canonical(fact);
        Digest next = Digest.of(head.hex() + "\n" + canonical);
        String line =
                "{\"fact\":"
                        + canonical
                        + ",\"previous\":\""
                        + head
                        + "\",\"sha256\":\""
                        + next
                        + "\"}\n";
        try {
            ByteBuffer buffer = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(false);
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(file, e);
        }
        head = next;
        note(fact);
    }

    /// Digest of the last line.
    public synchronized Digest head() {
        return head;
    }

    /// Reads and verifies a ledger.
    ///
    /// @throws Refusal if the file is missing or a line does not verify, naming the line
    public static List<Line> read(Path file) {
        try {
            return parse(file, Files.readString(file));
        } catch (IOException e) {
            throw Refusal.failure(
                    "the ledger " + file + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static List<Line> parse(Path file, String text) {
        List<Line> lines = new ArrayList<>();
        Digest previous = GENESIS;
        int number = 0;
        for (String json : text.lines().toList()) {
            number++;
            Line line = Json.read(json, Line.class, file + " line " + number);
            Digest expected = Digest.of(previous.hex() + "\n" + Json.canonical(line.fact()));
            if (!line.previous().equals(previous) || !line.sha256().equals(expected)) {
                throw Refusal.failure(
                        file
                                + " line "
                                + number
                                + " does not follow from the line before it: the ledger was changed after it was written.");
            }
            lines.add(line);
            previous = expected;
        }
        return lines;
    }

    /// Takes the file for this process; the system gives it back when the process ends, however it
    /// ends.
    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static int lastNewline(byte[] bytes) {
        int i = bytes.length - 1;
        while (i >= 0 && bytes[i] != '\n') {
            i--;
        }
        return i;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(file, e);
        }
    }
}
