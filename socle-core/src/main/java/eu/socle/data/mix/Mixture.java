package eu.socle.data.mix;

import eu.socle.core.Refusal;
import java.util.SortedMap;
import java.util.TreeMap;

/// Sampling rates of sources from the shares that they should have in the result.
///
/// @param rates source -> expected copies of each of its documents
public record Mixture(SortedMap<String, Double> rates) {

    public Mixture {
        rates = new TreeMap<>(rates);
    }

    /// Rates such that sources have these shares of the result.
    ///
    /// @param sizes source -> tokens (or bytes, or documents) it has, above 0
    /// @param weights source -> share, in any unit; a source without weight is left out
    /// @param total size of the result, in the unit of `sizes`
    /// @param mostCopies above so many copies of a document, repetition harms more than it helps (4
    ///   in Muennighoff et al. 2023)
    /// @throws Refusal usage, for a weight without source, a negative weight, or a source that
    ///   would have to be repeated more often
    public static Mixture of(
            SortedMap<String, Long> sizes,
            SortedMap<String, Double> weights,
            long total,
            double mostCopies) {
        double sum = 0;
        for (var weight : weights.entrySet()) {
            if (!sizes.containsKey(weight.getKey())) {
                throw Refusal.usage(
                        "the mixture has a weight for \""
                                + weight.getKey()
                                + "\", which is no source; the sources are "
                                + String.join(", ", sizes.keySet())
                                + ".");
            }
            if (!(weight.getValue() >= 0 && weight.getValue() < Double.POSITIVE_INFINITY)) {
                throw Refusal.usage(
                        "the weight of \""
                                + weight.getKey()
                                + "\" is "
                                + weight.getValue()
                                + "; weights are numbers of at least 0.");
            }
            sum += weight.getValue();
        }
        if (sum == 0) {
            throw Refusal.usage(
                    "the mixture has no weight above 0; give at least one source some.");
        }
        TreeMap<String, Double> rates = new TreeMap<>();
        for (String source : sizes.keySet()) {
            double wanted = weights.getOrDefault(source, 0.0) / sum * total;
            double rate = wanted == 0 ? 0 : wanted / sizes.get(source);
            if (rate > mostCopies) {
                throw Refusal.usage(
                        String.format(
                                java.util.Locale.ROOT,
                                "the source \"%s\" would have to be used %.1f times to have its"
                                        + " share; lower its weight or the total, or allow more than"
                                        + " %.1f copies.",
                                source,
                                rate,
                                mostCopies));
            }
            rates.put(source, rate);
        }
        return new Mixture(rates);
    }
}
