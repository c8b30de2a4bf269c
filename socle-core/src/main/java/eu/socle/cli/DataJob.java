package eu.socle.cli;

import eu.socle.data.Tasks;
import java.io.Serializable;
import java.nio.file.Path;

/// What another machine needs to help with the data stage of a run: the recipe's text, and the
/// folders as that machine sees them. It can be sent.
///
/// @param file name of the recipe, for refusals
/// @param text of the recipe
/// @param base absolute path that the sources are relative to
/// @param folder absolute path of the stage's folder
public record DataJob(String file, String text, String base, String folder)
        implements Serializable {

    /// The tasks, as the driver planned them.
    ///
    /// @throws eu.socle.core.Refusal if the folders are not there
    public Tasks tasks() {
        Recipe recipe = Recipe.parse(Path.of(file), text);
        return Tasks.join(recipe.data(), Path.of(base), Path.of(folder));
    }
}
