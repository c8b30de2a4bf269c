package eu.socle.core;

import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// An amount of energy that always says how it is known.
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "status")
public sealed interface Joules {

    /// Read from a counter.
    ///
    /// @param joules energy in J
    /// @param instrument which counter, and its boundary, for example `RAPL package-0 + dram`
    record Measured(double joules, String instrument) implements Joules {}

    /// Computed from a stated model.
    ///
    /// @param joules best estimate in J
    /// @param low lower end of the interval in J
    /// @param high upper end of the interval in J
    /// @param model the model in words a reader can recompute, for example `2 cores x 100 % busy x
    ///   5.0 W + 3.0 W idle`
    record Modelled(double joules, double low, double high, String model) implements Joules {}

    /// Not known.
    ///
    /// @param because why, in words
    record Unknown(String because) implements Joules {}

    /// The sum, no surer than its least sure part: unknown wins over modelled, modelled over
    /// measured.
    static Joules sum(Joules a, Joules b) {
        return switch (a) {
            case Unknown u -> u;
            case Measured m ->
                    switch (b) {
                        case Unknown u -> u;
                        case Measured n -> new Measured(m.joules + n.joules, m.instrument);
                        case Modelled n ->
                                new Modelled(
                                        m.joules + n.joules,
                                        m.joules + n.low,
                                        m.joules + n.high,
                                        n.model);
                    };
            case Modelled m ->
                    switch (b) {
                        case Unknown u -> u;
                        case Measured n ->
                                new Modelled(
                                        m.joules + n.joules,
                                        m.low + n.joules,
                                        m.high + n.joules,
                                        m.model);
                        case Modelled n ->
                                new Modelled(
                                        m.joules + n.joules,
                                        m.low + n.low,
                                        m.high + n.high,
                                        m.model);
                    };
        };
    }
}
