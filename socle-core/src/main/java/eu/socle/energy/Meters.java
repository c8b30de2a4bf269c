package eu.socle.energy;

import eu.socle.core.Meter;
import java.nio.file.Path;

/// The best meter that this machine has.
public final class Meters {

    private static final Path POWERCAP = Path.of("/sys/class/powercap");

    private Meters() {}

    /// Counters where they can be read, else the power model, which says why there are no counters.
    public static Meter detect(EnergyConfig config) {
        return detect(config, POWERCAP);
    }

    static Meter detect(EnergyConfig config, Path powercap) {
        return switch (Rapl.find(powercap)) {
            case Rapl.Found.Usable usable -> usable.meter();
            case Rapl.Found.Absent absent ->
                    new Explained(PowerModel.ofThisProcess(config), absent.because());
        };
    }

    private record Explained(Meter model, String because) implements Meter {
        @Override
        public Window start() {
            return model.start();
        }

        @Override
        public String describe() {
            return model.describe() + "; no counter: " + because;
        }
    }
}
