package eu.socle.data.personal.payment;

import eu.socle.data.personal.national.Checks;
import eu.socle.data.personal.text.Chain;
import eu.socle.data.personal.text.Chars;
import eu.socle.data.personal.text.Edges;
import java.util.Locale;

/// International bank account numbers (ISO 13616): country, two check digits, an account of the
/// country's length; the whole leaves 1 modulo 97.
public final class Ibans {
    /// Length of the whole number, by country (SWIFT registry).
    private static final int LEAST = 15; // characters of the shortest, Norway's

    private static final String LENGTHS =
            "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27"
                    + " DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21"
                    + " HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27"
                    + " MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24"
                    + " RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22"
                    + " VG24 XK20 YE30";

    private final byte[] lengths = new byte[26 * 26];
    private final String[] countries = new String[26 * 26];

    public Ibans() {
        for (String entry : LENGTHS.split(" ", -1)) {
            int at = (entry.charAt(0) - 'A') * 26 + entry.charAt(1) - 'A';
            lengths[at] = Byte.parseByte(entry.substring(2));
            countries[at] = entry.substring(0, 2).toUpperCase(Locale.ROOT);
        }
    }

    /// How many groups of the chain are an account number; 0 if they are none.
    public int groups(char[] text, int size, Chain chain) {
        char[] s = chain.compact();
        boolean single =
                chain.length(1) == 1 && chain.groups() >= LEAST && chain.length(LEAST) == LEAST;
        if ((chain.length(1) < 4 && !single) || !Chars.isUpper(s[0]) || !Chars.isUpper(s[1])) {
            return 0;
        }
        int length = lengths[(s[0] - 'A') * 26 + s[1] - 'A'];
        if (length == 0 || !Checks.digits(s, 2, 4) || chain.length(chain.groups()) < length) {
            return 0;
        }
        int groups = 1;
        while (chain.length(groups) < length) {
            groups++;
        }
        if (chain.length(groups) != length || remainder(s, length) != 1) {
            return 0;
        }
        boolean goesOn = groups > 1 && groups < chain.groups() && same(chain, groups);
        boolean apart =
                Edges.open(text, chain.start(0), false)
                        && Edges.closed(text, size, chain.end(groups - 1), false);
        return goesOn || !apart ? 0 : groups;
    }

    /// The same separator and a group with a digit follow: a longer number.
    private static boolean same(Chain chain, int group) {
        boolean digit = false;
        for (int i = chain.length(group); i < chain.length(group + 1); i++) {
            digit |= Chars.isDigit(chain.compact()[i]);
        }
        return digit
                && chain.separator(group) == chain.separator(1)
                && chain.length(group + 1) - chain.length(group) <= 4;
    }

    /// The number modulo 97, with its first four characters moved to the end.
    public static int remainder(char[] s, int length) {
        return Checks.mod97(s, 0, 4, Checks.mod97(s, 4, length, 0));
    }

    /// The country of a number found.
    public String country(Chain chain) {
        return countries[(chain.compact()[0] - 'A') * 26 + chain.compact()[1] - 'A'];
    }
}
