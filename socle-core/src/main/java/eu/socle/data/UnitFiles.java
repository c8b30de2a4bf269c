package eu.socle.data;

import eu.socle.data.statistics.Gathered;
import java.nio.file.Path;
import java.util.Locale;

/// The names of the files of one unit while the stage works.
///
/// @param folder of the stage's working files
/// @param number of the unit
record UnitFiles(Path folder, int number) {

    Path notes() {
        return named("notes");
    }

    Path texts() {
        return named("texts");
    }

    Path sites() {
        return named("sites");
    }

    /// Whether a file is what reading and judging leaves of a unit.
    static boolean isRead(String name) {
        return name.startsWith("unit-")
                && (name.endsWith(".notes") || name.endsWith(".texts") || name.endsWith(".sites"));
    }

    Path passages() {
        return named("passages");
    }

    Path windows() {
        return named("windows");
    }

    Path account() {
        return named("account.json");
    }

    Path rejects() {
        return named("rejects.jsonl");
    }

    Path traces() {
        return named("traces");
    }

    /// What is counted about documents that are not kept.
    Gathered.Files statistics() {
        return new Gathered.Files(named("statistics.json"), named("domains"));
    }

    private Path named(String ending) {
        return folder.resolve(String.format(Locale.ROOT, "unit-%06d.%s", number, ending));
    }
}
