package eu.socle.data.personal.payment;

import eu.socle.data.personal.national.Checks;
import eu.socle.data.personal.text.Chain;

/// Payment card numbers (ISO/IEC 7812): an issuer's range with its length, and Luhn.
public final class Cards {
    private Cards() {}

    /// Whether the digits are a card of Visa, Mastercard, American Express, Diners, Discover, JCB,
    /// UnionPay or Maestro.
    public static boolean passes(char[] s, int length) {
        return length >= 13
                && length <= 19
                && Checks.digits(s, 0, length)
                && issued(s, length)
                && Checks.luhn(s, 0, length);
    }

    private static boolean issued(char[] s, int length) {
        int four = ((s[0] - '0') * 10 + s[1] - '0') * 100 + (s[2] - '0') * 10 + s[3] - '0';
        int two = four / 100;
        if (s[0] == '4') {
            return length == 13 || length == 16 || length == 19;
        }
        if ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720)) {
            return length == 16;
        }
        if (two == 34 || two == 37) {
            return length == 15;
        }
        if (two == 36 || two == 38 || two == 39 || (four >= 3000 && four <= 3059)) {
            return length == 14;
        }
        if (four >= 3528 && four <= 3589) {
            return length >= 16;
        }
        boolean discover = four == 6011 || two == 65 || (four >= 6440 && four <= 6499);
        boolean maestro = two == 50 || (two >= 56 && two <= 58) || two == 63 || two == 67;
        return (discover || maestro || two == 62) && length >= 16;
    }

    /// Groups as cards are printed.
    public static boolean isPrinted(Chain chain, int groups) {
        return chain.isWritten("4 4 4 4", groups)
                || chain.isWritten("4-4-4-4", groups)
                || chain.isWritten("4 6 5", groups)
                || chain.isWritten("4-6-5", groups)
                || chain.isWritten("4 6 4", groups)
                || chain.isWritten("4 4 4 4 3", groups);
    }
}
