package eu.socle.data.read.plan;

import eu.socle.data.read.page.Fields;
import eu.socle.data.read.store.Bucket;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where documents come from, as the recipe declares it.
///
/// @param name begins the id of every document; unique in a recipe
/// @param path a folder or a file, relative to the recipe's base, or `s3://bucket/prefix`
/// @param include globs of the files to read, relative to `path`; each must match at least one file
/// @param exclude globs of the files to leave out
/// @param licence SPDX identifier of documents that state none themselves; null: they have no known
///   licence
/// @param programText true when every file is program text
/// @param fields what the fields of its records are called
/// @param bucket how its object storage is reached; not looked at for files of this machine
public record Source(
        String name,
        String path,
        List<String> include,
        List<String> exclude,
        @Nullable String licence,
        boolean programText,
        Fields fields,
        Bucket bucket) {

    public Source {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }

    /// A source with the usual field names.
    public Source(
            String name,
            String path,
            List<String> include,
            List<String> exclude,
            @Nullable String licence,
            boolean programText) {
        this(name, path, include, exclude, licence, programText, Fields.USUAL, Bucket.STANDARD);
    }
}
