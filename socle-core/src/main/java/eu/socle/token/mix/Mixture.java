package eu.socle.token.mix;

import eu.socle.core.Refusal;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// How often the documents of each group are read so that the groups have the shares that they
/// should have.
///
/// Shares: weights of sources decide first, and languages within each source; without weights of
/// sources, languages decide over all, and sources keep what they have within each language. A
/// group that would be read more often than the cap is read that often, and the others take over
/// its rest by their shares (UniMax, Chung et al. 2023).
///
/// @param asked group -> share of the tokens, in [0, 1]; they add up to 1
/// @param rates group -> expected reads of each of its documents (before repeats by cluster)
public record Mixture(NavigableMap<Group, Double> asked, NavigableMap<Group, Double> rates) {

    public Mixture {
        asked = Collections.unmodifiableNavigableMap(new TreeMap<>(asked));
        rates = Collections.unmodifiableNavigableMap(new TreeMap<>(rates));
    }

    /// Rates for groups of these sizes.
    ///
    /// @param sizes tokens of each group, repeats by cluster included; all above 0
    /// @throws Refusal usage, for a weight without documents, or documents without a weight
    public static Mixture of(MixConfig config, SortedMap<Group, Long> sizes) {
        TreeMap<Group, Double> asked = shares(config, sizes);
        double total = config.total();
        if (total == 0) {
            total = sizes.values().stream().mapToDouble(Long::doubleValue).sum();
        }
        return new Mixture(asked, rates(asked, sizes, total, config.mostCopies()));
    }

    private static TreeMap<Group, Double> shares(MixConfig config, SortedMap<Group, Long> sizes) {
        TreeMap<String, Double> ofSource = new TreeMap<>();
        TreeMap<String, Double> ofLanguage = new TreeMap<>();
        sizes.forEach((group, size) -> {
            ofSource.merge(group.source(), (double) size, Double::sum);
            ofLanguage.merge(group.language(), (double) size, Double::sum);
        });
        refuseOthers("sources", config.sources(), ofSource.keySet());
        refuseOthers("languages", config.languages(), ofLanguage.keySet());
        TreeMap<Group, Double> shares = new TreeMap<>();
        if (config.sources().isEmpty()) {
            sizes.forEach((group, size) -> {
                double has = of(ofLanguage, group.language());
                shares.put(group, weight(config, group.language(), has) * size / has);
            });
        } else {
            TreeMap<String, Double> inSource = new TreeMap<>();
            sizes.forEach((group, size) ->
                    inSource.merge(
                            group.source(), weight(config, group.language(), size), Double::sum));
            sizes.forEach((group, size) -> {
                double all = of(inSource, group.source());
                double part = all == 0 ? 0 : weight(config, group.language(), size) / all;
                shares.put(group, of(config.sources(), group.source()) * part);
            });
        }
        double sum = shares.values().stream().mapToDouble(Double::doubleValue).sum();
        if (sum == 0) {
            throw Refusal.usage(
                    "token.mix leaves no document to train on: every group that has documents has the weight 0.");
        }
        shares.replaceAll((group, share) -> share / sum);
        return shares;
    }

    private static double weight(MixConfig config, String language, double tokens) {
        return config.languages().isEmpty()
                ? StrictMath.pow(tokens, config.exponent())
                : of(config.languages(), language);
    }

    private static void refuseOthers(
            String key, SortedMap<String, Double> weights, Set<String> there) {
        if (weights.isEmpty()) {
            return;
        }
        Set<String> extra = new TreeSet<>(weights.keySet());
        extra.removeAll(there);
        Set<String> missing = new TreeSet<>(there);
        missing.removeAll(weights.keySet());
        if (!extra.isEmpty() || !missing.isEmpty()) {
            throw Refusal.usage(
                    "token.mix."
                            + key
                            + (extra.isEmpty()
                                    ? " has no weight for "
                                            + String.join(", ", missing)
                                            + ", of which the training split has documents; a weight of 0 leaves them out."
                                    : " weighs "
                                            + String.join(", ", extra)
                                            + ", of which the training split has no document; it has "
                                            + String.join(", ", there)
                                            + "."));
        }
    }

    private static TreeMap<Group, Double> rates(
            SortedMap<Group, Double> asked,
            SortedMap<Group, Long> sizes,
            double total,
            double most) {
        TreeMap<Group, Double> rates = new TreeMap<>();
        Set<Group> capped = new HashSet<>();
        double left = total;
        for (int before = -1; before < capped.size(); ) {
            before = capped.size();
            double shares = 0;
            for (var group : asked.entrySet()) {
                shares += capped.contains(group.getKey()) ? 0 : group.getValue();
            }
            double taken = 0;
            for (var size : sizes.entrySet()) {
                Group group = size.getKey();
                if (capped.contains(group)) {
                    continue;
                }
                double rate = shares == 0 ? 0 : of(asked, group) / shares * left / size.getValue();
                if (rate > most) {
                    rate = most;
                    taken += most * size.getValue();
                    capped.add(group);
                }
                rates.put(group, rate);
            }
            left -= taken;
        }
        return rates;
    }

    /// The share that was asked for a group, in [0, 1].
    public double askedOf(Group group) {
        return of(asked, group);
    }

    /// Expected reads of each document of a group, before repeats by cluster.
    public double rateOf(Group group) {
        return of(rates, group);
    }

    private static <K> double of(Map<K, Double> numbers, K key) {
        return Objects.requireNonNull(numbers.get(key), () -> "nothing is known of " + key);
    }
}
