package eu.socle.train;

import eu.socle.core.Seed;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/// The optimiser steps at which a training read any token of a document, computed from the order of
/// the data alone.
///
/// @param steps in ascending order, from 1
public record Exposure(List<Long> steps) {

    public Exposure {
        steps = List.copyOf(steps);
    }

    /// How a training read its data.
    ///
    /// @param run seed of the run
    /// @param sequences of the training split, as they were packed
    /// @param batch sequences of a step
    /// @param steps that were done
    public record Reading(Seed run, long sequences, long batch, long steps) {}

    /// The steps that read any of these sequences.
    ///
    /// @param held numbers of the sequences that hold the document
    public static Exposure of(Reading reading, Collection<Long> held) {
        DataOrder order = new DataOrder(reading.run().of("order"), reading.sequences());
        long positions = reading.steps() * reading.batch();
        NavigableSet<Long> steps = new TreeSet<>();
        for (long k : held) {
            for (long epoch = 0; epoch * reading.sequences() < positions; epoch++) {
                long position = order.positionOf(epoch, k);
                if (position < positions) {
                    steps.add(position / reading.batch() + 1);
                }
            }
        }
        return new Exposure(List.copyOf(steps));
    }
}
