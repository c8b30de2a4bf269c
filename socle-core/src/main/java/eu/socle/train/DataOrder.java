package eu.socle.train;

import eu.socle.core.Seed;

/// Which sequence is read at which position of a run: in each epoch every sequence once, in an
/// order of that epoch's own. A function of the position, so nothing about it is ever saved.
///
/// @param seed of the run's data order
/// @param sequences how many there are
record DataOrder(Seed seed, long sequences) {

    /// The sequence at a position.
    ///
    /// @param position sequences read before it, from the beginning of the run
    long at(long position) {
        return seed.of(position / sequences).permute(sequences, position % sequences);
    }

    /// The position at which an epoch reads a sequence: the inverse of [#at(long)].
    long positionOf(long epoch, long sequence) {
        return epoch * sequences + seed.of(epoch).positionOf(sequences, sequence);
    }
}
