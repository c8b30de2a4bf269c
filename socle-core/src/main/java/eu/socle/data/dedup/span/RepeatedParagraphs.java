package eu.socle.data.dedup.span;

import eu.socle.data.dedup.bloom.BloomFilter;
import eu.socle.data.dedup.near.XxHash;
import java.nio.charset.StandardCharsets;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Marks paragraphs that occurred before, whole or by the share of their word n-grams, with the
/// arithmetic of dolma's deduper. One pass over documents in a given order.
public final class RepeatedParagraphs {

    private final BloomFilter seen;
    private final Rule rule;

    /// How paragraphs are compared.
    ///
    /// @param separator between paragraphs
    /// @param leastCharacters shorter paragraphs are not looked at
    /// @param skipBlank true when paragraphs of white space are not looked at
    /// @param ngram words per n-gram; 0 compares whole paragraphs
    /// @param stride words from one n-gram to the next
    /// @param threshold a paragraph is marked when a greater share of its n-grams was seen before;
    ///   dolma itself wavers between greater and at least
    /// @param wholeWhenShort true when paragraphs of fewer than two n-grams are compared whole
    public record Rule(
            String separator,
            int leastCharacters,
            boolean skipBlank,
            int ngram,
            int stride,
            double threshold,
            boolean wholeWhenShort) {

        /// Whole paragraphs between line ends.
        public static final Rule WHOLE = new Rule("\n", 0, false, 0, 0, 0, true);

        /// Paragraphs between line ends by their n-grams.
        public static Rule ofNgrams(int ngram, int stride, double threshold) {
            return new Rule("\n", 0, false, ngram, stride, threshold, true);
        }
    }

    /// One marked paragraph with its separator.
    ///
    /// @param from first code point
    /// @param to end in code points, exclusive
    /// @param score 1 for a whole paragraph, else the share of its n-grams that were seen
    public record Span(int from, int to, double score) {}

    /// @param seen what was seen so far; grows
    public RepeatedParagraphs(BloomFilter seen, Rule rule) {
        this.seen = seen;
        this.rule = rule;
    }

    /// Marks the paragraphs of the next document and remembers the others.
    public List<Span> next(String text) {
        List<Span> spans = new ArrayList<>();
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0) {
            return spans;
        }
        int offset = 0;
        for (String paragraph : parts(text)) {
            int from = offset;
            int characters = paragraph.codePointCount(0, paragraph.length());
            offset += characters;
            if (offset < bytes - 1) {
                offset++; // the separator
            }
            if (characters < rule.leastCharacters() || (rule.skipBlank() && paragraph.isBlank())) {
                continue;
            }
            double score = score(paragraph);
            if (score > rule.threshold()) {
                spans.add(new Span(from, offset, score));
            }
        }
        return spans;
    }

    private List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf(rule.separator());
                at >= 0;
                at = text.indexOf(rule.separator(), from)) {
            parts.add(text.substring(from, at));
            from = at + rule.separator().length();
        }
        parts.add(text.substring(from));
        return parts;
    }

    private double score(String paragraph) {
        if (rule.ngram() == 0) {
            return wasSeen(paragraph) ? 1 : 0;
        }
        List<String> words = words(paragraph);
        int ngrams = 0;
        int repeated = 0;
        int last = 0;
        for (int i = 0; i + rule.ngram() <= words.size(); i++) {
            if (last == 0 || i - last >= rule.stride()) { // so 0 and 1 both count, as in dolma
                last = i;
                ngrams++;
                repeated +=
                        wasSeen(String.join("\u0000", words.subList(i, i + rule.ngram()))) ? 1 : 0;
            }
        }
        if (ngrams < 2 && rule.wholeWhenShort()) {
            return wasSeen(paragraph) ? 1 : 0;
        }
        return ngrams == 0 ? 0 : (float) repeated / ngrams; // 32-bit, as in dolma
    }

    private boolean wasSeen(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        long hash = XxHash.of64(bytes, 0, bytes.length);
        if (seen.contains(hash)) {
            return true;
        }
        seen.add(hash);
        return false;
    }

    /// Words and marks between word borders, without white space.
    private static List<String> words(String paragraph) {
        BreakIterator borders = BreakIterator.getWordInstance(Locale.ROOT);
        borders.setText(paragraph);
        List<String> words = new ArrayList<>();
        int from = borders.first();
        for (int to = borders.next(); to != BreakIterator.DONE; to = borders.next()) {
            String word = paragraph.substring(from, to);
            if (!word.isBlank()) {
                words.add(word);
            }
            from = to;
        }
        return words;
    }
}
