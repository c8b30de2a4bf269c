package eu.socle.data.personal.national;

import static eu.socle.data.personal.national.Checks.digit;
import static eu.socle.data.personal.national.Checks.digits;
import static eu.socle.data.personal.national.Checks.number;
import static eu.socle.data.personal.national.Checks.weighted;

import eu.socle.data.personal.PersonalType;
import eu.socle.data.personal.national.NationalRule.Strength;
import java.util.List;

/// Bulgaria, Croatia, Czechia, Hungary, Poland, Romania, Slovakia, Slovenia.
final class EasternRules {
    private static final int[] BG = {2, 4, 8, 5, 10, 9, 7, 3, 6};
    private static final int[] TAJ = {3, 7, 3, 7, 3, 7, 3, 7};
    private static final int[] ADO = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    private static final int[] PESEL = {1, 3, 7, 9, 1, 3, 7, 9, 1, 3};
    private static final int[] NIP = {6, 5, 7, 2, 3, 4, 5, 6, 7};
    private static final int[] CNP = {2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9};
    private static final int[] EMSO = {7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2};

    private EasternRules() {}

    static List<NationalRule> all() {
        return List.of(
                NationalRule.of(PersonalType.BG_EGN, "10", Strength.DATE, EasternRules::egn),
                NationalRule.of(PersonalType.HR_OIB, "11", Strength.DIGIT, EasternRules::oib),
                NationalRule.of(
                        PersonalType.CZ_RODNE_CISLO,
                        "6/4|10",
                        Strength.DATE,
                        EasternRules::birthNumber),
                NationalRule.of(
                        PersonalType.CZ_RODNE_CISLO,
                        "6/3|9",
                        Strength.NONE,
                        EasternRules::oldBirthNumber),
                NationalRule.of(
                        PersonalType.SK_RODNE_CISLO,
                        "6/4|10",
                        Strength.DATE,
                        EasternRules::birthNumber),
                NationalRule.of(
                        PersonalType.SK_RODNE_CISLO,
                        "6/3|9",
                        Strength.NONE,
                        EasternRules::oldBirthNumber),
                NationalRule.of(
                        PersonalType.HU_TAJ, "9|3 3 3|3-3-3", Strength.DIGIT, EasternRules::taj),
                NationalRule.of(
                        PersonalType.HU_ADOAZONOSITO,
                        "10",
                        Strength.DIGIT,
                        EasternRules::adoazonosito),
                NationalRule.of(PersonalType.PL_PESEL, "11", Strength.DATE, EasternRules::pesel),
                NationalRule.of(
                        PersonalType.PL_NIP,
                        "10|3-3-2-2|3-2-2-3|3 3 2 2",
                        Strength.DIGIT,
                        EasternRules::nip),
                NationalRule.of(PersonalType.RO_CNP, "13", Strength.DATE, EasternRules::cnp),
                NationalRule.of(PersonalType.SI_EMSO, "13", Strength.DATE, EasternRules::emso));
    }

    /// Month 20 more before 1900, 40 more from 2000.
    static boolean egn(char[] s) {
        if (!digits(s, 0, 10)) {
            return false;
        }
        int month = Dates.two(s, 2);
        int plain = month > 40 ? month - 40 : month > 20 ? month - 20 : month;
        return Dates.exists(Dates.two(s, 0), plain, Dates.two(s, 4))
                && weighted(s, 0, BG) % 11 % 10 == digit(s, 9);
    }

    static boolean oib(char[] s) {
        return digits(s, 0, 11) && !Checks.uniform(s, 0, 11) && Checks.iso7064(s, 0, 11);
    }

    /// The month counts 50 more for women, and 20 more when a day's numbers ran out. Ten digits:
    /// the first nine mod 11 mod 10 give the last.
    static boolean birthNumber(char[] s) {
        return digits(s, 0, 10) && birthDay(s) && number(s, 0, 9) % 11 % 10 == digit(s, 9);
    }

    /// Nine digits until 1953, without a check.
    static boolean oldBirthNumber(char[] s) {
        return digits(s, 0, 9) && birthDay(s) && Dates.two(s, 0) < 54 && number(s, 6, 9) > 0;
    }

    private static boolean birthDay(char[] s) {
        int month = Dates.two(s, 2);
        month = month > 50 ? month - 50 : month;
        month = month > 20 ? month - 20 : month;
        return Dates.exists(Dates.two(s, 0), month, Dates.two(s, 4));
    }

    static boolean taj(char[] s) {
        return digits(s, 0, 9)
                && !Checks.uniform(s, 0, 9)
                && weighted(s, 0, TAJ) % 10 == digit(s, 8);
    }

    /// 8, days since 1867, three digits, check: sum of place x digit mod 11, never 10.
    static boolean adoazonosito(char[] s) {
        return digits(s, 0, 10) && s[0] == '8' && weighted(s, 0, ADO) % 11 == digit(s, 9);
    }

    /// The month counts 20 more for each century after the twentieth, 80 more before it.
    static boolean pesel(char[] s) {
        if (!digits(s, 0, 11)) {
            return false;
        }
        int month = Dates.two(s, 2) % 20;
        return Dates.exists(Dates.two(s, 0), month, Dates.two(s, 4))
                && (10 - weighted(s, 0, PESEL) % 10) % 10 == digit(s, 10);
    }

    static boolean nip(char[] s) {
        return digits(s, 0, 10)
                && number(s, 0, 3) > 100
                && !Checks.uniform(s, 0, 10)
                && weighted(s, 0, NIP) % 11 == digit(s, 9);
    }

    /// Sex and century, day of birth, county, three digits; 10 is written 1.
    static boolean cnp(char[] s) {
        if (!digits(s, 0, 13) || s[0] == '0' || !Dates.yearFirst(s, 1)) {
            return false;
        }
        int county = Dates.two(s, 7);
        int check = weighted(s, 0, CNP) % 11;
        return ((county >= 1 && county <= 52) || county == 70)
                && (check == 10 ? 1 : check) == digit(s, 12);
    }

    /// DDMMYYY, register 50 to 59 for Slovenia, three digits; 11 is written 0, 10 is not given out.
    static boolean emso(char[] s) {
        if (!digits(s, 0, 13) || s[7] != '5' || (s[4] != '9' && s[4] != '0')) {
            return false;
        }
        int check = 11 - weighted(s, 0, EMSO) % 11;
        return check != 10
                && Dates.exists(Dates.two(s, 5), Dates.two(s, 2), Dates.two(s, 0))
                && check % 11 == digit(s, 12);
    }
}
