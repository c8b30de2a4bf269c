package eu.socle.data.read.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Folders as disks have them: links, and names with any bytes.
class StoresTest {

    @TempDir Path folder;

    private NavigableMap<String, Stored> list(String place) {
        NavigableMap<String, Stored> found = new TreeMap<>();
        try (Stores stores = new Stores(folder)) {
            List<Stores.Found> all = stores.list(place, Bucket.STANDARD, "s");
            for (Stores.Found file : all) {
                found.put(file.name(), file.stored());
                assertThat(file.location()).isEqualTo(place + "/" + file.name());
            }
            assertThat(found).hasSameSizeAs(all);
        }
        return found;
    }

    @Test
    void aSourceMayBeALinkAndLinksToFilesAreFollowedAndThoseToFoldersAreNot() throws IOException {
        Path real = Files.createDirectories(folder.resolve("real"));
        Files.writeString(real.resolve("a.txt"), "a");
        Files.createSymbolicLink(folder.resolve("linked"), Path.of("real"));
        Files.createSymbolicLink(real.resolve("b.txt"), Path.of("a.txt"));
        Files.createSymbolicLink(real.resolve("self"), Path.of("."));
        Files.createSymbolicLink(real.resolve("gone.txt"), Path.of("nowhere"));
        assertThat(list("linked").keySet()).containsExactly("a.txt", "b.txt", "gone.txt");
        assertThatThrownBy(() -> Objects.requireNonNull(list("linked").get("gone.txt")).open(0, 1))
                .isInstanceOf(IOException.class);
    }

    @Test
    void namesWithMarksOfOtherSystemsAndOfPatternsAreNames() throws IOException {
        Path real = Files.createDirectories(folder.resolve("real"));
        List<String> names = List.of("-a", "[b]{c,d}*?", "back\\slash", "line\nend", "p%23#q");
        for (String name : names) {
            Files.writeString(real.resolve(name), name);
        }
        for (var file : list("real").entrySet()) {
            try (var in = file.getValue().open(0, 100)) {
                assertThat(new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                        .isEqualTo(file.getKey());
            }
        }
        assertThat(list("real").keySet())
                .containsExactlyElementsOf(names.stream().sorted().toList());
    }

    @Test
    void namesThatAreNoTextAreListedEachByItsBytesAndCannotBeOpened() throws IOException {
        Path real = Files.createDirectories(folder.resolve("real"));
        for (String name : List.of("caf%E9", "caf%E8")) {
            String place = real.toUri().toString();
            Files.writeString(Path.of(URI.create(place + name)), name);
        }
        var found = list("real");
        assertThat(found.keySet()).containsExactly("caf%E8", "caf%E9");
        for (Stored file : found.values()) {
            assertThatThrownBy(() -> file.open(0, 1)).isInstanceOf(IOException.class);
        }
    }
}
