package eu.socle.data.personal.national;

import static eu.socle.data.personal.national.Checks.digit;
import static eu.socle.data.personal.national.Checks.digits;
import static eu.socle.data.personal.national.Checks.number;
import static eu.socle.data.personal.national.Checks.weighted;

import eu.socle.data.personal.PersonalType;
import eu.socle.data.personal.national.NationalRule.Strength;
import java.util.List;

/// Austria, Belgium, France, Germany, Ireland, Luxembourg, the Netherlands.
final class WesternRules {
    private static final int[] AT = {3, 7, 9, 0, 5, 8, 4, 2, 1, 6};
    private static final int[] NL = {9, 8, 7, 6, 5, 4, 3, 2, -1};
    private static final int[] IE = {8, 7, 6, 5, 4, 3, 2};
    private static final int[] RVNR = {2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1};

    private WesternRules() {}

    static List<NationalRule> all() {
        return List.of(
                NationalRule.of(
                        PersonalType.AT_SVNR, "10|4 6|4-6", Strength.DATE, WesternRules::svnr),
                NationalRule.of(
                        PersonalType.BE_NN,
                        "11|2.2.2-3.2|6-3-2|6 3 2|6-5|2 2 2 3 2",
                        Strength.TWO,
                        WesternRules::belgian),
                NationalRule.of(
                        PersonalType.DE_STEUER_ID,
                        "11|2 3 3 3|3 3 3 2|3/3/3/2",
                        Strength.DIGIT,
                        WesternRules::taxId),
                NationalRule.of(
                        PersonalType.DE_RVNR,
                        "12|2 6 1 3|8 1 3|2 2 2 2 1 3",
                        Strength.DATE,
                        WesternRules::pension),
                NationalRule.of(
                        PersonalType.FR_NIR,
                        "15|1 2 2 2 3 3 2|13 2|1 2 2 2 3 3-2|13-2|1-2-2-2-3-3-2|1.2.2.2.3.3.2",
                        Strength.TWO,
                        WesternRules::nir),
                NationalRule.of(
                        PersonalType.FR_SIREN, "9|3 3 3", Strength.DIGIT, WesternRules::siren),
                NationalRule.of(
                        PersonalType.FR_SIRET,
                        "14|3 3 3 5|9 5|3 3 3 3 2",
                        Strength.TWO,
                        WesternRules::siret),
                NationalRule.of(PersonalType.IE_PPS, "8|7 1", Strength.DATE, s -> pps(s, 8)),
                NationalRule.of(PersonalType.IE_PPS, "9|7 2|7 1 1", Strength.DATE, s -> pps(s, 9)),
                NationalRule.of(
                        PersonalType.LU_MATRICULE,
                        "13|4 4 5|8 5|4 2 2 5|4 2 2 3 2",
                        Strength.TWO,
                        WesternRules::matricule),
                NationalRule.of(
                        PersonalType.NL_BSN,
                        "9|4.2.3|3 3 3|4 2 3|3.3.3",
                        Strength.DIGIT,
                        WesternRules::bsn));
    }

    /// d4 = (3 7 9 - 5 8 4 2 1 6) mod 11; then the day of birth, whose month may be 13 to 15 when
    /// unknown.
    static boolean svnr(char[] s) {
        if (!digits(s, 0, 10) || s[0] == '0') {
            return false;
        }
        int month = Dates.two(s, 6);
        boolean dated = Dates.dayFirst(s, 4) || (month >= 13 && month <= 15);
        return dated && weighted(s, 0, AT) % 11 == digit(s, 3);
    }

    /// Last two = 97 - (nine digits mod 97), with 2 before them from 2000 on. The month counts 20
    /// or 40 more in "bis" numbers; month and day may be 0 when unknown.
    static boolean belgian(char[] s) {
        if (!digits(s, 0, 11)) {
            return false;
        }
        int month = Dates.two(s, 2) % 20;
        int day = Dates.two(s, 4);
        if (Dates.two(s, 2) >= 60 || month > 12 || day > 31) {
            return false;
        }
        if (month > 0 && day > 0 && !Dates.exists(Dates.two(s, 0), month, day)) {
            return false;
        }
        long nine = number(s, 0, 9);
        long check = number(s, 9, 11);
        return check == 97 - nine % 97 || check == 97 - (2_000_000_000L + nine) % 97;
    }

    /// Among the first ten digits one occurs two or three times, the others once at most; three in
    /// a row are not given out.
    static boolean taxId(char[] s) {
        if (!digits(s, 0, 11) || s[0] == '0') {
            return false;
        }
        long seen = 0; // a count of four bits for each digit
        for (int i = 0; i < 10; i++) {
            seen += 1L << (4 * digit(s, i));
            if (i > 1 && s[i] == s[i - 1] && s[i] == s[i - 2]) {
                return false;
            }
        }
        int repeated = 0;
        for (int d = 0; d < 10; d++) {
            long count = (seen >>> (4 * d)) & 15;
            if (count > 3) {
                return false;
            }
            repeated += count > 1 ? 1 : 0;
        }
        return repeated == 1 && Checks.iso7064(s, 0, 11);
    }

    /// Area, day of birth, initial, two digits, check: cross sums of weighted digits, the letter as
    /// two digits (VKVV, section 2).
    static boolean pension(char[] s) {
        if (!digits(s, 0, 8) || !Checks.letters(s, 8, 9) || !digits(s, 9, 12)) {
            return false;
        }
        int day = Dates.two(s, 2) % 50;
        if (!Dates.exists(Dates.two(s, 6), Dates.two(s, 4), day)) {
            return false;
        }
        int letter = s[8] - 'A' + 1;
        int sum = 0;
        for (int i = 0; i < 12; i++) {
            int d =
                    i < 8
                            ? digit(s, i)
                            : i == 8 ? letter / 10 : i == 9 ? letter % 10 : digit(s, i - 1);
            int product = d * RVNR[i];
            sum += product / 10 + product % 10;
        }
        return sum % 10 == digit(s, 11);
    }

    /// Key = 97 - (13 digits mod 97); Corsica's 2A and 2B read 19 and 18.
    static boolean nir(char[] s) {
        if (!digits(s, 0, 5) || !digits(s, 7, 15) || "123478".indexOf(s[0]) < 0) {
            return false;
        }
        int month = Dates.two(s, 3);
        boolean plausible =
                (month >= 1 && month <= 12) || (month >= 20 && month <= 42) || month >= 50;
        boolean island = s[5] == '2' && (s[6] == 'A' || s[6] == 'B');
        if (!plausible || !(island || digits(s, 5, 7))) {
            return false;
        }
        int department = !island ? Dates.two(s, 5) : s[6] == 'A' ? 19 : 18;
        long thirteen = (number(s, 0, 5) * 100 + department) * 1_000_000L + number(s, 7, 13);
        return number(s, 13, 15) == 97 - thirteen % 97;
    }

    static boolean siren(char[] s) {
        return digits(s, 0, 9) && !Checks.uniform(s, 0, 9) && Checks.luhn(s, 0, 9);
    }

    /// Luhn over all fourteen and over the first nine; offices of La Poste (356 000 000) instead
    /// have a digit sum that five divides.
    static boolean siret(char[] s) {
        if (!digits(s, 0, 14) || !siren(s)) {
            return false;
        }
        if (Checks.luhn(s, 0, 14)) {
            return true;
        }
        int sum = 0;
        for (int i = 0; i < 14; i++) {
            sum += digit(s, i);
        }
        return number(s, 0, 9) == 356_000_000 && sum % 5 == 0;
    }

    /// W, A to V for the sum mod 23; a second letter counts nine times its place (W none).
    static boolean pps(char[] s, int length) {
        if (!digits(s, 0, 7) || !Checks.letters(s, 7, length)) {
            return false;
        }
        int second = 0;
        if (length == 9) {
            second = s[8] == 'W' ? 0 : s[8] - 'A' + 1;
            if (second > 9) {
                return false; // A to I, and W of old
            }
        }
        int rest = (weighted(s, 0, IE) + 9 * second) % 23;
        return s[7] == (rest == 0 ? 'W' : (char) ('A' + rest - 1));
    }

    /// Day of birth, three digits, then Luhn and Verhoeff digits over these eleven.
    static boolean matricule(char[] s) {
        if (!digits(s, 0, 13)) {
            return false;
        }
        int century = Dates.two(s, 0);
        boolean dated =
                century >= 18
                        && century <= 20
                        && Dates.exists(Dates.two(s, 2), Dates.two(s, 4), Dates.two(s, 6));
        return dated && Checks.luhn(s, 0, 12) && Checks.verhoeff(s, 0, 11, digit(s, 12));
    }

    /// The "eleven test".
    static boolean bsn(char[] s) {
        return digits(s, 0, 9) && !Checks.uniform(s, 0, 9) && weighted(s, 0, NL) % 11 == 0;
    }
}
