package eu.socle.data.judge.web;

import eu.socle.data.judge.measure.Measure;
import eu.socle.data.judge.text.Characters;
import eu.socle.data.judge.text.Ngrams;
import eu.socle.data.judge.text.Scratch;
import eu.socle.data.judge.text.Tokenised;
import eu.socle.data.policy.Annotation;
import eu.socle.data.policy.Annotations;
import java.util.List;

/// Counts that describe a document and that a policy may ask about: classes of characters, lengths
/// of lines and words, and how varied its words are.
///
/// @param characters what characters are
public record Statistics(Characters characters) implements Measure {

    @Override
    public String identity() {
        return "statistics 1 " + Characters.UNICODE;
    }

    @Override
    public List<Annotation> annotations() {
        return List.of(
                Annotation.count("statistics.characters"),
                Annotation.count("statistics.letters"),
                Annotation.count("statistics.upper_case_letters"),
                Annotation.count("statistics.digits"),
                Annotation.count("statistics.punctuation"),
                Annotation.count("statistics.white_space"),
                Annotation.count("statistics.full_lines"),
                Annotation.decimal("statistics.mean_line_length"),
                Annotation.count("statistics.longest_line"),
                Annotation.count("statistics.longest_word"),
                Annotation.count("statistics.different_words"),
                Annotation.decimal("statistics.word_entropy"));
    }

    @Override
    public void measure(Scratch scratch, Annotations into, int first) {
        Tokenised text = scratch.text();
        into.set(first, (long) text.codePoints());
        classes(text, into, first + 1);
        lines(text, into, first + 6);
        words(text, scratch.ngrams(), into, first + 9);
    }

    private void classes(Tokenised text, Annotations into, int first) {
        char[] units = text.units();
        char[] plane = characters.plane();
        long letters = 0;
        long upper = 0;
        long digits = 0;
        long punctuation = 0;
        long spaces = 0;
        for (int i = 0; i < text.length(); i++) {
            int bits = plane[units[i]];
            if ((bits & Characters.SURROGATE) != 0) {
                int codePoint = Character.codePointAt(units, i, text.length());
                bits = characters.of(codePoint);
                i += Character.charCount(codePoint) - 1;
            }
            letters += (bits & Characters.LETTER) != 0 ? 1 : 0;
            upper += (bits & Characters.UPPER) != 0 ? 1 : 0;
            digits += (bits & Characters.DIGIT) != 0 ? 1 : 0;
            punctuation += (bits & Characters.PUNCTUATION) != 0 ? 1 : 0;
            spaces += (bits & Characters.SPACE) != 0 ? 1 : 0;
        }
        into.set(first, letters);
        into.set(first + 1, upper);
        into.set(first + 2, digits);
        into.set(first + 3, punctuation);
        into.set(first + 4, spaces);
    }

    /// Of lines between `\n` that are not empty.
    private static void lines(Tokenised text, Annotations into, int first) {
        long full = 0;
        long characters = 0;
        long longest = 0;
        for (int line = 0; line < text.lines(); line++) {
            int length = text.codePoints(text.lineStart(line), text.lineEnd(line));
            full += length > 0 ? 1 : 0;
            characters += length;
            longest = Math.max(longest, length);
        }
        into.set(first, full);
        into.set(first + 1, full == 0 ? 0.0 : (double) characters / full);
        into.set(first + 2, longest);
    }

    /// Entropy of the words in bits: 0 for one word repeated, log2 n for n different ones.
    private static void words(Tokenised text, Ngrams ngrams, Annotations into, int first) {
        long longest = 0;
        long different = 0;
        double sum = 0; // of count * log2 count
        ngrams.count(1);
        for (int i = 0; i < text.words(); i++) {
            longest = Math.max(longest, ngrams.characters(i, 1));
            if (ngrams.first(i) == i) {
                different++;
                int count = ngrams.countAt(i);
                sum += count * log2(count);
            }
        }
        int words = text.words();
        into.set(first, longest);
        into.set(first + 1, different);
        into.set(first + 2, words == 0 ? 0.0 : log2(words) - sum / words);
    }

    private static double log2(double value) {
        return StrictMath.log(value) / StrictMath.log(2);
    }
}
