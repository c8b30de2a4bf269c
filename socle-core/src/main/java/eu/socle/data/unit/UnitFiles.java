package eu.socle.data.unit;

import java.nio.file.Path;
import java.util.Locale;

/// The names of the files of one unit while the stage works.
///
/// @param folder of the stage's working files
/// @param number of the unit
public record UnitFiles(Path folder, int number) {

    public Path notes() {
        return named("notes");
    }

    public Path texts() {
        return named("texts");
    }

    public Path sites() {
        return named("sites");
    }

    /// Whether a file is what reading and judging leaves of a unit.
    public static boolean isRead(String name) {
        return name.startsWith("unit-")
                && (name.endsWith(".notes") || name.endsWith(".texts") || name.endsWith(".sites"));
    }

    private Path named(String ending) {
        return folder.resolve(String.format(Locale.ROOT, "unit-%06d.%s", number, ending));
    }
}
