package eu.socle.data.rights.licence;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// The words of a licence text as hashes: lower case, letters and digits only, one spelling of
/// licence, without the `(c)` of a copyright notice. Layout, quotes and comment signs do not count
/// (SPDX matching guidelines).
public final class LicenceTokens {

    /// Words after which a text may say something else than the licence it resembles.
    private static final Set<String> TURNING =
            Set.of(
                    "not",
                    "non",
                    "unless",
                    "except",
                    "only",
                    "commercial",
                    "noncommercial",
                    "restriction",
                    "restrictions",
                    "restricted",
                    "prohibited",
                    "forbidden",
                    "clause",
                    "sell",
                    "training",
                    "ai",
                    "must",
                    "shall",
                    "condition",
                    "conditions");

    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private final boolean[] turning;
    private final int length;
    private final long[] prefix; // polynomial hashes of the first i tokens
    private final long[] power;

    private LicenceTokens(long[] hashes, boolean[] turning, int length) {
        this.turning = turning;
        this.length = length;
        this.prefix = new long[length + 1];
        this.power = new long[length + 1];
        power[0] = 1;
        for (int i = 0; i < length; i++) {
            prefix[i + 1] = prefix[i] * MULTIPLIER + hashes[i];
            power[i + 1] = power[i] * MULTIPLIER;
        }
    }

    /// The words of this text, at most `most`.
    public static LicenceTokens of(String text, int most) {
        long[] hashes = new long[64];
        boolean[] turning = new boolean[64];
        int count = 0;
        int at = 0;
        while (at < text.length() && count < most) {
            while (at < text.length() && !Character.isLetterOrDigit(text.charAt(at))) {
                at++;
            }
            int start = at;
            while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
                at++;
            }
            String word = spelling(text.substring(start, at).toLowerCase(Locale.ROOT));
            if (word.isEmpty() || word.equals("c")) {
                continue;
            }
            if (count == hashes.length) {
                hashes = Arrays.copyOf(hashes, count * 2);
                turning = Arrays.copyOf(turning, count * 2);
            }
            turning[count] = TURNING.contains(word);
            hashes[count++] = hash(word);
        }
        return new LicenceTokens(hashes, turning, count);
    }

    private static String spelling(String word) {
        return switch (word) {
            case "licence" -> "license";
            case "licences" -> "licenses";
            case "licenced" -> "licensed";
            case "https" -> "http";
            default -> word;
        };
    }

    private static long hash(String word) {
        long h = 0xcbf29ce484222325L; // FNV-1a
        for (int i = 0; i < word.length(); i++) {
            h = (h ^ word.charAt(i)) * 0x100000001b3L;
        }
        h ^= h >>> 32;
        return h * MULTIPLIER;
    }

    public int length() {
        return length;
    }

    /// True when this word may turn the sense.
    boolean turning(int i) {
        return turning[i];
    }

    /// Hash of `count` words from `from` on.
    public long hash(int from, int count) {
        return prefix[from + count] - prefix[from] * power[count];
    }

    /// The `most` smallest 32-bit hashes of runs of three words, ascending: a sketch with which
    /// resemblance is estimated (bottom-k).
    public int[] sketch(int most) {
        TreeSet<Integer> smallest = new TreeSet<>(Integer::compareUnsigned);
        for (int i = 0; i + 3 <= length; i++) {
            long h = hash(i, 3);
            h = (h ^ h >>> 29) * MULTIPLIER;
            smallest.add((int) (h >>> 32));
            if (smallest.size() > most) {
                smallest.pollLast();
            }
        }
        return smallest.stream().mapToInt(Integer::intValue).toArray();
    }
}
