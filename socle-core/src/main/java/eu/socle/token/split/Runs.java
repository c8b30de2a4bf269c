package eu.socle.token.split;

import eu.socle.token.text.Characters;
import eu.socle.token.text.Utf8;

/// `lead? [class]{least,most}`: runs of characters of one set, perhaps after one leading space.
/// What lies between two runs is a piece too.
///
/// @param regex the expression
/// @param lead the one character a run may begin with
/// @param set the characters of the run
/// @param least a shorter run is none
/// @param most a longer run is cut
record Runs(String regex, Lead lead, CharacterSet set, int least, int most) implements Stage {

    /// What may stand before a run.
    enum Lead {
        NOTHING,
        /// The character U+0020.
        SPACE,
        /// Any white space.
        BLANK
    }

    /// A run of any length from one on.
    static final int ANY = Integer.MAX_VALUE;

    Runs {
        if (least < 1 || most < least) {
            throw new IllegalArgumentException(least + " to " + most);
        }
    }

    @Override
    public int end(byte[] text, int from, int to) {
        int at = from;
        while (at < to) {
            int end = match(text, at, to);
            if (end > at) {
                return at == from ? end : at;
            }
            at += Utf8.size(text[at]);
        }
        return to;
    }

    /// Where the match that begins at `at` ends, or `at`.
    private int match(byte[] text, int at, int to) {
        if (leads(text, at)) {
            int second = at + Utf8.size(text[at]);
            int end = run(text, second, to);
            if (end > second) {
                return end;
            }
        }
        return run(text, at, to);
    }

    private boolean leads(byte[] text, int at) {
        return switch (lead) {
            case NOTHING -> false;
            case SPACE -> text[at] == ' ';
            case BLANK -> Characters.at(text, at, Characters.SPACE);
        };
    }

    private int run(byte[] text, int from, int to) {
        int end = from;
        int length = 0;
        while (length < most && end < to && set.holds(Utf8.codePoint(text, end))) {
            end += Utf8.size(text[end]);
            length++;
        }
        return length < least ? from : end;
    }
}
