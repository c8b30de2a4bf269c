package eu.socle.core;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// A text and the right to use it; the two never travel apart.
///
/// @param id unique in a dataset and stable from run to run: source path and record, for example
///   `fr/tides.html` or `de/web.jsonl#3`
/// @param text the text as UTF-16; extraction and masking replace it through [#withText(String)]
/// @param rights the right to use it
/// @param tags what stages measured or decided, sorted by name (for example `language` -> `fr`)
public record Document(String id, String text, Rights rights, SortedMap<String, String> tags) {

    public Document {
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }

    /// The same document with another text.
    public Document withText(String other) {
        return new Document(id, other, rights, tags);
    }

    /// The same document with one more tag.
    public Document withTag(String name, String value) {
        SortedMap<String, String> more = new TreeMap<>(tags);
        more.put(name, value);
        return new Document(id, text, rights, more);
    }

    /// The same document without this tag.
    public Document withoutTag(String name) {
        if (!tags.containsKey(name)) {
            return this;
        }
        SortedMap<String, String> fewer = new TreeMap<>(tags);
        fewer.remove(name);
        return new Document(id, text, rights, fewer);
    }
}
