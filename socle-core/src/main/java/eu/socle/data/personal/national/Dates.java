package eu.socle.data.personal.national;

/// Birth dates inside identifiers.
final class Dates {
    private static final int[] DAYS = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private Dates() {}

    /// Whether the day exists in some year that ends like this; the century is often unknown.
    static boolean exists(int yearOfCentury, int month, int day) {
        if (month < 1 || month > 12 || day < 1 || day > DAYS[month - 1]) {
            return false;
        }
        // the year 00 may be 2000, a leap year
        return month != 2 || day < 29 || yearOfCentury % 4 == 0;
    }

    /// YYMMDD from `at` on.
    static boolean yearFirst(char[] s, int at) {
        return exists(two(s, at), two(s, at + 2), two(s, at + 4));
    }

    /// DDMMYY from `at` on.
    static boolean dayFirst(char[] s, int at) {
        return exists(two(s, at + 4), two(s, at + 2), two(s, at));
    }

    static int two(char[] s, int at) {
        return (s[at] - '0') * 10 + s[at + 1] - '0';
    }
}
