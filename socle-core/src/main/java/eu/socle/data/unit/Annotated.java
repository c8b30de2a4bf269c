package eu.socle.data.unit;

import eu.socle.core.AtomicFile;
import eu.socle.core.Digest;
import eu.socle.core.Json;
import eu.socle.core.Refusal;
import eu.socle.data.DataConfig;
import eu.socle.data.Tasks;
import eu.socle.data.dedup.near.MinHash;
import eu.socle.data.read.plan.Plan;
import eu.socle.data.rights.protocol.Agents;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Everything that was read and measured for a dataset, kept beside it on request
/// (`data.keep-annotated`), so that a changed policy decides again without the sources. The text of
/// documents whose own words reserve it is not among it.
///
/// @param folder inside the dataset's folder
public record Annotated(Path folder) {

    /// Its name in a dataset's folder.
    public static final String FOLDER = "annotated";

    private static final String METHOD = "method.json";

    /// What the annotations are, so that the notes can be read without the recipe.
    public static final String SCHEMA = "schema.json";

    /// What the notes were made by; decisions and edits are not part of it.
    private record Method(
            Digest sources,
            Digest extraction,
            Agents agents,
            Digest measures,
            Digest evaluationSets,
            Digest exclusions,
            MinHash minHash) {
        static Method of(DataConfig config, Tasks tasks) {
            return new Method(
                    Json.digest(config.sources()),
                    Json.digest(config.extraction()),
                    config.rights().agents(),
                    tasks.judges().chain().digest(),
                    Json.digest(config.decontamination()),
                    tasks.exclusions().digest(),
                    config.dedup().minHash());
        }
    }

    public static Annotated in(Path dataset) {
        return new Annotated(dataset.resolve(FOLDER));
    }

    /// What a finished run kept.
    ///
    /// @param run a run directory, or the folder of a dataset
    /// @throws Refusal usage, if it kept nothing
    public static Annotated of(Path run) {
        Path data = run.resolve("data");
        Annotated annotated = in(Files.isDirectory(data) ? data : run);
        if (!Files.isRegularFile(annotated.folder.resolve(METHOD))) {
            throw Refusal.usage(
                    run
                            + " kept nothing to decide from; make it with `keep-annotated: true` in the data section.");
        }
        return annotated;
    }

    /// Keeps the units of a finished stage.
    ///
    /// @throws IOException if they cannot be written
    public void keep(Tasks tasks, DataConfig config) throws IOException {
        Files.createDirectories(folder);
        for (int unit = 0; unit < tasks.units().size(); unit++) {
            UnitFiles from = tasks.files(unit);
            UnitFiles to = new UnitFiles(folder, unit);
            link(from.texts(), to.texts());
            link(from.sites(), to.sites());
            link(from.notes(), to.notes());
        }
        link(tasks.working().resolve(Tasks.PLAN), folder.resolve(Tasks.PLAN));
        AtomicFile.write(
                folder.resolve(SCHEMA),
                Json.canonical(tasks.judges().chain().schema().annotations()) + "\n");
        AtomicFile.write(folder.resolve(METHOD), Json.canonical(Method.of(config, tasks)) + "\n");
    }

    /// The plan that was read.
    public Plan plan() {
        return Json.read(folder.resolve(Tasks.PLAN), Plan.class);
    }

    /// Lays the units where tasks look for them.
    ///
    /// @throws Refusal usage, if they were made by another method than the recipe's
    /// @throws IOException if they cannot be written
    public void lay(Tasks tasks, DataConfig config) throws IOException {
        Method kept = Json.read(folder.resolve(METHOD), Method.class);
        Method wanted = Method.of(config, tasks);
        String other =
                !kept.sources().equals(wanted.sources())
                        ? "sources"
                        : !kept.extraction().equals(wanted.extraction())
                                ? "extraction"
                                : !wanted.agents().equals(kept.agents())
                                        ? "names that speak to us (rights.agents, agents-by-analogy)"
                                        : !kept.measures().equals(wanted.measures())
                                                ? "measures (profile, lists, statistics)"
                                                : !kept.evaluationSets()
                                                                .equals(wanted.evaluationSets())
                                                        ? "evaluation sets"
                                                        : !kept.exclusions()
                                                                        .equals(wanted.exclusions())
                                                                ? "lists of what was erased (exclude)"
                                                                : kept.minHash()
                                                                                .equals(
                                                                                        wanted
                                                                                                .minHash())
                                                                        ? ""
                                                                        : "signatures (dedup.ngram, bands, rows, seed, profile)";
        if (!other.isEmpty()) {
            throw Refusal.usage(
                    folder
                            + " was made with other "
                            + other
                            + " than the recipe asks for; leave --annotated out to read the sources again, into a new run directory.");
        }
        for (int unit = 0; unit < tasks.units().size(); unit++) {
            UnitFiles from = new UnitFiles(folder, unit);
            UnitFiles to = tasks.files(unit);
            link(from.texts(), to.texts());
            link(from.sites(), to.sites());
            link(from.notes(), to.notes());
        }
    }

    /// The same bytes under another name; a copy where the file system cannot link.
    private static void link(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from);
        } catch (FileAlreadyExistsException e) {
            return; // an earlier attempt laid it; it was whole then
        } catch (UnsupportedOperationException | IOException e) {
            Path temporary = to.resolveSibling(to.getFileName() + ".tmp");
            Files.copy(from, temporary, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            AtomicFile.publish(temporary, to);
        }
    }
}
