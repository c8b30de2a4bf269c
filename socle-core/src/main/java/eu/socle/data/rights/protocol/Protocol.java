package eu.socle.data.rights.protocol;

import eu.socle.core.Rights.OptOut;
import eu.socle.core.Rights.Value;
import eu.socle.data.rights.robots.RobotsLine;
import java.util.List;

/// A way to reserve (or expressly not to reserve) text and data mining: which carriers it has, how
/// each is read, and what several of its signals mean together.
///
/// A reader returns no signal where the protocol says nothing, and a signal of unknown value where
/// something is said that the protocol does not define: nothing is guessed and nothing is lost.
public interface Protocol {

    /// What a protocol decides about.
    enum Stage {
        /// Whether the page may be fetched at all.
        CRAWL,
        /// Whether what was fetched may be used for training.
        USE
    }

    /// The first part of the names of its signals, for example `tdmrep`.
    String family();

    /// The text of the protocol that is implemented.
    String version();

    /// What it decides about.
    default Stage stage() {
        return Stage.USE;
    }

    /// True for a signal of this protocol.
    default boolean owns(OptOut signal) {
        String name = signal.protocol();
        return name.startsWith(family())
                && (name.length() == family().length() || name.charAt(family().length()) == '-');
    }

    /// The signals of one HTTP field; several lines of one name are joined by `, ` before.
    ///
    /// @param field name in lower case
    default List<OptOut> header(String field, String value, Agents agents) {
        return List.of();
    }

    /// The signals of one `meta` element.
    ///
    /// @param name in lower case
    default List<OptOut> meta(String name, String content, Agents agents) {
        return List.of();
    }

    /// The signals of one `link` element.
    ///
    /// @param relations in lower case
    /// @param type media type in lower case; empty when absent
    default List<OptOut> link(List<String> relations, String type, String href) {
        return List.of();
    }

    /// The signals of one line of a front matter.
    ///
    /// @param key in lower case
    default List<OptOut> frontMatter(String key, String value, Agents agents) {
        return List.of();
    }

    /// The signals of a robots file for one address.
    ///
    /// @param path canonical, of `url`
    default List<OptOut> robots(SiteRobots robots, String url, byte[] path) {
        return List.of();
    }

    /// What signals of this protocol mean together; never asked about none. The order of the
    /// signals is irrelevant.
    default Value combined(List<OptOut> signals) {
        return mostRestrictive(signals);
    }

    /// A disallowing signal wins, then a conditional one, then one that cannot be read.
    static Value mostRestrictive(List<OptOut> signals) {
        Value worst = Value.ALLOW;
        for (OptOut signal : signals) {
            worst = stricter(worst, signal.value());
        }
        return worst;
    }

    /// The stricter of two values: disallow, conditional, unknown, allow.
    static Value stricter(Value a, Value b) {
        return rank(a) >= rank(b) ? a : b;
    }

    private static int rank(Value value) {
        return switch (value) {
            case ALLOW -> 0;
            case UNKNOWN -> 1;
            case CONDITIONAL -> 2;
            case DISALLOW -> 3;
        };
    }

    /// A signal that is the whole of its carrier.
    default OptOut signal(String carrier, Value value, String because, String words) {
        return OptOut.of(family() + "-" + carrier, version(), value, because, words);
    }

    /// A signal of a line of a robots file.
    ///
    /// @param carrier empty: the family's own name
    default OptOut signal(
            String carrier,
            SiteRobots robots,
            String url,
            RobotsLine line,
            Value value,
            String because) {
        return new OptOut(
                carrier.isEmpty() ? family() : family() + "-" + carrier,
                version(),
                url,
                value,
                because,
                line.text(),
                line.at(),
                robots.file().digest().hex(),
                robots.date());
    }
}
