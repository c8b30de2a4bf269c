package eu.socle.infer;

import java.util.List;

/// Finds the first stop text in a text that arrives in pieces. What could still become a stop text
/// is held back.
final class StopTexts {

    private final List<String> stops;
    private final StringBuilder held = new StringBuilder();
    private boolean found;

    StopTexts(List<String> stops) {
        this.stops = stops;
    }

    /// The text that is now certain to come before any stop text; nothing once a stop text was
    /// found.
    String add(String piece) {
        if (found) {
            return "";
        }
        if (stops.isEmpty()) {
            return piece;
        }
        held.append(piece);
        int first = -1;
        for (String stop : stops) {
            int at = held.indexOf(stop);
            if (at >= 0 && (first < 0 || at < first)) {
                first = at;
            }
        }
        found = first >= 0;
        return take(found ? first : held.length() - begun());
    }

    /// What was held back and never became a stop text.
    String finish() {
        return found ? "" : take(held.length());
    }

    /// True once a stop text was read.
    boolean found() {
        return found;
    }

    private String take(int length) {
        String text = held.substring(0, length);
        held.delete(0, length);
        return text;
    }

    /// Length of the longest end of the held text that begins a stop text.
    private int begun() {
        int longest = 0;
        for (String stop : stops) {
            for (int n = Math.min(stop.length() - 1, held.length()); n > longest; n--) {
                if (stop.startsWith(held.substring(held.length() - n))) {
                    longest = n;
                }
            }
        }
        return longest;
    }
}
