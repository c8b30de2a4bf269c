package eu.socle.core;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Files that exist whole or not at all: temporary name, fsync, rename, fsync of the folder.
public final class AtomicFile {

    private AtomicFile() {}

    /// Writes these bytes to `file`, replacing it.
    ///
    /// @throws Refusal when the disk is full or the folder cannot be written
    public static void write(Path file, byte[] bytes) {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            try (FileChannel out =
                    FileChannel.open(
                            temporary,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    out.write(buffer);
                }
                out.force(true);
            }
            move(temporary, file);
        } catch (IOException e) {
            discard(temporary);
            throw cannotWrite(file, e);
        }
    }

    /// Deletes a temporary file that was not published, for example because the disk is full.
    public static void discard(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException ignored) {
            return; // what cannot be deleted is overwritten by the next attempt
        }
    }

    /// Writes this text as UTF-8.
    public static void write(Path file, String text) {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /// Moves a finished temporary file (already written and closed) to its name, durably.
    ///
    /// @throws IOException if the move or the fsync fails
    public static void publish(Path temporary, Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        move(temporary, file);
    }

    private static void move(Path temporary, Path file) throws IOException {
        Files.move(
                temporary,
                file,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            } catch (IOException ignored) {
                // Some file systems refuse to open a folder; the rename itself is still atomic.
                return;
            }
        }
    }

    /// The refusal for a failed write: names the file, the reason, and what to do.
    public static Refusal cannotWrite(Path file, IOException e) {
        String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        boolean full = reason.contains("No space left") || reason.contains("Disk quota");
        String what =
                full
                        ? "the disk is full; free some space and run the same command again, finished work is kept"
                        : reason
                                + "; check that the folder exists and can be written, then run the same command again";
        return Refusal.failure("cannot write " + file + ": " + what + ".", e);
    }
}
