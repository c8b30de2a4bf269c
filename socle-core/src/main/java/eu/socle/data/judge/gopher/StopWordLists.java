package eu.socle.data.judge.gopher;

import eu.socle.core.Digest;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Stop words by language; one list may serve all languages.
///
/// @param byLanguage language -> list
/// @param otherwise list of every other language
public record StopWordLists(SortedMap<String, WordList> byLanguage, WordList otherwise) {

    /// The eight English words of the Gopher rules (arXiv 2112.11446).
    public static StopWordLists english() {
        return new StopWordLists(
                new TreeMap<>(),
                new WordList(
                        java.util.List.of("the", "be", "to", "of", "and", "that", "have", "with")));
    }

    public StopWordLists {
        byLanguage = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(byLanguage));
    }

    /// The list of a language.
    public WordList of(String language) {
        return byLanguage.getOrDefault(language, otherwise);
    }

    /// Digest of all lists.
    public Digest digest() {
        StringBuilder all = new StringBuilder(otherwise.digest().hex());
        for (Map.Entry<String, WordList> entry : byLanguage.entrySet()) {
            all.append('\n').append(entry.getKey()).append(' ').append(entry.getValue().digest());
        }
        return Digest.of(all.toString());
    }
}
