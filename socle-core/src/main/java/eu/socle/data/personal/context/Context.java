package eu.socle.data.personal.context;

import eu.socle.data.personal.PersonalType;
import eu.socle.data.personal.text.Chars;
import eu.socle.data.personal.text.Fold;
import java.util.ArrayList;
import java.util.List;

/// Looks for words around a number. A word after a number counts less than one before it, and not
/// at all when another number follows the word.
public final class Context {
    /// Characters before a number in which a word can speak of it: a line of text.
    public static final int BEFORE = 72;

    /// Characters after it: room for a name of several words in brackets.
    public static final int AFTER = 48;

    /// A word behind counts as if it stood this much further away.
    private static final int BEHIND = 12;

    private final Automaton automaton;

    public Context() {
        Fold fold = new Fold();
        List<Automaton.Word> words = new ArrayList<>();
        ContextWords.forEach((meaning, pattern) -> words.add(word(fold, meaning, pattern)));
        automaton = new Automaton(words, fold);
    }

    private static Automaton.Word word(Fold fold, int meaning, String pattern) {
        boolean openStart = pattern.startsWith("*");
        boolean openEnd = pattern.endsWith("*");
        String bare = pattern.substring(openStart ? 1 : 0, pattern.length() - (openEnd ? 1 : 0));
        return new Automaton.Word(fold.of(bare), meaning, !openStart, !openEnd);
    }

    /// The end of a sentence or a line: what follows speaks of something else.
    private static boolean stops(char[] text, int size, int at) {
        char c = text[at];
        boolean mark = c == '.' || c == '!' || c == '?' || c == ';';
        return c == '\n' || (mark && at + 1 < size && Character.isWhitespace(text[at + 1]));
    }

    /// What stands behind a number counts it more often than it calls, `24 600 calls`, unless it
    /// stands in brackets.
    private static void behind(Nearby nearby, int meaning, int away, int length, boolean bracket) {
        if (bracket || meaning != Nearby.meaning(PersonalType.PHONE_NUMBER)) {
            nearby.see(meaning, away + BEHIND, length);
        }
    }

    /// A bracket opens after the number.
    private static boolean opens(char[] text, int size, int end) {
        int at = end < size && Chars.isBlank(text[end]) ? end + 1 : end;
        return at < size && text[at] == '(';
    }

    /// Fills `nearby` with the words around [start, end).
    ///
    /// @param floor words before this place belong to another number
    /// @return characters looked at
    public int read(char[] text, int size, int floor, int start, int end, Nearby nearby) {
        nearby.clear();
        int from = Math.max(floor, start - BEFORE);
        if (from < start) {
            automaton.search(
                    text,
                    size,
                    from,
                    start,
                    (meaning, first, last) -> nearby.see(meaning, start - last, last - first));
        }
        int to = end;
        while (to < size
                && to - end < AFTER
                && !Chars.isDigit(text[to])
                && !stops(text, size, to)) {
            to++;
        }
        boolean anotherNumber = to < size && Chars.isDigit(text[to]);
        if (!anotherNumber) {
            boolean bracket = opens(text, size, end);
            automaton.search(
                    text,
                    size,
                    end,
                    to,
                    (meaning, first, last) ->
                            behind(nearby, meaning, first - end, last - first, bracket));
        }
        return Math.max(0, start - from) + to - end;
    }
}
