package eu.socle.energy;

import eu.socle.core.Settings;

/// The `energy` section of a recipe: the constants of the power model, used only where no counter
/// can be read.
///
/// @param wattsPerCore what one busy core draws above idle, in W
/// @param idleWatts what the share of the machine that the run occupies draws when idle, in W, for
///   each core
public record EnergyConfig(double wattsPerCore, double idleWatts) {

    /// A busy server core of the years 2018 to 2025 draws 3 to 8 W above idle: thermal design power
    /// over cores is 3.9 W (EPYC 9654: 360 W / 96 cores with idle share taken off) to 8.3 W (Xeon
    /// Platinum 8280: 205 W / 28).
    static final double WATTS_PER_CORE = 5;

    /// Idle share of one core: package, memory and supply of a two-socket server at rest, 60 to 150
    /// W, over its cores.
    static final double IDLE_WATTS = 1.5;

    public static EnergyConfig from(Settings s) {
        EnergyConfig config =
                new EnergyConfig(
                        s.decimal("watts-per-core", WATTS_PER_CORE),
                        s.decimal("idle-watts", IDLE_WATTS));
        if (config.wattsPerCore < 0 || config.idleWatts < 0) {
            throw s.wrong("watts-per-core", "not negative, and idle-watts neither");
        }
        s.refuseOthers();
        return config;
    }

    /// The constants that stand here.
    public static EnergyConfig standard() {
        return new EnergyConfig(WATTS_PER_CORE, IDLE_WATTS);
    }
}
