package eu.socle.data.rights.robots;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A path of a rule, in which `*` stands for any run of octets and a last `$` for the end. The time
/// to match is linear in path and pattern, whatever both hold.
public final class PathPattern {

    private static final int SHORT = 16; // pieces up to here are searched naively

    private final byte[][] pieces; // between the stars; the first begins the path
    private final int[][] borders; // for pieces longer than SHORT: Knuth-Morris-Pratt, else empty
    private final boolean anchored;
    private final int length;

    private PathPattern(byte[][] pieces, boolean anchored, int length) {
        this.pieces = pieces;
        this.anchored = anchored;
        this.length = length;
        this.borders = new int[pieces.length][];
        for (int i = 0; i < pieces.length; i++) {
            borders[i] = i > 0 && pieces[i].length > SHORT ? borders(pieces[i]) : new int[0];
        }
    }

    /// The pattern that these octets write.
    public static PathPattern of(byte[] raw, int from, int to) {
        byte[] canonical = CanonicalPath.ofPattern(raw, from, to);
        int end = canonical.length;
        boolean anchored = end > 0 && canonical[end - 1] == '$';
        end -= anchored ? 1 : 0;
        List<byte[]> pieces = new ArrayList<>(2);
        int start = 0;
        for (int i = 0; i < end; i++) {
            if (canonical[i] == '*') {
                if (pieces.isEmpty() || i > start) {
                    pieces.add(Arrays.copyOfRange(canonical, start, i));
                }
                start = i + 1;
            }
        }
        if (pieces.isEmpty() || start < end || anchored || canonical[end - 1] == '*') {
            pieces.add(Arrays.copyOfRange(canonical, start, end));
        }
        return new PathPattern(pieces.toArray(byte[][]::new), anchored, canonical.length);
    }

    /// The pattern that this text writes.
    public static PathPattern of(String text) {
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        return of(raw, 0, raw.length);
    }

    /// Octets of the canonical spelling: of two patterns that match, the longer one is more
    /// specific.
    public int length() {
        return length;
    }

    /// True when the pattern matches the beginning of a [CanonicalPath], or all of it when it ends
    /// in `$`.
    public boolean matches(byte[] path) {
        byte[] first = pieces[0];
        if (first.length > path.length
                || !Arrays.equals(first, 0, first.length, path, 0, first.length)) {
            return false;
        }
        int last = pieces.length - 1;
        if (last == 0) {
            return !anchored || path.length == first.length;
        }
        int at = first.length;
        for (int i = 1; i <= last; i++) {
            byte[] piece = pieces[i];
            if (i == last && anchored) {
                int start = path.length - piece.length;
                return start >= at
                        && Arrays.equals(piece, 0, piece.length, path, start, path.length);
            }
            at = find(piece, borders[i], path, at);
            if (at < 0) {
                return false;
            }
        }
        return true;
    }

    /// Where the first occurrence from `at` on ends; -1 when there is none.
    private static int find(byte[] piece, int[] borders, byte[] path, int at) {
        if (borders.length > 0) {
            return findLong(piece, borders, path, at);
        }
        for (int i = at; i <= path.length - piece.length; i++) {
            if (Arrays.equals(piece, 0, piece.length, path, i, i + piece.length)) {
                return i + piece.length;
            }
        }
        return -1;
    }

    private static int findLong(byte[] piece, int[] borders, byte[] path, int at) {
        int matched = 0;
        for (int i = at; i < path.length; i++) {
            while (matched > 0 && piece[matched] != path[i]) {
                matched = borders[matched - 1];
            }
            matched += piece[matched] == path[i] ? 1 : 0;
            if (matched == piece.length) {
                return i + 1;
            }
        }
        return -1;
    }

    /// For each prefix, the length of its longest proper border.
    private static int[] borders(byte[] piece) {
        int[] borders = new int[piece.length];
        int matched = 0;
        for (int i = 1; i < piece.length; i++) {
            while (matched > 0 && piece[matched] != piece[i]) {
                matched = borders[matched - 1];
            }
            matched += piece[matched] == piece[i] ? 1 : 0;
            borders[i] = matched;
        }
        return borders;
    }
}
