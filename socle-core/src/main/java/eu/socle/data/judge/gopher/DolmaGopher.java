package eu.socle.data.judge.gopher;

import eu.socle.data.judge.measure.Measure;
import eu.socle.data.judge.text.Characters;
import eu.socle.data.judge.text.Groups;
import eu.socle.data.judge.text.Ngrams;
import eu.socle.data.judge.text.Scratch;
import eu.socle.data.judge.text.Tokenised;
import eu.socle.data.policy.Annotation;
import eu.socle.data.policy.Annotations;
import java.util.ArrayList;
import java.util.List;

/// The attributes of Dolma's taggers `gopher_v1` and `gopher_v2` (allenai/dolma, read at 669f534),
/// over white-space words: median length, all copies of a repeated line (the first too), n-grams
/// counted with their overlaps. The chain's words must be white-space words.
///
/// @param lines how the text is cut into lines, the only difference of the two
/// @param stopWords counted each time they occur
public record DolmaGopher(Lines lines, WordList stopWords) implements Measure {

    /// How the text is cut into lines.
    public enum Lines {
        /// At each `\n`: empty lines are copies of each other.
        V1("dolma_gopher_v1"),
        /// At runs of `\n`.
        V2("dolma_gopher_v2");

        private final String prefix;

        Lines(String prefix) {
            this.prefix = prefix;
        }
    }

    private static final int LONGEST_COUNTED =
            256; // code points; longer words share one bucket each

    /// With the eight English words.
    public static DolmaGopher of(Lines lines) {
        return new DolmaGopher(lines, StopWordLists.english().otherwise());
    }

    /// The name of an attribute, for example `dolma_gopher_v1.word_count`.
    public String attribute(String name) {
        return lines.prefix + "." + name;
    }

    @Override
    public String identity() {
        return lines.prefix + " 1 " + Characters.UNICODE + " " + stopWords.digest();
    }

    @Override
    public List<Annotation> annotations() {
        List<Annotation> list = new ArrayList<>();
        list.add(Annotation.count(attribute("character_count")));
        list.add(Annotation.count(attribute("word_count")));
        list.add(Annotation.count(attribute("required_word_count")));
        for (String name :
                List.of(
                        "median_word_length",
                        "symbol_to_word_ratio",
                        "fraction_of_words_with_alpha_character",
                        "fraction_of_lines_starting_with_bullet_point",
                        "fraction_of_lines_ending_with_ellipsis",
                        "fraction_of_duplicate_lines",
                        "fraction_of_characters_in_duplicate_lines")) {
            list.add(Annotation.decimal(attribute(name)));
        }
        for (int n = 2; n <= 10; n++) {
            list.add(Annotation.decimal(attribute(ngram(n))));
        }
        return list;
    }

    /// The last part of the attribute of n-grams of a length.
    public static String ngram(int n) {
        return n <= 4
                ? "fraction_of_characters_in_most_common_" + n + "grams"
                : "fraction_of_characters_in_duplicate_" + n + "grams";
    }

    @Override
    public void measure(Scratch scratch, Annotations into, int first) {
        Tokenised text = scratch.text();
        words(text, into, first);
        lines(text, scratch, into, first + 6);
        ngrams(scratch.ngrams(), into, first + 8);
    }

    private void words(Tokenised text, Annotations into, int first) {
        int symbols = 0;
        int alphabetic = 0;
        int required = 0;
        for (int i = 0; i < text.words(); i++) {
            symbols += (text.wordBits(i) & Characters.SYMBOL) != 0 ? 1 : 0;
            alphabetic += (text.wordBits(i) & Characters.LETTER) != 0 ? 1 : 0;
            required += stopWords.find(text, i) >= 0 ? 1 : 0;
        }
        double words = Math.max(1, text.words());
        into.set(first, (long) text.codePoints());
        into.set(first + 1, (long) text.words());
        into.set(first + 2, (long) required);
        into.set(first + 3, median(text));
        into.set(first + 4, symbols / words);
        into.set(first + 5, alphabetic / words);
    }

    /// The middle word length, or the mean of the two middle ones; 0 without words.
    private static double median(Tokenised text) {
        int words = text.words();
        if (words == 0) {
            return 0;
        }
        int[] counts = new int[LONGEST_COUNTED];
        int longer = 0;
        for (int i = 0; i < words; i++) {
            int length = text.codePoints(text.wordStart(i), text.wordEnd(i));
            if (length < LONGEST_COUNTED) {
                counts[length]++;
            } else {
                longer++;
            }
        }
        if (longer * 2 >= words) { // most words are very long: sort them all
            int[] lengths = new int[words];
            for (int i = 0; i < words; i++) {
                lengths[i] = text.codePoints(text.wordStart(i), text.wordEnd(i));
            }
            java.util.Arrays.sort(lengths);
            return (lengths[(words - 1) / 2] + lengths[words / 2]) / 2.0;
        }
        return (at(counts, (words - 1) / 2) + at(counts, words / 2)) / 2.0;
    }

    private static int at(int[] counts, int rank) {
        int before = 0;
        for (int length = 0; length < counts.length; length++) {
            before += counts[length];
            if (before > rank) {
                return length;
            }
        }
        return counts.length;
    }

    private void lines(Tokenised text, Scratch scratch, Annotations into, int first) {
        Groups groups = scratch.lines();
        char[] units = text.units();
        int last = text.lines() - 1;
        int lineCount = 0;
        int bullets = 0;
        int ellipses = 0;
        int copies = 0;
        long copied = 0;
        int empty = 0;
        for (int line = 0; line <= last; line++) {
            int start = text.lineStart(line);
            int end = text.lineEnd(line);
            if (start == end) {
                // at runs, empty lines stand only at the two ends of the text
                empty += lines == Lines.V1 || line == 0 || line == last ? 1 : 0;
                continue;
            }
            lineCount++;
            bullets += units[start] == '*' || units[start] == '-' ? 1 : 0;
            ellipses += units[end - 1] == '\u2026' ? 1 : 0;
            if (groups.copies(line) > 1) {
                copies++;
                copied += text.codePoints(start, end);
            }
        }
        copies += empty > 1 ? empty : 0;
        boolean blank = text.length() == 0; // no line at all
        double all = blank ? 1 : lineCount + empty;
        into.set(first, bullets / all);
        into.set(first + 1, ellipses / all);
        into.set(first + 2, copies / all);
        into.set(first + 3, copied / (double) Math.max(1, scratch.ngrams().characters()));
    }

    private static void ngrams(Ngrams ngrams, Annotations into, int first) {
        double characters = Math.max(1, ngrams.characters());
        for (int n = 2; n <= 10; n++) {
            int best = ngrams.count(n);
            if (best < 0) {
                continue;
            }
            if (n <= 4) {
                long covered = (long) ngrams.countAt(best) * ngrams.characters(best, n);
                into.set(first + n, covered / characters);
                continue;
            }
            long repeated = 0;
            long all = 0;
            for (int i = 0; i < ngrams.size(n); i++) {
                int length = ngrams.characters(i, n);
                all += length;
                repeated += ngrams.countAt(i) > 1 ? length : 0;
            }
            into.set(first + n, repeated / (double) Math.max(1, all));
        }
    }
}
