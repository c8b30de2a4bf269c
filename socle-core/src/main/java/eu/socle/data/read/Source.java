package eu.socle.data.read;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where documents come from, as the recipe declares it.
///
/// @param name begins the id of every document; unique in a recipe
/// @param path a folder or a file, relative to the recipe's base
/// @param include globs of the files to read, relative to `path`; each must match at least one file
/// @param exclude globs of the files to leave out
/// @param licence SPDX identifier of documents that state none themselves; null: they have no known
///   licence
/// @param programText true when every file is program text
public record Source(
        String name,
        String path,
        List<String> include,
        List<String> exclude,
        @Nullable String licence,
        boolean programText) {

    public Source {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }
}
