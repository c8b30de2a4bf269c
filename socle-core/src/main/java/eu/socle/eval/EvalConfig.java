package eu.socle.eval;

import eu.socle.core.Settings;

/// The settings of the stage `eval`.
///
/// @param documents how many held-out documents are measured in bits per byte at most; 0 for all
/// @param clozeExamples how many sentences the cloze has at most; 0 leaves it out
public record EvalConfig(long documents, int clozeExamples) {

    /// Reads the section `eval` of a recipe.
    ///
    /// @throws eu.socle.core.Refusal usage, naming file, line and key
    public static EvalConfig from(Settings settings) {
        long documents = settings.integer("documents", 0);
        if (documents < 0) {
            throw settings.wrong("documents", "0 (all) or more, not " + documents);
        }
        long cloze = settings.integer("cloze-examples", 200);
        if (cloze < 0 || cloze > 1_000_000) {
            throw settings.wrong("cloze-examples", "from 0 (no cloze) to 1000000, not " + cloze);
        }
        settings.refuseOthers();
        return new EvalConfig(documents, (int) cloze);
    }
}
