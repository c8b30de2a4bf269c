package eu.socle.core;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// Memory that a program could still take without pushing another out.
///
/// @param bytes what is left; [Long#MAX_VALUE] where nothing says
public record FreeMemory(long bytes) {

    private static final Path LINUX = Path.of("/proc/meminfo");
    private static final String LINE = "MemAvailable:"; // page cache that can be dropped included

    /// What this machine, or the container, has left now.
    public static FreeMemory now() {
        long total = Long.MAX_VALUE; // of the container, where there is one
        long free = Long.MAX_VALUE;
        if (ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.OperatingSystemMXBean system) {
            total = system.getTotalMemorySize();
            free = system.getFreeMemorySize();
        }
        return new FreeMemory(Math.min(total, linux(free)));
    }

    private static long linux(long otherwise) {
        if (!Files.isReadable(LINUX)) {
            return otherwise;
        }
        try {
            return Files.readAllLines(LINUX).stream()
                    .filter(line -> line.startsWith(LINE))
                    .mapToLong(FreeMemory::kilobytes)
                    .findFirst()
                    .orElse(otherwise);
        } catch (IOException | NumberFormatException e) {
            return otherwise;
        }
    }

    private static long kilobytes(String line) {
        String number = line.substring(LINE.length()).replace("kB", "").strip();
        return Math.multiplyExact(1024L, Long.parseLong(number));
    }

    /// Refuses what does not fit.
    ///
    /// @param what takes the memory: the beginning of the sentence
    /// @param remedy what to do: the end of the sentence
    /// @throws Refusal usage, with both figures
    public void require(double needed, String what, String remedy) {
        if (needed > bytes) {
            throw Refusal.usage(
                    String.format(
                            Locale.ROOT,
                            "%s takes %.1f GiB of memory, %.1f GiB are available; %s.",
                            what,
                            needed / (1L << 30),
                            bytes / (double) (1L << 30),
                            remedy));
        }
    }
}
