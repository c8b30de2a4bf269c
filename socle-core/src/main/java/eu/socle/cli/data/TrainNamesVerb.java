package eu.socle.cli.data;

import eu.socle.cli.Console;
import eu.socle.cli.Options;
import eu.socle.core.Digest;
import eu.socle.core.Refusal;
import eu.socle.data.personal.names.NameTagger;
import eu.socle.data.personal.names.NameTraining;
import eu.socle.data.personal.names.PersonNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `socle data train-names --text FILE --out FILE [--names FILE]`.
@Command(
        name = "train-names",
        description = {
            "Trains a model that finds names of people, for `data.personal.names` of a recipe.",
            "One sentence in five is kept back and measured; the figures stand in the model. The same text gives the same file, byte for byte."
        })
final class TrainNamesVerb implements Callable<Integer> {

    @Mixin private Options options;

    @Option(
            names = "--text",
            paramLabel = "FILE",
            required = true,
            description =
                    "Annotated sentences in columns: a word, a tab and its tag (O, B-PER, I-PER) on each line, an empty line behind each sentence; `# language = fr` before those of a language.")
    private Path text;

    @Option(
            names = "--names",
            paramLabel = "FILE",
            description =
                    "A list of names (`given`, a tab, a name) that helps and goes into the model.")
    private @Nullable Path list;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            description = "Where the model goes.")
    private Path out;

    @Override
    public Integer call() {
        Console console = options.console();
        PersonNames names = list == null ? PersonNames.none() : PersonNames.read(list);
        try {
            List<String> lines = Files.readAllLines(text);
            NameTagger tagger = NameTraining.of(lines, text.toString(), names);
            tagger.write(out);
            console.say(out + ": SHA-256 " + Digest.ofFile(out).hex());
            for (NameTagger.HeldOut figures : tagger.heldOut()) {
                console.say(
                        String.format(
                                Locale.ROOT,
                                "%-4s %6d sentences kept back, %6d names: precision %.4f, recall %.4f",
                                figures.language(),
                                figures.sentences(),
                                figures.names(),
                                figures.precision(),
                                figures.recall()));
            }
        } catch (IOException e) {
            throw Refusal.failure(
                    "the annotated text or the model cannot be read or written: " + e.getMessage(),
                    e);
        }
        return 0;
    }
}
