package eu.socle.token.piece;

import eu.socle.token.text.Characters;
import eu.socle.token.text.Trie;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds added tokens in text: the leftmost, and of those that begin at one place the longest.
final class AddedTokens {

    private final List<Added> tokens;
    private final Trie trie = new Trie();
    private final boolean[] begins = new boolean[0x10000];

    AddedTokens(List<Added> tokens) {
        this.tokens = List.copyOf(tokens);
        for (int i = 0; i < tokens.size(); i++) {
            String content = tokens.get(i).content();
            if (!content.isEmpty()) {
                begins[content.charAt(0)] = true;
                trie.add(content, i);
            }
        }
    }

    /// A token and the part of the text that it takes.
    ///
    /// @param end where its own characters end and the search goes on; a token may be found in the
    ///   white space that the one before it took (as Hugging Face tokenizers has it)
    /// @param kept false for a token that would take white space before it of which nothing is left
    record Found(Added token, int from, int to, int end, boolean kept) {}

    /// The first token in `text[from, ...)`, or null.
    ///
    /// @param taken where the part that the token before took ends; this one's begins there or
    ///   behind
    @Nullable Found next(String text, int from, int taken) {
        if (tokens.isEmpty()) {
            return null;
        }
        for (int i = candidate(text, from); i < text.length(); i = candidate(text, i + 1)) {
            int number = longest(text, i);
            if (number < 0) {
                continue;
            }
            Added token = tokens.get(number);
            int end = i + token.content().length();
            if (token.border() == Added.Border.NO_LETTER && !alone(text, i, end)) {
                i = end - 1; // the search goes on behind it
                continue;
            }
            int start = i;
            while (token.left() == Added.Blanks.TAKEN && start > taken && blank(text, start - 1)) {
                start--;
            }
            int to = end;
            while (token.right() == Added.Blanks.TAKEN && to < text.length() && blank(text, to)) {
                to++;
            }
            int begin = token.left() == Added.Blanks.TAKEN ? Math.max(start, taken) : i;
            return new Found(token, Math.max(start, taken), to, end, begin < to);
        }
        return null;
    }

    /// True when cutting a text between an ASCII letter and a space never changes which tokens are
    /// found in it.
    boolean mayBeCutBeforeSpaces() {
        return tokens.stream()
                .allMatch(t -> t.simple() && !t.content().matches("(?s).*[A-Za-z] .*"));
    }

    private int candidate(String text, int from) {
        int i = from;
        while (i < text.length() && !begins[text.charAt(i)]) {
            i++;
        }
        return i;
    }

    private int longest(String text, int from) {
        int node = 0;
        int found = -1;
        for (int i = from; i < text.length(); i++) {
            node = trie.child(node, text.charAt(i));
            if (node < 0) {
                return found;
            }
            found = trie.value(node) >= 0 ? trie.value(node) : found;
        }
        return found;
    }

    private static boolean alone(String text, int from, int to) {
        boolean before = from > 0 && Characters.ofWord(text.codePointBefore(from));
        return !before && !(to < text.length() && Characters.ofWord(text.codePointAt(to)));
    }

    private static boolean blank(String text, int i) {
        return Characters.is(text.charAt(i), Characters.SPACE); // no space is beyond U+FFFF
    }
}
