package eu.socle.data.judge.text;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// A text cut once, for every judge: its UTF-16 units, white-space runs, lines and words, as arrays
/// of offsets that are used again for the next text.
///
/// Offsets are UTF-16 units; lengths that judges compare are code points ([#codePoints(int, int)]).
/// Arrays may be longer than what is in use. One worker at a time; nothing here is shared.
public final class Tokenised {

    /// Bits of a line cut by `splitlines`, beside its place.
    public static final int LOREM = 1;

    public static final int JAVASCRIPT = 2;
    public static final int POLICY = 4;
    public static final int BRACE = 8;
    public static final int BRACKET = 16;

    // Fields are read in the loops of this package; other packages use the methods below.
    char[] units = new char[Units.PADDING];
    MemorySegment four = MemorySegment.ofArray(units); // the same array, four units at a time
    int length;
    char[] joined = new char[Units.PADDING]; // the words one after the other
    MemorySegment joinedFour = MemorySegment.ofArray(joined);
    int joinedLength;
    int pairs;
    int[] pairsBefore = new int[0];

    int spans;
    int[] spanStart = new int[0];
    int[] spanEnd = new int[0];
    char[] spanBits = new char[0];

    int lines;
    int[] lineStart = new int[0];
    int[] lineEnd = new int[0];

    int rows;
    int[] rowStart = new int[0];
    int[] rowEnd = new int[0];
    int[] rowSpan = new int[0];
    byte[] rowSigns = new byte[0];

    int words;
    int[] wordStart = new int[0];
    int[] wordEnd = new int[0];
    long[] wordHash = new long[0];
    char[] wordBits = new char[0];

    int hashes;
    int ellipses;
    int dots; // length of the run of dots that ends at lastDot
    int lastDot;
    int spanSeen; // bits of the run read last
    int signs; // how many of the places below are waiting to be looked at
    int phrases; // of the row that is being read, as far as its signs were looked at
    final int[] signAt = new int[Scan.WAITING];
    boolean surrogates;

    /// The units of the text; valid up to [#length()].
    public char[] units() {
        return units;
    }

    /// UTF-16 units.
    public int length() {
        return length;
    }

    /// Code points of the whole text.
    public int codePoints() {
        return length - pairs;
    }

    /// Code points from a unit up to another.
    public int codePoints(int from, int to) {
        return pairs == 0 ? to - from : to - from - (pairsBefore[to] - pairsBefore[from]);
    }

    /// Runs without white space.
    public int spans() {
        return spans;
    }

    public int spanStart(int span) {
        return spanStart[span];
    }

    public int spanEnd(int span) {
        return spanEnd[span];
    }

    /// Bits of [Characters] that occur in the run.
    public int spanBits(int span) {
        return spanBits[span];
    }

    /// Pieces between `\n`; at least one.
    public int lines() {
        return lines;
    }

    public int lineStart(int line) {
        return lineStart[line];
    }

    public int lineEnd(int line) {
        return lineEnd[line];
    }

    /// Lines as Python's `splitlines` cuts them, no last empty one.
    public int rows() {
        return rows;
    }

    public int rowStart(int row) {
        return rowStart[row];
    }

    public int rowEnd(int row) {
        return rowEnd[row];
    }

    /// The first run of the row, or of the next row that has one; for `rows()` the count of runs.
    public int rowSpan(int row) {
        return rowSpan[row];
    }

    /// Which of [#LOREM], [#JAVASCRIPT], [#POLICY], [#BRACE], [#BRACKET] occur in the row.
    public int rowSigns(int row) {
        return rowSigns[row];
    }

    /// Words of the chosen word tokenizer.
    public int words() {
        return words;
    }

    public int wordStart(int word) {
        return wordStart[word];
    }

    public int wordEnd(int word) {
        return wordEnd[word];
    }

    /// Hash of the word's units ([Units]).
    public long wordHash(int word) {
        return wordHash[word];
    }

    /// Bits of [Characters] that occur in the word.
    public int wordBits(int word) {
        return wordBits[word];
    }

    /// How often `#` occurs.
    public int hashes() {
        return hashes;
    }

    /// How often `...` and the ellipsis sign occur.
    public int ellipses() {
        return ellipses;
    }

    /// Hash of a range of the text ([Units]).
    public long hash(int from, int to) {
        return Units.hash(four, from, to);
    }

    /// Text of a range.
    public String text(int from, int to) {
        return new String(units, from, to - from);
    }

    /// First unit of `[from, to)` that is not white space, or `to`.
    public int skipSpace(Characters characters, int from, int to) {
        char[] plane = characters.plane();
        int at = from;
        while (at < to && (plane[units[at]] & Characters.SPACE) != 0) {
            at++;
        }
        return at;
    }

    /// After the last unit of `[from, to)` that is not white space, or `from`.
    public int skipSpaceBefore(Characters characters, int from, int to) {
        char[] plane = characters.plane();
        int at = to;
        while (at > from && (plane[units[at - 1]] & Characters.SPACE) != 0) {
            at--;
        }
        return at;
    }

    void load(String text) {
        length = text.length();
        if (units.length < length + Units.PADDING) {
            units = new char[length + (length >> 1) + 64];
            four = MemorySegment.ofArray(units);
            joined = new char[units.length];
            joinedFour = MemorySegment.ofArray(joined);
        }
        joinedLength = 0;
        text.getChars(0, length, units, 0);
        pairs = 0;
        spans = 0;
        lines = 0;
        rows = 0;
        words = 0;
        hashes = 0;
        signs = 0;
        phrases = 0;
        ellipses = 0;
        dots = 0;
        lastDot = -2;
        surrogates = false;
    }

    void countPairs() {
        if (pairsBefore.length <= length) {
            pairsBefore = new int[units.length + 1];
        }
        int pair = 0;
        for (int i = 0; i < length; i++) {
            pairsBefore[i] = pair;
            if (Character.isHighSurrogate(units[i])
                    && i + 1 < length
                    && Character.isLowSurrogate(units[i + 1])) {
                pair++;
                pairsBefore[++i] = pair;
            }
        }
        pairsBefore[length] = pair;
        pairs = pair;
    }

    void addSpan(int start, int end, int bits) {
        if (spans == spanStart.length) {
            int size = 2 * spans + 256;
            spanStart = Arrays.copyOf(spanStart, size);
            spanEnd = Arrays.copyOf(spanEnd, size);
            spanBits = Arrays.copyOf(spanBits, size);
        }
        spanStart[spans] = start;
        spanEnd[spans] = end;
        spanBits[spans++] = (char) bits;
    }

    void addLine(int start, int end) {
        if (lines == lineStart.length) {
            int size = 2 * lines + 64;
            lineStart = Arrays.copyOf(lineStart, size);
            lineEnd = Arrays.copyOf(lineEnd, size);
        }
        lineStart[lines] = start;
        lineEnd[lines++] = end;
    }

    void addRow(int start, int end, int firstSpan, int signs) {
        if (rows + 1 >= rowSpan.length) {
            int size = 2 * rows + 64;
            rowStart = Arrays.copyOf(rowStart, size);
            rowEnd = Arrays.copyOf(rowEnd, size);
            rowSpan = Arrays.copyOf(rowSpan, size);
            rowSigns = Arrays.copyOf(rowSigns, size);
        }
        rowStart[rows] = start;
        rowEnd[rows] = end;
        rowSpan[rows] = firstSpan;
        rowSigns[rows++] = (byte) signs;
        rowSpan[rows] = spans;
    }

    /// Adds a word; word tokenizers call it in the order of the text, and words do not overlap.
    ///
    /// @param bits bits of [Characters] that occur in it; none of them [Characters#SPACE]
    public void addWord(int start, int end, int bits) {
        if (words == wordStart.length) {
            int size = 2 * words + 256;
            wordStart = Arrays.copyOf(wordStart, size);
            wordEnd = Arrays.copyOf(wordEnd, size);
            wordHash = Arrays.copyOf(wordHash, size);
            wordBits = Arrays.copyOf(wordBits, size);
        }
        wordStart[words] = start;
        wordEnd[words] = end;
        wordHash[words] = hashAndJoin(start, end);
        wordBits[words++] = (char) bits;
    }

    /// [Units#hash] of a range, which is copied after the words before it on the way: what is
    /// copied beyond its end is written over by the next word.
    private long hashAndJoin(int start, int end) {
        long one = (long) end - start;
        long two = Units.SECOND;
        long at = 2L * start;
        long to = 2L * joinedLength;
        int left = end - start;
        for (; left > Units.BLOCK; left -= Units.BLOCK, at += 2 * Units.BLOCK) {
            long firstHalf = four.get(Units.FOUR, at);
            long secondHalf = four.get(Units.FOUR, at + 8);
            joinedFour.set(Units.FOUR, to, firstHalf);
            joinedFour.set(Units.FOUR, to + 8, secondHalf);
            to += 2 * Units.BLOCK;
            one = Units.mix(one, firstHalf);
            two = Units.mix(two, secondHalf);
        }
        long firstHalf = four.get(Units.FOUR, at);
        long secondHalf = four.get(Units.FOUR, at + 8);
        joinedFour.set(Units.FOUR, to, firstHalf);
        joinedFour.set(Units.FOUR, to + 8, secondHalf);
        joinedLength += end - start;
        return Units.last(one, two, firstHalf, secondHalf, left);
    }

    /// Adds a word whose bits are read from its characters.
    public void addWord(Characters characters, int start, int end) {
        addWord(start, end, bits(characters, start, end));
    }

    /// Bits of [Characters] that occur in a range.
    public int bits(Characters characters, int from, int to) {
        char[] plane = characters.plane();
        int bits = 0;
        for (int i = from; i < to; i++) {
            int bit = plane[units[i]];
            if ((bit & Characters.SURROGATE) != 0) {
                int codePoint = Character.codePointAt(units, i, to);
                bit = characters.of(codePoint) | Characters.SURROGATE;
                i += Character.charCount(codePoint) - 1;
            }
            bits |= bit;
        }
        return bits;
    }
}
