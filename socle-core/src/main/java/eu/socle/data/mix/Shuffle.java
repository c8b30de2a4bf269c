package eu.socle.data.mix;

import eu.socle.core.Seed;

/// A global order of n things without a list of them: a keyed permutation ([Seed#permute]), in
/// which the thing at any position is computed alone.
///
/// @param seed of this purpose
/// @param epoch each has an order of its own
/// @param count how many things
public record Shuffle(Seed seed, long epoch, long count) {

    public Shuffle {
        if (count < 0) {
            throw new IllegalArgumentException("count " + count);
        }
    }

    /// Which thing stands at a position.
    ///
    /// @param position 0 to count - 1
    public long at(long position) {
        if (position < 0 || position >= count) {
            throw new IndexOutOfBoundsException(position + " of " + count);
        }
        return seed.of("shuffle").of(epoch).permute(count, position);
    }
}
