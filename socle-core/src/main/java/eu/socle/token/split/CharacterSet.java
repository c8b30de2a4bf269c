package eu.socle.token.split;

import eu.socle.token.text.Characters;
import java.util.Arrays;

/// A set of code points: classes of [Characters], and ranges.
interface CharacterSet {

    boolean holds(int codePoint);

    /// The code points of these classes.
    static CharacterSet kinds(int kinds) {
        return codePoint -> Characters.is(codePoint, kinds);
    }

    /// The code points of this text.
    static CharacterSet of(String text) {
        int[] sorted = text.codePoints().sorted().toArray();
        return codePoint -> Arrays.binarySearch(sorted, codePoint) >= 0;
    }

    /// The inside of a bracket expression that holds only characters and ranges, `a-z` for example;
    /// a minus sign may stand first.
    static CharacterSet ranges(String bracket) {
        int[] points = bracket.codePoints().toArray();
        int[] least = new int[points.length];
        int[] most = new int[points.length];
        int n = 0;
        for (int i = 0; i < points.length; i++) {
            least[n] = points[i];
            boolean range = i + 2 < points.length && points[i + 1] == '-';
            most[n++] = range ? points[i + 2] : points[i];
            i += range ? 2 : 0;
        }
        int count = n;
        return codePoint -> {
            for (int i = 0; i < count; i++) {
                if (codePoint >= least[i] && codePoint <= most[i]) {
                    return true;
                }
            }
            return false;
        };
    }

    default CharacterSet or(CharacterSet other) {
        return codePoint -> holds(codePoint) || other.holds(codePoint);
    }

    default CharacterSet not() {
        return codePoint -> !holds(codePoint);
    }
}
