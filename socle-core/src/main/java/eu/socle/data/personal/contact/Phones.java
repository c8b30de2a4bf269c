package eu.socle.data.personal.contact;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import eu.socle.data.personal.text.Chars;
import eu.socle.data.personal.text.Edges;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Phone numbers in international form (`+`, `00`) anywhere, and in national form where the text's
/// language is at home. A cheap sieve reads the shape; only what passes is given to libphonenumber.
public final class Phones {
    /// How a number is written, from what it is worth as a sign.
    public enum Shape {
        /// No phone number.
        NONE,
        /// Digits without any grouping, or in groups no plan uses: a word must name it.
        BARE,
        /// Grouped as the country does, but thousands are grouped so too.
        THOUSANDS,
        /// Grouped as the country does, or with the 0 dialled first.
        NATIONAL,
        /// With the country's code.
        INTERNATIONAL
    }

    /// Where a number was found. Reused.
    public static final class Found {
        private final int[] groupDigits = new int[MOST_GROUPS];
        private final int[] groupEnds = new int[MOST_GROUPS];
        private final char[] digits = new char[MOST_DIGITS + 1];
        private int groups;
        private int length;
        private int start;
        private int end;
        private char joint;
        private boolean plus;
        private String country = "";
        private Shape shape = Shape.NONE;

        public int start() {
            return start;
        }

        public int end() {
            return end;
        }

        public String country() {
            return country;
        }

        public Shape shape() {
            return shape;
        }

        /// Digits, as written.
        public int digits() {
            return length;
        }
    }

    private static final int MOST_DIGITS = 17; // 00 and the 15 of ITU-T E.164
    private static final int LEAST_DIGITS = 6;
    private static final int LEAST_INTERNATIONAL = 8; // code and subscriber
    private static final int LEAST_UNWRITTEN = 8; // digits with a 0, grouped in a way of one's own
    private static final int MOST_GROUPS = 9;

    private final PhoneNumberUtil util = PhoneNumberUtil.getInstance();
    private final PhonePlan plan;

    public Phones(PhonePlan plan) {
        this.plan = plan;
    }

    /// Reads the number whose first digit is at `at`.
    ///
    /// @param named whether a word nearby speaks of a phone; decides whether bare digits are looked
    ///   up
    /// @return whether `found` holds one
    public boolean read(
            char[] text,
            int size,
            int at,
            int floor,
            List<String> homes,
            Named named,
            Found found) {
        found.shape = Shape.NONE;
        if (!shape(text, size, at, floor, found)) {
            return false;
        }
        if (text[found.start] == '(' && text[found.groupEnds[found.groups - 1] - 1] == ')') {
            bare(text, found);
        }
        boolean zeros = found.length > 8 && found.digits[0] == '0' && found.digits[1] == '0';
        if (zeros && !found.plus && isReference(found)) {
            return false;
        }
        if (found.plus || zeros) {
            return international(text, size, found, named);
        }
        for (int groups = found.groups; groups >= 1; groups = shorter(found)) {
            if (ends(text, size, found) && national(found, homes, named)) {
                return true;
            }
        }
        return false;
    }

    /// Brackets around the whole number are the sentence's, when none closes inside.
    private static void bare(char[] text, Found found) {
        int last = found.groupEnds[found.groups - 1] - 1;
        for (int i = found.start + 1; i < last; i++) {
            if (text[i] == ')') {
                return;
            }
        }
        found.start++;
        found.groupEnds[found.groups - 1] = last;
        found.end = last;
    }

    /// Asked only when it matters.
    @FunctionalInterface
    public interface Named {
        boolean byWord(int start, int end);
    }

    /// Leaves the last group out; what is left of them.
    private static int shorter(Found found) {
        if (found.groups <= 1) {
            return 0;
        }
        found.groups--;
        found.length -= found.groupDigits[found.groups];
        found.end = found.groupEnds[found.groups - 1];
        return found.groups;
    }

    /// Digits in groups, single separators between them, at most one pair of brackets.
    private static boolean shape(char[] text, int size, int at, int floor, Found found) {
        int start = at;
        int open = 0;
        found.plus = false;
        if (start > floor && text[start - 1] == '(') {
            start--;
            open = 1;
        }
        boolean apart = start == at && start > floor + 1 && Chars.isBlank(text[start - 1]);
        int sign = apart ? start - 2 : start - 1;
        if (sign >= floor && text[sign] == '+') {
            start = sign;
            found.plus = true;
            if (start > floor && text[start - 1] == '(') {
                start--;
                open = 1;
            }
        }
        if (!begins(text, start)) {
            return false;
        }
        found.start = start;
        found.groups = 0;
        found.length = 0;
        found.joint = 0;
        int i = at;
        while (i < size) {
            int from = i;
            while (i < size && Chars.isDigit(text[i]) && found.length < MOST_DIGITS) {
                found.digits[found.length++] = text[i++];
            }
            if (i == from || found.groups == MOST_GROUPS) {
                break;
            }
            if (open == 1 && i < size && text[i] == ')') {
                open = 2;
                i++;
            }
            found.groupDigits[found.groups] =
                    open == 2 && text[i - 1] == ')' ? i - 1 - from : i - from;
            found.groupEnds[found.groups] = i;
            found.groups++;
            int next = joint(text, size, i, open == 0, found);
            if (next < 0) {
                break;
            }
            open = next > i && text[next - 1] == '(' ? 1 : open;
            i = next;
        }
        if (found.groups > 0 && open == 1) {
            return false; // a bracket that does not close
        }
        found.end = found.groups == 0 ? at : found.groupEnds[found.groups - 1];
        return found.length >= LEAST_DIGITS;
    }

    /// The next group's first digit after what joins it to the last; -1 when nothing does.
    private static int joint(char[] text, int size, int at, boolean mayOpen, Found found) {
        int i = at;
        char sign = i < size && text[i] != '+' ? Chars.separator(text[i]) : 0;
        i += sign == 0 ? 0 : 1;
        if (mayOpen && i < size && text[i] == '(') {
            i++;
        }
        boolean afterBracket = i == at && at > 0 && text[at - 1] == ')';
        boolean joined = i < size && Chars.isDigit(text[i]) && (i > at || afterBracket);
        found.joint = joined && sign != 0 ? sign : found.joint;
        return joined ? i : -1;
    }

    private static boolean begins(char[] text, int start) {
        if (start == 0) {
            return true;
        }
        char c = text[start - 1];
        boolean apart =
                text[start] != '+' ? Edges.open(text, start, true) : !Chars.isWord(c) && c != '_';
        return apart && c != '(' && c != '+';
    }

    private static boolean ends(char[] text, int size, Found found) {
        return Edges.closed(text, size, found.end, found.groups > 1 && found.joint == ' ');
    }

    /// With a country's code: valid there; or of a possible length, since ranges are opened faster
    /// than tables are printed.
    private boolean international(char[] text, int size, Found found, Named named) {
        int all = found.groups;
        while (found.length - (found.plus ? 0 : 2) >= LEAST_INTERNATIONAL) {
            if (ends(text, size, found) && isInternational(found, all, named)) {
                return true;
            }
            if (shorter(found) == 0) {
                return false;
            }
        }
        return false;
    }

    private boolean isInternational(Found found, int allGroups, Named named) {
        PhoneNumber number = parse(found, found.plus ? 0 : 2);
        if (number == null) {
            return false;
        }
        boolean whole = found.plus && found.groups == allGroups;
        boolean possible =
                whole && util.isPossibleNumberWithReason(number) == ValidationResult.IS_POSSIBLE;
        if (!possible && !util.isValidNumber(number)) {
            return false;
        }
        boolean bare = !found.plus && found.groups == 1;
        if (bare && !named.byWord(found.start, found.end)) {
            return false;
        }
        String region = util.getRegionCodeForNumber(number);
        found.country =
                region == null ? util.getRegionCodeForCountryCode(number.getCountryCode()) : region;
        found.shape = Shape.INTERNATIONAL;
        return true;
    }

    private @Nullable PhoneNumber parse(Found found, int skip) {
        try {
            return util.parse("+" + new String(found.digits, skip, found.length - skip), "ZZ");
        } catch (NumberParseException e) {
            return null; // not a number of any country: an ordinary answer here
        }
    }

    private boolean national(Found found, List<String> homes, Named named) {
        boolean zeros = found.digits[0] == '0' && found.digits[1] == '0';
        if (found.length > MOST_DIGITS - 1
                || zeros
                || isDate(found)
                || (isDecimal(found) && !(dialled(found) && named.byWord(found.start, found.end)))
                || isReference(found)) {
            return false;
        }
        boolean grouped = found.groups > 1;
        boolean asked = false;
        String likely = "";
        Shape shape = Shape.NONE;
        for (String home : homes) {
            if (!plan.fits(home, found.length)) {
                continue;
            }
            if (!grouped && !asked) {
                if (!named.byWord(found.start, found.end)) {
                    return false;
                }
                asked = true;
            }
            PhoneNumber number = parseNational(found, home);
            if (number == null || !util.isValidNumber(number)) {
                continue;
            }
            boolean written = sameGroups(found, util.format(number, PhoneNumberFormat.NATIONAL));
            if (likely.isEmpty() || written) {
                likely = home;
                shape = nationalShape(found, written);
            }
            if (written) {
                break; // the first home that writes it so
            }
        }
        found.country = likely;
        found.shape = shape;
        boolean bare = shape == Shape.BARE;
        return shape != Shape.NONE && (!bare || asked || named.byWord(found.start, found.end));
    }

    private @Nullable PhoneNumber parseNational(Found found, String home) {
        try {
            return util.parse(new String(found.digits, 0, found.length), home);
        } catch (NumberParseException e) {
            return null; // as above
        }
    }

    private static Shape nationalShape(Found found, boolean written) {
        if (found.groups == 1) {
            return Shape.BARE;
        }
        boolean zero = found.digits[0] == '0';
        if (!zero && found.joint == '/') {
            return Shape.BARE;
        }
        if (!written) {
            boolean dialled = zero && found.joint != '.' && found.length >= LEAST_UNWRITTEN;
            return dialled ? Shape.NATIONAL : Shape.BARE;
        }
        return thousands(found) && !zero ? Shape.THOUSANDS : Shape.NATIONAL;
    }

    private static boolean sameGroups(Found found, String format) {
        int group = 0;
        int length = 0;
        for (int i = 0; i <= format.length(); i++) {
            if (i < format.length() && Chars.isDigit(format.charAt(i))) {
                length++;
                continue;
            }
            if (length > 0) {
                if (group >= found.groups || found.groupDigits[group] != length) {
                    return false;
                }
                group++;
                length = 0;
            }
        }
        return group == found.groups;
    }

    private static boolean thousands(Found found) {
        for (int g = 1; g < found.groups; g++) {
            if (found.groupDigits[g] != 3) {
                return false;
            }
        }
        return found.groupDigits[0] <= 3;
    }

    /// No decimal begins so: `030.124483`.
    private static boolean dialled(Found found) {
        return found.digits[0] == '0' && found.groupDigits[0] > 1;
    }

    private static boolean isDecimal(Found found) {
        return found.groups == 2
                && found.joint == '.'
                && found.groupDigits[0] <= 3
                && found.groupDigits[1] != 7;
    }

    /// `2019/2072`, `1308/2013`: an act of a year; `50-00-0`: a number of chemistry; `4.1.3.5.5`.
    private static boolean isReference(Found found) {
        int last = found.groupDigits[found.groups - 1];
        if (found.groups == 2 && found.joint == '/') {
            boolean first = found.groupDigits[0] == 4 && isYear(found.digits, 0);
            return first || (last == 4 && isYear(found.digits, found.length - 4));
        }
        return found.groups > 2 && last == 1;
    }

    private static boolean isYear(char[] digits, int at) {
        boolean last = digits[at] == '1' && digits[at + 1] == '9';
        return last || (digits[at] == '2' && digits[at + 1] == '0');
    }

    /// Day, month and year in either order.
    private static boolean isDate(Found found) {
        if (found.groups != 3 || found.groupDigits[1] > 2) {
            return false;
        }
        int first = found.groupDigits[0];
        int last = found.groupDigits[2];
        boolean yearLast = first <= 2 && (last == 2 || last == 4) && found.length <= 8;
        return yearLast || (first == 4 && last <= 2);
    }
}
