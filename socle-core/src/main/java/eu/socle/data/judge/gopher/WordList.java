package eu.socle.data.judge.gopher;

import eu.socle.core.Digest;
import eu.socle.data.judge.text.Tokenised;
import eu.socle.data.judge.text.Units;
import java.util.Arrays;
import java.util.List;

/// A short list of words that the words of a text are looked up in, without making strings.
public final class WordList {

    private static final int MASK_FACTOR = 8; // slots per word, so that most look-ups end at once

    private final List<String> words;
    private final Digest digest;
    private final long[] hashes;
    private final int[] slots;
    private final char[][] letters;

    /// @param words one that occurs twice is found at its first place
    public WordList(List<String> words) {
        this.words = List.copyOf(words);
        digest = Digest.of(String.join("\n", this.words));
        int size = Integer.highestOneBit(Math.max(1, this.words.size())) * 2 * MASK_FACTOR;
        slots = new int[size];
        hashes = new long[this.words.size()];
        letters = new char[this.words.size()][];
        for (int i = 0; i < hashes.length; i++) {
            letters[i] = this.words.get(i).toCharArray();
            hashes[i] = Units.hash(this.words.get(i));
            int at = (int) hashes[i] & (size - 1);
            while (slots[at] != 0) {
                at = (at + 1) & (size - 1);
            }
            slots[at] = i + 1;
        }
    }

    public List<String> words() {
        return words;
    }

    /// Digest of the words in their order.
    public Digest digest() {
        return digest;
    }

    /// The number of a word in the list, or -1.
    public int find(Tokenised text, int word) {
        long hash = text.wordHash(word);
        int at = (int) hash & (slots.length - 1);
        while (slots[at] != 0) {
            int number = slots[at] - 1;
            if (hashes[number] == hash
                    && Arrays.equals(
                            text.units(),
                            text.wordStart(word),
                            text.wordEnd(word),
                            letters[number],
                            0,
                            letters[number].length)) {
                return number;
            }
            at = (at + 1) & (slots.length - 1);
        }
        return -1;
    }
}
