package eu.socle.data.rights.robots;

import eu.socle.core.Digest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A parsed robots file (RFC 9309): groups of rules for crawlers.
///
/// Read leniently, as large crawlers do: a missing colon, common misspellings, a byte-order mark
/// (UTF-16 too) and HTML around the lines do no harm. What is no text at all is [#unreadable()],
/// never silently empty.
public final class RobotsFile {

    /// Bytes read at most; RFC 9309 asks for at least 500 KiB.
    public static final int LARGEST = 5 << 20;

    private static final RobotsGroup NO_RULES = new RobotsGroup(List.of(), List.of());

    private final Digest digest;
    private final int size;
    private final String unreadable;
    private final Map<String, List<Block>> agents;
    private final List<RobotsLine> outsideGroups;

    /// Lines that the same crawlers share.
    static final class Block {
        private final List<RobotsLine> rules = new ArrayList<>();
        private final List<RobotsLine> others = new ArrayList<>();

        List<RobotsLine> rules() {
            return rules;
        }

        List<RobotsLine> others() {
            return others;
        }
    }

    RobotsFile(
            Digest digest,
            int size,
            String unreadable,
            Map<String, List<Block>> agents,
            List<RobotsLine> outsideGroups) {
        this.digest = digest;
        this.size = size;
        this.unreadable = unreadable;
        this.agents = new HashMap<>(agents);
        this.outsideGroups = List.copyOf(outsideGroups);
    }

    /// Parses the body of a robots file.
    public static RobotsFile parse(byte[] bytes) {
        return new RobotsParser(bytes).parse();
    }

    /// SHA-256 of the bytes.
    public Digest digest() {
        return digest;
    }

    /// Bytes of the file.
    public int size() {
        return size;
    }

    /// Why the file, or a part of it, could not be read; empty when all of it was.
    public String unreadable() {
        return unreadable;
    }

    /// Lines of other protocols before the first `User-agent`: they speak to everybody.
    public List<RobotsLine> outsideGroups() {
        return outsideGroups;
    }

    /// True when a group names this product token.
    public boolean names(String token) {
        return agents.containsKey(token.toLowerCase(Locale.ROOT));
    }

    /// The groups that name one of these product tokens, merged; when none does, those for `*`;
    /// else nothing.
    public RobotsGroup group(Collection<String> tokens) {
        List<Block> blocks = new ArrayList<>();
        for (String token : tokens) {
            blocks.addAll(agents.getOrDefault(token.toLowerCase(Locale.ROOT), List.of()));
        }
        if (blocks.isEmpty()) {
            blocks = agents.getOrDefault("*", List.of());
        }
        if (blocks.isEmpty()) {
            return NO_RULES;
        }
        List<RobotsLine> rules = new ArrayList<>();
        List<RobotsLine> others = new ArrayList<>();
        for (Block block : blocks) {
            rules.addAll(block.rules());
            others.addAll(block.others());
        }
        return new RobotsGroup(rules, others);
    }
}
