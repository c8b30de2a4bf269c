package eu.socle.token.sentencepiece;

import eu.socle.core.Refusal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// The normalisation that a SentencePiece vocabulary carries (`precompiled_charsmap`): texts and
/// what each becomes, in a double array trie. A unit of 32 bits holds a label in bits 0 to 7 and
/// 31, whether a value follows in bit 8, and the distance to its children in bits 10 to 30, times
/// 256 when bit 9 is set (Aoe 1989; darts-clone).
public final class CharsMap {

    private static final int MOST_BYTES = 1 << 24; // the largest published one has 300 kB

    private final int[] units;
    private final byte[] texts; // each ends with a zero byte

    /// @param bytes four bytes with the size of the trie, the trie, the texts
    /// @param where the file, for messages
    /// @throws Refusal if they cannot be that
    public CharsMap(byte[] bytes, String where) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int size = bytes.length < 4 ? -1 : buffer.getInt();
        if (bytes.length > MOST_BYTES || size <= 0 || size % 4 != 0 || size > bytes.length - 4) {
            throw Refusal.failure(
                    where
                            + " holds a normalisation table (precompiled_charsmap) of "
                            + bytes.length
                            + " bytes that states a trie of "
                            + size
                            + "; get the file again.");
        }
        this.units = new int[size / 4];
        buffer.asIntBuffer().get(units);
        this.texts = Arrays.copyOfRange(bytes, 4 + size, bytes.length);
    }

    /// What the longest known beginning of `text[from, to)` is.
    ///
    /// @param length how many bytes it has, 0 when none is known
    /// @param value where its replacement begins, to be given to [#replacement(int)]
    public record Match(int length, int value) {}

    /// The longest known beginning of `text[from, to)`.
    public Match longest(byte[] text, int from, int to) {
        return search(text, from, to, Integer.MAX_VALUE);
    }

    /// The shortest known beginning of `text[from, to)`.
    Match shortest(byte[] text, int from, int to) {
        return search(text, from, to, 1);
    }

    private Match search(byte[] text, int from, int to, int most) {
        Match found = new Match(0, 0);
        int node = distance(units[0]);
        int matches = 0;
        for (int i = from; i < to && matches < most; i++) {
            int label = text[i] & 0xff;
            node ^= label;
            if (label == 0 || node < 0 || node >= units.length) {
                return found;
            }
            int unit = units[node];
            if ((unit & 0x800000ff) != label) {
                return found;
            }
            node ^= distance(unit);
            if ((unit >>> 8 & 1) != 0) {
                if (node < 0 || node >= units.length) {
                    return found;
                }
                found = new Match(i + 1 - from, units[node] & 0x7fffffff);
                matches++;
            }
        }
        return found;
    }

    /// The bytes that a match becomes; nothing where the table points beyond its end.
    public byte[] replacement(int value) {
        if (value >= texts.length) {
            return new byte[0];
        }
        int end = value;
        while (end < texts.length && texts[end] != 0) {
            end++;
        }
        return Arrays.copyOfRange(texts, value, end);
    }

    private static int distance(int unit) {
        return (unit >>> 10) << ((unit & 1 << 9) >>> 6);
    }
}
