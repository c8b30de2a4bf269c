package eu.socle.tensor.cpu;

import static eu.socle.tensor.cpu.Lanes.L;

import eu.socle.core.Seed;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Keeps element i when [Seed#uniform] of i is at least the probability: the draws of one vector of
/// floats are two vectors of longs, with the bits of [Seed#bits].
record Dropout(Seed seed, double probability) {

    private static final VectorSpecies<Long> J = LongVector.SPECIES_PREFERRED;
    private static final long STEP = 0x9e3779b97f4a7c15L; // of SplitMix64
    private static final LongVector STEPS = LongVector.zero(J).addIndex(1).mul(STEP);

    /// y = x / (1 - probability) or 0, for elements `begin` to `begin + count`.
    void apply(long y, long x, long begin, int count) {
        float scale = (float) (1 / (1 - probability));
        // u 2^-53 >= p  <=>  u >= ceil(p 2^53); both products are exact
        long least = (long) Math.ceil(probability * 0x1p53);
        int draws = J.length();
        int i = 0;
        for (; i + L <= count; i += L) {
            long kept = 0;
            for (int part = 0; part < L; part += draws) {
                LongVector z = STEPS.add(seed.key() + (begin + i + part + 1) * STEP);
                VectorMask<Long> keeps =
                        mix(z).lanewise(VectorOperators.LSHR, 11)
                                .compare(VectorOperators.GE, least);
                kept |= keeps.toLong() << part;
            }
            VectorMask<Float> mask = VectorMask.fromLong(Lanes.F, kept);
            FloatVector scaled = Lanes.load(x, begin + i).mul(scale);
            Lanes.store(FloatVector.zero(Lanes.F).blend(scaled, mask), y, begin + i);
        }
        for (; i < count; i++) {
            boolean keeps = seed.uniform(begin + i) >= probability;
            Lanes.set(y, begin + i, keeps ? Lanes.get(x, begin + i) * scale : 0);
        }
    }

    private static LongVector mix(LongVector z) {
        LongVector a =
                z.lanewise(VectorOperators.XOR, z.lanewise(VectorOperators.LSHR, 30))
                        .mul(0xbf58476d1ce4e5b9L);
        LongVector b =
                a.lanewise(VectorOperators.XOR, a.lanewise(VectorOperators.LSHR, 27))
                        .mul(0x94d049bb133111ebL);
        return b.lanewise(VectorOperators.XOR, b.lanewise(VectorOperators.LSHR, 31));
    }
}
