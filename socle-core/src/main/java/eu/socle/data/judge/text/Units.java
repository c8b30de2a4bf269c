package eu.socle.data.judge.text;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Four UTF-16 units at a time: hashes of ranges of an array of units.
///
/// A hash finds candidates; whoever needs certainty compares the units. Arrays must have three
/// units more than any range that is hashed ([#PADDING]).
public final class Units {

    /// Units an array must have beyond what is read.
    public static final int PADDING = 4;

    static final ValueLayout.OfLong FOUR =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final long MIX = 0x9e3779b97f4a7c15L;

    private Units() {}

    /// Hash of a range.
    static long hash(MemorySegment units, int from, int to) {
        long hash = (long) to - from;
        int i = from;
        for (; i + 4 <= to; i += 4) {
            hash = mix(hash, units.get(FOUR, 2L * i));
        }
        return i < to ? mix(hash, units.get(FOUR, 2L * i) & first(to - i)) : hash;
    }

    /// Hash of a text, as that of a range that equals it.
    public static long hash(String text) {
        char[] units = new char[text.length() + PADDING];
        text.getChars(0, text.length(), units, 0);
        return hash(MemorySegment.ofArray(units), 0, text.length());
    }

    static long mix(long hash, long four) {
        long mixed = (hash ^ four) * MIX;
        return mixed ^ (mixed >>> 29);
    }

    /// Mask of the first 1 to 3 units of four.
    static long first(int count) {
        return -1L >>> (Long.SIZE - Character.SIZE * count);
    }
}
