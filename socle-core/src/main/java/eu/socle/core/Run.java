package eu.socle.core;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// One directory, one recipe, one seed: `run.json`, `ledger.jsonl` and a folder for each stage. It
/// carries everything ambient (seed, clock, pool, meter, ledger, progress) and is passed as a
/// parameter.
///
/// A stage whose manifest is there is not run again; a stage that was killed goes on in its own
/// folder and gives the same bytes.
public final class Run implements AutoCloseable {

    private static final String PLAN = "stage.tmp"; // of a stage that is not finished

    private static final long ENERGY_EVERY_NANOS =
            2_000_000_000L; // a killed attempt loses at most this much of its account

    private final Path directory;
    private final Identity identity;
    private final InstantSource clock;
    private final Workers workers;
    private final Meter meter;
    private final Ledger ledger;
    private final Progress progress;
    private volatile Attempt attempt = Attempt.NONE;

    private Run(
            Path directory,
            Identity identity,
            InstantSource clock,
            Workers workers,
            Meter meter,
            Ledger ledger,
            Progress progress) {
        this.directory = directory;
        this.identity = identity;
        this.clock = clock;
        this.workers = workers;
        this.meter = meter;
        this.ledger = ledger;
        this.progress = progress;
    }

    /// What a run directory belongs to, kept in `run.json`.
    ///
    /// @param recipe the recipe's name
    /// @param recipeDigest digest of the recipe with every default filled in
    /// @param seed where every random draw of the run comes from
    public record Identity(String recipe, Digest recipeDigest, long seed) {}

    /// The work of a stage: writes files into its folder (through [AtomicFile]), skipping those an
    /// earlier attempt finished, and returns its counts.
    @FunctionalInterface
    public interface Work {
        SortedMap<String, Long> into(Path folder) throws IOException;
    }

    /// Opens a run directory, creating it if it is not there.
    ///
    /// @param threads how many threads compute; never changes a result
    /// @throws Refusal usage, if the directory belongs to another recipe or is something else
    public static Run open(
            Path directory,
            Identity identity,
            InstantSource clock,
            int threads,
            Meter meter,
            Progress progress) {
        Path file = directory.resolve("run.json");
        try {
            if (Files.exists(file)) {
                Identity there = Json.read(file, Identity.class);
                if (!there.equals(identity)) {
                    throw Refusal.usage(
                            directory
                                    + " belongs to the recipe \""
                                    + there.recipe()
                                    + "\" (digest "
                                    + there.recipeDigest().brief()
                                    + ", seed "
                                    + there.seed()
                                    + "), not to \""
                                    + identity.recipe()
                                    + "\" (digest "
                                    + identity.recipeDigest().brief()
                                    + ", seed "
                                    + identity.seed()
                                    + "); name another directory with --into, or remove this one.");
                }
            } else {
                if (Files.isDirectory(directory)) {
                    try (var inside = Files.list(directory)) {
                        if (inside.anyMatch(p -> !p.getFileName().toString().endsWith(".tmp"))) {
                            throw Refusal.usage(
                                    directory
                                            + " is not empty and holds no run.json; name another directory with --into.");
                        }
                    }
                }
                Files.createDirectories(directory);
                AtomicFile.write(file, Json.canonical(identity) + "\n");
            }
        } catch (FileAlreadyExistsException e) {
            throw Refusal.usage(
                    directory + " is a file, not a directory; name another one with --into.");
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(file, e);
        }
        Ledger ledger = Ledger.open(directory.resolve("ledger.jsonl"));
        return new Run(directory, identity, clock, Workers.of(threads), meter, ledger, progress);
    }

    public Path directory() {
        return directory;
    }

    public Identity identity() {
        return identity;
    }

    /// The seed of one purpose.
    public Seed seed(String purpose) {
        return new Seed(identity.seed()).of(purpose);
    }

    public Workers workers() {
        return workers;
    }

    public Meter meter() {
        return meter;
    }

    public Progress progress() {
        return progress;
    }

    /// The present time, UTC, ISO 8601, whole seconds.
    public String now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /// States a fact.
    public void state(Fact fact) {
        ledger.append(fact);
        attempt.sample(this);
    }

    /// States a fact unless the ledger has it already, so that what an interrupted command repeats
    /// is stated once.
    public void stateOnce(Fact fact) {
        boolean there =
                Ledger.read(directory.resolve("ledger.jsonl")).stream()
                        .anyMatch(line -> line.fact().equals(fact));
        if (!there) {
            state(fact);
        }
    }

    /// Tells the run that a unit of a long stage was finished, so that the energy account of a
    /// killed attempt is nearly whole. Cheap; call it often.
    public void unitDone() {
        attempt.sample(this);
    }

    /// Does a stage, or uses it as it is when its manifest is there.
    ///
    /// @param name of the stage and of its folder
    /// @param config the stage's settings, a record with every default filled in
    /// @param inputs digests of what goes in, by name
    /// @return the stage's manifest
    /// @throws Refusal if the folder was made with other settings or inputs; inputs that were
    ///   superseded by an erasure on record are not other ones
    public Manifest stage(String name, Record config, SortedMap<String, Digest> inputs, Work work) {
        Path folder = directory.resolve(name);
        Digest configDigest = Json.digest(config);
        if (Files.exists(folder.resolve(Manifest.FILE))) {
            Manifest there = Manifest.read(folder);
            refuseOther(folder, there.config(), configDigest, there.inputs(), inputs);
            ledger.append(new Fact.StageReused(name, there.digest()));
            return there;
        }
        Path plan = folder.resolve(PLAN);
        int number = 1;
        try {
            Files.createDirectories(folder);
            if (Files.exists(plan)) {
                Started started = Json.read(plan, Started.class);
                refuseOther(folder, started.config(), configDigest, started.inputs(), inputs);
                number = started.attempt() + 1;
            }
            AtomicFile.write(
                    plan, Json.canonical(new Started(number, configDigest, new TreeMap<>(inputs))));
            ledger.append(
                    new Fact.StageStarted(
                            name, number, now(), configDigest, new TreeMap<>(inputs)));
            attempt = new Attempt(name, number, meter.start(), System.nanoTime());
            SortedMap<String, Long> counts = work.into(folder);
            attempt.record(this);
            attempt = Attempt.NONE;
            Manifest manifest = Manifest.describe(name, configDigest, inputs, counts, folder);
            long bytes = manifest.files().stream().mapToLong(Manifest.Entry::bytes).sum();
            ledger.append(
                    new Fact.StageFinished(
                            name,
                            number,
                            now(),
                            manifest.digest(),
                            manifest.files().size(),
                            bytes,
                            manifest.counts()));
            AtomicFile.write(folder.resolve(Manifest.FILE), Json.canonical(manifest) + "\n");
            return manifest;
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(folder, e);
        } finally {
            attempt = Attempt.NONE;
        }
    }

    /// Digests of what went into a stage that was made or begun; empty when it never was.
    ///
    /// @throws Refusal if what describes it cannot be read
    public Optional<SortedMap<String, Digest>> inputsOf(String stage) {
        Path folder = directory.resolve(stage);
        if (Files.exists(folder.resolve(Manifest.FILE))) {
            return Optional.of(Manifest.read(folder).inputs());
        }
        Path plan = folder.resolve(PLAN);
        return Files.exists(plan)
                ? Optional.of(Json.read(plan, Started.class).inputs())
                : Optional.empty();
    }

    /// Digest of an earlier stage's manifest under its name, as an input of a later stage.
    public static SortedMap<String, Digest> inputs(List<Manifest> manifests) {
        SortedMap<String, Digest> inputs = new TreeMap<>();
        for (Manifest manifest : manifests) {
            inputs.put(manifest.stage(), manifest.digest());
        }
        return inputs;
    }

    private record Started(int attempt, Digest config, SortedMap<String, Digest> inputs) {}

    /// Inputs of which documents were erased since, as the ledger states, count as unchanged: what
    /// was made from them stays what it is.
    private void refuseOther(
            Path folder,
            Digest config,
            Digest wanted,
            SortedMap<String, Digest> inputs,
            SortedMap<String, Digest> wantedInputs) {
        if (!config.equals(wanted)) {
            throw Refusal.usage(
                    folder
                            + " was made with other settings (digest "
                            + config.brief()
                            + ", now "
                            + wanted.brief()
                            + "); remove it to make it again, or name another directory with --into.");
        }
        boolean same = inputs.keySet().equals(wantedInputs.keySet());
        for (var input : wantedInputs.entrySet()) {
            Digest then = inputs.get(input.getKey());
            same &= then != null && ledger.leadsTo(then, input.getValue());
        }
        if (!same) {
            throw Refusal.usage(
                    folder
                            + " was made from other inputs than those of now ("
                            + changed(inputs, wantedInputs)
                            + " changed since); remove it to make it again, or name another directory with --into.");
        }
    }

    /// Names of the inputs that are others now, or on one side only.
    private Set<String> changed(
            SortedMap<String, Digest> inputs, SortedMap<String, Digest> wanted) {
        Set<String> changed = new TreeSet<>(inputs.keySet());
        changed.addAll(wanted.keySet());
        changed.removeIf(name -> {
            Digest then = inputs.get(name);
            Digest now = wanted.get(name);
            return then != null && now != null && ledger.leadsTo(then, now);
        });
        return changed;
    }

    /// The energy account of the attempt in progress.
    private static final class Attempt {
        static final Attempt NONE = new Attempt();

        private final String stage;
        private final int number;
        private final Meter.@org.jspecify.annotations.Nullable Window window;
        private final long started;
        private long sampled;

        private Attempt() {
            this.stage = "";
            this.number = 0;
            this.window = null;
            this.started = 0;
        }

        Attempt(String stage, int number, Meter.Window window, long started) {
            this.stage = stage;
            this.number = number;
            this.window = window;
            this.started = started;
            this.sampled = started;
        }

        synchronized void sample(Run run) {
            if (window != null && System.nanoTime() - sampled > ENERGY_EVERY_NANOS) {
                record(run);
            }
        }

        synchronized void record(Run run) {
            if (window != null) {
                sampled = System.nanoTime();
                run.ledger.append(
                        new Fact.StageEnergy(
                                stage, number, (sampled - started) / 1e9, window.read()));
            }
        }
    }

    @Override
    public void close() {
        workers.close();
        ledger.close();
    }
}
