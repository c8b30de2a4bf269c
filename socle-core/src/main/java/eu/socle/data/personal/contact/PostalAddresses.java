package eu.socle.data.personal.contact;

import eu.socle.data.personal.text.Chars;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Postal addresses of France, Germany, Spain, Italy and the Netherlands: a postcode followed by a
/// town, and before it a street with a number.
public final class PostalAddresses {
    /// Street, number, floor and line breaks fit in this.
    private static final int BEFORE = 110;

    /// Between the number of the house and the postcode: a floor, a door, a building.
    private static final int BETWEEN = 40;

    private static final int LONGEST_TOWN = 48;
    private static final Set<String> TOWN_STARTS =
            Set.of(
                    "la",
                    "le",
                    "les",
                    "los",
                    "las",
                    "el",
                    "san",
                    "santa",
                    "bad",
                    "den",
                    "sankt",
                    "st",
                    "saint",
                    "sint",
                    "'s",
                    "reggio",
                    "santo",
                    "frankfurt",
                    "castellón",
                    "neu");
    private static final Set<String> TOWN_JOINTS =
            Set.of(
                    "de", "del", "di", "da", "la", "le", "les", "sur", "sous", "en", "am", "an",
                    "der", "im", "in", "ob", "aan", "den", "bei", "a", "y", "d", "nel", "nell",
                    "los", "las");
    private static final Set<String> REPEATS = Set.of("bis", "ter", "quater", "a", "b", "c", "d");

    private record Word(int start, int end, String lower) {}

    /// Where an address was found. Reused.
    public static final class Found {
        private int start;
        private int end;
        private String country = "";

        public int start() {
            return start;
        }

        public int end() {
            return end;
        }

        public String country() {
            return country;
        }
    }

    /// Whether the digits [from, to) are the postcode of an address; then `found` holds it.
    ///
    /// @param floor nothing before this place belongs to it
    public boolean read(char[] text, int size, int from, int to, int floor, Found found) {
        boolean dutch = to - from == 4;
        int townStart = dutch ? afterLetters(text, size, to) : afterBlank(text, size, to);
        if (townStart < 0) {
            return false;
        }
        int townEnd = townEnd(text, size, townStart);
        int postcode =
                from > 1 && text[from - 1] == '-' && Chars.isUpper(text[from - 2])
                        ? from - 2
                        : from;
        List<Word> words = wordsBefore(text, Math.max(floor, postcode - BEFORE), postcode);
        found.end = townEnd;
        if (dutch) {
            return suffixed(text, words, StreetWords.DUTCH, Set.of(), postcode, found, "NL");
        }
        if (numberFirst(words, postcode, found)) {
            return true;
        }
        if (typeFirst(text, words, StreetWords.ITALIAN, postcode, found, "IT")) {
            found.end = province(text, size, townEnd);
            return true;
        }
        return typeFirst(text, words, StreetWords.SPANISH, postcode, found, "ES")
                || suffixed(
                        text,
                        words,
                        StreetWords.GERMAN,
                        StreetWords.GERMAN_BEFORE,
                        postcode,
                        found,
                        "DE");
    }

    private static int afterBlank(char[] text, int size, int to) {
        int at = to;
        while (at < size && at - to < 3 && Chars.isBlank(text[at])) {
            at++;
        }
        boolean town =
                at > to && at < size && (Character.isUpperCase(text[at]) || text[at] == '\'');
        return town ? at : -1;
    }

    /// After the two capitals of a Dutch postcode.
    private static int afterLetters(char[] text, int size, int to) {
        int at = to < size && Chars.isBlank(text[to]) ? to + 1 : to;
        boolean letters =
                at + 2 < size
                        && Chars.isUpper(text[at])
                        && Chars.isUpper(text[at + 1])
                        && !Chars.isWord(text[at + 2]);
        return letters ? afterBlank(text, size, at + 2) : -1;
    }

    private static int townEnd(char[] text, int size, int start) {
        int end = wordEnd(text, size, start);
        String word = lower(text, start, end);
        while (end + 1 < size && end - start < LONGEST_TOWN && Chars.isBlank(text[end])) {
            int next = end + 1;
            int nextEnd = wordEnd(text, size, next);
            if (nextEnd == next) {
                break;
            }
            boolean capital = Character.isUpperCase(text[next]);
            String follower = lower(text, next, nextEnd);
            if (capital && (TOWN_STARTS.contains(word) || TOWN_JOINTS.contains(word))) {
                end = nextEnd;
                word = follower;
                continue;
            }
            int after = TOWN_JOINTS.contains(follower) ? joined(text, size, nextEnd) : -1;
            if (after < 0) {
                break;
            }
            end = after;
            word = "";
        }
        return end;
    }

    /// After joints and the capital word behind them; -1 when no capital word follows.
    private static int joined(char[] text, int size, int from) {
        int at = from;
        for (int joints = 0; joints < 3; joints++) {
            if (at + 1 >= size || !Chars.isBlank(text[at])) {
                return -1;
            }
            int end = wordEnd(text, size, at + 1);
            if (Character.isUpperCase(text[at + 1])) {
                return end;
            }
            if (end == at + 1 || !TOWN_JOINTS.contains(lower(text, at + 1, end))) {
                return -1;
            }
            at = end;
        }
        return -1;
    }

    private static int wordEnd(char[] text, int size, int start) {
        int end = start;
        while (end < size && end - start < LONGEST_TOWN && inTown(text, size, end)) {
            end++;
        }
        return end;
    }

    private static boolean inTown(char[] text, int size, int at) {
        char c = text[at];
        if (Character.isLetter(c)) {
            return true;
        }
        boolean inside = c == '-' || c == '\'' || c == '\u2019';
        return inside && at + 1 < size && Character.isLetter(text[at + 1]);
    }

    /// ` (RM)` behind an Italian town.
    private static int province(char[] text, int size, int end) {
        boolean bracketed =
                end + 4 < size
                        && text[end] == ' '
                        && text[end + 1] == '('
                        && Chars.isUpper(text[end + 2])
                        && Chars.isUpper(text[end + 3])
                        && text[end + 4] == ')';
        return bracketed ? end + 5 : end;
    }

    private static List<Word> wordsBefore(char[] text, int from, int to) {
        int start = from;
        for (int i = to - 1; i > from; i--) {
            if (text[i] == '\n' && text[i - 1] == '\n') {
                start = i + 1;
                break;
            }
        }
        List<Word> words = new ArrayList<>();
        int at = start;
        while (at < to) {
            int end = at;
            while (end < to
                    && (Character.isLetterOrDigit(text[end])
                            || "./-º'\u2019".indexOf(text[end]) >= 0)) {
                end++;
            }
            if (end > at) {
                words.add(new Word(at, end, lower(text, at, end)));
            }
            at = end + 1;
        }
        return words;
    }

    private static String lower(char[] text, int from, int to) {
        return new String(text, from, to - from).toLowerCase(Locale.ROOT);
    }

    /// Whether the postcode follows the number of the house: at once, or after a floor or a
    /// building behind a comma, a dash or a line.
    private static boolean leadsTo(char[] text, List<Word> words, int n, int postcode) {
        int end = words.get(n).end();
        int at = end;
        while (at < postcode && Chars.isBlank(text[at])) {
            at++;
        }
        boolean apart =
                at < postcode
                        && (text[at] == ','
                                || text[at] == '\n'
                                || Chars.separator(text[at]) == '-');
        return postcode - end <= BETWEEN && (apart || n == words.size() - 1);
    }

    /// 12 bis, rue de la Paix.
    private static boolean numberFirst(List<Word> words, int postcode, Found found) {
        for (int i = words.size() - 1; i > 0; i--) {
            if (!StreetWords.FRENCH.contains(words.get(i).lower())) {
                continue;
            }
            int number = REPEATS.contains(words.get(i - 1).lower()) && i > 1 ? i - 2 : i - 1;
            if (isNumber(words.get(number).lower()) && i + 1 < words.size()) {
                found.start = words.get(number).start();
                found.country = "FR";
                return postcode - words.get(i).end() < BEFORE;
            }
        }
        return false;
    }

    /// Via Garibaldi, 12; Calle Mayor 3.
    private static boolean typeFirst(
            char[] text,
            List<Word> words,
            Set<String> types,
            int postcode,
            Found found,
            String country) {
        for (int i = words.size() - 2; i >= 0; i--) {
            boolean glued = words.get(i).lower().startsWith("c/") && types.contains("c/");
            if (!glued && !types.contains(words.get(i).lower())) {
                continue;
            }
            for (int n = i + (glued ? 1 : 2); n < words.size(); n++) {
                boolean numbered =
                        isNumber(words.get(n).lower()) || words.get(n).lower().equals("s/n");
                if (numbered && leadsTo(text, words, n, postcode)) {
                    found.start = words.get(i).start();
                    found.country = country;
                    return true;
                }
            }
        }
        return false;
    }

    /// Hauptstraße 5, Berliner Straße 12a, Am Markt 3; Kalverstraat 92-1.
    private static boolean suffixed(
            char[] text,
            List<Word> words,
            List<String> ends,
            Set<String> prefixes,
            int postcode,
            Found found,
            String country) {
        for (int n = words.size() - 1; n > 0; n--) {
            if (!isNumber(words.get(n).lower()) || !leadsTo(text, words, n, postcode)) {
                continue;
            }
            Word name = words.get(n - 1);
            int start = prefixed(text, words, n - 1, prefixes);
            boolean street = ends.stream().anyMatch(name.lower()::endsWith);
            if (!street && start == n - 1) {
                continue;
            }
            int first = start;
            boolean alone = ends.contains(name.lower());
            while (first > 0
                    && alone
                    && isCapital(text, words.get(first - 1))
                    && adjoin(words, first)) {
                first--;
            }
            boolean capital = isCapital(text, words.get(first)) || first < n - 1;
            if (capital) {
                found.start = words.get(first).start();
                found.country = country;
                return true;
            }
        }
        return false;
    }

    private static boolean adjoin(List<Word> words, int i) {
        return words.get(i).start() - words.get(i - 1).end() == 1
                && !isNumber(words.get(i - 1).lower());
    }

    /// The word of place that begins a name up to two words before `i`; `i` itself if none does.
    private static int prefixed(char[] text, List<Word> words, int i, Set<String> prefixes) {
        for (int back = 1; back <= 3 && i - back >= 0; back++) {
            if (!adjoin(words, i - back + 1)) {
                return i;
            }
            boolean capital = isCapital(text, words.get(i - back));
            if (capital && prefixes.contains(words.get(i - back).lower())) {
                return i - back;
            }
        }
        return i;
    }

    private static boolean isCapital(char[] text, Word word) {
        return Character.isUpperCase(text[word.start()]);
    }

    /// One to four digits, with a letter or a second number behind.
    private static boolean isNumber(String word) {
        int digits = 0;
        while (digits < word.length() && Chars.isDigit(word.charAt(digits))) {
            digits++;
        }
        return digits >= 1 && digits <= 4 && word.length() - digits <= 4;
    }
}
