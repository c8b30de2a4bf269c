package eu.socle.data.statistics;

import eu.socle.core.dataset.Statistics.Domains;
import eu.socle.core.dataset.Statistics.Row;
import eu.socle.core.dataset.Statistics.Sums;
import java.util.Comparator;
import java.util.PriorityQueue;

/// The domains with the most bytes, out of all that come in, and the sum of the others.
final class Foremost implements DomainSums.Taker {

    private static final int FIRST_DOMAINS = 100; // what a person can look through

    private static final Comparator<Row> BY_BYTES =
            Comparator.comparingLong((Row row) -> row.sums().bytesKept())
                    .thenComparingLong(row -> row.sums().documentsIn())
                    .reversed()
                    .thenComparing(Row::value);

    private final PriorityQueue<Row> first =
            new PriorityQueue<>(BY_BYTES.reversed()); // its head is the last
    private Sums rest = Sums.NONE;
    private Sums none = Sums.NONE;
    private long different;
    private long differentKept;

    /// @param domain each comes once; empty for documents without an address
    @Override
    public void take(String domain, Sums sums) {
        if (domain.isEmpty()) {
            none = sums;
            return;
        }
        different++;
        differentKept += sums.documentsKept() > 0 ? 1 : 0;
        first.add(new Row(domain, sums));
        if (first.size() > FIRST_DOMAINS) {
            rest = rest.plus(first.remove().sums());
        }
    }

    Domains domains() {
        return new Domains(
                different, differentKept, first.stream().sorted(BY_BYTES).toList(), rest, none);
    }
}
