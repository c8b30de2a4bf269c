package eu.socle.data.dedup.passage;

import eu.socle.data.dedup.bloom.BloomFilter;
import eu.socle.data.dedup.bloom.NgramRule;
import eu.socle.data.dedup.span.RepeatedParagraphs;

/// Paragraphs most of whose word n-grams were seen before, in one pass over documents in the order
/// of their numbers, with the arithmetic of dolma.
public final class SeenParagraphs {

    private final BloomFilter filter;
    private final RepeatedParagraphs paragraphs;

    /// @param rule of passages; its paragraphs are compared by n-grams
    /// @param ngrams share that must be seen, and size of the filter
    public SeenParagraphs(PassageRule rule, NgramRule ngrams) {
        filter = BloomFilter.of(ngrams.capacity(), ngrams.falsePositives());
        paragraphs =
                new RepeatedParagraphs(
                        filter,
                        new RepeatedParagraphs.Rule(
                                "\n",
                                rule.paragraphs(),
                                true,
                                rule.paragraphNgrams(),
                                1,
                                ngrams.share(),
                                true));
    }

    /// Looks at the next document, says what of it goes, and remembers the rest.
    public void next(long document, String text, Cuts.Builder cuts) {
        int at = 0; // characters of Java
        int point = 0; // code points
        int bytes = 0;
        for (RepeatedParagraphs.Span span : paragraphs.next(text)) {
            int from = text.offsetByCodePoints(at, span.from() - point);
            int points = text.codePointCount(from, text.length());
            int length = Math.min(span.to() - span.from(), points); // its last may be one too far
            int to = text.offsetByCodePoints(from, length);
            int fromByte = bytes + Passages.bytes(text, at, from);
            bytes = fromByte + Passages.bytes(text, from, to);
            cuts.add(document, new Cut(PassageKind.PARAGRAPH, fromByte, bytes));
            at = to;
            point = span.from() + length;
        }
    }

    /// What was seen.
    public BloomFilter filter() {
        return filter;
    }
}
