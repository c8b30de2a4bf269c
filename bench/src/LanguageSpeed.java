import eu.socle.data.language.FastText;
import eu.socle.data.language.LanguageIdentifier;
import eu.socle.data.language.ModelFile;
import eu.socle.data.language.Scratch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/// Sentences a second on one thread: our identifier, the fastText program and our reader of the same fastText model, in alternating rounds.
///
/// The program's figure is the difference between a run over one copy of the sentences and a run over 21 copies, so that loading does not count; reading the file does, as it does not for ours.
///
/// Arguments: folder of sentences (`*.txt.gz`), fastText program, fastText model, rounds. Prints one line of JSON.
public final class LanguageSpeed {

    private static volatile long sink;

    public static void main(String[] arguments) throws Exception {
        List<String> sentences = sentences(Path.of(arguments[0]));
        int rounds = Integer.parseInt(arguments[3]);
        Path once = Files.createTempFile("once", ".txt");
        Path often = Files.createTempFile("often", ".txt");
        Files.write(once, sentences);
        List<String> copies = new ArrayList<>();
        for (int i = 0; i < 21; i++) {
            copies.addAll(sentences);
        }
        Files.write(often, copies);
        LanguageIdentifier identifier = new LanguageIdentifier(ModelFile.standard());
        List<Double> ours = new ArrayList<>();
        List<Double> program = new ArrayList<>();
        List<Double> reader = new ArrayList<>();
        try (FastText model = FastText.open(Path.of(arguments[2]))) {
            Scratch scratch = new Scratch();
            for (int i = 0; i < 8; i++) {
                ours(identifier, sentences, scratch);
            }
            reader(model, sentences);
            reader(model, sentences);
            for (int round = 0; round < rounds; round++) {
                long start = System.nanoTime();
                for (int i = 0; i < 20; i++) {
                    ours(identifier, sentences, scratch);
                }
                ours.add(rate(20 * sentences.size(), start));
                double single = program(arguments[1], arguments[2], once);
                double many = program(arguments[1], arguments[2], often);
                program.add(20 * sentences.size() / (many - single));
                start = System.nanoTime();
                reader(model, sentences);
                reader(model, sentences);
                reader.add(rate(2 * sentences.size(), start));
            }
        } finally {
            Files.delete(once);
            Files.delete(often);
        }
        long characters = sentences.stream().mapToLong(String::length).sum();
        System.out.printf(
                Locale.ROOT,
                "{\"sentences\":%d,\"meanCharacters\":%.1f,\"ours\":%s,\"fastTextProgram\":%s,\"fastTextReader\":%s}%n",
                sentences.size(),
                (double) characters / sentences.size(),
                ours,
                program,
                reader);
    }

    private static double rate(int count, long start) {
        return count / ((System.nanoTime() - start) / 1e9);
    }

    private static void ours(LanguageIdentifier identifier, List<String> sentences, Scratch scratch) {
        long letters = 0;
        for (String sentence : sentences) {
            letters += identifier.identify(sentence, scratch).language().length();
        }
        sink = letters;
    }

    private static void reader(FastText model, List<String> sentences) {
        long labels = 0;
        for (String sentence : sentences) {
            labels += model.predict(sentence, 1).size();
        }
        sink = labels;
    }

    private static double program(String program, String model, Path text) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process =
                new ProcessBuilder(program, "predict", model, text.toString())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (process.waitFor() != 0) {
            throw new IOException(program + " failed");
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private static List<String> sentences(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(f -> f.toString().endsWith(".txt.gz")).sorted().toList();
        }
        List<String> sentences = new ArrayList<>();
        for (Path file : files) {
            try (BufferedReader in = new BufferedReader(new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
                in.lines().filter(line -> !line.isBlank()).forEach(sentences::add);
            }
        }
        Collections.sort(sentences); // languages mixed
        return sentences;
    }
}
