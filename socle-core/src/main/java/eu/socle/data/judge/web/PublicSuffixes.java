package eu.socle.data.judge.web;

import eu.socle.core.Digest;
import java.net.IDN;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Under which names anybody may register a domain, by a list in the format of publicsuffix.org
/// that the user gives; none is shipped.
public final class PublicSuffixes {

    /// No list: every host counts by itself.
    public static final PublicSuffixes NONE = new PublicSuffixes(ListFile.NONE);

    private final Set<String> rules;
    private final Digest digest;

    /// @param list one rule a line; lines of comments begin with `//`
    public PublicSuffixes(ListFile list) {
        Set<String> lower = new HashSet<>();
        for (String entry : list.entries()) {
            String rule = entry.toLowerCase(Locale.ROOT);
            if (!rule.startsWith("//")) {
                lower.add(rule);
                ascii(rule).ifPresent(lower::add);
            }
        }
        rules = Set.copyOf(lower);
        digest = list.digest();
    }

    /// The form that addresses have of a rule with other letters.
    private static Optional<String> ascii(String rule) {
        int start = rule.startsWith("!") ? 1 : rule.startsWith("*.") ? 2 : 0;
        try {
            return Optional.of(rule.substring(0, start) + IDN.toASCII(rule.substring(start)));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // no name that can stand in an address
        }
    }

    /// True when there is no rule.
    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /// Digest of the list's file.
    public Digest digest() {
        return digest;
    }

    /// One label more than the longest public suffix of a host; empty when the host is a public
    /// suffix itself.
    ///
    /// @param host in lower case
    public String registrable(String host) {
        String before = "";
        String rest = host;
        while (!rest.isEmpty()) {
            String parent = afterFirstLabel(rest);
            boolean exception = rules.contains("!" + rest);
            boolean wild = rules.contains("*." + parent) && !parent.isEmpty();
            if (exception) {
                return rest;
            }
            if (rules.contains(rest) || wild) {
                return before;
            }
            if (parent.isEmpty()) {
                return before; // the last label is a suffix where no rule says otherwise
            }
            before = rest;
            rest = parent;
        }
        return before;
    }

    /// The domain by which documents of a host are counted: the registrable one, or the host itself
    /// where it is a public suffix or no rule is known.
    ///
    /// @param host in lower case
    public String ofHost(String host) {
        String domain = rules.isEmpty() ? "" : registrable(host);
        return domain.isEmpty() ? host : domain;
    }

    /// What is left behind the first dot; empty when there is none.
    static String afterFirstLabel(String host) {
        int dot = host.indexOf('.');
        return dot < 0 ? "" : host.substring(dot + 1);
    }
}
