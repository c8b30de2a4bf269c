package eu.socle.train;

import eu.socle.core.Seed;
import java.util.ArrayList;
import java.util.List;

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
    /// @param tokens of the training split
    /// @param context tokens of a sequence
    /// @param batch sequences of a step
    /// @param steps that were done
    public record Reading(Seed run, long tokens, int context, long batch, long steps) {}

    /// The steps that read any of the tokens `[first, end)` of the training split.
    public static Exposure of(Reading reading, long first, long end) {
        long sequences = reading.tokens() / reading.context();
        DataOrder order = new DataOrder(reading.run().of("order"), sequences);
        long positions = reading.steps() * reading.batch();
        List<Long> steps = new ArrayList<>();
        long lastSequence = Math.min(sequences - 1, (end - 1) / reading.context());
        for (long k = first / reading.context(); k <= lastSequence; k++) {
            for (long epoch = 0; epoch * sequences < positions; epoch++) {
                long position = order.positionOf(epoch, k);
                if (position < positions) {
                    steps.add(position / reading.batch() + 1);
                }
            }
        }
        return new Exposure(steps.stream().distinct().sorted().toList());
    }
}
