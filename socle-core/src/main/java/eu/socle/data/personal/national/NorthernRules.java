package eu.socle.data.personal.national;

import static eu.socle.data.personal.national.Checks.digit;
import static eu.socle.data.personal.national.Checks.digits;
import static eu.socle.data.personal.national.Checks.number;
import static eu.socle.data.personal.national.Checks.weighted;

import eu.socle.data.personal.PersonalType;
import eu.socle.data.personal.national.NationalRule.Strength;
import java.util.List;

/// Denmark, Estonia, Finland, Latvia, Lithuania, Sweden.
final class NorthernRules {
    private static final int[] DK = {4, 3, 2, 7, 6, 5, 4, 3, 2, 1};
    private static final int[] BALTIC = {1, 2, 3, 4, 5, 6, 7, 8, 9, 1};
    private static final int[] BALTIC_AGAIN = {3, 4, 5, 6, 7, 8, 9, 1, 2, 3};
    private static final int[] LV = {10, 5, 8, 4, 2, 1, 6, 3, 7, 9};
    private static final String FINNISH = "0123456789ABCDEFHJKLMNPRSTUVWXY";

    /// Signs of the century that are letters: 1900s and 2000s, since 2023.
    private static final String FINNISH_SIGNS = "YXWVUABCDEF";

    private NorthernRules() {}

    static List<NationalRule> all() {
        return List.of(
                NationalRule.of(
                        PersonalType.DK_CPR, "10|6-4|6 4", Strength.DATE, NorthernRules::cpr),
                NationalRule.of(
                        PersonalType.DK_CPR, "10|6-4|6 4", Strength.NONE, NorthernRules::newCpr),
                NationalRule.of(
                        PersonalType.EE_ISIKUKOOD, "11", Strength.DATE, NorthernRules::baltic),
                NationalRule.of(PersonalType.FI_HETU, "6-4", Strength.DATE, s -> hetu(s, 6)),
                NationalRule.of(PersonalType.FI_HETU, "6+4", Strength.DATE, s -> hetu(s, 6)),
                NationalRule.of(
                        PersonalType.FI_HETU, "11", Strength.DATE, NorthernRules::signedHetu),
                NationalRule.of(
                        PersonalType.LT_ASMENS_KODAS, "11", Strength.DATE, NorthernRules::baltic),
                NationalRule.of(
                        PersonalType.LV_PERSONAS_KODS,
                        "6-5|11",
                        Strength.DATE,
                        NorthernRules::latvian),
                NationalRule.of(
                        PersonalType.LV_PERSONAS_KODS,
                        "6-5|11",
                        Strength.NONE,
                        NorthernRules::newLatvian),
                NationalRule.of(
                        PersonalType.SE_PERSONNUMMER,
                        "6-4|10|6+4",
                        Strength.DATE,
                        s -> swedish(s, 0)),
                NationalRule.of(
                        PersonalType.SE_PERSONNUMMER,
                        "8-4|12",
                        Strength.DATE,
                        NorthernRules::longSwedish));
    }

    static boolean cpr(char[] s) {
        return newCpr(s) && weighted(s, 0, DK) % 11 == 0;
    }

    /// Numbers given out since 2007 need not pass the check.
    static boolean newCpr(char[] s) {
        return digits(s, 0, 10) && Dates.dayFirst(s, 0);
    }

    /// Century and sex, day of birth, three digits; weights 1..9 1, and others when these give 10.
    static boolean baltic(char[] s) {
        if (!digits(s, 0, 11) || s[0] < '1' || s[0] > '8' || !Dates.yearFirst(s, 1)) {
            return false;
        }
        int rest = weighted(s, 0, BALTIC) % 11;
        if (rest == 10) {
            rest = weighted(s, 0, BALTIC_AGAIN) % 11 % 10;
        }
        return rest == digit(s, 10);
    }

    /// Day of birth, three digits from `at`, check character: nine digits mod 31.
    static boolean hetu(char[] s, int at) {
        if (!digits(s, 0, 6) || !digits(s, at, at + 3) || !Dates.dayFirst(s, 0)) {
            return false;
        }
        long nine = number(s, 0, 6) * 1000 + number(s, at, at + 3);
        return s[at + 3] == FINNISH.charAt((int) (nine % 31));
    }

    static boolean signedHetu(char[] s) {
        return FINNISH_SIGNS.indexOf(s[6]) >= 0 && hetu(s, 7);
    }

    /// (1 + weighted sum) mod 11 mod 10; the seventh digit is the century.
    static boolean latvian(char[] s) {
        return digits(s, 0, 11)
                && s[6] <= '2'
                && Dates.dayFirst(s, 0)
                && (1 + weighted(s, 0, LV)) % 11 % 10 == digit(s, 10);
    }

    /// Since July 2017: 32 and nine digits without a meaning.
    static boolean newLatvian(char[] s) {
        return digits(s, 0, 11) && s[0] == '3' && s[1] == '2';
    }

    /// Luhn over ten digits; 60 more on the day in co-ordination numbers.
    static boolean swedish(char[] s, int at) {
        if (!digits(s, at, at + 10)) {
            return false;
        }
        int day = Dates.two(s, at + 4);
        return Dates.exists(Dates.two(s, at), Dates.two(s, at + 2), day > 60 ? day - 60 : day)
                && Checks.luhn(s, at, at + 10);
    }

    static boolean longSwedish(char[] s) {
        return digits(s, 0, 2) && Dates.two(s, 0) >= 18 && Dates.two(s, 0) <= 20 && swedish(s, 2);
    }
}
