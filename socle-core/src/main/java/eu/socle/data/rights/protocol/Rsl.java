package eu.socle.data.rights.protocol;

import eu.socle.core.Rights.OptOut;
import eu.socle.core.Rights.Value;
import eu.socle.data.rights.robots.RobotsLine;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Really Simple Licensing (RSL 1.0, December 2025): a robots line `License:`, a `Link` field or a
/// `link` element points to a file of terms ([RslFile]). Terms that were not read are unknown,
/// never none.
public record Rsl() implements Protocol {

    static final String VERSION = "RSL 1.0, 2025-12";
    private static final String MEDIA_TYPE = "application/rsl+xml";
    private static final String UNREAD = "the terms at this address were not read";

    @Override
    public String family() {
        return "rsl";
    }

    @Override
    public String version() {
        return VERSION;
    }

    @Override
    public List<OptOut> header(String field, String value, Agents agents) {
        if (!field.equals("link")) {
            return List.of();
        }
        List<OptOut> signals = new ArrayList<>();
        int at = value.indexOf('<');
        while (at >= 0) {
            int end = value.indexOf('>', at);
            if (end < 0) {
                return signals;
            }
            int next = nextLink(value, end);
            String parameters = value.substring(end + 1, next).toLowerCase(Locale.ROOT);
            boolean licence = words(parameter(parameters, "rel")).contains("license");
            if (licence && parameter(parameters, "type").startsWith(MEDIA_TYPE)) {
                signals.add(pointer("header", value.substring(at + 1, end)));
            }
            at = value.indexOf('<', next);
        }
        return signals;
    }

    /// Where the parameters of a link end: at the comma outside quotes.
    private static int nextLink(String value, int from) {
        boolean quoted = false;
        for (int i = from; i < value.length(); i++) {
            char c = value.charAt(i);
            quoted ^= c == '"';
            if (c == ',' && !quoted) {
                return i;
            }
        }
        return value.length();
    }

    /// The value of a parameter, without its quotes; empty without.
    private static String parameter(String parameters, String name) {
        for (String part : parameters.split(";", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0 && part.substring(0, equals).strip().equals(name)) {
                return part.substring(equals + 1).replace('"', ' ').replace('\'', ' ').strip();
            }
        }
        return "";
    }

    private static List<String> words(String list) {
        return List.of(list.split("\\s+", -1));
    }

    @Override
    public List<OptOut> link(List<String> relations, String type, String href) {
        return relations.contains("license") && type.startsWith(MEDIA_TYPE)
                ? List.of(pointer("link", href))
                : List.of();
    }

    private OptOut pointer(String carrier, String address) {
        return signal(carrier, Value.UNKNOWN, UNREAD, "License: " + address.strip());
    }

    @Override
    public List<OptOut> robots(SiteRobots robots, String url, byte[] path) {
        List<OptOut> signals = new ArrayList<>();
        for (RobotsLine line : robots.lines(RobotsLine.Kind.LICENSE)) {
            signals.add(signal("robots", robots, url, line, Value.UNKNOWN, UNREAD));
        }
        return signals;
    }

    /// The address that a pointer names; empty for other signals.
    public static String target(OptOut signal) {
        int colon = signal.evidence().indexOf(':');
        return signal.because().equals(UNREAD) && colon >= 0
                ? signal.evidence().substring(colon + 1).strip()
                : "";
    }

    /// A pointer is answered by the file it names; one left without is unknown.
    @Override
    public Value combined(List<OptOut> signals) {
        Set<String> targets = new HashSet<>();
        Set<String> files = new HashSet<>();
        List<OptOut> statements = new ArrayList<>();
        for (OptOut signal : signals) {
            String target = target(signal);
            if (!target.isEmpty()) {
                targets.add(target);
            } else {
                statements.add(signal);
                files.add(signal.digest());
            }
        }
        if (statements.isEmpty()) {
            return Value.UNKNOWN;
        }
        Value said = Protocol.mostRestrictive(statements);
        return targets.size() > files.size() ? Protocol.stricter(said, Value.UNKNOWN) : said;
    }
}
