package eu.socle.cli;

import eu.socle.core.Refusal;
import eu.socle.core.Workers;
import eu.socle.infer.Chat;
import eu.socle.infer.ChatTemplate;
import eu.socle.infer.Generator;
import eu.socle.infer.LoadedModel;
import eu.socle.infer.Sampling;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `socle chat DIRECTORY`.
@Command(
        name = "chat",
        description =
                "Talks to a model: type a line, read its continuation; an empty line or Ctrl-D ends.")
final class ChatVerb implements Callable<Integer> {

    @Mixin private ModelOptions model;

    @Option(
            names = "--say",
            paramLabel = "TEXT",
            description = "Say this, print the answer, and end.")
    private @Nullable String say;

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            description = "Longest answer (default: ${DEFAULT-VALUE}).")
    private int maxTokens = 100;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            description = "0 always takes the likeliest token (default: ${DEFAULT-VALUE}).")
    private double temperature = 0.7;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Same seed, same answer (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    private record Answer(String event, String text, int promptTokens, int tokens) {}

    @Override
    public Integer call() throws IOException {
        Console console = model.options.console();
        try (Workers workers = model.workers();
                LoadedModel loaded = model.open(workers)) {
            Chat chat =
                    new Chat(
                            loaded,
                            ChatTemplate.PLAIN,
                            Sampling.at(temperature).withMaxTokens(maxTokens).withSeed(seed));
            if (say != null) {
                answer(chat, say, console);
                return 0;
            }
            console.note(
                    loaded.name()
                            + ": "
                            + loaded.parameters()
                            + " parameters, context "
                            + loaded.context()
                            + ". It continues what you write; an empty line ends.");
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            prompt(console);
            for (String line = in.readLine();
                    line != null && !line.isBlank();
                    line = in.readLine()) {
                answer(chat, line, console);
                prompt(console);
            }
        }
        return 0;
    }

    private static void prompt(Console console) {
        if (console.manner() == Console.Manner.TERMINAL) {
            console.print("> ");
        }
    }

    private static void answer(Chat chat, String text, Console console) {
        try {
            boolean json = console.manner() == Console.Manner.JSON;
            Generator.Answer answer =
                    chat.say(
                            text,
                            piece -> {
                                if (!json) {
                                    console.print(piece);
                                }
                                return true;
                            });
            console.say("");
            console.event(
                    new Answer("answer", answer.text(), answer.promptTokens(), answer.tokens()));
        } catch (IllegalArgumentException e) {
            throw Refusal.usage("that text does not fit: " + e.getMessage());
        }
    }
}
