package eu.socle.data;

import eu.socle.data.statistics.Gathered;
import java.nio.file.Path;
import java.util.Locale;

/// The names of the files that tasks leave about one piece while the stage works.
///
/// @param folder of the stage's working files
/// @param number of the piece
record PieceFiles(Path folder, int number) {

    /// What is compared of each candidate.
    Path keys() {
        return named("keys");
    }

    /// Where each candidate lies.
    Path candidates() {
        return named("candidates");
    }

    Path passages() {
        return named("passages");
    }

    Path windows() {
        return named("windows");
    }

    /// Candidates of which too little is left.
    Path emptied() {
        return named("emptied");
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
        return folder.resolve(String.format(Locale.ROOT, "piece-%06d.%s", number, ending));
    }
}
