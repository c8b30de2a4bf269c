package eu.socle.data.rights.licence.text;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// The words of a licence text as hashes: lower case, letters and digits only, one spelling of
/// words that have several, without the `(c)` of a copyright notice. Layout, quotes and comment
/// signs do not count (SPDX matching guidelines). Each word keeps its place in the text.
public final class LicenceTokens {

    private static final int BULLET = 1;
    private static final int TURNING = 2;
    private static final int NOTICE = 4;
    private static final int NAME = 8;

    private static final int MOST_PLAIN = 2; // the name of an account, a particle

    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private static final Set<String> HEADINGS =
            Set.of("section", "article", "preamble"); // in front of a number

    private static final Set<String> BESIDE_NAMES =
            Set.of(
                    "and",
                    "of",
                    "the",
                    "by",
                    "et",
                    "al",
                    "others",
                    "contributors",
                    "contributor",
                    "authors",
                    "author",
                    "present",
                    "rights",
                    "reserved",
                    "all",
                    "with",
                    "for",
                    "in",
                    "de",
                    "du",
                    "la",
                    "van",
                    "von",
                    "der",
                    "den",
                    "di",
                    "da");

    private long[] hashes = new long[64];
    private byte[] kinds = new byte[64];
    private int[] starts = new int[64];
    private int[] ends = new int[64];
    private int length;
    private final long[] prefix; // polynomial hashes of the first i tokens
    private final long[] power;

    private LicenceTokens(String text, int most) {
        read(text, most);
        prefix = new long[length + 1];
        power = new long[length + 1];
        power[0] = 1;
        for (int i = 0; i < length; i++) {
            prefix[i + 1] = prefix[i] * MULTIPLIER + hashes[i];
            power[i + 1] = power[i] * MULTIPLIER;
        }
    }

    /// The words of this text, at most `most`.
    public static LicenceTokens of(String text, int most) {
        return new LicenceTokens(text, most);
    }

    private void read(String text, int most) {
        int at = 0;
        boolean sign = false; // (c) or its one character stands before the word
        String last = "";
        while (length < most) {
            while (at < text.length() && !Character.isLetterOrDigit(text.charAt(at))) {
                sign |= text.charAt(at++) == '\u00a9';
            }
            if (at == text.length()) {
                return;
            }
            int start = at;
            while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
                at++;
            }
            String written = text.substring(start, at);
            String word = spelling(written.toLowerCase(Locale.ROOT), last);
            if (word.equals("c")) {
                sign |= start > 0 && text.charAt(start - 1) == '(';
                continue;
            }
            boolean joined =
                    length > 0
                            && ends[length - 1] + 1 == start
                            && text.charAt(start - 1) == '-'
                            && (last.equals("sub") || last.equals("non"));
            if (joined) {
                word = last + word;
                start = starts[--length];
            }
            int kind = kind(word, written, sign);
            add(word, inAddress(text, start, at) ? kind | NAME : kind, start, at);
            sign = false;
            last = word;
        }
    }

    private void add(String word, int kind, int start, int end) {
        if (length == hashes.length) {
            hashes = Arrays.copyOf(hashes, length * 2);
            kinds = Arrays.copyOf(kinds, length * 2);
            starts = Arrays.copyOf(starts, length * 2);
            ends = Arrays.copyOf(ends, length * 2);
        }
        hashes[length] = hash(word);
        kinds[length] = (byte) kind;
        starts[length] = start;
        ends[length++] = end;
    }

    private static int kind(String word, String written, boolean sign) {
        boolean notice = sign || word.equals("copyright") || word.equals("portions");
        boolean name =
                !Character.isLowerCase(written.charAt(0)) || BESIDE_NAMES.contains(word) || notice;
        return (isBullet(word) ? BULLET : 0)
                | (TurningWords.has(word) ? TURNING : 0)
                | (notice ? NOTICE : 0)
                | (name ? NAME : 0);
    }

    /// A part of a mail or web address: a sign and a letter follow or stand before at once.
    private static boolean inAddress(String text, int start, int end) {
        boolean after =
                end + 1 < text.length()
                        && "@./:_".indexOf(text.charAt(end)) >= 0
                        && Character.isLetterOrDigit(text.charAt(end + 1));
        boolean before =
                start > 1
                        && "@./:_".indexOf(text.charAt(start - 1)) >= 0
                        && !Character.isWhitespace(text.charAt(start - 2));
        return after || before;
    }

    /// A small number, one letter, a Roman numeral, or the word in front of one.
    private static boolean isBullet(String word) {
        return word.length() == 1
                || (word.length() <= 3 && Character.isDigit(word.charAt(0)))
                || HEADINGS.contains(word)
                || (word.length() <= 5 && word.chars().allMatch(c -> "ivx".indexOf(c) >= 0));
    }

    private static String spelling(String word, String before) {
        return switch (word) {
            case "licence" -> "license";
            case "licences" -> "licenses";
            case "licenced" -> "licensed";
            case "licencee" -> "licensee";
            case "sublicence" -> "sublicense";
            case "https" -> "http";
            case "acknowledgement" -> "acknowledgment";
            case "acknowledgements" -> "acknowledgments";
            case "judgement" -> "judgment";
            case "organisation" -> "organization";
            case "organisations" -> "organizations";
            case "authorised" -> "authorized";
            case "authorisation" -> "authorization";
            case "favour" -> "favor";
            case "programme" -> "program";
            case "fulfil" -> "fulfill";
            case "recognised" -> "recognized";
            case "whilst" -> "while";
            case "wilful" -> "willful";
            case "merchantibility" -> "merchantability";
            case "owner" -> before.equals("copyright") ? "holder" : word;
            case "owners" -> before.equals("copyright") ? "holders" : word;
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

    /// First character of a word in the text.
    int start(int i) {
        return starts[i];
    }

    /// After its last.
    int end(int i) {
        return ends[i];
    }

    /// Behind the names, years and addresses that stand from a word on: none of them may turn the
    /// sense, and no three in a row are plain words in small letters, as in a sentence of a
    /// language whose words are not known here.
    int namesEnd(int from, int most) {
        int end = Math.min(length, from + most);
        int plain = 0;
        for (int i = from; i < end; i++) {
            plain = (kinds[i] & NAME) != 0 ? 0 : plain + 1;
            if ((kinds[i] & TURNING) != 0 || plain > MOST_PLAIN) {
                return i;
            }
        }
        return end;
    }

    /// True for what numbers a clause.
    boolean bullet(int i) {
        return (kinds[i] & BULLET) != 0;
    }

    /// True for the first word of a copyright notice.
    boolean notice(int i) {
        return (kinds[i] & NOTICE) != 0;
    }

    /// True for a word with a capital or a digit at its start, and for those that join names.
    boolean name(int i) {
        return (kinds[i] & NAME) != 0;
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
