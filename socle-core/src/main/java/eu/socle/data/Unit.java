package eu.socle.data;

import eu.socle.data.read.Plan.PlannedFile;
import java.util.ArrayList;
import java.util.List;

/// A few files of the plan that are read in one task. What came out is kept until the stage ends,
/// so that an interrupted stage does not do the work again.
///
/// @param number position in the plan
/// @param files in the plan's order
record Unit(int number, List<PlannedFile> files) {

    private static final int MOST_FILES = 64; // about a second of work on small pages
    private static final long MOST_BYTES = 16 << 20;

    /// Cuts a plan by files and bytes alone, never by the number of threads.
    static List<Unit> cut(List<PlannedFile> plan) {
        List<Unit> units = new ArrayList<>();
        List<PlannedFile> files = new ArrayList<>();
        long bytes = 0;
        for (PlannedFile file : plan) {
            if (!files.isEmpty()
                    && (files.size() == MOST_FILES || bytes + file.bytes() > MOST_BYTES)) {
                units.add(new Unit(units.size(), List.copyOf(files)));
                files.clear();
                bytes = 0;
            }
            files.add(file);
            bytes += file.bytes();
        }
        if (!files.isEmpty()) {
            units.add(new Unit(units.size(), List.copyOf(files)));
        }
        return units;
    }
}
