package eu.socle.data.rights.robots;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one crawler has to read of a robots file: all groups that name it, merged.
public final class RobotsGroup {

    private static final Comparator<RobotsLine> MOST_SPECIFIC_FIRST =
            Comparator.comparingInt(RobotsLine::specificity)
                    .reversed()
                    .thenComparing(RobotsLine::kind); // of equal length, Allow wins

    private final RobotsLine[] rules;
    private final List<RobotsLine> others;

    RobotsGroup(List<RobotsLine> rules, List<RobotsLine> others) {
        this.rules = rules.toArray(RobotsLine[]::new);
        java.util.Arrays.sort(this.rules, MOST_SPECIFIC_FIRST);
        this.others = List.copyOf(others);
    }

    /// The Allow or Disallow rule that decides for a [CanonicalPath]; null when none matches, which
    /// allows it.
    public @Nullable RobotsLine decides(byte[] path) {
        for (RobotsLine rule : rules) {
            if (rule.matches(path)) {
                return rule;
            }
        }
        return null;
    }

    /// The lines of this kind in the order of the file.
    public List<RobotsLine> lines(RobotsLine.Kind kind) {
        if (others.isEmpty()) {
            return List.of();
        }
        List<RobotsLine> found = new ArrayList<>();
        for (RobotsLine line : others) {
            if (line.kind() == kind) {
                found.add(line);
            }
        }
        return found;
    }
}
