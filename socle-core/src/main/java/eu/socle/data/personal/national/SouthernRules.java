package eu.socle.data.personal.national;

import static eu.socle.data.personal.national.Checks.digit;
import static eu.socle.data.personal.national.Checks.digits;
import static eu.socle.data.personal.national.Checks.letters;
import static eu.socle.data.personal.national.Checks.number;
import static eu.socle.data.personal.national.Checks.weighted;

import eu.socle.data.personal.PersonalType;
import eu.socle.data.personal.national.NationalRule.Strength;
import java.util.List;

/// Cyprus, Greece, Italy, Malta, Portugal, Spain.
final class SouthernRules {
    private static final String SPANISH = "TRWAGMYFPDXBNJZSQVHLCKE";

    /// Values of 0 to 9 and A to J at odd places; K to Z go on from there (D.M. 23/12/1976).
    private static final int[] ITALIAN_ODD = {
        1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23
    };

    private static final String ITALIAN_MONTHS = "ABCDEHLMPRST";

    /// What replaces the digits 0 to 9 when two people would share a code.
    private static final String OMOCODIA = "LMNPQRSTUV";

    private static final int[] PT = {9, 8, 7, 6, 5, 4, 3, 2};
    private static final int[] AFM = {256, 128, 64, 32, 16, 8, 4, 2};

    private SouthernRules() {}

    static List<NationalRule> all() {
        return List.of(
                NationalRule.of(PersonalType.CY_TIC, "9|8-1", Strength.DATE, SouthernRules::tic),
                NationalRule.of(PersonalType.CY_ID, "6", Strength.NONE, s -> digits(s, 0, 6)),
                NationalRule.of(PersonalType.CY_ID, "7", Strength.NONE, s -> digits(s, 0, 7)),
                NationalRule.of(
                        PersonalType.ES_DNI,
                        "9|8-1|8 1|2.3.3-1",
                        Strength.DATE,
                        SouthernRules::dni),
                NationalRule.of(
                        PersonalType.ES_NIE,
                        "9|1-7-1|1-8|8-1|1 7 1|1.7-1|1-1.3.3-1",
                        Strength.DATE,
                        SouthernRules::nie),
                NationalRule.of(PersonalType.GR_AFM, "9", Strength.DIGIT, SouthernRules::afm),
                NationalRule.of(
                        PersonalType.GR_AMKA, "11|6 5|6-5", Strength.DATE, SouthernRules::amka),
                NationalRule.of(
                        PersonalType.IT_CODICE_FISCALE,
                        "16|6 5 5|3 3 5 5|3 3 5 4 1|6-5-5|3-3-5-5",
                        Strength.TWO,
                        SouthernRules::codiceFiscale),
                NationalRule.of(PersonalType.MT_ID, "8", Strength.NONE, SouthernRules::maltese),
                NationalRule.of(
                        PersonalType.PT_NIF, "9|3 3 3", Strength.DIGIT, SouthernRules::nif));
    }

    /// Even places as they are, odd places through a table, mod 26 as a letter.
    static boolean tic(char[] s) {
        if (!digits(s, 0, 8) || !letters(s, 8, 9) || (s[0] == '1' && s[1] == '2')) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < 8; i++) {
            sum += i % 2 == 0 ? ITALIAN_ODD[digit(s, i)] : digit(s, i);
        }
        return s[8] - 'A' == sum % 26;
    }

    static boolean dni(char[] s) {
        return digits(s, 0, 8)
                && number(s, 0, 8) > 0
                && s[8] == SPANISH.charAt((int) (number(s, 0, 8) % 23));
    }

    static boolean nie(char[] s) {
        int first = s[0] - 'X';
        return first >= 0
                && first <= 2
                && digits(s, 1, 8)
                && s[8] == SPANISH.charAt((int) ((first * 10_000_000L + number(s, 1, 8)) % 23));
    }

    static boolean afm(char[] s) {
        return digits(s, 0, 9)
                && !Checks.uniform(s, 0, 9)
                && weighted(s, 0, AFM) % 11 % 10 == digit(s, 8);
    }

    static boolean amka(char[] s) {
        return digits(s, 0, 11) && Dates.dayFirst(s, 0) && Checks.luhn(s, 0, 11);
    }

    /// Name, year, month letter, day (40 more for women), place, check letter.
    static boolean codiceFiscale(char[] s) {
        if (!letters(s, 0, 6) || !letters(s, 8, 9) || !letters(s, 11, 12) || !letters(s, 15, 16)) {
            return false;
        }
        int month = ITALIAN_MONTHS.indexOf(s[8]) + 1;
        int year = 10 * plain(s[6]) + plain(s[7]);
        int day = 10 * plain(s[9]) + plain(s[10]);
        boolean placed = plain(s[12]) >= 0 && plain(s[13]) >= 0 && plain(s[14]) >= 0;
        if (plain(s[6]) < 0 || plain(s[7]) < 0 || plain(s[9]) < 0 || plain(s[10]) < 0 || !placed) {
            return false;
        }
        if (!Dates.exists(year, month, day > 40 ? day - 40 : day)) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < 15; i++) {
            int value = s[i] <= '9' ? s[i] - '0' : s[i] - 'A';
            sum += i % 2 == 0 ? ITALIAN_ODD[value] : value;
        }
        return s[15] - 'A' == sum % 26;
    }

    private static int plain(char c) {
        return c <= '9' ? c - '0' : OMOCODIA.indexOf(c);
    }

    /// Seven digits and a letter for the register; no check is published.
    static boolean maltese(char[] s) {
        return digits(s, 0, 7) && "MGAPLHBZ".indexOf(s[7]) >= 0;
    }

    /// 11 - (9 d1 + ... + 2 d8) mod 11, 10 and 11 as 0.
    static boolean nif(char[] s) {
        if (!digits(s, 0, 9) || "0".indexOf(s[0]) >= 0 || (s[0] == '4' && s[1] != '5')) {
            return false;
        }
        int check = 11 - weighted(s, 0, PT) % 11;
        return (check > 9 ? 0 : check) == digit(s, 8);
    }
}
