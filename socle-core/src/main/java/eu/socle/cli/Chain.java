package eu.socle.cli;

import eu.socle.core.AtomicFile;
import eu.socle.core.Digest;
import eu.socle.core.Fact;
import eu.socle.core.Manifest;
import eu.socle.core.Meter;
import eu.socle.core.Refusal;
import eu.socle.core.Run;
import eu.socle.data.DataStage;
import eu.socle.data.Engine;
import eu.socle.data.dataset.ParquetDataset;
import eu.socle.data.describe.Description;
import eu.socle.data.unit.Annotated;
import eu.socle.dossier.DossierStage;
import eu.socle.dossier.dataset.DatasetReport;
import eu.socle.energy.Meters;
import eu.socle.eval.EvalStage;
import eu.socle.token.TokenStage;
import eu.socle.train.Pretrain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The stages of one recipe in one run directory, one after the other. Each uses what the stage
/// before it left, and refuses to begin when that is not there.
public final class Chain implements AutoCloseable {

    /// The counts that a person wants to see at once; the rest stands in the manifests and in the
    /// dossier.
    private static final Set<String> SHOWN =
            Set.of(
                    "documents.in",
                    "documents.kept",
                    "documents.dropped",
                    "documents.failed",
                    "vocabulary",
                    "tokens.train",
                    "tokens.held-out",
                    "steps",
                    "parameters");

    private final Recipe recipe;
    private final Run run;
    private final Console console;
    private final Thread interrupted;

    private Chain(Recipe recipe, Run run, Console console) {
        this.recipe = recipe;
        this.run = run;
        this.console = console;
        this.interrupted =
                new Thread(() ->
                        console.note(
                                "\nstopped; the same command goes on from the last finished unit."));
        Runtime.getRuntime().addShutdownHook(interrupted);
    }

    /// A line for programs about a finished stage.
    private record Finished(String event, String stage, Digest manifest, String folder) {}

    /// @param into the run directory, or null for `runs/` and the recipe's name
    static Chain open(Path file, @Nullable Path into, int threads, Console console) {
        Recipe recipe = Recipe.read(file);
        Path directory = into == null ? Path.of("runs").resolve(recipe.identity().recipe()) : into;
        Meter meter = Meters.detect(recipe.energy());
        Run run =
                Run.open(
                        directory,
                        recipe.identity(),
                        InstantSource.system(),
                        threads,
                        meter,
                        console);
        run.state(
                new Fact.RunOpened(
                        run.now(),
                        recipe.identity().recipe(),
                        recipe.identity().recipeDigest(),
                        recipe.identity().seed(),
                        Build.version(),
                        Build.commit(),
                        Runtime.version().toString(),
                        System.getProperty("os.name") + " " + System.getProperty("os.version"),
                        Machine.processor(),
                        Runtime.getRuntime().availableProcessors(),
                        threads,
                        meter.describe()));
        return new Chain(recipe, run, console);
    }

    public Manifest data() {
        return report(DataStage.run(recipe.data(), recipe.base(), run));
    }

    /// The data stage from what an earlier run read and measured.
    public Manifest decideAgain(Annotated annotated) {
        Engine local = new Engine.Local(run.workers());
        return report(DataStage.decideAgain(recipe.data(), recipe.base(), run, local, annotated));
    }

    /// The data stage on a named engine.
    public Manifest data(String engine) {
        if (engine.equals("local")) {
            return data();
        }
        DataJob job =
                new DataJob(
                        recipe.file().toString(),
                        recipe.text(),
                        recipe.base().toString(),
                        folder("data").toAbsolutePath().toString());
        try (DataEngines.Opened opened = DataEngines.named(engine).open(job)) {
            return report(DataStage.run(recipe.data(), recipe.base(), run, opened.engine()));
        }
    }

    Manifest token() {
        Manifest dataset = finished("data", "data");
        return report(
                TokenStage.run(recipe.token(), ParquetDataset.open(folder("data")), dataset, run));
    }

    Manifest train() {
        return report(
                Pretrain.run(recipe.train(), folder("token"), finished("token", "token"), run));
    }

    Manifest eval() {
        Manifest model = finished("model", "train");
        finished("token", "token");
        return report(EvalStage.run(recipe.eval(), folder("model"), folder("token"), model, run));
    }

    void dossier() {
        Path page = DossierStage.run(run);
        console.note("dossier   " + page);
    }

    /// The page with the statistics of the dataset.
    void report() {
        Path page = page();
        try {
            DatasetReport.write(folder("data"), folder("token"), recipe.identity().recipe(), page);
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(page, e);
        }
    }

    private Path page() {
        return folder(Description.FOLDER).resolve(Description.REPORT);
    }

    /// Says where the result is and what to do with it.
    void farewell() {
        console.say("");
        console.say("Evidence      " + folder("dossier").resolve("index.html"));
        console.say("Statistics    " + page());
        console.say("Talk to it    ./socle chat " + run.directory());
        console.say("Serve it      ./socle serve " + run.directory());
    }

    private Path folder(String stage) {
        return run.directory().resolve(stage);
    }

    private Manifest finished(String stage, String verb) {
        if (!Files.exists(folder(stage).resolve(Manifest.FILE))) {
            throw Refusal.usage(
                    run.directory()
                            + " has no finished "
                            + stage
                            + " stage; run `./socle "
                            + verb
                            + " "
                            + recipe.file()
                            + "` first.");
        }
        return Manifest.read(folder(stage));
    }

    private Manifest report(Manifest manifest) {
        console.event(
                new Finished(
                        "stage",
                        manifest.stage(),
                        manifest.digest(),
                        folder(manifest.stage()).toString()));
        StringBuilder line = new StringBuilder(String.format("%-9s done", manifest.stage()));
        manifest.counts()
                .forEach((name, count) -> {
                    if (SHOWN.contains(name)) {
                        line.append(", ")
                                .append(name)
                                .append(' ')
                                .append(Console.count((double) count));
                    }
                });
        console.say(line.append(", manifest ").append(manifest.digest().brief()).toString());
        return manifest;
    }

    @Override
    public void close() {
        run.close();
        try {
            Runtime.getRuntime().removeShutdownHook(interrupted);
        } catch (IllegalStateException e) {
            console.note(""); // the process is ending already, and the hook has spoken
        }
    }
}
