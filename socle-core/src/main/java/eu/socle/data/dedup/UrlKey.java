package eu.socle.data.dedup;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The normal form of a web address, in which two addresses of one page are equal: RFC 3986 6.2.2
/// (case of scheme, host and escapes), and by convention of the web without protocol, `www.`,
/// default port, fragment, tracking parameters and the order of parameters.
public final class UrlKey {

    private static final List<String> TRACKING =
            List.of("fbclid", "gclid", "msclkid", "dclid", "yclid", "igshid", "mc_cid", "mc_eid");

    private UrlKey() {}

    /// The normal form; the text itself, without white space around it, when it is no web address.
    public static String of(String url) {
        String text = url.strip();
        int scheme = text.indexOf("://");
        if (scheme < 0
                || !text.regionMatches(true, 0, "http", 0, 4)
                || scheme > 5
                || (scheme == 5 && Character.toLowerCase(text.charAt(4)) != 's')) {
            return text;
        }
        int fragment = text.indexOf('#');
        String rest = text.substring(scheme + 3, fragment < 0 ? text.length() : fragment);
        int hostEnd = firstOf(rest, '/', '?');
        int queryAt = rest.indexOf('?');
        String path = rest.substring(hostEnd, queryAt < 0 ? rest.length() : queryAt);
        while (path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        String query = queryAt < 0 ? "" : query(rest.substring(queryAt + 1));
        return host(rest.substring(0, hostEnd))
                + escapes(path)
                + (query.isEmpty() ? "" : "?" + query);
    }

    private static int firstOf(String text, char a, char b) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == a || text.charAt(i) == b) {
                return i;
            }
        }
        return text.length();
    }

    private static String host(String authority) {
        String host = authority.substring(authority.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
        if (host.endsWith(":80")) {
            host = host.substring(0, host.length() - 3);
        } else if (host.endsWith(":443")) {
            host = host.substring(0, host.length() - 4);
        }
        if (host.endsWith(".")) {
            host = host.substring(0, host.length() - 1);
        }
        return host.startsWith("www.") ? host.substring(4) : host;
    }

    private static String query(String query) {
        List<String> kept = new ArrayList<>();
        for (String parameter : query.split("&", -1)) {
            String name = parameter.substring(0, firstOf(parameter, '=', '='));
            String lower = name.toLowerCase(Locale.ROOT);
            if (!parameter.isEmpty() && !lower.startsWith("utm_") && !TRACKING.contains(lower)) {
                kept.add(escapes(parameter));
            }
        }
        kept.sort(null);
        return String.join("&", kept);
    }

    /// Escapes in upper case; those of letters, digits, `-`, `.`, `_` and `~` undone.
    private static String escapes(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
            if (c != '%' || high < 0 || low < 0) {
                out.append(c);
                continue;
            }
            int value = 16 * high + low;
            if (value < 0x80 && (Character.isLetterOrDigit(value) || "-._~".indexOf(value) >= 0)) {
                out.append((char) value);
            } else {
                out.append('%').append(text.substring(i + 1, i + 3).toUpperCase(Locale.ROOT));
            }
            i += 2;
        }
        return out.toString();
    }
}
