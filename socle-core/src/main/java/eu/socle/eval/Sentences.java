package eu.socle.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the sentences of a text that are fit for a cloze: plain prose of a middling length.
final class Sentences {

    private static final Pattern END = Pattern.compile("[.!?…][\"»”’)]*(?=\\s|$)");
    private static final Pattern PROSE =
            Pattern.compile(
                    "\\p{Lu}[\\p{L}\\p{M}\\p{Nd} ,;:'’\"«»“”()\\u00a0\\u202f–—%-]*[.!?…][\"»”’)]*");
    private static final int FEWEST = 8; // words: enough to leave both a beginning and an ending
    private static final int MOST = 40;

    private Sentences() {}

    /// One sentence in its text, cut in two before its last third of words; the ending begins with
    /// a space.
    ///
    /// @param start where it begins in the text
    record Cut(int start, String beginning, String ending) {}

    static List<Cut> of(String text) {
        List<Cut> cuts = new ArrayList<>();
        int from = 0;
        Matcher end = END.matcher(text);
        while (end.find()) {
            int start = from;
            while (start < end.end() && Character.isWhitespace(text.charAt(start))) {
                start++;
            }
            String sentence = text.substring(start, end.end());
            if (PROSE.matcher(sentence).matches()) {
                cut(start, sentence, cuts);
            }
            from = end.end();
        }
        return cuts;
    }

    private static void cut(int start, String sentence, List<Cut> cuts) {
        String[] words = sentence.split(" ", -1);
        if (words.length < FEWEST || words.length > MOST) {
            return;
        }
        int kept = words.length - words.length / 3;
        int length = kept - 1;
        for (int i = 0; i < kept; i++) {
            length += words[i].length();
        }
        cuts.add(new Cut(start, sentence.substring(0, length), sentence.substring(length)));
    }
}
