package eu.socle.data.personal.names;

import eu.socle.data.personal.text.Fold;
import java.util.Set;

/// The words and signs of a sentence and what a tagger looks at: the word without accents and case,
/// its shape (`Xx`, `X.`, `0`), its first and last letters, whether a list has it, the same of its
/// neighbours. Each look is one number, a bucket of the table of weights.
final class NameSentence {

    /// Of one stretch; a longer sentence is cut.
    static final int MOST = 120;

    /// Looks at one word.
    static final int LOOKS = 20;

    /// Buckets of the table: some hundred thousand looks of a few thousand sentences collide
    /// little.
    static final int BUCKETS = 1 << 18;

    private static final int SHORT = 3; // `Dr.` ends no sentence
    private static final int EDGE = 0x5eed; // stands for what is outside
    private static final int HIDDEN = 0xd0e5; // stands for a word that is not to be known

    /// The bucket of looks at hidden words; it has no weight.
    static final int NO_LOOK = 0;

    private final Fold fold;
    private final Set<String> given;
    private final Set<String> family;
    private final int[] starts = new int[MOST];
    private final int[] ends = new int[MOST];
    private final int[] word = new int[MOST];
    private final int[] shape = new int[MOST];
    private final int[] first = new int[MOST];
    private final int[] last = new int[MOST];
    private final int[] listed = new int[MOST];
    private final StringBuilder folded = new StringBuilder();
    private boolean capitals;
    private int size;

    /// @param given folded given names of a list, may be empty
    /// @param family folded family names
    NameSentence(Fold fold, Set<String> given, Set<String> family) {
        this.fold = fold;
        this.given = given;
        this.family = family;
    }

    int size() {
        return size;
    }

    int start(int i) {
        return starts[i];
    }

    int end(int i) {
        return ends[i];
    }

    /// Whether a word begins with a capital: without one there is no name.
    boolean capitals() {
        return capitals;
    }

    /// Reads the sentence that begins at `from`.
    ///
    /// @return where the next one begins
    int read(char[] text, int length, int from) {
        size = 0;
        capitals = false;
        int at = from;
        while (at < length && size < MOST) {
            char c = text[at];
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                at++;
                if (c == '\n' && at < length && text[at] == '\n') {
                    return at + 1;
                }
                if (c == '\n') {
                    add(text, at - 1, at);
                }
                continue;
            }
            int end = at + 1;
            if (Character.isLetter(c)) {
                end = wordEnd(text, length, at);
            } else if (Character.isDigit(c)) {
                while (end < length && Character.isDigit(text[end])) {
                    end++;
                }
            }
            boolean stop = (c == '.' || c == '!' || c == '?') && closes(text, length, at);
            add(text, at, end);
            at = end;
            if (stop) {
                return at;
            }
        }
        return at;
    }

    private static int wordEnd(char[] text, int length, int at) {
        int end = at;
        while (end < length) {
            boolean inside = text[end] == '-' || text[end] == '\'' || text[end] == '\u2019';
            boolean joins = inside && end + 1 < length && Character.isLetter(text[end + 1]);
            boolean mark = Character.getType(text[end]) == Character.NON_SPACING_MARK;
            if (!Character.isLetter(text[end]) && !joins && !mark) {
                return end;
            }
            end++;
        }
        return end;
    }

    /// A blank follows, and what stands before is longer than an abbreviation.
    private boolean closes(char[] text, int length, int at) {
        boolean blank = at + 1 >= length || Character.isWhitespace(text[at + 1]);
        boolean abbreviated =
                size > 0
                        && ends[size - 1] == at
                        && text[at] == '.'
                        && ends[size - 1] - starts[size - 1] <= SHORT;
        return blank && !abbreviated;
    }

    private void add(char[] text, int from, int to) {
        folded.setLength(0);
        int form = 0;
        int kind = 0;
        for (int i = from; i < to; i++) {
            char c = fold.of(text[i]);
            if (c != Fold.NOTHING) {
                folded.append(c);
            }
            int now =
                    Character.isUpperCase(text[i])
                            ? 1
                            : Character.isLetter(text[i])
                                    ? 2
                                    : Character.isDigit(text[i]) ? 3 : 4 + (text[i] & 0xff);
            if (now != kind) {
                form = form * 31 + now;
                kind = now;
            }
        }
        capitals |= Character.isUpperCase(text[from]);
        String plain = folded.toString();
        int letters = plain.length();
        starts[size] = from;
        ends[size] = to;
        word[size] = plain.hashCode();
        shape[size] = form * 4 + Math.min(3, to - from);
        first[size] = plain.substring(0, Math.min(3, letters)).hashCode();
        last[size] = plain.substring(Math.max(0, letters - 3)).hashCode();
        listed[size] = (given.contains(plain) ? 1 : 0) + (family.contains(plain) ? 2 : 0);
        size++;
    }

    /// Makes a word one that was never seen, of which only the shape and the lists tell.
    void hide(int i) {
        word[i] = HIDDEN;
        first[i] = HIDDEN;
        last[i] = HIDDEN;
    }

    private int at(int[] of, int i) {
        return i < 0 || i >= size ? EDGE : of[i];
    }

    /// Fills the buckets of all looks at word `i`.
    void looks(int i, int[] buckets) {
        int k = 0;
        buckets[k] = bucket(k++, 0, 0);
        buckets[k] = bucket(k++, word[i], 0);
        buckets[k] = bucket(k++, at(word, i - 1), 0);
        buckets[k] = bucket(k++, at(word, i + 1), 0);
        buckets[k] = bucket(k++, at(word, i - 2), 0);
        buckets[k] = bucket(k++, at(word, i + 2), 0);
        buckets[k] = bucket(k++, shape[i], 0);
        buckets[k] = bucket(k++, at(shape, i - 1), shape[i]);
        buckets[k] = bucket(k++, shape[i], at(shape, i + 1));
        buckets[k] = bucket(k++, first[i], 0);
        buckets[k] = bucket(k++, last[i], 0);
        buckets[k] = bucket(k++, last[i], at(last, i + 1));
        buckets[k] = bucket(k++, shape[i], at(word, i - 1));
        buckets[k] = bucket(k++, shape[i], at(word, i + 1));
        buckets[k] = bucket(k++, listed[i], shape[i]);
        buckets[k] = bucket(k++, at(listed, i - 1), listed[i]);
        buckets[k] = bucket(k++, listed[i], at(listed, i + 1));
        buckets[k] = bucket(k++, at(word, i - 1), word[i]);
        buckets[k] = bucket(k++, at(word, i - 1), at(word, i - 2));
        buckets[k] = bucket(k++, i == 0 ? 1 : 0, shape[i]);
    }

    private static int bucket(int look, int a, int b) {
        if (a == HIDDEN || b == HIDDEN) {
            return NO_LOOK;
        }
        int h = (a * 0x9E3779B1 + b) * 0x85EBCA6B + look * 0xC2B2AE35;
        h ^= h >>> 15;
        h *= 0x2C1B3C6D;
        h ^= h >>> 13;
        return Math.max(NO_LOOK + 1, h & (BUCKETS - 1));
    }
}
