package eu.socle;

import eu.socle.core.Digest;
import eu.socle.core.Joules;
import eu.socle.core.Meter;
import eu.socle.core.Progress;
import eu.socle.core.Run;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;

/// Opens runs for tests: a fixed clock, a meter that measures nothing and says so.
public final class Runs {

    private Runs() {}

    public static Run open(Path directory, int threads, Progress progress) {
        return Run.open(
                directory,
                new Run.Identity("test", Digest.of("test"), 20261124),
                InstantSource.fixed(Instant.parse("2026-11-24T10:00:00Z")),
                threads,
                new NoMeter(),
                progress);
    }

    private static final class NoMeter implements Meter {
        @Override
        public Window start() {
            return () -> new Joules.Unknown("a test measures nothing");
        }

        @Override
        public String describe() {
            return "none: a test measures nothing";
        }
    }
}
