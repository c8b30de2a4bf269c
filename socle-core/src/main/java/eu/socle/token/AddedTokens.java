package eu.socle.token;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds added tokens in text: the leftmost, and of those that begin at one place the longest.
final class AddedTokens {

    private final Map<Character, List<BpeVocabulary.Added>> byFirst =
            new HashMap<>(); // only read after construction
    private final boolean[] begins = new boolean[0x10000];

    AddedTokens(List<BpeVocabulary.Added> tokens) {
        for (BpeVocabulary.Added token : tokens) {
            if (!token.content().isEmpty()) {
                char first = token.content().charAt(0);
                begins[first] = true;
                byFirst.computeIfAbsent(first, c -> new ArrayList<>()).add(token);
            }
        }
        for (List<BpeVocabulary.Added> list : byFirst.values()) {
            list.sort(
                    Comparator.comparingInt((BpeVocabulary.Added t) -> t.content().length())
                            .reversed());
        }
    }

    /// The index of the next place from `from` on where a token may begin; the length of the text
    /// when there is none.
    int candidate(String text, int from) {
        int i = from;
        while (i < text.length() && !begins[text.charAt(i)]) {
            i++;
        }
        return i;
    }

    /// The token that begins at `i`, or null.
    BpeVocabulary.@Nullable Added at(String text, int i) {
        List<BpeVocabulary.Added> candidates = byFirst.get(text.charAt(i));
        if (candidates != null) {
            for (BpeVocabulary.Added token : candidates) {
                if (text.startsWith(token.content(), i)) {
                    return token;
                }
            }
        }
        return null;
    }
}
