package eu.socle.data;

import eu.socle.core.Json;
import eu.socle.core.Refusal;
import eu.socle.data.dedup.Signature;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The finished units of a stage: an index of all their documents in memory, the documents
/// themselves on disk.
final class UnitFiles implements AutoCloseable {

    private final List<Path> files = new ArrayList<>();
    private final List<FileChannel> channels = new ArrayList<>();

    /// Where one outcome lies.
    ///
    /// @param id of the document
    /// @param unit number of the unit
    /// @param offset of its line in the unit's file
    /// @param length of its line in bytes
    /// @param signature of a candidate; null for a rejected document
    /// @param characters code points of a candidate
    record Entry(
            String id,
            int unit,
            long offset,
            int length,
            @Nullable Signature signature,
            long characters) {}

    /// @throws IOException if a unit's file cannot be opened
    UnitFiles(List<Unit> units, Path folder) throws IOException {
        for (Unit unit : units) {
            files.add(unit.file(folder));
            channels.add(FileChannel.open(unit.file(folder)));
        }
    }

    /// Reads all units once.
    ///
    /// @throws IOException if a file cannot be read
    List<Entry> index() throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (int unit = 0; unit < files.size(); unit++) {
            try (InputStream in =
                    new BufferedInputStream(Files.newInputStream(files.get(unit)), 1 << 16)) {
                long offset = 0;
                for (byte[] line = line(in); line.length > 0; line = line(in)) {
                    Outcome outcome = parse(line, unit);
                    entries.add(
                            new Entry(
                                    outcome.id(),
                                    unit,
                                    offset,
                                    line.length,
                                    signature(outcome),
                                    characters(outcome)));
                    offset += line.length + 1L;
                }
            }
        }
        return entries;
    }

    /// Reads one outcome again.
    ///
    /// @throws IOException if it cannot be read
    Outcome read(Entry entry) throws IOException {
        ByteBuffer line = ByteBuffer.allocate(entry.length());
        while (line.hasRemaining()) {
            if (channels.get(entry.unit()).read(line, entry.offset() + line.position()) < 0) {
                throw new EOFException(files.get(entry.unit()) + " was cut while the stage ran");
            }
        }
        return parse(line.array(), entry.unit());
    }

    private Outcome parse(byte[] line, int unit) {
        try {
            return Json.read(
                    new String(line, StandardCharsets.UTF_8),
                    Outcome.class,
                    files.get(unit).toString());
        } catch (Refusal e) {
            throw Refusal.failure(
                    files.get(unit)
                            + " is damaged; remove its folder and run the same command again.",
                    e);
        }
    }

    private static @Nullable Signature signature(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Rejected _ -> null;
            case Outcome.Candidate candidate -> Signature.decoded(candidate.signature());
        };
    }

    private static long characters(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Rejected _ -> 0;
            case Outcome.Candidate c -> c.text().codePointCount(0, c.text().length());
        };
    }

    private static byte[] line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            line.write(b);
        }
        return line.toByteArray();
    }

    @Override
    public void close() throws IOException {
        for (FileChannel channel : channels) {
            channel.close();
        }
    }
}
