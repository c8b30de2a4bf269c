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

    /// What stands behind each `ai-train=`, in lower case.
    private static List<String> trainingValues(String line) {
        List<String> values = new ArrayList<>();
        for (String part : line.split(",", -1)) {
            int equals = part.indexOf('=');
            String key =
                    (equals < 0 ? part : part.substring(0, equals))
                            .strip()
                            .toLowerCase(Locale.ROOT);
            if (key.equals("ai-train")) {
                values.add(
                        equals < 0
                                ? ""
                                : part.substring(equals + 1).strip().toLowerCase(Locale.ROOT));
            }
        }
        return values;
    }
}
