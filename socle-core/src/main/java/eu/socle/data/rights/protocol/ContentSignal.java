package eu.socle.data.rights.protocol;

import eu.socle.core.Rights.OptOut;
import eu.socle.core.Rights.Value;
import eu.socle.data.rights.robots.RobotsLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `Content-Signal: search=yes, ai-train=no` in robots files (draft-romm-aipref-contentsignals-00).
/// Each restriction is an express reservation by its published preamble. A line before the first
/// group speaks to everybody.
public record ContentSignal() implements Protocol {

    private static final String KEY = "ai-train";
    private static final String PARTS = ",; \t";

    @Override
    public String family() {
        return "content-signal";
    }

    @Override
    public String version() {
        return "draft-romm-aipref-contentsignals-00";
    }

    @Override
    public List<OptOut> header(String field, String value, Agents agents) {
        List<OptOut> signals = new ArrayList<>();
        if (field.equals("content-signal")) {
            for (String word : trainingValues(value)) {
                signals.add(
                        signal(
                                "header",
                                value(word),
                                because(word),
                                "Content-Signal: " + value.strip()));
            }
        }
        return signals;
    }

    @Override
    public List<OptOut> robots(SiteRobots robots, String url, byte[] path) {
        List<OptOut> signals = new ArrayList<>();
        for (RobotsLine line : robots.lines(RobotsLine.Kind.CONTENT_SIGNAL)) {
            if (line.matches(path)) {
                for (String word : trainingValues(line.value())) {
                    signals.add(signal("robots", robots, url, line, value(word), because(word)));
                }
            }
        }
        return signals;
    }

    private static Value value(String word) {
        return switch (word) {
            case "yes" -> Value.ALLOW;
            case "no" -> Value.DISALLOW;
            default -> Value.UNKNOWN;
        };
    }

    private static String because(String word) {
        return value(word) == Value.UNKNOWN ? "ai-train is neither yes nor no" : "";
    }

    /// What stands behind each `ai-train`, in lower case: up to the next comma, semicolon or blank.
    /// The draft parts by commas; with blanks alone a restriction must not be lost.
    private static List<String> trainingValues(String line) {
        List<String> values = new ArrayList<>();
        String lower = line.toLowerCase(Locale.ROOT).replace('_', '-').replace("\"", "");
        for (int at = lower.indexOf(KEY); at >= 0; at = lower.indexOf(KEY, at + 1)) {
            int end = at + KEY.length();
            boolean whole = at == 0 || PARTS.indexOf(lower.charAt(at - 1)) >= 0;
            int value = blanks(lower, end);
            if (!whole || (value == end && value < lower.length() && !sign(lower.charAt(value)))) {
                continue;
            }
            boolean said = value < lower.length() && "=:".indexOf(lower.charAt(value)) >= 0;
            int from = said ? blanks(lower, value + 1) : value;
            int to = from;
            while (said && to < lower.length() && PARTS.indexOf(lower.charAt(to)) < 0) {
                to++;
            }
            values.add(lower.substring(from, to));
        }
        return values;
    }

    private static boolean sign(char c) {
        return c == '=' || c == ':' || PARTS.indexOf(c) >= 0;
    }

    private static int blanks(String line, int from) {
        int at = from;
        while (at < line.length() && (line.charAt(at) == ' ' || line.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }
}
