package eu.socle.data.read.warc;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The address of a file by which a site states what its pages may be used for.
///
/// @param host lower-case, with its port when that is not the scheme's own
/// @param path from the first slash on
record SiteAddress(String host, String path) {

    private static final Set<String> PATHS = Set.of("/robots.txt", "/.well-known/tdmrep.json");

    /// Tells such an address from others.
    ///
    /// @return empty when the address is that of any other page
    static Optional<SiteAddress> of(String url) {
        int scheme = url.indexOf("://");
        if (scheme < 0) {
            return Optional.empty();
        }
        String rest = url.substring(scheme + 3);
        int slash = rest.indexOf('/');
        if (slash < 0) {
            return Optional.empty();
        }
        String path = rest.substring(slash);
        int end = 0;
        while (end < path.length() && path.charAt(end) != '?' && path.charAt(end) != '#') {
            end++;
        }
        path = path.substring(0, end);
        if (!PATHS.contains(path)) {
            return Optional.empty();
        }
        String host = rest.substring(0, slash).toLowerCase(Locale.ROOT);
        host = host.substring(host.lastIndexOf('@') + 1);
        String own = url.substring(0, scheme).equalsIgnoreCase("https") ? ":443" : ":80";
        return Optional.of(
                new SiteAddress(
                        host.endsWith(own) ? host.substring(0, host.length() - own.length()) : host,
                        path));
    }
}
