package eu.socle.cli.data;

import eu.socle.cli.Options;
import eu.socle.cli.Recipe;
import eu.socle.core.AtomicFile;
import eu.socle.core.Json;
import eu.socle.core.Manifest;
import eu.socle.core.Refusal;
import eu.socle.core.Run;
import eu.socle.data.describe.Dates;
import eu.socle.data.describe.Description;
import eu.socle.data.describe.Statement;
import eu.socle.data.judge.web.ListFile;
import eu.socle.data.judge.web.PublicSuffixes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `socle data describe RUN`.
@Command(
        name = "describe",
        description =
                "Write what a dataset says of itself, from its files alone: Croissant, datasheet (EN, FR), domains, attribution.")
final class DescribeVerb implements Callable<Integer> {

    @Mixin Options options;

    @Parameters(paramLabel = "RUN", description = "A run directory, or the folder of a dataset.")
    private Path run;

    @Option(
            names = "--out",
            paramLabel = "DIRECTORY",
            description = "Where the files go (default: description/ beside the dataset).")
    private @Nullable Path out;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "What people call the dataset (default: the directory's name).")
    private @Nullable String name;

    @Option(
            names = "--recipe",
            paramLabel = "RECIPE",
            description =
                    "The recipe of the run: what people state of the dataset (data.description) and its list of public suffixes.")
    private @Nullable Path recipe;

    @Override
    public Integer call() {
        Path into = out == null ? run.resolve(Description.FOLDER) : out;
        try {
            List<String> missing = Description.write(ProveVerb.dataset(run), into, about());
            if (!missing.isEmpty()) {
                options.console()
                        .note(
                                "croissant.json lacks what Croissant 1.1 requires: "
                                        + String.join(", ", missing)
                                        + "; state it in data.description of the recipe and name the recipe with --recipe.");
            }
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(into, e);
        }
        for (String file : Description.FILES) {
            options.console().say(into.resolve(file).toString());
        }
        return 0;
    }

    private Description.About about() {
        Path called = run.toAbsolutePath().normalize().getFileName();
        String words = name == null ? String.valueOf(called) : name;
        Dates dates = Dates.of(run, Manifest.read(ProveVerb.dataset(run)).digest());
        if (recipe == null) {
            return new Description.About(words, Statement.NONE, PublicSuffixes.NONE, dates);
        }
        Recipe known = Recipe.read(recipe);
        Path identity = run.resolve("run.json");
        if (Files.exists(identity)
                && !Json.read(identity, Run.Identity.class).equals(known.identity())) {
            throw Refusal.usage(
                    recipe
                            + " is not the recipe that "
                            + run
                            + " was made by; name that one, or leave --recipe out.");
        }
        String list = known.data().quality().addresses().get("public-suffixes");
        PublicSuffixes suffixes =
                list == null
                        ? PublicSuffixes.NONE
                        : new PublicSuffixes(ListFile.read(known.base().resolve(list)));
        return new Description.About(words, known.statement(), suffixes, dates);
    }
}
