package eu.socle.tensor.cpu.quantised.kernel;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// Vectors of 16-bit words and of what they widen to. Lanes are rows of a tile.
public final class Lanes16 {

    public static final VectorSpecies<Short> S = ShortVector.SPECIES_PREFERRED;
    public static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
    public static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;

    private static final VectorSpecies<Short> HALF =
            VectorSpecies.of(
                    short.class,
                    VectorShape.forBitSize(FloatVector.SPECIES_PREFERRED.vectorBitSize() / 2));

    /// Bytes of as many lanes as a vector has floats; the smallest vector has eight.
    private static final VectorSpecies<Byte> QUARTER =
            VectorSpecies.of(
                    byte.class,
                    VectorShape.forBitSize(
                            Math.max(64, FloatVector.SPECIES_PREFERRED.vectorBitSize() / 4)));

    private static final VectorMask<Byte> FIRST =
            VectorMask.fromLong(QUARTER, (1L << FloatVector.SPECIES_PREFERRED.length()) - 1);

    /// Words of one vector, and floats.
    public static final int LS = S.length();

    public static final int LF = F.length();

    private Lanes16() {}

    public static ShortVector load(long address) {
        return ShortVector.fromMemorySegment(S, All.MEMORY, address, All.ORDER);
    }

    public static FloatVector loadFloats(long address) {
        return FloatVector.fromMemorySegment(F, All.MEMORY, address, All.ORDER);
    }

    public static IntVector loadInts(long address) {
        return IntVector.fromMemorySegment(I, All.MEMORY, address, All.ORDER);
    }

    public static void store(FloatVector v, long address) {
        v.intoMemorySegment(All.MEMORY, address, All.ORDER);
    }

    public static void store(IntVector v, long address) {
        v.intoMemorySegment(All.MEMORY, address, All.ORDER);
    }

    /// The low bytes of all lanes, side by side.
    public static void storeBytes(IntVector v, long address) {
        ((ByteVector) v.convertShape(VectorOperators.I2B, QUARTER, 0))
                .intoMemorySegment(All.MEMORY, address, All.ORDER, FIRST);
    }

    /// Two words, again and again.
    public static ShortVector broadcastPair(long address) {
        return IntVector.broadcast(I, All.getInt(address)).reinterpretAsShorts();
    }

    /// Sets floats to zero.
    public static void zero(long to, int floats) {
        All.MEMORY.asSlice(to, 4L * floats).fill((byte) 0);
    }

    /// Copies floats.
    public static void copy(long from, long to, int floats) {
        MemorySegment.copy(All.MEMORY, from, All.MEMORY, to, 4L * floats);
    }

    /// As many words as a vector has floats, widened.
    public static IntVector widened(long address) {
        return (IntVector)
                ShortVector.fromMemorySegment(HALF, All.MEMORY, address, All.ORDER)
                        .convertShape(VectorOperators.S2I, I, 0);
    }

    /// As many bytes as a vector has floats, with their signs and then the bits of a mask.
    public static FloatVector smallIntegers(long address, int mask) {
        ByteVector bytes =
                ByteVector.fromMemorySegment(QUARTER, All.MEMORY, address, All.ORDER, FIRST);
        return exact(((IntVector) bytes.convertShape(VectorOperators.B2I, I, 0)).and(mask));
    }

    /// The sums of neighbouring words, widened.
    public static IntVector both(ShortVector v) {
        IntVector pairs = v.reinterpretAsInts();
        return pairs.lanewise(VectorOperators.LSHL, 16)
                .lanewise(VectorOperators.ASHR, 16)
                .add(pairs.lanewise(VectorOperators.ASHR, 16));
    }

    public static FloatVector exact(IntVector v) {
        return (FloatVector) v.convertShape(VectorOperators.I2F, F, 0);
    }

    /// Binary16 numbers as floats. Exponent and fraction are moved to their places and the exponent
    /// is put right; what was subnormal is then 2^-15 + value / 2 (a product with 2^112 would do
    /// both, but takes a hundred cycles for each subnormal number). Infinities become 65536 and
    /// more: tiles hold none ([eu.socle.tensor.block.Tiles]).
    public static FloatVector halves(long address) {
        IntVector bits = widened(address);
        IntVector moved = bits.lanewise(VectorOperators.LSHL, 13).and(0x0fffe000);
        FloatVector value = moved.add(112 << 23).reinterpretAsFloats();
        VectorMask<Integer> subnormal = moved.compare(VectorOperators.LT, 1 << 23);
        FloatVector small = value.sub(0x1p-15f);
        FloatVector magnitude = value.blend(small.add(small), subnormal.cast(F));
        return magnitude.reinterpretAsInts().or(bits.and(0x80000000)).reinterpretAsFloats();
    }
}
