package eu.socle.data.judge;

import java.util.ArrayList;
import java.util.List;

/// Finds e-mail addresses: a local part, `@`, and a domain of at least two labels whose last is
/// letters (the addr-spec of RFC 5322 without quotes and comments, with the letters of RFC 6531).
final class Emails {

    private static final int LONGEST_LOCAL = 64; // RFC 5321, 4.5.3.1.1

    private Emails() {}

    static List<Mask.Span> in(String text) {
        List<Mask.Span> spans = new ArrayList<>();
        for (int at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
            int start = startOfLocal(text, at);
            int end = endOfDomain(text, at + 1);
            if (start < at && end > at + 1) {
                spans.add(new Mask.Span(start, end, Mask.EMAIL));
            }
        }
        return spans;
    }

    private static int startOfLocal(String text, int at) {
        int start = at;
        while (start > 0 && at - start < LONGEST_LOCAL && isLocal(text.charAt(start - 1))) {
            start--;
        }
        while (start < at && text.charAt(start) == '.') {
            start++;
        }
        return text.charAt(Math.max(start, at - 1)) == '.' ? at : start;
    }

    private static boolean isLocal(char c) {
        return Character.isLetterOrDigit(c) || "._%+-'".indexOf(c) >= 0;
    }

    /// After the last label of the domain, or `start` when there is none.
    private static int endOfDomain(String text, int start) {
        int end = start;
        int labels = 0;
        int at = start;
        while (at < text.length()) {
            int label = at;
            while (label < text.length()
                    && (Character.isLetterOrDigit(text.charAt(label))
                            || text.charAt(label) == '-')) {
                label++;
            }
            if (label == at) {
                break;
            }
            labels++;
            if (labels >= 2 && isTopLevel(text, at, label)) {
                end = label;
            }
            if (label >= text.length() || text.charAt(label) != '.') {
                break;
            }
            at = label + 1;
        }
        return end;
    }

    private static boolean isTopLevel(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Character.isLetter(text.charAt(i))) {
                return false;
            }
        }
        return to - from >= 2;
    }
}
