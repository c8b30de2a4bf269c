package eu.socle.data.dedup.span;

import java.util.ArrayList;
import java.util.List;

/// Cuts a text where sentences end, by the rule of spaCy's sentencizer on words between white
/// space: a sentence ends after marks like `.`, `!`, `?` that close a word, and after the
/// punctuation that follows them. Abbreviations of one letter (`U.S.`, `e.g.`) do not end one.
/// White space belongs to the sentence after it, so that the sentences join to the text.
public final class Sentences {

    private static final String ENDS =
            "!.?\u0589\u061f\u06d4\u0700\u0701\u0702\u07f9\u0964\u0965\u104a\u104b\u1362\u1367\u1368"
                    + "\u203c\u203d\u2047\u2048\u2049\u3002\uff01\uff0e\uff1f\uff61";
    private static final String IDEOGRAPHIC_ENDS = "\u3002\uff01\uff0e\uff1f\uff61";

    private Sentences() {}

    /// The sentences in order; none of an empty text.
    public static List<String> of(String text) {
        List<String> sentences = new ArrayList<>();
        int start = 0;
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (ENDS.indexOf(c) < 0 || !closes(text, at - 1)) {
                continue;
            }
            while (at < text.length() && isPunctuation(text.charAt(at))) {
                at++;
            }
            if (hasWord(text, at)) {
                sentences.add(text.substring(start, at));
                start = at;
            }
        }
        if (start < text.length()) {
            sentences.add(text.substring(start));
        }
        return sentences;
    }

    /// True when the mark at `at` closes a word.
    private static boolean closes(String text, int at) {
        if (IDEOGRAPHIC_ENDS.indexOf(text.charAt(at)) >= 0) {
            return true;
        }
        int next = at + 1;
        while (next < text.length() && isPunctuation(text.charAt(next))) {
            next++;
        }
        if (next < text.length() && !Character.isWhitespace(text.charAt(next))) {
            return false;
        }
        return text.charAt(at) != '.' || !isInitial(text, at);
    }

    /// True for the mark after a single letter that begins a word or follows another mark.
    private static boolean isInitial(String text, int at) {
        if (at == 0 || !Character.isLetter(text.charAt(at - 1))) {
            return false;
        }
        return at == 1 || Character.isWhitespace(text.charAt(at - 2)) || text.charAt(at - 2) == '.';
    }

    private static boolean isPunctuation(char c) {
        return switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION ->
                    true;
            default -> false;
        };
    }

    private static boolean hasWord(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (!Character.isWhitespace(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }
}
