package eu.socle.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the system says of the machine.
final class Machine {

    private Machine() {}

    /// The processor's own name where the system tells it, else the architecture.
    static String processor() {
        Path file = Path.of("/proc/cpuinfo");
        try {
            if (Files.isReadable(file)) {
                for (String line : Files.readAllLines(file)) {
                    if (line.startsWith("model name")) {
                        return line.substring(line.indexOf(':') + 1).strip();
                    }
                }
            }
        } catch (IOException e) {
            return System.getProperty("os.arch") + " (its name could not be read)";
        }
        return System.getProperty("os.arch");
    }
}
