package eu.socle.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eu.socle.core.Joules;
import eu.socle.core.Meter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MetersTest {

    @TempDir Path root;

    @Test
    void two_sockets_and_memory_add_up_and_nothing_is_counted_twice() throws Exception {
        domain("intel-rapl:0", "package-0", 1_000_000, 262_143_328_850L);
        domain("intel-rapl:0:0", "core", 500_000, 262_143_328_850L);
        domain("intel-rapl:0:1", "dram", 200_000, 262_143_328_850L);
        domain("intel-rapl:1", "psys", 9_000_000, 262_143_328_850L);
        domain("intel-rapl:2", "package-1", 3_000_000, 262_143_328_850L);
        Meter meter = Meters.detect(EnergyConfig.standard(), root);
        assertThat(meter.describe())
                .contains("package-0")
                .contains("package-1")
                .contains("dram")
                .doesNotContain("psys");
        Meter.Window window = meter.start();
        counter("intel-rapl:0", 5_000_000);
        counter("intel-rapl:0:0", 4_000_000);
        counter("intel-rapl:0:1", 700_000);
        counter("intel-rapl:1", 99_000_000);
        counter("intel-rapl:2", 4_000_000);
        assertThat(window.read())
                .isEqualTo(new Joules.Measured(5.5, "RAPL package-0 + dram + package-1"));
    }

    @Test
    void a_counter_that_wraps_is_followed_through_every_wrap() throws Exception {
        long range = 200_000_000_000L;
        domain("intel-rapl:0", "package-0", range - 1_000_000, range);
        Meter.Window window = Meters.detect(EnergyConfig.standard(), root).start();
        counter("intel-rapl:0", 2_000_000);
        assertThat(window.read()).isEqualTo(new Joules.Measured(3, "RAPL package-0"));
        for (int wrap = 0; wrap < 3; wrap++) {
            counter("intel-rapl:0", range - 1_000_000);
            window.read();
            counter("intel-rapl:0", 2_000_000);
            window.read();
        }
        assertThat(((Joules.Measured) window.read()).joules())
                .isCloseTo(3 + 3 * (range / 1e6), within(1e-6));
    }

    @Test
    void a_range_so_small_that_wraps_may_hide_makes_the_window_unknown() throws Exception {
        domain("intel-rapl:0", "package-0", 5, 10);
        Meter.Window window = Meters.detect(EnergyConfig.standard(), root).start();
        assertThat(window.read())
                .isInstanceOfSatisfying(
                        Joules.Unknown.class,
                        u -> assertThat(u.because()).contains("wrapped more than once"));
    }

    @Test
    void a_failed_reading_is_unknown_and_stays_so() throws Exception {
        domain("intel-rapl:0", "package-0", 1_000_000, 262_143_328_850L);
        Meter.Window window = Meters.detect(EnergyConfig.standard(), root).start();
        Files.writeString(root.resolve("intel-rapl:0/energy_uj"), "");
        assertThat(window.read()).isInstanceOf(Joules.Unknown.class);
        counter("intel-rapl:0", 2_000_000);
        assertThat(window.read()).isInstanceOf(Joules.Unknown.class);
    }

    @Test
    void where_there_is_no_counter_the_model_says_so_and_what_it_assumes() {
        Meter meter = Meters.detect(EnergyConfig.standard(), root.resolve("absent"));
        assertThat(meter.describe()).contains("power model").contains("absent").contains("5.0 W");
        Joules joules = meter.start().read();
        assertThat(joules)
                .isInstanceOfSatisfying(
                        Joules.Modelled.class,
                        m -> {
                            assertThat(m.low()).isLessThanOrEqualTo(m.joules());
                            assertThat(m.high()).isGreaterThanOrEqualTo(m.joules());
                            assertThat(m.model()).contains("W idle");
                        });
    }

    @Test
    void an_empty_powercap_folder_is_a_virtual_machine() {
        assertThat(Meters.detect(EnergyConfig.standard(), root).describe())
                .contains("virtual machines");
    }

    @Test
    void the_model_is_busy_time_times_watts_plus_idle() {
        long[] clock = {0, 0};
        PowerModel model =
                new PowerModel(new EnergyConfig(4, 2), 8, () -> clock[0], () -> clock[1]);
        Meter.Window window = model.start();
        clock[0] = 10_000_000_000L;
        clock[1] = 5_000_000_000L;
        assertThat(window.read())
                .isEqualTo(
                        new Joules.Modelled(
                                120,
                                60,
                                240,
                                "busy core seconds x 4.0 W + seconds x 8 cores x 2.0 W idle; interval half to double"));
    }

    private void domain(String folder, String name, long value, long range) throws IOException {
        Files.createDirectories(root.resolve(folder));
        Files.writeString(root.resolve(folder).resolve("name"), name + "\n");
        Files.writeString(root.resolve(folder).resolve("max_energy_range_uj"), range + "\n");
        counter(folder, value);
    }

    private void counter(String folder, long value) throws IOException {
        Files.writeString(root.resolve(folder).resolve("energy_uj"), value + "\n");
    }
}
