package eu.socle.data.dedup.near;

import eu.socle.data.dedup.SimpleText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The words of a simplified text as UTF-8 with one space between two words: an n-gram joined by
/// spaces is a range of these bytes.
public final class WordBytes {

    private final byte[] bytes;
    private final int[] starts; // words + 1; the last is one after the end and its space
    private final int count;

    private WordBytes(byte[] bytes, int[] starts, int count) {
        this.bytes = bytes;
        this.starts = starts;
        this.count = count;
    }

    /// Simplifies a text and cuts it at white space.
    public static WordBytes of(String text) {
        return ofSimple(SimpleText.of(text));
    }

    /// Simplifies a text and cuts it at white space and around each letter of a script that writes
    /// none, as [WordScan] does.
    public static WordBytes ofAnyScript(String text) {
        return ofSimple(spaced(SimpleText.of(text)));
    }

    /// A text with white space around each letter that is a word of its own.
    public static String spaced(String text) {
        int first = 0;
        while (first < text.length() && !WordScan.isWord(text.charAt(first))) {
            first++;
        }
        if (first == text.length()) {
            return text;
        }
        StringBuilder spaced = new StringBuilder(3 * text.length()).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            char c = text.charAt(i);
            if (WordScan.isWord(c)) {
                spaced.append(' ').append(c).append(' ');
            } else {
                spaced.append(c);
            }
        }
        return spaced.toString();
    }

    /// Cuts a simplified text at white space.
    public static WordBytes ofSimple(String simple) {
        StringBuilder joined = new StringBuilder(simple.length() + 1);
        boolean inside = false;
        for (int i = 0; i < simple.length(); i++) {
            char c = simple.charAt(i);
            if (!SimpleText.isSpace(c)) {
                joined.append(c);
                inside = true;
            } else if (inside) {
                joined.append(' ');
                inside = false;
            }
        }
        if (inside) {
            joined.append(' ');
        }
        byte[] bytes = joined.toString().getBytes(StandardCharsets.UTF_8);
        int[] starts = new int[16];
        int count = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == ' ') {
                if (count + 1 == starts.length) {
                    starts = Arrays.copyOf(starts, 2 * count + 2);
                }
                starts[++count] = i + 1;
            }
        }
        return new WordBytes(bytes, starts, count);
    }

    /// How many words.
    public int count() {
        return count;
    }

    byte[] bytes() {
        return bytes;
    }

    /// Where the word begins.
    int from(int word) {
        return starts[word];
    }

    /// Where the word ends, exclusive.
    int to(int word) {
        return starts[word + 1] - 1;
    }

    /// xxHash64 of the words `word` to `word + n - 1`, joined by spaces.
    public long hash64(int word, int n) {
        return XxHash.of64(bytes, from(word), to(word + n - 1));
    }

    /// Words `word` to `word + n - 1`, joined by spaces.
    public String text(int word, int n) {
        return new String(bytes, from(word), to(word + n - 1) - from(word), StandardCharsets.UTF_8);
    }
}
