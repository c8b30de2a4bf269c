package eu.socle.data.rights;

import eu.socle.core.Rights.OptOut;
import eu.socle.data.rights.protocol.Agents;
import eu.socle.data.rights.protocol.Protocol;
import eu.socle.data.rights.protocol.Protocols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// Reads the signals that a document carries, one method for each carrier, by all protocols.
///
/// @param agents the names under which signals speak to us
public record Signals(Agents agents) {

    /// For the default names.
    public static final Signals DEFAULT = new Signals(Agents.DEFAULT);

    private static final int LONGEST_VALUE =
            64 << 10; // bytes of a field or attribute that are read

    /// One line of an HTTP header.
    public record Field(String name, String value) {}

    /// The signals of the fields of one answer. Lines of one name are one value, joined by commas
    /// (RFC 9110, section 5.3); but each line of `X-Robots-Tag` speaks for itself, since a crawler
    /// that one line names is not meant by the next.
    public List<OptOut> headers(List<Field> fields) {
        Map<String, String> joined = new TreeMap<>();
        List<OptOut> signals = new ArrayList<>();
        for (Field field : fields) {
            String name = field.name().strip().toLowerCase(Locale.ROOT);
            if (name.equals("x-robots-tag")) {
                signals.addAll(header(name, field.value()));
            } else {
                joined.merge(name, field.value(), (a, b) -> a + ", " + b);
            }
        }
        joined.forEach((name, value) -> signals.addAll(header(name, value)));
        return signals;
    }

    /// The signals of one field; several lines of its name must have been joined.
    public List<OptOut> header(String name, String value) {
        String field = name.strip().toLowerCase(Locale.ROOT);
        return all(protocol -> protocol.header(field, cut(value), agents));
    }

    /// The signals of a `meta` element, by its name or property.
    public List<OptOut> meta(String name, String content) {
        String key = name.strip().toLowerCase(Locale.ROOT);
        return all(protocol -> protocol.meta(key, cut(content), agents));
    }

    /// The signals of a `link` element.
    public List<OptOut> link(List<String> relations, String type, String href) {
        return all(protocol ->
                protocol.link(relations, type.strip().toLowerCase(Locale.ROOT), cut(href)));
    }

    /// The signals of one line of a front matter.
    public List<OptOut> frontMatter(String key, String value) {
        return all(protocol -> protocol.frontMatter(key, cut(value), agents));
    }

    private static List<OptOut> all(Function<Protocol, List<OptOut>> reader) {
        List<OptOut> signals = new ArrayList<>(1);
        for (Protocol protocol : Protocols.ALL) {
            signals.addAll(reader.apply(protocol));
        }
        return signals;
    }

    /// A value this long is damage or an attack; cut, it reads as damaged.
    private static String cut(String value) {
        return value.length() <= LONGEST_VALUE
                ? value
                : value.substring(0, LONGEST_VALUE) + "\u0000";
    }
}
