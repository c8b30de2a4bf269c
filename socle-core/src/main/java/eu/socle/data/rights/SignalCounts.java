package eu.socle.data.rights;

import eu.socle.core.Rights.OptOut;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Counts what signals said, for the facts of a dataset. Not safe for several threads.
public final class SignalCounts {

    /// What one protocol said.
    ///
    /// @param protocol with its carrier, for example `tdmrep-header`
    /// @param examined documents in which it was looked for
    /// @param reserved documents that a signal of it reserves, terms that nobody met included
    /// @param allowed documents that it expressly allows and does not reserve
    /// @param unknown documents whose signals of it cannot be read
    public record Protocol(
            String protocol,
            String version,
            long examined,
            long reserved,
            long allowed,
            long unknown) {}

    private record Key(String protocol, String version) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int order = protocol.compareTo(other.protocol);
            return order != 0 ? order : version.compareTo(other.version);
        }
    }

    private final SortedMap<Key, long[]> counts = new TreeMap<>(); // reserved, allowed, unknown
    private long documents;
    private long silent;

    /// Counts one document.
    public void add(List<OptOut> signals) {
        documents++;
        silent += signals.isEmpty() ? 1 : 0;
        SortedMap<Key, Integer> said = new TreeMap<>();
        for (OptOut signal : signals) {
            int column =
                    switch (signal.value()) {
                        case DISALLOW, CONDITIONAL -> 0;
                        case UNKNOWN -> 2;
                        case ALLOW -> 1;
                    };
            said.merge(
                    new Key(signal.protocol(), signal.version()), column, SignalCounts::stricter);
        }
        said.forEach((key, column) -> counts.computeIfAbsent(key, k -> new long[3])[column]++);
    }

    private static int stricter(int a, int b) {
        if (a == 0 || b == 0) {
            return 0;
        }
        return Math.max(a, b); // what cannot be read before what is allowed
    }

    /// Documents counted.
    public long documents() {
        return documents;
    }

    /// Documents without any signal.
    public long withoutEvidence() {
        return silent;
    }

    /// One line for each protocol that said anything, in order of names.
    public List<Protocol> protocols() {
        List<Protocol> lines = new ArrayList<>();
        counts.forEach((key, sums) ->
                lines.add(
                        new Protocol(
                                key.protocol(),
                                key.version(),
                                documents,
                                sums[0],
                                sums[1],
                                sums[2])));
        return lines;
    }
}
