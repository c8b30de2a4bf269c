package eu.socle.data.personal.national;

import static eu.socle.data.personal.national.Checks.digit;
import static eu.socle.data.personal.national.Checks.digits;
import static eu.socle.data.personal.national.Checks.number;
import static eu.socle.data.personal.national.Checks.weighted;

/// VAT numbers of the 27 States without their prefix: format, and the check where one is published
/// (formats: Commission, VIES).
public final class VatRules {
    private static final int[] BG = {1, 2, 3, 4, 5, 6, 7, 8};
    private static final int[] BG_AGAIN = {3, 4, 5, 6, 7, 8, 9, 10};
    private static final int[] DOWN = {8, 7, 6, 5, 4, 3, 2};
    private static final int[] DK = {2, 7, 6, 5, 4, 3, 2, 1};
    private static final int[] EE = {3, 7, 1, 3, 7, 1, 3, 7};
    private static final int[] FI = {7, 9, 10, 5, 8, 4, 2};
    private static final int[] HU = {9, 7, 3, 1, 9, 7, 3, 1};
    private static final int[] LT = {1, 2, 3, 4, 5, 6, 7, 8};
    private static final int[] LT_AGAIN = {3, 4, 5, 6, 7, 8, 9, 1};
    private static final int[] LT_LONG = {1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2};
    private static final int[] LT_LONG_AGAIN = {3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4};
    private static final int[] LV = {9, 1, 4, 8, 3, 10, 2, 5, 7, 6};
    private static final int[] MT = {3, 4, 6, 7, 8, 9};
    private static final String SPANISH_KINDS = "ABCDEFGHJNPQRSUVW";

    private VatRules() {}

    /// Whether the number is one of this State.
    ///
    /// @param country ISO 3166; Greece GR
    /// @param s the number without prefix, upper case, from 0 to `length`
    public static boolean passes(String country, char[] s, int length) {
        return switch (country) {
            case "AT" -> length == 9 && s[0] == 'U' && digits(s, 1, 9) && austrian(s);
            case "BE" ->
                    length == 10
                            && s[0] <= '1'
                            && digits(s, 0, 10)
                            && number(s, 8, 10) == 97 - number(s, 0, 8) % 97;
            case "BG" -> (length == 9 && bulgarian(s)) || (length == 10 && EasternRules.egn(s));
            case "CY" -> length == 9 && SouthernRules.tic(s);
            case "CZ" -> (length == 8 && czech(s)) || (length == 10 && EasternRules.birthNumber(s));
            case "DE" -> length == 9 && s[0] != '0' && digits(s, 0, 9) && Checks.iso7064(s, 0, 9);
            case "DK" ->
                    length == 8 && s[0] != '0' && digits(s, 0, 8) && weighted(s, 0, DK) % 11 == 0;
            case "EE" ->
                    length == 9
                            && digits(s, 0, 9)
                            && (10 - weighted(s, 0, EE) % 10) % 10 == digit(s, 8);
            case "ES" -> length == 9 && (SouthernRules.dni(s) || SouthernRules.nie(s) || cif(s));
            case "FI" ->
                    length == 8
                            && digits(s, 0, 8)
                            && (11 - weighted(s, 0, FI) % 11) % 11 == digit(s, 7);
            case "FR" -> length == 11 && french(s);
            case "GR" -> length == 9 && SouthernRules.afm(s);
            case "HR" -> length == 11 && EasternRules.oib(s);
            case "HU" -> length == 8 && digits(s, 0, 8) && weighted(s, 0, HU) % 10 == 0;
            case "IE" -> (length == 8 || length == 9) && WesternRules.pps(s, length);
            case "IT" -> length == 11 && italian(s);
            case "LT" -> lithuanian(s, length);
            case "LU" -> length == 8 && digits(s, 0, 8) && number(s, 0, 6) % 89 == number(s, 6, 8);
            case "LV" -> length == 11 && latvian(s);
            case "MT" ->
                    length == 8
                            && s[0] != '0'
                            && digits(s, 0, 8)
                            && number(s, 6, 8) == 37 - weighted(s, 0, MT) % 37;
            case "NL" -> length == 12 && dutch(s);
            case "PL" -> length == 10 && EasternRules.nip(s);
            case "PT" -> length == 9 && SouthernRules.nif(s);
            case "RO" -> romanian(s, length);
            case "SE" ->
                    length == 12
                            && s[10] == '0'
                            && s[11] == '1'
                            && digits(s, 0, 10)
                            && Checks.luhn(s, 0, 10);
            case "SI" -> length == 8 && slovenian(s);
            case "SK" ->
                    length == 10 && s[0] != '0' && digits(s, 0, 10) && number(s, 0, 10) % 11 == 0;
            default -> false;
        };
    }

    /// 10 - (cross sums of 1 2 1 2 1 2 1 + 4) mod 10.
    private static boolean austrian(char[] s) {
        int sum = 4;
        for (int i = 0; i < 7; i++) {
            int d = digit(s, i + 1) * (i % 2 + 1);
            sum += d / 10 + d % 10;
        }
        return (10 - sum % 10) % 10 == digit(s, 8);
    }

    private static boolean bulgarian(char[] s) {
        if (!digits(s, 0, 9)) {
            return false;
        }
        int check = weighted(s, 0, BG) % 11;
        if (check == 10) {
            check = weighted(s, 0, BG_AGAIN) % 11 % 10;
        }
        return check == digit(s, 8);
    }

    private static boolean czech(char[] s) {
        if (!digits(s, 0, 8) || s[0] == '9') {
            return false;
        }
        return (11 - weighted(s, 0, DOWN) % 11) % 10 == digit(s, 7);
    }

    /// Kind letter, seven digits, control: a Luhn digit, or the same as a letter (J is 0).
    private static boolean cif(char[] s) {
        if (SPANISH_KINDS.indexOf(s[0]) < 0 || !digits(s, 1, 8)) {
            return false;
        }
        int sum = 0;
        for (int i = 1; i < 8; i++) {
            int d = digit(s, i) * (i % 2 + 1);
            sum += d / 10 + d % 10;
        }
        int check = (10 - sum % 10) % 10;
        return s[8] == '0' + check || s[8] == "JABCDEFGHI".charAt(check);
    }

    /// Key = (12 + 3 (SIREN mod 97)) mod 97; keys with letters have no published rule.
    private static boolean french(char[] s) {
        if (!digits(s, 2, 11) || !Checks.luhn(s, 2, 11)) {
            return false;
        }
        if (!digits(s, 0, 2)) {
            return s[0] != 'O' && s[0] != 'I' && s[1] != 'O' && s[1] != 'I';
        }
        return number(s, 0, 2) == (12 + 3 * (number(s, 2, 11) % 97)) % 97;
    }

    private static boolean italian(char[] s) {
        if (!digits(s, 0, 11) || number(s, 0, 7) == 0) {
            return false;
        }
        long province = number(s, 7, 10);
        boolean known =
                (province >= 1 && province <= 100)
                        || province == 120
                        || province == 121
                        || province == 888
                        || province == 999;
        return known && Checks.luhn(s, 0, 11);
    }

    private static boolean lithuanian(char[] s, int length) {
        if ((length != 9 && length != 12) || !digits(s, 0, length) || s[length - 2] != '1') {
            return false;
        }
        int check = weighted(s, 0, length == 9 ? LT : LT_LONG) % 11;
        if (check == 10) {
            check = weighted(s, 0, length == 9 ? LT_AGAIN : LT_LONG_AGAIN) % 11 % 10;
        }
        return check == digit(s, length - 1);
    }

    private static boolean latvian(char[] s) {
        if (!digits(s, 0, 11)) {
            return false;
        }
        if (s[0] <= '3') {
            return NorthernRules.latvian(s) || NorthernRules.newLatvian(s);
        }
        int check = 3 - weighted(s, 0, LV) % 11;
        return check != -1 && (check < -1 ? check + 11 : check) == digit(s, 10);
    }

    /// Nine digits of an organisation (eleven test), or since 2020 MOD 97-10 over the whole.
    private static boolean dutch(char[] s) {
        if (!digits(s, 0, 9) || s[9] != 'B' || !digits(s, 10, 12)) {
            return false;
        }
        int start = (23 * 100 + 21) % 97; // N and L
        return WesternRules.bsn(s) || Checks.mod97(s, 0, 12, start) == 1;
    }

    /// Two to ten digits, weights 7 5 3 2 1 7 5 3 2 from the right.
    private static boolean romanian(char[] s, int length) {
        if (length < 4 || length > 10 || s[0] == '0' || !digits(s, 0, length)) {
            return false; // two and three digits are given out, but say nothing
        }
        int[] weights = {2, 3, 5, 7, 1, 2, 3, 5, 7};
        int sum = 0;
        for (int i = length - 2, k = 0; i >= 0; i--, k++) {
            sum += weights[k] * digit(s, i);
        }
        return sum * 10 % 11 % 10 == digit(s, length - 1);
    }

    private static boolean slovenian(char[] s) {
        if (!digits(s, 0, 8) || s[0] == '0') {
            return false;
        }
        int check = 11 - weighted(s, 0, DOWN) % 11;
        return check != 11 && check % 10 == digit(s, 7);
    }
}
