package eu.socle.data.personal.contact;

import eu.socle.data.personal.text.Chars;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Licence plates as the States print them; a plate has no check, so a word nearby must name it.
public final class Plates {

    /// `A` a capital, `9` a digit, `B` a consonant, `|` where one separator may stand.
    private static final String FIXED =
            """
            FR AA|999|AA
            FR 9999|AA|99
            FR 999|AA|99
            FR 999|AAA|99
            ES 9999|BBB
            ES A|9999|AA
            ES AA|9999|AA
            IT AA|999|AA
            NL AA|99|99
            NL 99|99|AA
            NL 99|AA|99
            NL AA|99|AA
            NL AA|AA|99
            NL 99|AA|AA
            NL 99|AAA|9
            NL 9|AAA|99
            NL AA|999|A
            NL A|999|AA
            NL AAA|99|A
            NL A|99|AAA
            BE 9|AAA|999
            BE AAA|999
            PT AA|99|99
            PT 99|99|AA
            PT 99|AA|99
            PT AA|99|AA
            """;

    private static final String[] POLISH = {
        "99999", "9999A", "999AA", "9A999", "9AA99", "A9999", "99A99", "9999", "A999", "99A9",
        "9A99", "999A", "9AA9", "AA99", "99AA"
    };

    private final Map<String, List<String>> forms = new LinkedHashMap<>();

    public Plates() {
        FIXED.lines().forEach(line -> add(line.substring(0, 2), line.substring(3)));
        for (int area = 1; area <= 3; area++) {
            for (int digits = 1; digits <= 4; digits++) {
                String number = "9".repeat(digits);
                for (int letters = 1; letters <= 2; letters++) {
                    String plate = "A".repeat(area) + "|" + "A".repeat(letters) + "|" + number;
                    add("DE", plate);
                    add("DE", plate + "E"); // electric
                    add("DE", plate + "H"); // historic
                }
            }
        }
        for (int area = 1; area <= 2; area++) {
            for (int digits = 1; digits <= 5; digits++) {
                for (int letters = 1; letters <= 3 && digits + letters <= 6; letters++) {
                    String number = "9".repeat(digits) + "|" + "A".repeat(letters);
                    add("AT", "A".repeat(area) + "|" + number);
                }
            }
        }
        for (String number : POLISH) {
            add("PL", "AA|" + number);
            add("PL", "AAA|" + number);
        }
    }

    private void add(String country, String form) {
        forms.computeIfAbsent(country, c -> new ArrayList<>()).add(form);
    }

    /// Asked of what has the form of a plate: whether a word nearby names it.
    @FunctionalInterface
    public interface Named {
        boolean byWord(int start, int end);
    }

    /// Told of each plate found, in order.
    @FunctionalInterface
    public interface Found {
        void plate(int start, int end, String country);
    }

    /// Reads the whole text once.
    ///
    /// @param homes where the text's language is at home: their forms come first
    public void find(char[] text, int size, List<String> homes, Named named, Found found) {
        int at = 0;
        while (at < size) {
            char c = text[at];
            boolean begins = Chars.isUpper(c) || Chars.isDigit(c);
            if (!begins || continues(text, at)) {
                at++;
                continue;
            }
            int end = read(text, size, at, homes, named, found);
            at = end > at ? end : at + 1;
        }
    }

    /// A letter, digit or joining sign before `at` makes it the middle of something longer.
    private static boolean continues(char[] text, int at) {
        if (at == 0 || Chars.isWord(text[at - 1])) {
            return at > 0;
        }
        return joins(text[at - 1]) && at > 1 && Chars.isAlnum(text[at - 2]);
    }

    private static boolean joins(char c) {
        return c == '-' || c == '.' || c == '/' || c == '_';
    }

    /// The longest form counts; of equal ones that of the first home, else of the first State.
    private int read(char[] text, int size, int at, List<String> homes, Named named, Found found) {
        String country = "";
        int end = at;
        for (String home : homes) {
            int reached = longest(text, size, at, forms.getOrDefault(home, List.of()));
            country = reached > end ? home : country;
            end = Math.max(end, reached);
        }
        if (end == at) {
            for (var state : forms.entrySet()) {
                int reached = longest(text, size, at, state.getValue());
                country = reached > end ? state.getKey() : country;
                end = Math.max(end, reached);
            }
        }
        if (end == at || !named.byWord(at, end)) {
            return at;
        }
        found.plate(at, end, country);
        return end;
    }

    private static int longest(char[] text, int size, int at, List<String> some) {
        int best = at;
        for (String form : some) {
            best = Math.max(best, end(text, size, at, form));
        }
        return best;
    }

    /// After a plate of this form that begins at `at` and stands alone; -1 without one.
    private static int end(char[] text, int size, int at, String form) {
        int i = at;
        for (int f = 0; f < form.length(); f++) {
            char want = form.charAt(f);
            if (want == '|') {
                i +=
                        i < size
                                        && (Chars.separator(text[i]) == '-'
                                                || Chars.isBlank(text[i])
                                                || text[i] == '\u00b7')
                                ? 1
                                : 0;
                continue;
            }
            if (i >= size || !fits(text[i], want)) {
                return -1;
            }
            i++;
        }
        boolean longer =
                i < size
                        && (Chars.isWord(text[i])
                                || (joins(text[i]) && i + 1 < size && Chars.isAlnum(text[i + 1])));
        return longer ? -1 : i;
    }

    private static boolean fits(char c, char want) {
        return switch (want) {
            case '9' -> Chars.isDigit(c);
            case 'A' -> Chars.isUpper(c);
            case 'B' -> Chars.isUpper(c) && "AEIOUQ".indexOf(c) < 0;
            default -> c == want;
        };
    }
}
