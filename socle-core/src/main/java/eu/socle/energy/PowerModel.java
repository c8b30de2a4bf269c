package eu.socle.energy;

import eu.socle.core.Joules;
import eu.socle.core.Meter;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.function.LongSupplier;

/// Energy from processor time, where no counter can be read: joules = busy core seconds x watts per
/// core + seconds x cores x idle watts.
///
/// The interval is half to double the estimate: against measured machines, estimates of this kind
/// miss by about 40 % on average and by more than 180 % at worst (the public points of CodeCarbon),
/// so a narrow interval would be a lie.
public final class PowerModel implements Meter {

    private static final double LOW = 0.5;
    private static final double HIGH = 2;

    private final EnergyConfig config;
    private final int cores;
    private final LongSupplier cpuNanos;
    private final LongSupplier wallNanos;

    PowerModel(EnergyConfig config, int cores, LongSupplier cpuNanos, LongSupplier wallNanos) {
        this.config = config;
        this.cores = cores;
        this.cpuNanos = cpuNanos;
        this.wallNanos = wallNanos;
    }

    /// The model over this process's own processor time.
    static PowerModel ofThisProcess(EnergyConfig config) {
        LongSupplier cpu =
                () ->
                        ManagementFactory.getOperatingSystemMXBean()
                                        instanceof com.sun.management.OperatingSystemMXBean system
                                ? system.getProcessCpuTime()
                                : -1;
        return new PowerModel(
                config, Runtime.getRuntime().availableProcessors(), cpu, System::nanoTime);
    }

    @Override
    public Window start() {
        long cpu = cpuNanos.getAsLong();
        long wall = wallNanos.getAsLong();
        return () -> since(cpu, wall);
    }

    private Joules since(long cpu, long wall) {
        long now = cpuNanos.getAsLong();
        if (cpu < 0 || now < cpu) {
            return new Joules.Unknown("this JVM does not tell the processor time of its process");
        }
        double busy = (now - cpu) / 1e9;
        double seconds = (wallNanos.getAsLong() - wall) / 1e9;
        double joules = busy * config.wattsPerCore() + seconds * cores * config.idleWatts();
        return new Joules.Modelled(joules, LOW * joules, HIGH * joules, words());
    }

    private String words() {
        return String.format(
                Locale.ROOT,
                "busy core seconds x %.1f W + seconds x %d cores x %.1f W idle; interval half to double",
                config.wattsPerCore(),
                cores,
                config.idleWatts());
    }

    @Override
    public String describe() {
        return "power model: " + words();
    }
}
