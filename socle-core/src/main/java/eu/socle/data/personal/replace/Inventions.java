package eu.socle.data.personal.replace;

import eu.socle.core.Seed;
import eu.socle.data.personal.PersonalType;
import eu.socle.data.personal.national.NationalRule;
import eu.socle.data.personal.national.NationalRules;
import eu.socle.data.personal.national.VatRules;
import eu.socle.data.personal.payment.Cards;
import eu.socle.data.personal.payment.Ibans;
import eu.socle.data.personal.text.Chars;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Invents values that look like the real ones and are nobody's:
///
/// | type | why it is nobody's |
/// |---|---|
/// | e-mail | example.org, .com, .net (RFC 2606) |
/// | IPv4, IPv6 | documentation ranges (RFC 5737, RFC 3849) |
/// | phone | ranges kept for fiction in FR, DE, GB, SE ([FictionalPhones]); elsewhere no number of the plan |
/// | IBAN | check digits 00: ISO 13616 gives out 02 to 98; modulo 97 is not 1 either |
/// | payment card | fails Luhn |
/// | national identifiers | fail every published rule of their type: check, date or register letter |
/// | VAT number | fails its country's check |
/// | CY_ID | begins with three zeros; no rule is published that would rule it out |
/// | postal address | postcode 00000 or 0000, given to no town |
/// | person name | invented surnames |
/// | licence plate | letters I, O and Q, which no State gives out together, and zeros |
public final class Inventions {
    private static final NationalRules RULES = new NationalRules();
    private static final List<String> DOMAINS =
            List.of("example.org", "example.com", "example.net");
    private static final List<String> NETWORKS = List.of("192.0.2.", "198.51.100.", "203.0.113.");
    private static final Map<String, String> ADDRESSES =
            Map.of(
                    "FR", "%d rue de l'Exemple, 00000 Exempleville",
                    "DE", "Beispielstraße %d, 00000 Beispielstadt",
                    "ES", "Calle Ejemplo %d, 00000 Villaejemplo",
                    "IT", "Via Esempio %d, 00000 Esempio",
                    "NL", "Voorbeeldstraat %d, 0000 AA Voorbeeld");
    private static final List<String> GIVEN =
            List.of("Alix", "Sascha", "Andrea", "Noa", "Robin", "Kim");
    private static final List<String> FAMILY =
            List.of(
                    "Exemplaire",
                    "Beispielmann",
                    "Ejemplez",
                    "Esempiani",
                    "Voorbeeldsma",
                    "Przykładek");
    private static final int TRIES = 256;

    private Inventions() {}

    /// An invented value for `value`; a function of its arguments alone, and of the value's letters
    /// and digits rather than its separators.
    public static String of(
            Seed seed, String documentId, PersonalType type, String country, String found) {
        String value = plain(found);
        Seed draw = keyed(seed, documentId, type, bare(value));
        return switch (type) {
            case EMAIL_ADDRESS ->
                    "user."
                            + Long.toString(draw.below(1L << 40, 0), 36)
                            + "@"
                            + DOMAINS.get((int) draw.below(3, 1));
            case IP_ADDRESS -> NETWORKS.get((int) draw.below(3, 0)) + (1 + draw.below(254, 1));
            case IPV6_ADDRESS ->
                    String.format(
                            Locale.ROOT,
                            "2001:db8::%x:%x",
                            1 + draw.below(65_535, 0),
                            1 + draw.below(65_535, 1));
            case PHONE_NUMBER -> FictionalPhones.of(draw, country, value);
            case IBAN -> account(draw, value);
            case PAYMENT_CARD -> failing(draw, value, 0, s -> Cards.passes(s, length(s)));
            case VAT_NUMBER -> vat(draw, country, value);
            case POSTAL_ADDRESS ->
                    String.format(
                            Locale.ROOT,
                            ADDRESSES.getOrDefault(country, ADDRESSES.get("FR")),
                            1 + draw.below(99, 0));
            case PERSON_NAME ->
                    GIVEN.get((int) draw.below(6, 0)) + " " + FAMILY.get((int) draw.below(6, 1));
            case LICENCE_PLATE -> plate(draw, value);
            case CY_ID -> "000" + redrawn(draw, bare(value).substring(3), 0);
            default -> failing(draw, value, 0, s -> passes(type, s));
        };
    }

    private static String plate(Seed draw, String value) {
        StringBuilder other = new StringBuilder(value);
        for (int i = 0; i < value.length(); i++) {
            if (Chars.isDigit(value.charAt(i))) {
                other.setCharAt(i, '0');
            } else if (Chars.isLetter(value.charAt(i))) {
                other.setCharAt(i, "IOQ".charAt((int) draw.below(3, i)));
            }
        }
        return other.toString();
    }

    private static Seed keyed(Seed seed, String documentId, PersonalType type, String value) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(
                    new SecretKeySpec(
                            Long.toHexString(seed.key()).getBytes(StandardCharsets.US_ASCII),
                            "HmacSHA256"));
            byte[] hash =
                    mac.doFinal(
                            (documentId + '\0' + type + '\0' + value)
                                    .getBytes(StandardCharsets.UTF_8));
            long key = 0;
            for (int i = 0; i < 8; i++) {
                key = (key << 8) | (hash[i] & 255);
            }
            return new Seed(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HMAC-SHA256", e);
        }
    }

    /// Digits of other widths and scripts as plain ones, so that none is left as it was.
    private static String plain(String value) {
        StringBuilder plain = new StringBuilder(value);
        for (int i = 0; i < plain.length(); i++) {
            plain.setCharAt(i, Chars.plain(plain.charAt(i)));
        }
        return plain.toString();
    }

    /// Letters and digits, upper case.
    static String bare(String value) {
        StringBuilder bare = new StringBuilder();
        value.codePoints()
                .filter(Character::isLetterOrDigit)
                .forEach(c -> bare.appendCodePoint(Character.toUpperCase(c)));
        return bare.toString();
    }

    private static int length(char[] s) {
        int length = 0;
        while (length < s.length && s[length] != 0) {
            length++;
        }
        return length;
    }

    private static char[] padded(String value) {
        return Arrays.copyOf(bare(value).toCharArray(), 40);
    }

    private static boolean passes(PersonalType type, char[] s) {
        for (NationalRule rule : RULES.ofLength(length(s))) {
            if (rule.type() == type && rule.check().passes(s)) {
                return true;
            }
        }
        return false;
    }

    /// Other digits and letters in the same places until the rule refuses them.
    ///
    /// @param kept letters and digits at the start that stay
    private static String failing(Seed draw, String value, int kept, Predicate<char[]> rule) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            String other = redrawn(draw.of(attempt), value, kept);
            if (!rule.test(padded(other)) && !bare(other).equals(bare(value))) {
                return other;
            }
        }
        return value.replaceAll("[0-9]", "0").replaceAll("[A-Za-z]", "X");
    }

    static String redrawn(Seed draw, String value, int kept) {
        StringBuilder other = new StringBuilder();
        int place = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean alnum = Chars.isAlnum(c);
            if (!alnum || place < kept) {
                other.append(c);
            } else if (Chars.isDigit(c)) {
                other.append((char) ('0' + draw.below(10, place)));
            } else {
                other.append((char) ((c & 0x20) + 'A' + draw.below(26, place)));
            }
            place += alnum ? 1 : 0;
        }
        return other.toString();
    }

    private static String account(Seed draw, String value) {
        return failing(draw, zeros(value), 4, s -> Ibans.remainder(s, length(s)) == 1);
    }

    /// The third and fourth character, the check digits, as 0.
    private static String zeros(String value) {
        StringBuilder zeros = new StringBuilder(value);
        int place = 0;
        for (int i = 0; i < zeros.length() && place < 4; i++) {
            if (Chars.isAlnum(zeros.charAt(i))) {
                place++;
                if (place > 2) {
                    zeros.setCharAt(i, '0');
                }
            }
        }
        return zeros.toString();
    }

    private static String vat(Seed draw, String country, String value) {
        String bare = bare(value);
        boolean prefixed =
                bare.startsWith(country.equals("GR") ? "EL" : country) || bare.startsWith(country);
        int prefix =
                prefixed
                                && bare.length() > 2
                                && Chars.isLetter(bare.charAt(0))
                                && Chars.isLetter(bare.charAt(1))
                        ? 2
                        : 0;
        int kept = country.equals("AT") ? prefix + 1 : prefix;
        return failing(
                draw,
                value,
                kept,
                s -> {
                    char[] number = Arrays.copyOfRange(s, prefix, s.length);
                    return VatRules.passes(country, number, length(number));
                });
    }
}
