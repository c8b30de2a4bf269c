package eu.socle.data.judge.text;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Hashes of ranges of an array of UTF-16 units, four units at a time.
///
/// A hash finds candidates; whoever needs certainty compares the units. Two sums run beside each
/// other over blocks of eight units, so that a word of up to eight costs no loop and a long range
/// does not wait for one product after the other. Arrays must have [#PADDING] units more than any
/// range that is hashed.
public final class Units {

    /// Units an array must have beyond what is read.
    public static final int PADDING = 8;

    /// Units of a block.
    static final int BLOCK = 8;

    static final ValueLayout.OfLong FOUR =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /// Where the second sum begins.
    static final long SECOND = 0xd6e8feb86659fd93L;

    private static final long MIX = 0x9e3779b97f4a7c15L;

    // Masks of the two halves of a last block, by the units it has.
    private static final long[] FIRST_HALF = {
        0, 0xffffL, 0xffff_ffffL, 0xffff_ffff_ffffL, -1, -1, -1, -1, -1
    };
    private static final long[] SECOND_HALF = {
        0, 0, 0, 0, 0, 0xffffL, 0xffff_ffffL, 0xffff_ffff_ffffL, -1
    };

    private Units() {}

    /// Hash of a range.
    static long hash(MemorySegment units, int from, int to) {
        long one = (long) to - from;
        long two = SECOND;
        long at = 2L * from;
        int left = to - from;
        for (; left > BLOCK; left -= BLOCK, at += 2 * BLOCK) {
            one = mix(one, units.get(FOUR, at));
            two = mix(two, units.get(FOUR, at + 8));
        }
        return last(one, two, units.get(FOUR, at), units.get(FOUR, at + 8), left);
    }

    /// Ends a hash with the last block.
    ///
    /// @param units how many of the block's units count, 0 to 8
    static long last(long one, long two, long firstHalf, long secondHalf, int units) {
        long first = mix(one, firstHalf & FIRST_HALF[units]);
        long second = mix(two, secondHalf & SECOND_HALF[units]);
        return mix(first, Long.rotateLeft(second, 32));
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
}
