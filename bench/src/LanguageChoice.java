import eu.socle.core.Seed;
import eu.socle.data.language.Features;
import eu.socle.data.language.LanguageIdentifier;
import eu.socle.data.language.LanguageModel;
import eu.socle.data.language.LanguageTraining;
import eu.socle.data.language.ModelFile;
import eu.socle.data.language.Scratch;
import eu.socle.data.language.TrainingText;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// Whether the settings of the language model fit the test set too well: they are chosen again on one half of its lines (a model of each
/// setting trained on two thirds of that half and scored on its last third) and scored on the other half, which nothing was chosen on.
/// And the model that is shipped, whose text is none of the test set, on either half.
///
/// Arguments: CORPUS (sentences/, word-pairs/, single-words/), a folder for texts.
public final class LanguageChoice {

    private static final List<String> KINDS = List.of("sentences", "word-pairs", "single-words");

    public static void main(String[] arguments) throws Exception {
        Path corpus = Path.of(arguments[0]);
        Path scratch = Path.of(arguments[1]);
        LanguageModel standard = ModelFile.standard();
        for (String kind : KINDS) {
            Map<String, List<String>> all = read(corpus.resolve(kind));
            System.out.printf("shipped model, %s: first half %.2f %%, second half %.2f %%%n", kind, right(standard, half(all, 0)), right(standard, half(all, 1)));
        }
        Map<String, List<String>> sentences = read(corpus.resolve("sentences"));
        try (var halves = java.util.concurrent.Executors.newFixedThreadPool(2)) { // one core each
            List<java.util.concurrent.Future<String>> said = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                int chosen = i;
                said.add(halves.submit(() -> choice(sentences, chosen, scratch)));
            }
            for (var half : said) {
                System.out.print(half.get());
            }
        }
    }

    private static String choice(Map<String, List<String>> sentences, int chosen, Path scratch) throws IOException {
        StringBuilder said = new StringBuilder();
        Map<String, List<String>> mine = half(sentences, chosen);
        TrainingText text = text(part(mine, true), scratch.resolve("half" + chosen));
        Map<String, List<String>> choose = part(mine, false);
        Map<String, List<String>> other = half(sentences, 1 - chosen);
        double best = -1;
        String bestName = "";
        double bestOther = 0;
        for (var setting : settings().entrySet()) {
            LanguageModel model = setting.getValue().train(text);
            double here = right(model, choose);
            double there = right(model, other);
            String line = String.format("half %d, %s: chosen on %.2f %%, other half %.2f %%%n", chosen + 1, setting.getKey(), here, there);
            System.err.print(line); // progress
            said.append(line);
            if (here > best) {
                best = here;
                bestName = setting.getKey();
                bestOther = there;
            }
        }
        return said.append(String.format("half %d chooses %s: %.2f %% on the other half%n", chosen + 1, bestName, bestOther)).toString();
    }

    private static Map<String, LanguageTraining> settings() {
        Map<String, LanguageTraining> all = new LinkedHashMap<>();
        all.put("as shipped (groups 2-4, rate 1, smallest 3)", training(2, 4, 16, 1, 3));
        all.put("groups 2-3", training(2, 3, 16, 1, 3));
        all.put("groups 2-5", training(2, 5, 16, 1, 3));
        all.put("groups 1-4", training(1, 4, 16, 1, 3));
        all.put("groups 3-4", training(3, 4, 16, 1, 3));
        all.put("15 bits", training(2, 4, 15, 1, 3));
        all.put("rate 0.3", training(2, 4, 16, 0.3, 3));
        all.put("rate 3", training(2, 4, 16, 3, 3));
        all.put("smallest 0", training(2, 4, 16, 1, 0));
        all.put("smallest 8", training(2, 4, 16, 1, 8));
        return all;
    }

    private static LanguageTraining training(int shortest, int longest, int bits, double rate, double smallest) {
        return new LanguageTraining(new Features(shortest, longest, bits), 10_000, rate, smallest, List.of(), new Seed(7));
    }

    private static Map<String, List<String>> read(Path folder) throws IOException {
        Map<String, List<String>> all = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
                    String name = String.valueOf(file.getFileName());
                    all.put(name.substring(0, name.indexOf('.')), new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
                }
            }
        }
        return all;
    }

    private static int draw(String line, int of) {
        return (int) Long.remainderUnsigned(new Seed(11).of(line).bits(0), of);
    }

    private static Map<String, List<String>> half(Map<String, List<String>> all, int which) {
        Map<String, List<String>> half = new TreeMap<>();
        all.forEach((language, lines) -> half.put(language, lines.stream().filter(line -> draw(line, 2) == which).toList()));
        return half;
    }

    private static Map<String, List<String>> part(Map<String, List<String>> all, boolean training) {
        Map<String, List<String>> part = new TreeMap<>();
        all.forEach((language, lines) -> part.put(language, lines.stream().filter(line -> (draw(line + " ", 3) > 0) == training).toList()));
        return part;
    }

    private static TrainingText text(Map<String, List<String>> lines, Path folder) throws IOException {
        for (var language : lines.entrySet()) {
            Path file = Files.createDirectories(folder.resolve(language.getKey())).resolve("half.txt.gz");
            try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
                out.write((String.join("\n", language.getValue()) + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        return TrainingText.read(folder);
    }

    /// Mean over the languages, in per cent.
    private static double right(LanguageModel model, Map<String, List<String>> lines) {
        LanguageIdentifier identifier = new LanguageIdentifier(model);
        Scratch scratch = new Scratch();
        List<Double> shares = new ArrayList<>();
        lines.forEach((language, list) -> shares.add(100.0 * list.stream().filter(line -> identifier.identify(line, scratch).language().equals(language)).count() / list.size()));
        return shares.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }
}
