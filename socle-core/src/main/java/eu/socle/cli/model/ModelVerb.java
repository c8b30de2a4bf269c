package eu.socle.cli.model;

import eu.socle.cli.Options;
import eu.socle.core.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `socle model inspect|convert|bench`.
@Command(
        name = "model",
        description = "Looks into model files, converts them, and measures how fast they answer.",
        synopsisSubcommandLabel = "inspect|convert|bench",
        commandListHeading = "%nWhat to do:%n",
        subcommands = {ModelInspectVerb.class, ModelConvertVerb.class, ModelBenchVerb.class})
public final class ModelVerb implements Runnable {

    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli acts on --help
    private Options options;

    @Override
    public void run() {
        throw Refusal.usage(
                "say what to do with the model: inspect, convert or bench; see `socle model --help`.");
    }

    /// The model's own folder: `model/` of a run directory, else what was named.
    ///
    /// @throws Refusal if there is nothing
    static Path place(Path named) {
        if (!Files.exists(named)) {
            throw Refusal.usage(
                    "there is no "
                            + named
                            + "; name a model folder, a run directory or a .gguf file.");
        }
        return Files.isRegularFile(named.resolve("run.json")) ? named.resolve("model") : named;
    }

    /// Text of a file that may come from anywhere, without what would move a terminal's cursor.
    public static String printable(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean control = Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
            out.append(control ? String.format("\\u%04x", (int) c) : c);
        }
        return out.toString();
    }
}
