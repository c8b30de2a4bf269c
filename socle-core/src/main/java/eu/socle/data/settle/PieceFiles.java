package eu.socle.data.settle;

import eu.socle.data.statistics.Gathered;
import java.nio.file.Path;
import java.util.Locale;

/// The names of the files that tasks leave about one piece while the stage works.
///
/// @param folder of the stage's working files
/// @param number of the piece
public record PieceFiles(Path folder, int number) {

    /// What is compared of each candidate.
    public Path keys() {
        return named("keys");
    }

    /// Where each candidate lies.
    public Path candidates() {
        return named("candidates");
    }

    public Path passages() {
        return named("passages");
    }

    public Path windows() {
        return named("windows");
    }

    /// Candidates of which too little is left.
    public Path emptied() {
        return named("emptied");
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
        return folder.resolve(String.format(Locale.ROOT, "piece-%06d.%s", number, ending));
    }
}
