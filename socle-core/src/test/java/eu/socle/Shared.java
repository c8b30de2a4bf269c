package eu.socle;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/// Where oracles and corpora lie: the folder that SOCLE_SHARED names, else `shared` beside the
/// repository.
public final class Shared {

    private Shared() {}

    /// A folder of oracles or corpora. Where it is missing the test is skipped with one loud line;
    /// with CI=true it fails.
    public static Path folder(String relative) {
        String named = System.getenv("SOCLE_SHARED");
        Path root = named == null ? repository().resolve("../shared") : Path.of(named);
        Path folder = root.resolve(relative).normalize();
        if (Files.isDirectory(folder)) {
            return folder;
        }
        String line =
                "NOT TESTED: "
                        + folder
                        + " is missing; set SOCLE_SHARED to the folder that holds "
                        + relative;
        if ("true".equals(System.getenv("CI"))) {
            return Assertions.fail(line);
        }
        System.err.println(line);
        Assumptions.abort(line);
        return folder;
    }

    /// The cases in a folder: its sub-folders, sorted by name; at least one, or the test fails.
    public static List<Path> cases(String relative) {
        try (Stream<Path> inside = Files.list(folder(relative))) {
            List<Path> cases = inside.filter(Files::isDirectory).sorted().toList();
            Assertions.assertFalse(cases.isEmpty(), relative + " holds no case");
            return cases;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /// The repository's root: the nearest folder above that holds `mvnw`.
    public static Path repository() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve("mvnw"))) {
            folder = folder.getParent();
        }
        return folder == null
                ? Assertions.fail("the tests must run inside the repository")
                : folder;
    }
}
