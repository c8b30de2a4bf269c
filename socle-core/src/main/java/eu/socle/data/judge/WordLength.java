package eu.socle.data.judge;

import eu.socle.core.Document;
import eu.socle.data.read.Tags;
import java.util.List;

/// Drops texts whose words are too short or too long on average to be running text.
///
/// @param least in code points
/// @param most in code points
public record WordLength(double least, double most) implements Judge {

    @Override
    public String name() {
        return "word-length";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Verdict judge(Document document) {
        List<String> words = Words.of(document.text());
        long codePoints = 0;
        for (String word : words) {
            codePoints += word.codePointCount(0, word.length());
        }
        double mean = words.isEmpty() ? 0 : (double) codePoints / words.size();
        String written = Tags.decimal(mean);
        if (mean < least || mean > most) {
            return new Verdict.Drop(
                    "word_length", "words of " + written + " characters on average");
        }
        return new Verdict.Keep(document.withTag(Tags.MEAN_WORD_LENGTH, written));
    }
}
