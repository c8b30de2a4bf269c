package eu.socle.cli;

import eu.socle.core.Meter;
import eu.socle.core.Refusal;
import eu.socle.core.Workers;
import eu.socle.energy.EnergyConfig;
import eu.socle.energy.Meters;
import eu.socle.tensor.cpu.CpuFeatures;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `socle doctor`.
@Command(
        name = "doctor",
        description =
                "Says what this machine can do: JDK, vectors, oneDNN, cores, memory bandwidth, energy meter.")
final class DoctorVerb implements Callable<Integer> {

    @Mixin private Options options;

    private record Finding(String event, String what, boolean good, String found) {}

    private final List<Finding> findings = new ArrayList<>();

    @Override
    public Integer call() {
        Console console = options.console();
        int cores = Runtime.getRuntime().availableProcessors();
        int feature = Runtime.version().feature();
        find(
                "JDK",
                feature >= 25,
                Runtime.version()
                        + " ("
                        + System.getProperty("java.vendor")
                        + ")"
                        + (feature >= 25 ? "" : "; install a JDK 25"));
        find("processor", true, Machine.processor() + ", " + cores + " cores");
        find("memory", true, memory());
        boolean vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        find(
                "Vector API",
                vectors,
                vectors
                        ? "jdk.incubator.vector is there"
                        : "missing; start through ./socle, or add --add-modules jdk.incubator.vector");
        engine();
        Meter meter = Meters.detect(EnergyConfig.standard());
        find("energy", true, meter.describe());
        find("disk", true, disk());
        for (Finding finding : findings) {
            console.event(finding);
            console.say(
                    String.format(
                            "%-4s %-12s %s",
                            finding.good() ? "ok" : "NO", finding.what(), finding.found()));
        }
        return findings.stream().allMatch(Finding::good) ? 0 : 1;
    }

    private void engine() {
        try (Workers workers = Workers.of(Runtime.getRuntime().availableProcessors())) {
            CpuFeatures features = CpuFeatures.detect();
            find("SIMD width", features.vectorBits() >= 128, features.vectorBits() + " bit");
            find("oneDNN", true, features.oneDnn());
            find("kernels", true, features.kernels());
            double bandwidth = CpuFeatures.readBandwidth(workers);
            find(
                    "bandwidth",
                    true,
                    String.format(
                            Locale.ROOT,
                            "%.1f GB/s read from memory by %d threads (measured now)",
                            bandwidth / 1e9,
                            workers.threads()));
        } catch (Refusal refusal) {
            find("engine", false, String.valueOf(refusal.getMessage()));
        }
    }

    private void find(String what, boolean good, String found) {
        findings.add(new Finding("doctor", what, good, found));
    }

    private static String memory() {
        if (ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.OperatingSystemMXBean system) {
            return String.format(
                    Locale.ROOT,
                    "%.1f GiB, heap at most %.1f GiB",
                    system.getTotalMemorySize() / (double) (1L << 30),
                    Runtime.getRuntime().maxMemory() / (double) (1L << 30));
        }
        return "this JVM does not tell";
    }

    private static String disk() {
        try {
            return String.format(
                    Locale.ROOT,
                    "%.1f GiB free here",
                    Files.getFileStore(Path.of("")).getUsableSpace() / (double) (1L << 30));
        } catch (IOException e) {
            return "unknown: " + e.getMessage();
        }
    }
}
