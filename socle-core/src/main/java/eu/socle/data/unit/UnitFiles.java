package eu.socle.data.unit;

import eu.socle.data.statistics.Gathered;
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

    public Path passages() {
        return named("passages");
    }

    public Path windows() {
        return named("windows");
    }

    public Path account() {
        return named("account.json");
    }

    public Path rejects() {
        return named("rejects.jsonl");
    }

    public Path traces() {
        return named("traces");
    }

    /// What is counted about documents that are not kept.
    public Gathered.Files statistics() {
        return new Gathered.Files(named("statistics.json"), named("domains"));
    }

    private Path named(String ending) {
        return folder.resolve(String.format(Locale.ROOT, "unit-%06d.%s", number, ending));
    }
}
