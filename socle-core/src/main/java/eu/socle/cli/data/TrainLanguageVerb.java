package eu.socle.cli.data;

import eu.socle.cli.Console;
import eu.socle.cli.Options;
import eu.socle.core.Digest;
import eu.socle.core.Refusal;
import eu.socle.data.language.LanguageModel;
import eu.socle.data.language.LanguageTraining;
import eu.socle.data.language.ModelFile;
import eu.socle.data.language.TrainingText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `socle data train-language --text FOLDER --out FILE`.
@Command(
        name = "train-language",
        description =
                "Trains the model that tells languages. The same text gives the same file, byte for byte.")
final class TrainLanguageVerb implements Callable<Integer> {

    @Mixin private Options options;

    @Option(
            names = "--text",
            paramLabel = "FOLDER",
            required = true,
            description =
                    "A folder for each language, named by its code, with *.txt or *.txt.gz, one passage a line; und for other languages.")
    private Path text;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            description = "Where the model goes.")
    private Path out;

    @Override
    public Integer call() {
        Console console = options.console();
        if (!Files.isDirectory(text)) {
            throw Refusal.usage(text + " is no folder; name one with a folder for each language.");
        }
        TrainingText read = TrainingText.read(text);
        LanguageModel model = LanguageTraining.usual().train(read);
        ModelFile.write(model, out);
        try {
            console.say(
                    out
                            + ": "
                            + model.languages().size()
                            + " languages, "
                            + Files.size(out)
                            + " bytes, SHA-256 "
                            + Digest.ofFile(out).hex()
                            + "; its text has the SHA-256 "
                            + read.digest().hex()
                            + ".");
        } catch (IOException e) {
            throw Refusal.failure(out + " cannot be read again: " + e.getMessage() + ".", e);
        }
        return 0;
    }
}
