package eu.socle.data.describe;

import eu.socle.core.Digest;
import eu.socle.core.Fact;
import eu.socle.core.Ledger;
import java.nio.file.Files;
import java.nio.file.Path;

/// When a dataset was made and last changed, as the ledger of its run says. A manifest holds no
/// time.
///
/// @param made time (ISO 8601) the data stage ended; empty when no ledger is there
/// @param amended time of the last erasure; empty when there was none
public record Dates(String made, String amended) {

    /// Nothing is known.
    public static final Dates UNKNOWN = new Dates("", "");

    /// The dates of the dataset with this manifest.
    ///
    /// @param run a run directory, or any folder
    /// @throws eu.socle.core.Refusal if there is a ledger that does not verify
    public static Dates of(Path run, Digest manifest) {
        Path file = run.resolve("ledger.jsonl");
        if (!Files.isRegularFile(file)) {
            return UNKNOWN;
        }
        String made = "";
        Dates found = UNKNOWN;
        for (Ledger.Line line : Ledger.read(file)) {
            switch (line.fact()) {
                case Fact.StageFinished f when f.stage().equals("data") -> {
                    made = f.time();
                    found = f.manifest().equals(manifest) ? new Dates(made, "") : found;
                }
                case Fact.StageAmended f when f.manifest().equals(manifest) ->
                        found = new Dates(made, f.time());
                default -> {}
            }
        }
        return found;
    }
}
