package eu.socle.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AtomicFileTest {

    @TempDir Path folder;

    /// The device that is always full: the error is that of the system, nothing is simulated.
    @Test
    void a_full_disk_is_said_so_and_what_was_there_stays() throws IOException {
        Path file = folder.resolve("manifest.json");
        AtomicFile.write(file, "before");
        Path temporary = folder.resolve("manifest.json.tmp");
        Files.createSymbolicLink(temporary, Path.of("/dev/full"));
        assertThatThrownBy(() -> AtomicFile.write(file, "after"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("the disk is full; free some space");
        assertThat(file).hasContent("before");
        assertThat(Files.isSymbolicLink(temporary)).as("the unfinished file is there").isFalse();
        AtomicFile.write(file, "after");
        assertThat(file).hasContent("after");
    }
}
