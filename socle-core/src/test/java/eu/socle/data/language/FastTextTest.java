package eu.socle.data.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import eu.socle.core.Refusal;
import eu.socle.core.Seed;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FastTextTest {

    private static final List<String> TEXTS =
            List.of(
                    "the dog",
                    "le chat naïve",
                    "die straße",
                    "unbekannt",
                    "学校 学",
                    "a\tb\nc",
                    "",
                    "the the the the",
                    "__label__en dog",
                    "Ünïcödé ß 😀 x");
    private static final BigInteger WORD_STEP = BigInteger.valueOf(116049371);
    private static final BigInteger TWO_64 = BigInteger.ONE.shiftLeft(64);

    @TempDir private Path folder;

    private Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("model.bin"), bytes);
    }

    /// FNV-1a as the original computes it, in 64 bits so that nothing is left to Java's wrapping.
    private static long hash(byte[] bytes, int from, int to) {
        long h = 2166136261L;
        for (int i = from; i < to; i++) {
            h ^= bytes[i] & 0xFFFFFFFFL; // sign-extended to 32 bits
            h = h * 16777619L & 0xFFFFFFFFL;
        }
        return h;
    }

    private static int places(List<String> words, String word) {
        return words.indexOf(word);
    }

    /// The rows of a text by the rules of the format, on code points and big integers.
    private static List<Integer> rows(FastTextFileWriter file, String text) {
        List<Integer> rows = new ArrayList<>();
        List<BigInteger> hashes = new ArrayList<>();
        List<String> words = new ArrayList<>();
        for (String word : text.split("[ \t\n\r\f\u000b]+", -1)) {
            if (!word.isEmpty() && !word.startsWith("__label__")) {
                words.add(word);
            }
        }
        words.add("</s>");
        for (String word : words) {
            int known = places(FastTextFileWriter.WORDS, word);
            if (known >= 0) {
                rows.add(known);
            }
            byte[] plain = word.getBytes(StandardCharsets.UTF_8);
            int signed = (int) hash(plain, 0, plain.length);
            hashes.add(BigInteger.valueOf(signed).mod(TWO_64));
            if (file.longest == 0 || word.equals("</s>")) {
                continue;
            }
            int[] points = ("<" + word + ">").codePoints().toArray();
            for (int i = 0; i < points.length; i++) {
                for (int n = 1; n <= file.longest && i + n <= points.length; n++) {
                    boolean mark = n == 1 && (i == 0 || i == points.length - 1);
                    if (n >= file.shortest && !mark) {
                        byte[] group = new String(points, i, n).getBytes(StandardCharsets.UTF_8);
                        add(file, hash(group, 0, group.length) % FastTextFileWriter.BUCKETS, rows);
                    }
                }
            }
        }
        for (int i = 0; i < hashes.size(); i++) {
            BigInteger h = hashes.get(i);
            for (int j = i + 1; j < hashes.size() && j < i + file.wordNgrams; j++) {
                h = h.multiply(WORD_STEP).add(hashes.get(j)).mod(TWO_64);
                add(file, h.mod(BigInteger.valueOf(FastTextFileWriter.BUCKETS)).longValue(), rows);
            }
        }
        return rows;
    }

    private static void add(FastTextFileWriter file, long bucket, List<Integer> rows) {
        int place = file.kept.indexOf((int) bucket);
        if (file.kept.isEmpty() || place >= 0) {
            rows.add(
                    FastTextFileWriter.WORDS.size() + (file.kept.isEmpty() ? (int) bucket : place));
        }
    }

    /// Probabilities in doubles.
    private static Map<String, Double> expected(FastTextFileWriter file, String text) {
        List<Integer> rows = rows(file, text);
        double[] hidden = new double[FastTextFileWriter.DIMENSION];
        for (int row : rows) {
            for (int i = 0; i < hidden.length; i++) {
                hidden[i] += file.input(row, i) / rows.size();
            }
        }
        int n = FastTextFileWriter.LABELS.size();
        double[] z = new double[n];
        for (int l = 0; l < n; l++) {
            for (int i = 0; i < hidden.length; i++) {
                z[l] += hidden[i] * file.output(l, i);
            }
        }
        double[] p =
                switch (file.loss) {
                    case 1 -> tree(z);
                    case 3 -> softmax(z);
                    default -> Arrays.stream(z).map(FastTextTest::logistic).toArray();
                };
        Map<String, Double> byLabel = new HashMap<>();
        for (int l = 0; l < n; l++) {
            byLabel.put(FastTextFileWriter.LABELS.get(l), p[l] + (file.loss == 1 ? 0 : 1e-5));
        }
        return byLabel;
    }

    private static double logistic(double x) {
        double step = Math.floor((x + 8) * 32) / 32 - 8; // 512 steps over 16
        return x < -8 ? 0 : x > 8 ? 1 : 1 / (1 + Math.exp(-step));
    }

    private static double[] softmax(double[] z) {
        double sum = Arrays.stream(z).map(Math::exp).sum();
        return Arrays.stream(z).map(v -> Math.exp(v) / sum).toArray();
    }

    /// The tree of counts 40, 11, 9, 2 by hand: (zh de) first, then (that fr), then (that en). The
    /// smaller is the left child; row i of the output matrix decides the i-th node that was built.
    private static double[] tree(double[] z) {
        double[] right = Arrays.stream(z).map(v -> 1 / (1 + Math.exp(-v))).toArray();
        double e = 1e-5;
        double en = right[2] + e; // 40 against 22
        double others = 1 - right[2] + e;
        double fr = others * (right[1] + e);
        double deZh = others * (1 - right[1] + e); // of two 11, the node is taken before the leaf
        return new double[] {en, fr, deZh * (right[0] + e), deZh * (1 - right[0] + e)};
    }

    private void agrees(FastTextFileWriter file) throws IOException {
        try (FastText model = FastText.open(write(file.bytes()))) {
            assertThat(model.labels()).isEqualTo(FastTextFileWriter.LABELS);
            for (String text : TEXTS) {
                Map<String, Double> expected = expected(file, text);
                List<FastText.Prediction> found = model.predict(text, 10);
                assertThat(found).as("\"%s\"", text).hasSizeBetween(file.loss == 1 ? 1 : 4, 4);
                for (FastText.Prediction p : found) {
                    assertThat((double) p.probability())
                            .as("loss %d, \"%s\", %s", file.loss, text, p.label())
                            .isCloseTo(expected.get(p.label()), within(2e-5));
                }
                for (int i = 1; i < found.size(); i++) {
                    assertThat(found.get(i).probability())
                            .isLessThanOrEqualTo(found.get(i - 1).probability());
                }
                assertThat(probabilities(model.predict(text, 2))) // equal ones may change places
                        .isEqualTo(probabilities(found.subList(0, Math.min(2, found.size()))));
            }
        }
    }

    private static List<Float> probabilities(List<FastText.Prediction> predictions) {
        return predictions.stream().map(FastText.Prediction::probability).toList();
    }

    @Test
    void agreesWithTheFormatForEveryLossAndGroup() throws IOException {
        for (int loss = 1; loss <= 4; loss++) {
            agrees(new FastTextFileWriter(loss, 0, 0, 1, 0, List.of()));
            agrees(new FastTextFileWriter(loss, 1, 3, 1, 0, List.of()));
            agrees(new FastTextFileWriter(loss, 2, 4, 3, 0, List.of()));
        }
    }

    @Test
    void agreesWithTheFormatForCompressedModels() throws IOException {
        List<Integer> kept = IntStream.range(0, 20).map(i -> 63 - 3 * i).boxed().toList();
        for (int compression = 1; compression <= 3; compression++) {
            for (int loss = 1; loss <= 4; loss++) {
                agrees(new FastTextFileWriter(loss, 2, 4, 2, compression, List.of()));
                agrees(new FastTextFileWriter(loss, 2, 4, 2, compression, kept));
            }
        }
    }

    @Test
    void refusesFilesThatAreNoModels() throws IOException {
        assertThatThrownBy(() -> FastText.open(folder.resolve("none.bin")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("cannot be read");
        Path empty = write(new byte[0]);
        assertThatThrownBy(() -> FastText.open(empty)).isInstanceOf(Refusal.class);
        Path text = write("no model at all, but text".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> FastText.open(text))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("does not begin with");
        byte[] vectors = new FastTextFileWriter(3, 2, 4, 1, 0, List.of()).bytes();
        ByteBuffer.wrap(vectors).order(ByteOrder.LITTLE_ENDIAN).putInt(9 * 4, 2);
        Path skipgram = write(vectors);
        assertThatThrownBy(() -> FastText.open(skipgram))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("only supervised models");
    }

    @Test
    void refusesOrSurvivesEveryDamage() throws IOException {
        Seed seed = new Seed(20261124);
        List<Integer> kept = List.of(5, 9, 60);
        int refused = 0;
        for (int i = 0; i < 1500; i++) {
            byte[] good =
                    (i % 2 == 0
                                    ? new FastTextFileWriter(1 + i % 4, 2, 4, 2, 0, List.of())
                                    : new FastTextFileWriter(1 + i % 4, 2, 4, 2, 3, kept))
                            .bytes();
            int head = 300; // the head and the dictionary, where counts lie
            for (int n = 0; n <= i % 3; n++) {
                int at = (int) seed.of(i).below(i % 5 == 0 ? good.length : head, n);
                good[at] = (byte) seed.of(i).below(256, 10 + n);
            }
            if (i % 7 == 0) {
                good = Arrays.copyOf(good, (int) seed.of(i).below(good.length, 20));
            }
            try (FastText model = FastText.open(write(good))) {
                model.predict("the straße of unknown 学校", 3);
            } catch (Refusal e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(700);
    }

    @Test
    void refusesToPredictNothing() throws IOException {
        byte[] bytes = new FastTextFileWriter(3, 2, 4, 1, 0, List.of()).bytes();
        try (FastText model = FastText.open(write(bytes))) {
            assertThatThrownBy(() -> model.predict("the", 0)).isInstanceOf(Refusal.class);
        }
    }
}
