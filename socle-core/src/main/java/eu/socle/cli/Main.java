package eu.socle.cli;

import eu.socle.cli.data.DataVerb;
import eu.socle.cli.model.ModelVerb;
import eu.socle.core.Refusal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;

/// The command line of Socle: one verb for each stage, in the order data flows.
@Command(
        name = "socle",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description =
                "Turns raw documents into a rights-checked dataset, trains an open model on it, serves it, and proves every number it publishes.",
        synopsisSubcommandLabel = "VERB",
        commandListHeading = "%nVerbs, in the order data flows:%n",
        subcommands = {
            RunVerb.class,
            DataVerb.class,
            TokenVerb.class,
            TrainVerb.class,
            EvalVerb.class,
            DossierVerb.class,
            VerifyVerb.class,
            ChatVerb.class,
            ServeVerb.class,
            ModelVerb.class,
            DoctorVerb.class
        },
        footer = "%nBegin with:  ./socle run recipes/hello.yaml")
public final class Main {

    /// A failure that is nobody's wrong input.
    private static final int FAILURE = 1;

    private static final int USAGE = 2;

    /// Libraries log what no user asked for; their warnings still show. Held here because loggers
    /// without a holder are collected.
    private static final Logger LIBRARIES = Logger.getLogger("");

    private Main() {}

    public static void main(String[] arguments) {
        LIBRARIES.setLevel(Level.WARNING);
        PrintStream out = utf8(FileDescriptor.out);
        PrintStream err = utf8(FileDescriptor.err);
        System.exit(execute(out, err, arguments));
    }

    /// Runs one command line and returns its exit code: 0 done, 1 failure, 2 usage.
    static int execute(PrintStream out, PrintStream err, String... arguments) {
        boolean debug = Arrays.asList(arguments).contains("--debug");
        IParameterExceptionHandler usage =
                (e, args) -> {
                    String hint = e.getCommandLine().getCommandSpec().qualifiedName(" ");
                    err.println("socle: " + e.getMessage() + "; see `" + hint + " --help`.");
                    return USAGE;
                };
        IExecutionExceptionHandler failure =
                (e, line, result) -> {
                    Throwable cause = e;
                    if (e instanceof Refusal refusal) {
                        err.println("socle: " + refusal.getMessage());
                    } else {
                        err.println(
                                "socle: "
                                        + sentence(cause)
                                        + (debug
                                                ? ""
                                                : " Run it again with --debug to see where."));
                    }
                    if (debug) {
                        cause.printStackTrace(err);
                    }
                    return e instanceof Refusal refusal ? refusal.exitCode() : FAILURE;
                };
        CommandLine line =
                new CommandLine(new Main(), new Verbs(out, err))
                        .setParameterExceptionHandler(usage)
                        .setExecutionExceptionHandler(failure)
                        .setOut(new java.io.PrintWriter(out, true, StandardCharsets.UTF_8))
                        .setErr(new java.io.PrintWriter(err, true, StandardCharsets.UTF_8))
                        .setUsageHelpWidth(110)
                        .setCaseInsensitiveEnumValuesAllowed(true);
        try {
            return line.execute(arguments);
        } catch (OutOfMemoryError | StackOverflowError e) {
            err.println("socle: " + sentence(e));
            return FAILURE;
        }
    }

    private static String sentence(Throwable cause) {
        return switch (cause) {
            case OutOfMemoryError e ->
                    "out of memory ("
                            + e.getMessage()
                            + "); use a smaller batch, context or model, or give Java more memory: SOCLE_JAVA_OPTIONS=-Xmx4g.";
            default -> "an internal error: " + cause + ".";
        };
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /// `socle --version`.
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"socle " + Build.version() + " (commit " + Build.commit() + ")"};
        }
    }

    /// Makes the verbs with the streams they print to.
    private record Verbs(PrintStream out, PrintStream err) implements CommandLine.IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            if (type == Options.class) {
                return type.cast(new Options(out, err));
            }
            return CommandLine.defaultFactory().create(type);
        }
    }
}
