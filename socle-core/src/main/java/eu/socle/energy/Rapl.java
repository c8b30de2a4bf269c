package eu.socle.energy;

import eu.socle.core.Joules;
import eu.socle.core.Meter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The energy counters of the processor, as Linux shows them under `/sys/class/powercap`: sockets
/// (`package-N`) and memory (`dram`).
///
/// `psys` covers more than the sockets and `core`, `uncore` lie inside them, so none of these is
/// added. A counter wraps at `max_energy_range_uj`; a window is read often enough (every unit of
/// work) that one wrap at most lies between two readings, and one that lasts longer than a socket
/// could need for a wrap is refused. A reading that fails makes the window unknown, never zero.
public final class Rapl implements Meter {

    private static final double MOST_WATTS =
            1000; // no socket draws more: a window shorter than range / this holds no second wrap

    private final List<Domain> domains;
    private final String names;

    private Rapl(List<Domain> domains) {
        this.domains = domains;
        this.names = String.join(" + ", domains.stream().map(Domain::name).toList());
    }

    private record Domain(String name, Path counter, long range) {}

    /// What was found: a meter, or why there is none.
    sealed interface Found {
        record Usable(Rapl meter) implements Found {}

        record Absent(String because) implements Found {}
    }

    /// Looks for counters.
    ///
    /// @param root usually `/sys/class/powercap`
    static Found find(Path root) {
        if (!Files.isDirectory(root)) {
            return new Found.Absent(
                    "this system shows no energy counters ("
                            + root
                            + " is absent, as in virtual machines)");
        }
        List<Domain> domains = new ArrayList<>();
        try (Stream<Path> inside = Files.list(root)) {
            for (Path folder :
                    inside.filter(p -> p.getFileName().toString().startsWith("intel-rapl:"))
                            .sorted()
                            .toList()) {
                String name = Files.readString(folder.resolve("name")).strip();
                if (name.startsWith("package-") || name.equals("dram")) {
                    long range =
                            Long.parseLong(
                                    Files.readString(folder.resolve("max_energy_range_uj"))
                                            .strip());
                    domains.add(new Domain(name, folder.resolve("energy_uj"), range));
                }
            }
        } catch (IOException | NumberFormatException e) {
            return new Found.Absent(
                    "the energy counters under "
                            + root
                            + " cannot be understood: "
                            + e.getMessage());
        }
        if (domains.isEmpty()) {
            return new Found.Absent(
                    "no processor under "
                            + root
                            + " has an energy counter, as in virtual machines");
        }
        for (Domain domain : domains) {
            if (!Files.isReadable(domain.counter)) {
                return new Found.Absent(domain.counter + " may be read by the administrator only");
            }
        }
        return new Found.Usable(new Rapl(domains));
    }

    @Override
    public Window start() {
        return new Reading(read());
    }

    @Override
    public String describe() {
        return "RAPL counters: " + names;
    }

    /// Microjoules of every domain, or why one could not be read.
    private record Counters(long[] values, String failure) {}

    private Counters read() {
        long[] values = new long[domains.size()];
        for (int i = 0; i < values.length; i++) {
            Path counter = domains.get(i).counter;
            try {
                values[i] = Long.parseLong(Files.readString(counter).strip());
            } catch (IOException | NumberFormatException e) {
                return new Counters(values, counter + " could not be read: " + e.getMessage());
            }
        }
        return new Counters(values, "");
    }

    /// Adds up the differences between readings.
    private final class Reading implements Window {
        private Counters last;
        private long lastNanos = System.nanoTime();
        private double microjoules;
        private String broken;

        Reading(Counters first) {
            this.last = first;
            this.broken = first.failure;
        }

        @Override
        public synchronized Joules read() {
            if (broken.isEmpty()) {
                advance(Rapl.this.read());
            }
            return broken.isEmpty()
                    ? new Joules.Measured(microjoules / 1e6, "RAPL " + names)
                    : new Joules.Unknown(broken);
        }

        private void advance(Counters now) {
            double seconds = (System.nanoTime() - lastNanos) / 1e9;
            lastNanos = System.nanoTime();
            broken = now.failure;
            for (int i = 0; broken.isEmpty() && i < domains.size(); i++) {
                long range = domains.get(i).range;
                if (seconds * MOST_WATTS * 1e6 > range) {
                    broken =
                            "the counter "
                                    + domains.get(i).name
                                    + " was not read for "
                                    + Math.round(seconds)
                                    + " s and may have wrapped more than once";
                }
                long difference = now.values[i] - last.values[i];
                microjoules += difference >= 0 ? difference : difference + range;
            }
            last = now;
        }
    }
}
