package eu.socle.data.rights.licence;

import java.util.Locale;
import java.util.Set;

/// The address of a licence text in one spelling: host and path without scheme, `www.`, query,
/// trailing slash and file ending, in lower case.
final class LicenceAddress {

    private static final Set<String> ENDINGS =
            Set.of(".html", ".htm", ".txt", ".md", ".php", ".en");

    private LicenceAddress() {}

    /// The one spelling; empty for what is no web address.
    static String of(String address) {
        String lower = address.strip().toLowerCase(Locale.ROOT);
        int from;
        if (lower.startsWith("https://")) {
            from = 8;
        } else if (lower.startsWith("http://")) {
            from = 7;
        } else if (lower.startsWith("//")) {
            from = 2;
        } else {
            return "";
        }
        int end = from;
        while (end < lower.length() && "?#".indexOf(lower.charAt(end)) < 0) {
            if (lower.charAt(end) <= ' ' || lower.charAt(end) == '@' || lower.charAt(end) == '\\') {
                return "";
            }
            end++;
        }
        String plain = lower.substring(from, end);
        plain = plain.startsWith("www.") ? plain.substring(4) : plain;
        return withoutEnding(plain);
    }

    private static String withoutEnding(String address) {
        String plain = address;
        boolean again = true;
        while (again) {
            again = false;
            if (plain.endsWith("/")) {
                plain = plain.substring(0, plain.length() - 1);
                again = true;
            }
            for (String ending : ENDINGS) {
                if (plain.endsWith(ending)) {
                    plain = plain.substring(0, plain.length() - ending.length());
                    again = true;
                }
            }
        }
        return plain;
    }
}
