package eu.socle.cli;

import eu.socle.core.Refusal;
import eu.socle.data.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/// An engine for the data stage that another artifact brings, found by [ServiceLoader]; `socle data
/// --engine NAME` asks for it.
public interface DataEngines {

    /// What the command line calls it, for example `spark`.
    String name();

    /// Opens it for one stage; the caller closes what it returns when the stage is over.
    Opened open(DataJob job);

    /// An engine with what must be closed after it.
    interface Opened extends AutoCloseable {
        Engine engine();

        @Override
        void close();
    }

    /// Finds an engine by its name.
    ///
    /// @throws Refusal usage, if no artifact on the class path brings it
    static DataEngines named(String name) {
        List<String> known = new ArrayList<>(List.of("local"));
        for (DataEngines engines : ServiceLoader.load(DataEngines.class)) {
            if (engines.name().equals(name)) {
                return engines;
            }
            known.add(engines.name());
        }
        throw Refusal.usage(
                "there is no engine \""
                        + name
                        + "\" on the class path (there: "
                        + String.join(", ", known)
                        + "); put its jar there, for Spark socle-spark, or leave --engine out.");
    }
}
