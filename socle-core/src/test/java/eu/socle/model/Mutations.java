package eu.socle.model;

import eu.socle.core.Refusal;
import eu.socle.core.Seed;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Consumer;

/// Damages sound files in ways that a hostile or broken writer would, and reads what comes out:
/// each must be read or refused, soon and in little memory.
public final class Mutations {

    /// Numbers that lie: borders of the integer types, and sizes that overflow when multiplied.
    private static final long[] LIES = {
        0,
        1,
        -1,
        2,
        3,
        31,
        33,
        255,
        256,
        65_535,
        65_536,
        1L << 31,
        (1L << 31) - 1,
        1L << 32,
        (1L << 32) - 1,
        1L << 33,
        1L << 40,
        1L << 61,
        1L << 62,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        Long.MAX_VALUE - 31,
        100_000_000,
        100_000_001
    };

    private static final long SLOW =
            2_000_000_000L; // nanoseconds for one small file, pauses included

    /// What became of the files.
    ///
    /// @param read how many were read as valid
    /// @param refused how many were refused
    /// @param mostBytes most memory that one file took on the heap
    /// @param slowest nanoseconds of the slowest
    public record Outcome(int read, int refused, long mostBytes, long slowest) {}

    private Mutations() {}

    /// Reads `count` damaged copies of a file.
    ///
    /// @param named what each refusal must name
    /// @param header bytes at the start in which most damage is done
    /// @throws AssertionError naming the mutation, for anything but success or a refusal
    public static Outcome run(
            byte[] sound, int header, int count, Seed seed, String named, Consumer<byte[]> read) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        int refused = 0;
        long most = 0;
        long slowest = 0;
        for (int n = 0; n < count; n++) {
            byte[] bytes = damage(sound, header, seed.of(n));
            long before = threads.getCurrentThreadAllocatedBytes();
            long start = System.nanoTime();
            try {
                read.accept(bytes);
            } catch (Refusal refusal) {
                if (!String.valueOf(refusal.getMessage()).contains(named)) {
                    throw new AssertionError("mutation " + n + " does not name " + named, refusal);
                }
                refused++;
            } catch (RuntimeException | Error e) {
                throw new AssertionError("mutation " + n + " of " + seed, e);
            }
            slowest = Math.max(slowest, System.nanoTime() - start);
            most = Math.max(most, threads.getCurrentThreadAllocatedBytes() - before);
            if (slowest > SLOW) {
                throw new AssertionError("mutation " + n + " took " + slowest + " ns");
            }
        }
        return new Outcome(count - refused, refused, most, slowest);
    }

    private static byte[] damage(byte[] sound, int header, Seed draw) {
        byte[] bytes = once(sound, header, draw);
        for (int more = 0; more < draw.below(3, 9); more++) { // none, one or two more
            bytes = bytes.length < 16 ? bytes : once(bytes, header, draw.of(more));
        }
        return bytes;
    }

    private static byte[] once(byte[] sound, int header, Seed draw) {
        byte[] bytes = sound.clone();
        int at = (int) draw.below(Math.min(bytes.length, header), 1);
        ByteBuffer numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long lie = LIES[(int) draw.below(LIES.length, 3)];
        switch ((int) draw.below(10, 0)) {
            case 0 -> bytes[at] ^= (byte) (1 << draw.below(8, 2));
            case 1 -> bytes[at] = (byte) draw.bits(2);
            case 2 -> bytes[at] = (byte) ('0' + draw.below(10, 2));
            case 3 -> bytes = Arrays.copyOf(bytes, (int) draw.below(bytes.length, 2));
            case 4 -> bytes = Arrays.copyOf(bytes, bytes.length + 1 + (int) draw.below(64, 2));
            case 5 -> numbers.putLong(Math.min(at, bytes.length - 8), lie);
            case 6 -> numbers.putInt(Math.min(at, bytes.length - 4), (int) lie);
            case 7 ->
                    bytes =
                            spliced(
                                    bytes,
                                    at,
                                    Long.toUnsignedString(lie)
                                            .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            case 8 ->
                    bytes =
                            spliced(
                                    bytes,
                                    at,
                                    Arrays.copyOfRange(
                                            sound,
                                            at,
                                            Math.min(
                                                    sound.length,
                                                    at + 1 + (int) draw.below(80, 2)))); // doubled
            default -> { // a piece of the header over another
                int from = (int) draw.below(Math.min(bytes.length, header), 4);
                int length = 1 + (int) draw.below(60, 5);
                int fits = Math.min(length, bytes.length - Math.max(at, from));
                System.arraycopy(sound, from, bytes, at, fits);
            }
        }
        return bytes;
    }

    private static byte[] spliced(byte[] bytes, int at, byte[] piece) {
        byte[] longer = new byte[bytes.length + piece.length];
        System.arraycopy(bytes, 0, longer, 0, at);
        System.arraycopy(piece, 0, longer, at, piece.length);
        System.arraycopy(bytes, at, longer, at + piece.length, bytes.length - at);
        return longer;
    }
}
