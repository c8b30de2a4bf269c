package eu.socle.data.personal.replace;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import eu.socle.core.Seed;
import eu.socle.data.personal.text.Chars;
import java.util.List;
import java.util.Map;

/// Phone numbers that ring nowhere.
final class FictionalPhones {
    /// Ranges that regulators keep for films and books, without the 0 dialled first; `x` is free
    /// (FR: Arcep decision 2018-0881; DE: Bundesnetzagentur, Mitteilung 148/2021; GB: Ofcom; SE:
    /// PTS).
    private static final Map<String, List<String>> RANGES =
            Map.of(
                    "FR",
                            List.of(
                                    "19900xxxx",
                                    "26191xxxx",
                                    "35301xxxx",
                                    "46571xxxx",
                                    "53649xxxx",
                                    "63998xxxx"),
                    "DE",
                            List.of(
                                    "3023125xxx",
                                    "6990009xxx",
                                    "4066969xxx",
                                    "2214710xxx",
                                    "8999998xxx"),
                    "GB", List.of("2079460xxx", "7700900xxx"),
                    "SE", List.of("8465004xx", "4062804xx"));

    private static final int TRIES = 256;

    private FictionalPhones() {}

    /// A number written as `value` is.
    static String of(Seed draw, String country, String value) {
        String digits = Inventions.bare(value);
        int subscriber = subscriber(country, value, digits);
        List<String> ranges =
                RANGES.getOrDefault(country, List.of()).stream()
                        .filter(range -> range.length() == digits.length() - subscriber)
                        .toList();
        if (!ranges.isEmpty()) {
            String range = ranges.get((int) draw.below(ranges.size(), 100));
            return written(value, subscriber, drawn(draw, range));
        }
        for (int attempt = 0; attempt < TRIES; attempt++) {
            String other = Inventions.redrawn(draw.of(attempt), value, subscriber);
            if (!isValid(other, country)) {
                return other;
            }
        }
        return written(value, subscriber, "0".repeat(digits.length() - subscriber));
    }

    /// Digits before the subscriber's: the country's code, 00, or the 0 dialled first.
    private static int subscriber(String country, String value, String digits) {
        int code =
                String.valueOf(PhoneNumberUtil.getInstance().getCountryCodeForRegion(country))
                        .length();
        if (value.indexOf('+') >= 0) {
            return Math.min(code, digits.length());
        }
        if (digits.startsWith("00")) {
            return Math.min(code + 2, digits.length());
        }
        return digits.startsWith("0") ? 1 : 0;
    }

    private static String drawn(Seed draw, String range) {
        StringBuilder number = new StringBuilder();
        for (int i = 0; i < range.length(); i++) {
            char c = range.charAt(i);
            number.append(c == 'x' ? (char) ('0' + draw.below(10, i)) : c);
        }
        return number.toString();
    }

    private static String written(String value, int kept, String digits) {
        StringBuilder out = new StringBuilder(value);
        int place = 0;
        for (int i = 0; i < out.length(); i++) {
            if (Chars.isDigit(out.charAt(i))) {
                if (place >= kept) {
                    out.setCharAt(i, digits.charAt(place - kept));
                }
                place++;
            }
        }
        return out.toString();
    }

    private static boolean isValid(String value, String country) {
        PhoneNumberUtil util = PhoneNumberUtil.getInstance();
        try {
            String dialled = Inventions.bare(value);
            boolean international = value.indexOf('+') >= 0 || dialled.startsWith("00");
            String text =
                    international
                            ? "+" + (value.indexOf('+') >= 0 ? dialled : dialled.substring(2))
                            : dialled;
            PhoneNumber number = util.parse(text, country.isEmpty() ? "ZZ" : country);
            return util.isValidNumber(number);
        } catch (NumberParseException e) {
            return false;
        }
    }
}
