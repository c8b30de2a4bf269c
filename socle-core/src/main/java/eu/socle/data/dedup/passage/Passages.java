package eu.socle.data.dedup.passage;

import eu.socle.data.dedup.SimpleText;
import eu.socle.data.dedup.near.XxHash;
import eu.socle.data.dedup.span.Sentences;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The passages of a text with their hashes: xxHash64 of the simplified text, so that case,
/// numbers, punctuation and white space make no difference. Among 10^9 passages a wrong match is
/// expected 0.03 times.
public final class Passages {

    private Passages() {}

    /// Takes one passage.
    @FunctionalInterface
    public interface Taker {
        /// Takes it.
        ///
        /// @param from first byte of the passage in the UTF-8 of the text
        /// @param to end of the passage in bytes, exclusive
        void take(PassageKind kind, long hash, int from, int to) throws IOException;
    }

    /// Finds the passages that a rule compares by a hash; of the strings those that [Anchors]
    /// chooses.
    ///
    /// @param utf8 the text
    /// @throws IOException if the taker throws it
    public static void of(byte[] utf8, PassageRule rule, Taker taker) throws IOException {
        if (rule.wholeParagraphs() || rule.sentences() > 0) {
            String text = new String(utf8, StandardCharsets.UTF_8);
            if (rule.wholeParagraphs()) {
                paragraphs(text, rule.paragraphs(), taker);
            }
            if (rule.sentences() > 0) {
                sentences(Sentences.of(text), rule.sentences(), taker);
            }
        }
        if (rule.substrings() > 0) {
            int before = -1;
            for (int anchor : Anchors.of(utf8, rule.substrings())) {
                if (anchor != before) {
                    before = anchor;
                    long hash = Anchors.hash(utf8, anchor, rule.substrings());
                    taker.take(PassageKind.SUBSTRING, hash, anchor, anchor);
                }
            }
        }
    }

    private static void paragraphs(String text, int least, Taker taker) throws IOException {
        int from = 0;
        int start = 0;
        while (start < text.length()) {
            int lineEnd = endOfLine(text, start);
            int next = lineEnd;
            while (next < text.length()) { // blank lines belong to the paragraph before them
                int end = endOfLine(text, next);
                if (!text.substring(next, end).isBlank()) {
                    break;
                }
                next = end;
            }
            String line = text.substring(start, lineEnd);
            int to = from + bytes(text, start, next);
            if (line.codePointCount(0, line.length()) >= least) {
                String simple = SimpleText.of(line);
                if (!simple.isEmpty()) {
                    taker.take(PassageKind.PARAGRAPH, hash(simple), from, to);
                }
            }
            from = to;
            start = next;
        }
    }

    /// After the line end.
    private static int endOfLine(String text, int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end + 1;
    }

    /// The groups of sentences of a text.
    ///
    /// @param sentences with the white space between them, so that they join to the text
    /// @param window how many make a group
    /// @throws IOException if the taker throws it
    static void sentences(List<String> sentences, int window, Taker taker) throws IOException {
        int[] starts = new int[sentences.size() + 1];
        for (int i = 0; i < sentences.size(); i++) {
            String sentence = sentences.get(i);
            starts[i + 1] = starts[i] + bytes(sentence, 0, sentence.length());
        }
        List<String> simple = sentences.stream().map(SimpleText::of).toList();
        for (int i = 0; i + window <= simple.size(); i++) {
            String joined = String.join(" ", simple.subList(i, i + window));
            if (!joined.isBlank()) { // line ends alone are no repetition
                taker.take(PassageKind.SENTENCES, hash(joined), starts[i], starts[i + window]);
            }
        }
    }

    private static long hash(String simple) {
        byte[] bytes = simple.getBytes(StandardCharsets.UTF_8);
        return XxHash.of64(bytes, 0, bytes.length);
    }

    /// Bytes of UTF-8 between two places of a text.
    static int bytes(String text, int from, int to) {
        int bytes = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            // half of a pair: two of the four bytes
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }
}
