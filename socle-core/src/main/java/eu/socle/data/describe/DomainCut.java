package eu.socle.data.describe;

import eu.socle.data.describe.Census.Sum;
import eu.socle.data.describe.Statement.ProviderSize;
import java.util.List;
import java.util.Map;

/// The most relevant domains, as the public summary of training content asks for (template of the
/// Commission of 24 July 2025, field 2.3 b): the top 10 % of the domains by volume kept; for a
/// small or medium-sized provider the top 5 % or 1 000, the lower.
///
/// @param domains that have an address, in all
/// @param listed how many of them are to be listed
/// @param bytes of text of the listed
/// @param allBytes of text of all domains
record DomainCut(long domains, int listed, long bytes, long allBytes) {

    private static final int TENTHS = 10; // one domain of ten
    private static final int TWENTIETHS = 20; // one of twenty
    private static final int MOST_OF_SMALL = 1000;

    /// Cuts a list.
    ///
    /// @param sorted most bytes first
    static DomainCut of(List<Map.Entry<String, Sum>> sorted, ProviderSize provider) {
        List<Map.Entry<String, Sum>> named =
                sorted.stream().filter(d -> !d.getKey().equals(Census.NO_DOMAIN)).toList();
        int listed = count(named.size(), provider);
        long bytes = 0;
        long all = 0;
        for (int i = 0; i < named.size(); i++) {
            all += named.get(i).getValue().bytes();
            bytes += i < listed ? named.get(i).getValue().bytes() : 0;
        }
        return new DomainCut(named.size(), listed, bytes, all);
    }

    /// How many of so many domains are to be listed; a part of a domain counts as one.
    static int count(int domains, ProviderSize provider) {
        return switch (provider) {
            case LARGE -> Math.ceilDiv(domains, TENTHS);
            case SME -> Math.min(Math.ceilDiv(domains, TWENTIETHS), MOST_OF_SMALL);
        };
    }

    /// Share of the text that the listed domains have, in [0, 1]; 0 without any.
    double share() {
        return allBytes == 0 ? 0 : (double) bytes / allBytes;
    }
}
