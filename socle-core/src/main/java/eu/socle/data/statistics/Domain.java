package eu.socle.data.statistics;

import java.net.URI;
import java.util.Locale;

/// The host of an address, by which documents are counted.
public final class Domain {

    private Domain() {}

    /// The host in lower case, without `www.`; empty when there is none. A list of public suffixes
    /// is not applied: each host counts by itself.
    public static String of(String url) {
        String host;
        try {
            host = URI.create(url).getHost();
        } catch (IllegalArgumentException e) {
            return "";
        }
        if (host == null) {
            return "";
        }
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.startsWith("www.") ? lower.substring(4) : lower;
    }
}
