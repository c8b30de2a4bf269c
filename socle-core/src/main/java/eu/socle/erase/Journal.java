package eu.socle.erase;

import com.fasterxml.jackson.annotation.JsonInclude;
import eu.socle.core.AtomicFile;
import eu.socle.core.Digest;
import eu.socle.core.Json;
import eu.socle.core.Manifest;
import eu.socle.data.erase.Search;
import eu.socle.token.shard.Whereabouts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All that was decided before anything was touched, so that an interrupted erasure goes on to the
/// same end. It holds ids in clear and is gone when the erasure is done.
///
/// @param erasure its name within the run
/// @param time when it began
/// @param reason as stated
/// @param asked what was asked for
/// @param finding what was found
/// @param data manifest of the dataset before
/// @param root of the commitment before
/// @param token manifest of the tokens before; absent when there are none
/// @param rows of the tokens' documents, one for each target
/// @param tokens where they lie
/// @param models what had read them
record Journal(
        String erasure,
        String time,
        String reason,
        List<Asked> asked,
        Search.Finding finding,
        Manifest data,
        Digest root,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Manifest token,
        List<Long> rows,
        List<Whereabouts> tokens,
        List<Receipt.Model> models) {

    private static final String FILE = "journal.json";

    Journal {
        asked = List.copyOf(asked);
        rows = List.copyOf(rows);
        tokens = List.copyOf(tokens);
        models = List.copyOf(models);
    }

    /// The journal of an erasure that was interrupted, if there is one.
    static Optional<Journal> open(Path folder) {
        Path file = folder.resolve(FILE);
        return Files.exists(file) ? Optional.of(Json.read(file, Journal.class)) : Optional.empty();
    }

    void write(Path folder) {
        AtomicFile.write(folder.resolve(FILE), Json.canonical(this) + "\n");
    }

    static void delete(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(FILE));
    }
}
