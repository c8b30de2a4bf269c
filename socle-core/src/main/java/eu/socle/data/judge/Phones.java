package eu.socle.data.judge;

import com.google.i18n.phonenumbers.PhoneNumberMatch;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.Leniency;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Finds phone numbers that are valid where the text's language is at home, and international ones
/// (`+`, `00`) anywhere.
///
/// A run of digits is a weak sign: the number must stand apart from other digits, and begin with
/// `+`, `00` or the national `0` followed by groups, or follow a word such as "tel". Dates, ISBNs,
/// account numbers and versions do not.
final class Phones {

    private static final Map<String, String> REGIONS =
            Map.ofEntries(
                    Map.entry("en", "GB"),
                    Map.entry("fr", "FR"),
                    Map.entry("de", "DE"),
                    Map.entry("es", "ES"),
                    Map.entry("it", "IT"),
                    Map.entry("pt", "PT"),
                    Map.entry("nl", "NL"),
                    Map.entry("ca", "ES"),
                    Map.entry("ro", "RO"),
                    Map.entry("pl", "PL"),
                    Map.entry("sv", "SE"),
                    Map.entry("da", "DK"));

    /// International form only, where the language has no home here.
    private static final String NO_REGION = "ZZ";

    private static final int WORD_WITHIN =
            40; // characters before the number in which a word makes it one
    private static final Pattern PHONE_WORD =
            Pattern.compile(
                    "\\b(t[eé]l|tel[eéè]f|telefoon|phone|mobil|m[oó]vil|cell|handy|fax|gsm|call|ring|appel|joindre|whatsapp|sms"
                            + "|ruf|llam|chiam|contatt|contact|kontakt|dzwo|bel\\b|ligue)",
                    Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    /// What a number follows that is no phone number: a book's, a journal's, or the rest of a word.
    private static final Pattern OTHER_NUMBER =
            Pattern.compile("(?:IS[BS]N[-0-9: ]{0,6}|[\\p{L}\\p{N}]-)$");

    private static final Pattern GROUPED = Pattern.compile("[ .\\-/\u00a0]");

    /// Day, month and year with dots, slashes or hyphens.
    private static final Pattern DATE =
            Pattern.compile("\\d{1,2}([./-])\\d{1,2}\\1(\\d\\d|(19|20)\\d\\d)");

    private Phones() {}

    static List<Mask.Span> in(String text, String language) {
        List<Mask.Span> spans = new ArrayList<>();
        find(text, REGIONS.getOrDefault(language, NO_REGION), Leniency.VALID, spans);
        // with a country code the length is sign enough: new and reserved ranges are numbers too
        find(text, NO_REGION, Leniency.POSSIBLE, spans);
        return spans;
    }

    private static void find(String text, String region, Leniency leniency, List<Mask.Span> spans) {
        for (PhoneNumberMatch match :
                PhoneNumberUtil.getInstance().findNumbers(text, region, leniency, Long.MAX_VALUE)) {
            if (standsApart(text, match.start(), match.end()) && looksMeant(text, match)) {
                spans.add(new Mask.Span(match.start(), match.end(), Mask.PHONE));
            }
        }
    }

    /// No other digits one separator away: a longer run is an account, a date or a table.
    private static boolean standsApart(String text, int start, int end) {
        return !digitNear(text, start - 1, -1) && !digitNear(text, end, 1);
    }

    private static boolean digitNear(String text, int at, int step) {
        int next =
                at >= 0 && at < text.length() && " \u00a0.-/,:".indexOf(text.charAt(at)) >= 0
                        ? at + step
                        : at;
        return next >= 0 && next < text.length() && Character.isDigit(text.charAt(next));
    }

    private static boolean looksMeant(String text, PhoneNumberMatch match) {
        String raw = match.rawString();
        if (raw.startsWith("+") || raw.startsWith("(+") || raw.startsWith("00")) {
            return true;
        }
        String before = text.substring(Math.max(0, match.start() - WORD_WITHIN), match.start());
        if (OTHER_NUMBER.matcher(before).find()) {
            return false;
        }
        if (PHONE_WORD.matcher(before.toLowerCase(Locale.ROOT)).find()) {
            return true;
        }
        boolean national = raw.startsWith("0") || raw.startsWith("(0");
        return national && !DATE.matcher(raw).matches() && GROUPED.matcher(raw).find();
    }
}
