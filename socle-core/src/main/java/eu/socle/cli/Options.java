package eu.socle.cli;

import java.io.PrintStream;
import picocli.CommandLine.Option;

/// The options that every verb has.
public final class Options {

    @Option(names = "--quiet", description = "Print results and refusals only.")
    private boolean quiet;

    @Option(
            names = "--json",
            description = "Print events and results as JSON lines on standard output.")
    private boolean json;

    @Option(names = "--debug", description = "Show where a failure happened.")
    @SuppressWarnings("UnusedVariable") // Main reads it before the command line is parsed
    private boolean debug;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    private final PrintStream out;
    private final PrintStream err;

    Options(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    public Console console() {
        int columns = Integer.getInteger("socle.columns", 0);
        Console.Manner manner =
                json
                        ? Console.Manner.JSON
                        : quiet
                                ? Console.Manner.QUIET
                                : columns > 0 ? Console.Manner.TERMINAL : Console.Manner.LINES;
        return new Console(out, err, manner, columns);
    }
}
