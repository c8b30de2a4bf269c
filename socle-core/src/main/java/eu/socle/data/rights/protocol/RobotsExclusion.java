package eu.socle.data.rights.protocol;

import eu.socle.core.Rights.OptOut;
import eu.socle.core.Rights.Value;
import eu.socle.data.rights.robots.RobotsLine;
import java.util.List;

/// The Robots Exclusion Protocol (RFC 9309): whether our crawler may fetch an address.
public record RobotsExclusion() implements Protocol {

    @Override
    public String family() {
        return "robots";
    }

    @Override
    public String version() {
        return "RFC 9309";
    }

    @Override
    public Stage stage() {
        return Stage.CRAWL;
    }

    @Override
    public boolean owns(OptOut signal) {
        return signal.protocol().equals(family());
    }

    @Override
    public List<OptOut> robots(SiteRobots robots, String url, byte[] path) {
        if (isRobotsFile(path)) {
            return List.of();
        }
        if (!robots.file().unreadable().isEmpty()) {
            RobotsLine rule = robots.own().decides(path);
            return rule != null && rule.kind() == RobotsLine.Kind.DISALLOW
                    ? List.of(signal("", robots, url, rule, Value.DISALLOW, ""))
                    : List.of(
                            new OptOut(
                                    family(),
                                    version(),
                                    url,
                                    Value.UNKNOWN,
                                    robots.file().unreadable(),
                                    "",
                                    0,
                                    robots.file().digest().hex(),
                                    robots.date()));
        }
        RobotsLine rule = robots.own().decides(path);
        if (rule == null) {
            return List.of();
        }
        Value value = rule.kind() == RobotsLine.Kind.ALLOW ? Value.ALLOW : Value.DISALLOW;
        return List.of(signal("", robots, url, rule, value, ""));
    }

    /// What a server's answer to the request for the robots file means without a body (section
    /// 2.3.1): client errors open the site, server errors and network failures close it; a
    /// redirection that was not followed is unknown.
    ///
    /// @param status HTTP status; 0 when there was no answer
    public OptOut answer(int status, String url, String date) {
        String words = status == 0 ? "no answer" : "HTTP status " + status;
        Value value =
                switch (status / 100) {
                    case 2, 4 -> Value.ALLOW;
                    case 3 -> Value.UNKNOWN;
                    default -> Value.DISALLOW;
                };
        String because = value == Value.UNKNOWN ? "the redirection was not followed" : "";
        return new OptOut(family(), version(), url, value, because, words, 0, "", date);
    }

    /// `/robots.txt` itself is always allowed.
    private static boolean isRobotsFile(byte[] path) {
        byte[] name = {'/', 'r', 'o', 'b', 'o', 't', 's', '.', 't', 'x', 't'};
        return java.util.Arrays.equals(path, name);
    }
}
