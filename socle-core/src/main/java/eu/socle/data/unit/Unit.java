package eu.socle.data.unit;

import eu.socle.data.read.plan.Plan.PlannedSlice;
import java.util.ArrayList;
import java.util.List;

/// A few slices of the plan that are read in one task. What came out is kept until the stage ends,
/// so that an interrupted stage does not do the work again.
///
/// @param number position in the plan
/// @param slices in the plan's order
public record Unit(int number, List<PlannedSlice> slices) {

    private static final int MOST_SLICES = 64; // about a second of work on small pages
    private static final long MOST_BYTES = 4 << 20; // stored, so up to four times of text

    /// Cuts a plan by slices and bytes alone, never by the number of threads.
    public static List<Unit> cut(List<PlannedSlice> plan) {
        List<Unit> units = new ArrayList<>();
        List<PlannedSlice> slices = new ArrayList<>();
        long bytes = 0;
        for (PlannedSlice slice : plan) {
            if (!slices.isEmpty()
                    && (slices.size() == MOST_SLICES || bytes + slice.bytes() > MOST_BYTES)) {
                units.add(new Unit(units.size(), List.copyOf(slices)));
                slices.clear();
                bytes = 0;
            }
            slices.add(slice);
            bytes += slice.bytes();
        }
        if (!slices.isEmpty()) {
            units.add(new Unit(units.size(), List.copyOf(slices)));
        }
        return units;
    }
}
