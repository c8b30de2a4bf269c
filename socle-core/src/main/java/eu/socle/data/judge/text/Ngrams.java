package eu.socle.data.judge.text;

import java.util.Arrays;

/// Repeated runs of words, compared as the texts that they are when joined.
///
/// Two ways to join: by one space, and by nothing. Words cut differently but equal when joined are
/// equal here, as in the peers. Let H(k) be the hash of the first k words joined; the hash of words i
/// to i+n follows from H(i+n) and H(i) with one product ([Polynomial]).
public final class Ngrams {

    private int words;
    private int[] units = new int[0]; // UTF-16 units of the first k words
    private int[] characters = new int[0]; // code points of the first k words
    private long[] joined = new long[0]; // hash of the first k words joined by nothing
    private long[] spaced = new long[0]; // hash of the first k words, each followed by a space
    private long[] keys = new long[0]; // hash of the n-gram at each word
    private int[] counts = new int[0];
    private int[] table = new int[16]; // word + 1 of the first n-gram with a hash
    private long[] set = new long[16];
    private int shift;
    private Polynomial polynomial = new Polynomial();

    /// Takes the words of a text.
    public void prepare(Tokenised text) {
        words = text.words;
        polynomial = text.polynomial();
        if (units.length <= words) {
            int size = words + (words >> 1) + 64;
            units = new int[size];
            characters = new int[size];
            joined = new long[size];
            spaced = new long[size];
            keys = new long[size];
            counts = new int[size];
        }
        long plain = 0;
        long withSpaces = 0;
        int unit = 0;
        int character = 0;
        for (int i = 0; i < words; i++) {
            int start = text.wordStart[i];
            int end = text.wordEnd[i];
            long hash = text.wordHash[i];
            plain = Polynomial.join(plain, polynomial.power(end - start), hash);
            withSpaces =
                    Polynomial.join(
                            withSpaces,
                            polynomial.power(end - start + 1),
                            Polynomial.join(hash, polynomial.power(1), ' '));
            unit += end - start;
            character += text.codePoints(start, end);
            units[i + 1] = unit;
            characters[i + 1] = character;
            joined[i + 1] = plain;
            spaced[i + 1] = withSpaces;
        }
        int size = Integer.highestOneBit(Math.max(8, words)) * 4;
        shift = Long.numberOfLeadingZeros(size) + 1;
        if (table.length < size) {
            table = new int[size];
            set = new long[size];
        }
    }

    /// Code points of all words.
    public int characters() {
        return characters[words];
    }

    /// Code points of the n words from one on.
    public int characters(int word, int n) {
        return characters[word + n] - characters[word];
    }

    /// N-grams of a length.
    public int size(int n) {
        return Math.max(0, words - n + 1);
    }

    /// Counts every n-gram (words joined by spaces); [#count(int)] and [#first(int)] tell the counts.
    ///
    /// @return the first word of the most frequent one, of those the one that is seen first; -1 when
    ///   the text has none
    public int count(Keys joining, int n) {
        int size = size(n);
        Arrays.fill(table, 0, 1 << (64 - shift), 0);
        int most = 0;
        int best = -1;
        for (int i = 0; i < size; i++) {
            long key = joining == Keys.SPACED ? spacedKey(i, n) : joinedKey(i, n);
            keys[i] = key;
            int at = slot(key);
            int other = table[at];
            while (other != 0 && keys[other - 1] != key) {
                at = at + 1 & (1 << (64 - shift)) - 1;
                other = table[at];
            }
            int first;
            if (other == 0) {
                table[at] = i + 1;
                first = i;
                counts[i] = 1;
            } else {
                first = other - 1;
                counts[first]++;
                counts[i] = -other; // where the count is
            }
            int count = counts[first];
            if (count > most || count == most && first < best) {
                most = count;
                best = first;
            }
        }
        return best;
    }

    /// How often the n-gram at a word occurs; after [#count(Keys, int)].
    public int count(int word) {
        return counts[first(word)];
    }

    /// The word at which the same n-gram occurs first; after [#count(Keys, int)].
    public int first(int word) {
        return counts[word] < 0 ? -counts[word] - 1 : word;
    }

    /// Code points of n-grams seen before (joined by nothing): a scan from left to right that goes on
    /// n words after such an n-gram and one word after a new one.
    public int repeated(int n) {
        int size = size(n);
        int slots = 1 << (64 - shift);
        Arrays.fill(set, 0, slots, 0);
        int repeated = 0;
        int i = 0;
        while (i < size) {
            long key = joinedKey(i, n) + 1; // 0 is an empty slot
            int at = slot(key);
            while (set[at] != 0 && set[at] != key) {
                at = at + 1 & slots - 1;
            }
            if (set[at] == 0) {
                set[at] = key;
                i++;
            } else {
                repeated += characters[i + n] - characters[i];
                i += n;
            }
        }
        return repeated;
    }

    /// How the words of an n-gram are joined before they are compared.
    public enum Keys {
        SPACED,
        JOINED
    }

    private int slot(long key) {
        return (int) (key * 0x9e3779b97f4a7c15L >>> shift);
    }

    private long joinedKey(int word, int n) {
        return Polynomial.cut(
                joined[word + n],
                joined[word],
                polynomial.power(units[word + n] - units[word]));
    }

    private long spacedKey(int word, int n) {
        return Polynomial.cut(
                spaced[word + n],
                spaced[word],
                polynomial.power(units[word + n] - units[word] + n));
    }
}
