package eu.socle.eval;

import eu.socle.core.Fact;
import org.jspecify.annotations.Nullable;

/// One number with what is needed to read it.
///
/// @param metric what was measured
/// @param unit of the value
/// @param examples how many it comes from
/// @param chance the value of guessing, where guessing has a meaning
/// @param low lower end of the 95 % interval, where one is known
/// @param high upper end
/// @param how one sentence: how to compute it again
public record Score(
        String task,
        String metric,
        double value,
        String unit,
        long examples,
        @Nullable Double chance,
        @Nullable Double low,
        @Nullable Double high,
        String how) {

    /// As a fact of the run; the interval goes into the sentence.
    Fact.Score fact() {
        String interval =
                low == null || high == null
                        ? ""
                        : String.format(
                                java.util.Locale.ROOT, "95 %% interval %.3f to %.3f; ", low, high);
        return new Fact.Score(task, metric, value, unit, examples, chance, interval + how);
    }
}
