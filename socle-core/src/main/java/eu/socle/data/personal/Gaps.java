package eu.socle.data.personal;

/// Puts finds of a second pass into the gaps between those of the first, in order.
final class Gaps {
    private final Spans from;
    private final Spans into;
    private int next;

    /// @param from what was found first
    /// @param into empty; receives both
    Gaps(Spans from, Spans into) {
        this.from = from;
        this.into = into;
    }

    /// Adds a find unless it overlaps another one; in the order of the text.
    void add(int start, int end, PersonalType type, String country, Confidence confidence) {
        copyBefore(start);
        boolean free = into.lastEnd() <= start && (next == from.size() || from.start(next) >= end);
        if (free) {
            into.add(start, end, type, country, confidence, confidence == Confidence.CERTAIN);
        }
    }

    /// Both, in order.
    Spans finish() {
        copyBefore(Integer.MAX_VALUE);
        return into;
    }

    private void copyBefore(int place) {
        while (next < from.size() && from.start(next) < place) {
            int i = next++;
            into.add(
                    from.start(i),
                    from.end(i),
                    from.type(i),
                    from.country(i),
                    from.confidence(i),
                    from.hasContext(i));
        }
    }
}
