package eu.socle.data.personal.fresh;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Numbers that have one rule for the whole Union: accounts, VAT, cards, phones, addresses of
/// machines and mail.
final class NumbersAcross {

    /// The 27 States.
    static final List<String> STATES =
            List.of(
                    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR",
                    "HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI",
                    "SK");

    /// Account part of the IBAN (SWIFT registry): n digits, a capitals, c both.
    private static final String ACCOUNTS =
            """
            AT n16
            BE n12
            BG a4 n6 c8
            CY n8 c16
            CZ n20
            DE n18
            DK n14
            EE n16
            ES n20
            FI n14
            FR n10 c11 n2
            GR n7 c16
            HR n17
            HU n24
            IE a4 n14
            IT a1 n10 c12
            LT n16
            LU n3 c13
            LV a4 c13
            MT a4 n5 c18
            NL a4 n10
            PL n24
            PT n21
            RO a4 c16
            SE n20
            SI n15
            SK n20
            """;

    private NumbersAcross() {}

    /// An account number of this State, compact.
    static String iban(Draw draw, String state) {
        String form = ACCOUNTS.lines().filter(l -> l.startsWith(state)).findFirst().orElseThrow();
        StringBuilder account = new StringBuilder();
        for (String part : form.substring(3).split(" ", -1)) {
            int count = Integer.parseInt(part.substring(1));
            for (int i = 0; i < count; i++) {
                account.append(
                        switch (part.charAt(0)) {
                            case 'n' -> draw.letter("0123456789");
                            case 'a' -> draw.letter("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
                            default -> draw.letter("0123456789012345678901ABCXYZ");
                        });
            }
        }
        int rest = value(account + state + "00").mod(BigInteger.valueOf(97)).intValue();
        return state + Draw.Day.two(98 - rest) + account;
    }

    private static BigInteger value(String letters) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < letters.length(); i++) {
            digits.append(Character.digit(letters.charAt(i), 36));
        }
        return new BigInteger(digits.toString());
    }

    /// In fours, as banks print it.
    static String inFours(String compact) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < compact.length(); i++) {
            out.append(i > 0 && i % 4 == 0 ? " " : "").append(compact.charAt(i));
        }
        return out.toString();
    }

    /// A VAT number with its State's letters, compact; empty where none is made here.
    static String vat(Draw draw, String state) {
        return switch (state) {
            case "AT" -> {
                String body = draw.number(7);
                int sum = 4;
                for (int i = 0; i < 7; i++) {
                    int p = (body.charAt(i) - '0') * (i % 2 + 1);
                    sum += p / 10 + p % 10;
                }
                yield "ATU" + body + (10 - sum % 10) % 10;
            }
            case "BE" -> {
                String body = "0" + draw.number(7);
                yield "BE" + body + Draw.Day.two(97 - Integer.parseInt(body) % 97);
            }
            case "DE" -> {
                String body = draw.number(8);
                yield "DE" + body + Numbers27.mod1110(body);
            }
            case "ES" -> {
                String body = draw.digits(7);
                yield "ES" + draw.letter("AB") + body + Numbers27.luhn(body);
            }
            case "FI" -> weighted(draw, "FI", 7, new int[] {7, 9, 10, 5, 8, 4, 2});
            case "FR" -> {
                String siren = Numbers27.frSiren(draw);
                int key = (12 + 3 * (Integer.parseInt(siren) % 97)) % 97;
                yield "FR" + Draw.Day.two(key) + siren;
            }
            case "GR" -> "EL" + Numbers27.grAfm(draw);
            case "HR" -> "HR" + Numbers27.hr(draw);
            case "IE" -> {
                String pps = Numbers27.ie(draw);
                yield pps.length() == 8 ? "IE" + pps : "";
            }
            case "IT" -> {
                String body = draw.number(7) + "0" + Draw.Day.two(draw.between(1, 99));
                yield "IT" + body + Numbers27.luhn(body);
            }
            case "LU" -> {
                String body = draw.number(6);
                yield "LU" + body + Draw.Day.two(Integer.parseInt(body) % 89);
            }
            case "NL" -> "NL" + Numbers27.nl(draw) + "B01";
            case "PL" -> "PL" + Numbers27.plNip(draw);
            case "PT" -> "PT" + Numbers27.pt(draw);
            case "SE" -> {
                String body = "556" + draw.number(6);
                yield "SE" + body + Numbers27.luhn(body) + "01";
            }
            case "SI" -> weighted(draw, "SI", 7, new int[] {8, 7, 6, 5, 4, 3, 2});
            default -> "";
        };
    }

    private static String weighted(Draw draw, String state, int digits, int[] weights) {
        while (true) {
            String body = draw.number(digits);
            int sum = 0;
            for (int i = 0; i < digits; i++) {
                sum += (body.charAt(i) - '0') * weights[i];
            }
            int check = 11 - sum % 11;
            if (check < 10) {
                return state + body + check;
            }
        }
    }

    /// A card number as it is printed or typed.
    static String card(Draw draw) {
        String head = draw.of("4", "51", "55", "2221", "34", "37");
        int length = head.startsWith("3") ? 15 : 16;
        String body = head + draw.digits(length - 1 - head.length());
        String number = body + Numbers27.luhn(body);
        if (length == 15) {
            return draw.of(
                    number,
                    number.substring(0, 4)
                            + " "
                            + number.substring(4, 10)
                            + " "
                            + number.substring(10));
        }
        return draw.of(number, inFours(number), inFours(number).replace(' ', '-'));
    }

    /// A phone number of this State that its numbering plan knows, with how it is written.
    record Phone(String text, boolean national) {}

    static Phone phone(Draw draw, String state) {
        PhoneNumberUtil util = PhoneNumberUtil.getInstance();
        PhoneNumber example =
                util.getExampleNumberForType(
                        state,
                        draw.of(List.of(PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE)));
        PhoneNumber number = example;
        for (int i = 0; i < 50; i++) {
            long end = draw.below(10_000);
            PhoneNumber other = new PhoneNumber().mergeFrom(example);
            other.setNationalNumber(example.getNationalNumber() / 10_000 * 10_000 + end);
            if (util.isValidNumber(other)) {
                number = other;
                break;
            }
        }
        String international = util.format(number, PhoneNumberFormat.INTERNATIONAL);
        String national = util.format(number, PhoneNumberFormat.NATIONAL);
        String e164 = util.format(number, PhoneNumberFormat.E164);
        return switch (draw.below(10)) {
            case 0, 1, 2 -> new Phone(international, false);
            case 3 -> new Phone(e164, false);
            case 4 -> new Phone("00" + international.substring(1), false);
            case 5 -> new Phone(international.replace(' ', '-'), false);
            case 6 -> new Phone(international.replace(' ', '.'), false);
            case 7 -> new Phone(national.replace("(", "").replace(")", "").replace(' ', '.'), true);
            case 8 -> new Phone(national.replace("(", "").replace(")", "").replace(" ", ""), true);
            default -> new Phone(national, true);
        };
    }

    static String mail(Draw draw) {
        String local =
                draw.of(
                        "anna.kowalska",
                        "j.dupont",
                        "info",
                        "mario_rossi+news",
                        "x",
                        "o'neill",
                        "petra-horvat",
                        "JANSEN",
                        "maria.garcia99",
                        "søren.møller",
                        "müller");
        String domain =
                draw.of(
                        "example.org",
                        "mail.example.com",
                        "exemple.fr",
                        "beispiel.de",
                        "firma.example.pl",
                        "example.co.uk",
                        "test-firma.eu",
                        "παράδειγμα.ευ",
                        "esempio.it",
                        "a.b.c.example.net");
        return draw.once(8)
                ? (local + "@" + domain).toUpperCase(Locale.ROOT)
                : local + "@" + domain;
    }

    static String four(Draw draw) {
        String first =
                draw.of("192.0.2.", "198.51.100.", "203.0.113.", "81.23.45.", "151.80.", "10.");
        StringBuilder out = new StringBuilder(first);
        long dots = first.chars().filter(c -> c == '.').count();
        for (long i = dots; i <= 3; i++) {
            out.append(draw.between(33, 250)).append(i < 3 ? "." : "");
        }
        return out.toString();
    }

    static String six(Draw draw) {
        String prefix = draw.of("2001:db8:", "2a01:e0a:", "2003:c2:", "fe80::");
        List<String> groups = new ArrayList<>();
        boolean local = prefix.startsWith("fe80");
        for (int i = 0; i < (local ? 4 : 6); i++) {
            groups.add(Integer.toHexString(draw.between(0x100, 0xffff)));
        }
        String tail = String.join(":", groups);
        String full = prefix + tail;
        if (!local && draw.once(2)) {
            full = prefix + groups.get(0) + "::" + groups.get(1) + ":" + groups.get(2);
        }
        return draw.once(4) ? full.toUpperCase(Locale.ROOT) : full;
    }
}
