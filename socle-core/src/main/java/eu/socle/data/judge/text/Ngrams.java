package eu.socle.data.judge.text;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Repeated runs of words (n-grams).
///
/// Joined by one space, two n-grams are equal when their words are (told by 64-bit hashes). Joined
/// by nothing, also n-grams of words cut differently can be equal, as they are in a peer that joins
/// them so; these are compared unit by unit.
///
/// Most n-grams occur once, and most of the work is to see that early: a longer n-gram can only
/// repeat where a shorter one does, and a joined text of 16 units or more only where its first 16
/// units do.
public final class Ngrams {

    private static final int OPENING = 16; // units compared first
    private static final long MIX = 0x9e3779b97f4a7c15L;

    // Odd factors of the four quarters of an opening; their sum is its hash.
    private static final long OPENING_1 = 0x9e3779b97f4a7c15L;
    private static final long OPENING_2 = 0xc2b2ae3d27d4eb4fL;
    private static final long OPENING_3 = 0xff51afd7ed558ccdL;
    private static final long OPENING_4 = 0x165667b19e3779f9L;

    private int words;
    private Tokenised text = new Tokenised();
    private int[] units = new int[1]; // UTF-16 units of the first k words
    private int[] characters = new int[1]; // code points of the first k words
    private long[] keys = new long[0]; // hash of the n-gram that is counted, at each word
    private int[] counts = new int[0];
    private int counted; // length of the n-grams in counts
    private int[] again = new int[0]; // the words whose n-gram occurs more than once, in order
    private int agains;
    private boolean[] opens = new boolean[0]; // the 16 units from this word on occur elsewhere too
    private boolean opened; // opens are those of this text
    private int[] openers = new int[0]; // the words whose n-grams may repeat, in order
    private int allOpeners;
    private int openersOf; // the least length of n-grams that they were chosen for
    private int[] table = new int[16]; // word + 1 of the first n-gram with a hash
    private int slots;
    private int shift;

    /// Takes the words of a text.
    public void prepare(Tokenised of) {
        text = of;
        words = of.words;
        counted = 0;
        opened = false;
        if (units.length <= words) {
            int size = words + (words >> 1) + 64;
            units = new int[size];
            characters = new int[size];
            keys = new long[size];
            counts = new int[size];
            again = new int[size];
            opens = new boolean[size];
            openers = new int[size];
        }
        int unit = 0;
        for (int i = 0; i < words; i++) {
            unit += of.wordEnd[i] - of.wordStart[i];
            units[i + 1] = unit;
        }
        if (of.pairs == 0) {
            System.arraycopy(units, 0, characters, 0, words + 1);
        } else {
            for (int i = 0; i < words; i++) {
                characters[i + 1] = characters[i] + of.codePoints(of.wordStart[i], of.wordEnd[i]);
            }
        }
    }

    /// Empties the table, with room for some n-grams.
    private void clearTable(int most) {
        slots = Integer.highestOneBit(Math.max(8, most)) * 4;
        shift = Long.numberOfLeadingZeros(slots) + 1;
        if (table.length < slots) {
            table = new int[slots];
        } else {
            Arrays.fill(table, 0, slots, 0);
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

    /// Counts every n-gram; [#count(int)] and [#first(int)] tell the counts. Quickest when lengths
    /// are asked in ascending order.
    ///
    /// @return the first word of the most frequent one, of those the one that is seen first; -1
    ///   when the text has none
    public int count(int n) {
        int size = size(n);
        if (counted == 0 || counted >= n) {
            agains = size;
            for (int i = 0; i < size; i++) {
                again[i] = i;
            }
        }
        clearTable(agains);
        int most = 1;
        int best = size == 0 ? -1 : 0;
        for (int k = 0; k < agains && again[k] < size; k++) {
            int i = again[k];
            long key = key(i, n);
            keys[i] = key;
            int at = (int) (key >>> shift);
            int other = table[at];
            while (other != 0 && keys[other - 1] != key) {
                at = (at + 1) & (slots - 1);
                other = table[at];
            }
            if (other == 0) {
                table[at] = i + 1;
                counts[i] = 1;
                continue;
            }
            int first = other - 1;
            int count = ++counts[first];
            counts[i] = -other; // where the count is
            if (count > most || (count == most && first < best)) {
                most = count;
                best = first;
            }
        }
        counted = n;
        keepRepeated(size);
        return best;
    }

    /// A longer n-gram can occur again only at words where this one does.
    private void keepRepeated(int size) {
        int kept = 0;
        for (int k = 0; k < agains && again[k] < size; k++) {
            int i = again[k];
            again[kept] = i;
            kept += counts[i] == 1 ? 0 : 1;
        }
        agains = kept;
    }

    /// True when some n-gram occurs more than once; after [#count(int)] for its length.
    public boolean anyRepeats() {
        return agains > 0;
    }

    /// How often the n-gram at a word occurs; after [#count(int)] for its length.
    public int countAt(int word) {
        return counts[first(word)];
    }

    /// The word at which the same n-gram occurs first; after [#count(int)] for its length.
    public int first(int word) {
        return counts[word] < 0 ? -counts[word] - 1 : word;
    }

    private long key(int word, int n) {
        long[] hashes = text.wordHash;
        long key = hashes[word];
        for (int k = word + 1; k < word + n; k++) {
            key = (key ^ (key >>> 32)) * MIX + hashes[k];
        }
        return (key ^ (key >>> 29)) * MIX;
    }

    /// Code points of n-grams seen before (joined by nothing): a scan from left to right that goes
    /// on n words after such an n-gram and one word after a new one.
    public int repeated(int n) {
        chooseOpeners(n);
        int size = size(n);
        if (allOpeners == 0 || size == 0) {
            return 0;
        }
        clearTable(allOpeners);
        counted = 0; // the keys are written over
        MemorySegment four = text.joinedFour;
        int repeated = 0;
        int next = 0;
        for (int k = 0; k < allOpeners && openers[k] < size; k++) {
            int i = openers[k];
            if (i < next || (!opens[i] && units[i + n] - units[i] >= OPENING)) {
                continue; // jumped over, or no other n-gram begins like it
            }
            long key = Units.hash(four, units[i], units[i + n]);
            int at = (int) ((key * MIX) >>> shift);
            while (table[at] != 0 && !equal(table[at] - 1, i, n, key)) {
                at = (at + 1) & (slots - 1);
            }
            if (table[at] == 0) {
                keys[i] = key;
                table[at] = i + 1;
            } else {
                repeated += characters[i + n] - characters[i];
                next = i + n;
            }
        }
        return repeated;
    }

    private boolean equal(int first, int word, int n, long key) {
        return keys[first] == key
                && Arrays.equals(
                        text.joined,
                        units[first],
                        units[first + n],
                        text.joined,
                        units[word],
                        units[word + n]);
    }

    /// Chooses the words from which on n-grams of this length or a greater one may repeat: those
    /// from which on the same 16 units follow as from another word, and those of fewer units.
    private void chooseOpeners(int n) {
        if (opened && openersOf <= n) {
            return;
        }
        if (!opened) {
            open();
        }
        openersOf = n;
        int chosen = 0;
        int size = size(n);
        for (int i = 0; i < size; i++) {
            openers[chosen] = i;
            chosen += opens[i] || units[i + n] - units[i] < OPENING ? 1 : 0;
        }
        allOpeners = chosen;
    }

    /// Finds the words from which on the same 16 units follow as from another word.
    private void open() {
        opened = true;
        counted = 0;
        clearTable(words);
        MemorySegment four = text.joinedFour;
        int last = text.joinedLength - OPENING;
        Arrays.fill(opens, 0, words, false);
        for (int i = 0; i < words && units[i] <= last; i++) {
            long place = 2L * units[i];
            long key =
                    four.get(Units.FOUR, place) * OPENING_1
                            + four.get(Units.FOUR, place + 8) * OPENING_2
                            + four.get(Units.FOUR, place + 16) * OPENING_3
                            + four.get(Units.FOUR, place + 24) * OPENING_4;
            keys[i] = key;
            int at = (int) (key >>> shift);
            int other = table[at];
            while (other != 0 && keys[other - 1] != key) {
                at = (at + 1) & (slots - 1);
                other = table[at];
            }
            if (other == 0) {
                table[at] = i + 1;
            } else {
                opens[i] = true;
                opens[other - 1] = true;
            }
        }
    }
}
