package eu.socle.data.language;

import eu.socle.core.AtomicFile;
import eu.socle.core.Digest;
import eu.socle.core.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;

/// A language model as a file of text, so that it can lie beside the sources:
///
/// ```
/// socle-language-model 1
/// features SHORTEST LONGEST BITS
/// training SHA-256
/// language CODE SCALE BIAS          (one line each, sorted by code)
/// weights SHA-256                   (of the coded weights)
/// BASE64                            (of the coded weights, see WeightCode; lines to the end)
/// ```
public final class ModelFile {

    private static final String MAGIC = "socle-language-model 1";
    private static final String STANDARD = "standard.model";
    private static final int LARGEST = 32 << 20; // bytes of the file
    private static final int MOST_LANGUAGES = 250;
    private static final int MOST_WEIGHTS = 1 << 26;
    private static final int LINE = 120; // characters

    private ModelFile() {}

    /// The model that comes with this project. Each call loads it anew, which takes a fraction of a
    /// second: load it once and pass it on.
    public static LanguageModel standard() {
        try (InputStream in = ModelFile.class.getResourceAsStream(STANDARD)) {
            if (in == null) {
                throw Refusal.failure(
                        "the language model is missing in this build; build it again.");
            }
            return parse(in.readNBytes(LARGEST), "the language model of this build");
        } catch (IOException e) {
            throw Refusal.failure("the language model of this build cannot be read.", e);
        }
    }

    /// Reads a model.
    ///
    /// @throws Refusal failure, if it cannot be read, is damaged or larger than any model
    public static LanguageModel read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw Refusal.failure(
                        file + " is larger than 32 MiB, which no language model is; name another.");
            }
            return parse(bytes, file.toString());
        } catch (IOException e) {
            throw Refusal.failure(
                    "the language model "
                            + file
                            + " cannot be read: "
                            + e.getMessage()
                            + "; name a file that socle data train-language wrote.",
                    e);
        }
    }

    /// Writes a model.
    ///
    /// @throws Refusal failure, if the file cannot be written
    public static void write(LanguageModel model, Path file) {
        AtomicFile.write(file, text(model));
    }

    static String text(LanguageModel model) {
        int n = model.languages().size();
        Features features = model.features();
        byte[] weights = new byte[features.buckets() * n];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = model.weight(i / n, i % n);
        }
        byte[] coded = WeightCode.encoded(weights, n);
        StringBuilder text = new StringBuilder(MAGIC).append('\n');
        text.append("features ").append(features.shortest());
        text.append(' ').append(features.longest());
        text.append(' ').append(features.bits()).append('\n');
        text.append("training ").append(model.training().hex()).append('\n');
        for (int l = 0; l < n; l++) {
            text.append("language ").append(model.languages().get(l));
            text.append(' ').append(model.scale(l)).append(' ').append(model.bias(l)).append('\n');
        }
        text.append("weights ").append(Digest.of(coded).hex()).append('\n');
        String base = Base64.getEncoder().encodeToString(coded);
        for (int at = 0; at < base.length(); at += LINE) {
            text.append(base, at, Math.min(base.length(), at + LINE)).append('\n');
        }
        return text.toString();
    }

    /// @param name of the file, for refusals
    static LanguageModel parse(byte[] bytes, String name) {
        Iterator<String> lines = new String(bytes, StandardCharsets.US_ASCII).lines().iterator();
        try {
            return parse(lines, name);
        } catch (IllegalArgumentException e) { // a number or base64 that is none
            throw damaged(name, e.getMessage() == null ? "a line is not readable" : e.getMessage());
        }
    }

    private static LanguageModel parse(Iterator<String> lines, String name) {
        if (!lines.hasNext() || !lines.next().equals(MAGIC)) {
            throw damaged(name, "its first line is not \"" + MAGIC + "\"");
        }
        List<String> settings = words(lines, "features", 3, name);
        Digest training = new Digest(words(lines, "training", 1, name).getFirst());
        List<String> languages = new ArrayList<>();
        List<Float> numbers = new ArrayList<>();
        List<String> line = fields(lines, name);
        while (line.getFirst().equals("language") && line.size() == 4) {
            if (languages.size() == MOST_LANGUAGES || languages.contains(line.get(1))) {
                throw damaged(name, "its languages are too many or not all different");
            }
            languages.add(line.get(1));
            numbers.add(finite(line.get(2), name));
            numbers.add(finite(line.get(3), name));
            line = fields(lines, name);
        }
        if (languages.isEmpty() || !line.getFirst().equals("weights") || line.size() != 2) {
            throw damaged(name, "the line of its weights is missing");
        }
        Features features =
                new Features(
                        Integer.parseInt(settings.get(0)),
                        Integer.parseInt(settings.get(1)),
                        Integer.parseInt(settings.get(2)));
        long count = (long) features.buckets() * languages.size();
        if (count > MOST_WEIGHTS) {
            throw damaged(name, count + " weights are more than " + MOST_WEIGHTS);
        }
        byte[] weights = weights(lines, line.get(1), languages.size(), (int) count, name);
        float[] scales = new float[languages.size()];
        float[] biases = new float[languages.size()];
        for (int l = 0; l < scales.length; l++) {
            scales[l] = numbers.get(2 * l);
            biases[l] = numbers.get(2 * l + 1);
        }
        return new LanguageModel(languages, features, training, scales, biases, weights);
    }

    private static byte[] weights(
            Iterator<String> lines, String digest, int languages, int count, String name) {
        StringBuilder base = new StringBuilder();
        lines.forEachRemaining(base::append);
        byte[] coded = Base64.getDecoder().decode(base.toString());
        if (!Digest.of(coded).hex().equals(digest)) {
            throw damaged(name, "its weights do not have the digest that it states");
        }
        byte[] weights = WeightCode.decoded(coded, languages, count);
        if (weights.length != count) {
            throw damaged(name, "its weights are not " + count);
        }
        return weights;
    }

    private static float finite(String text, String name) {
        float value = Float.parseFloat(text);
        if (!Float.isFinite(value)) {
            throw damaged(name, "a scale or a bias is " + text);
        }
        return value;
    }

    private static List<String> fields(Iterator<String> lines, String name) {
        if (!lines.hasNext()) {
            throw damaged(name, "it ends in its head");
        }
        return List.of(lines.next().split(" ", -1));
    }

    private static List<String> words(Iterator<String> lines, String key, int count, String name) {
        List<String> fields = fields(lines, name);
        if (!fields.getFirst().equals(key) || fields.size() != count + 1) {
            throw damaged(name, "a line \"" + key + "\" with " + count + " values is missing");
        }
        return fields.subList(1, fields.size());
    }

    private static Refusal damaged(String name, String what) {
        return Refusal.failure(
                name
                        + " is no language model that can be used: "
                        + what
                        + "; write it again with socle data train-language.");
    }
}
