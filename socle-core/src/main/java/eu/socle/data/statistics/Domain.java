package eu.socle.data.statistics;

import java.util.Locale;

/// The host of an address, by which documents are counted.
public final class Domain {

    private Domain() {}

    /// The host in lower case, without `www.`, port and a dot at its end; empty when there is none.
    /// Hosts are read as crawlers fetch them, also where the standard of addresses would refuse one
    /// (an underscore in the host, a bar in the query).
    public static String of(String url) {
        int scheme = url.indexOf("://");
        if (scheme < 1) {
            return "";
        }
        int from = scheme + "://".length();
        int end = from;
        while (end < url.length() && "/?#\\".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        int user = url.lastIndexOf('@', end - 1);
        String host = url.substring(user >= from ? user + 1 : from, end);
        int colon = host.lastIndexOf(':');
        if (colon >= 0 && colon > host.lastIndexOf(']')) {
            host = host.substring(0, colon);
        }
        String lower = host.strip().toLowerCase(Locale.ROOT);
        lower = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        if (!lower.codePoints().allMatch(Domain::mayStand)) {
            return "";
        }
        return lower.startsWith("www.") ? lower.substring(4) : lower;
    }

    private static boolean mayStand(int c) {
        return Character.isLetterOrDigit(c)
                || ".-_:[]%".indexOf(c) >= 0
                || Character.getType(c) == Character.NON_SPACING_MARK;
    }
}
