import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Chooses the thresholds and the words of the extraction again on one half of the pages, and scores them on the other. Runs against a copy
/// of the package whose constants can be set (bench/overfit.py makes it).
///
/// Arguments: CORPUS. Sites are halved by the SHA-256 of their host. Prints lines.
public final class ExtractionChoice {

    private static final String PACKAGE = "eu.socle.data.read.html.";
    private static final Map<String, double[]> NUMBERS = new LinkedHashMap<>();
    private static final List<String> LISTS = List.of("Noise.PARTS", "Noise.WORD_STARTS", "Noise.WORDS", "Closing.BEGINNINGS", "Closing.HEADINGS");

    static {
        NUMBERS.put("MainContent.FAIR_SHARE", new double[] {0.1, 0.2, 0.4, 0.5});
        NUMBERS.put("MainContent.NEARLY_ALL", new double[] {0.6, 0.7, 0.9, 0.95});
        NUMBERS.put("MainContent.TEASERS", new double[] {0.2, 0.25, 0.4, 0.5});
        NUMBERS.put("MainContent.SEVERAL", new double[] {2, 4, 5});
        NUMBERS.put("MainContent.MINOR", new double[] {0.1, 0.2, 0.4, 0.5});
        NUMBERS.put("Noise.PROTECTED", new double[] {0.1, 0.2, 0.4, 0.5});
        NUMBERS.put("Closing.MOST", new double[] {0.4, 0.5, 0.7, 0.8});
        NUMBERS.put("Closing.LONGEST", new double[] {30, 45, 80, 100});
        NUMBERS.put("Block.RUNNING_TEXT", new double[] {40, 50, 80, 100});
    }

    private static final Pattern TOKEN = Pattern.compile("\\w+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final List<String> PAGES = new ArrayList<>();
    private static final List<Map<List<String>, Integer>> EXPECTED = new ArrayList<>();
    private static final List<Boolean> FIRST_HALF = new ArrayList<>();

    public static void main(String[] arguments) throws Exception {
        read(Path.of(arguments[0]));
        double[][] now = score();
        System.out.printf("pages %d, first half %d%n", PAGES.size(), FIRST_HALF.stream().filter(b -> b).count());
        System.out.printf("as it is: all %.4f, first half %.4f, second half %.4f%n", f1(now, i -> true), f1(now, FIRST_HALF::get), f1(now, i -> !FIRST_HALF.get(i)));
        for (boolean first : new boolean[] {true, false}) {
            IntPredicate choose = i -> FIRST_HALF.get(i) == first;
            IntPredicate other = i -> FIRST_HALF.get(i) != first;
            String half = first ? "first" : "second";
            Map<String, Object> before = new LinkedHashMap<>();
            System.out.println("thresholds chosen on the " + half + " half: " + numbers(choose, before));
            double[][] chosen = score();
            System.out.printf("  there %.4f (was %.4f), on the other half %.4f (was %.4f)%n", f1(chosen, choose), f1(now, choose), f1(chosen, other), f1(now, other));
            for (var field : before.entrySet()) {
                set(field.getKey(), field.getValue());
            }
            before.clear();
            System.out.println("words that help on the " + half + " half: " + words(choose, before));
            chosen = score();
            System.out.printf("  there %.4f (was %.4f), on the other half %.4f (was %.4f)%n", f1(chosen, choose), f1(now, choose), f1(chosen, other), f1(now, other));
            for (var field : before.entrySet()) {
                set(field.getKey(), field.getValue());
            }
        }
    }

    /// One pass over the thresholds, each set to the best of its values.
    private static String numbers(IntPredicate choose, Map<String, Object> before) throws Exception {
        StringBuilder said = new StringBuilder();
        double now = f1(score(choose), choose);
        for (var number : NUMBERS.entrySet()) {
            Object was = get(number.getKey());
            before.put(number.getKey(), was);
            Object best = was;
            double most = now;
            for (double value : number.getValue()) {
                Object typed = was instanceof Integer ? (Object) (int) value : (Object) value;
                set(number.getKey(), typed);
                double f1 = f1(score(choose), choose);
                if (f1 > most + 1e-9) {
                    most = f1;
                    best = typed;
                }
            }
            now = most;
            set(number.getKey(), best);
            said.append(best.equals(was) ? "" : number.getKey() + " " + was + " -> " + best + "; ");
        }
        return said.isEmpty() ? "those that are there" : said.toString();
    }

    /// Every word goes whose absence does not lower the score of the half.
    private static String words(IntPredicate choose, Map<String, Object> before) throws Exception {
        int all = 0;
        int left = 0;
        double with = f1(score(choose), choose);
        for (String name : LISTS) {
            Object was = get(name);
            before.put(name, was);
            List<String> kept = new ArrayList<>((Collection<String>) was);
            all += kept.size();
            for (String word : List.copyOf(kept)) {
                kept.remove(word);
                set(name, copy(was, kept));
                double without = f1(score(choose), choose);
                if (without < with - 1e-9) {
                    kept.add(word);
                    set(name, copy(was, kept));
                } else {
                    with = without;
                }
            }
            left += kept.size();
        }
        return left + " of " + all;
    }

    private static Object copy(Object like, List<String> words) {
        return like instanceof Set ? new LinkedHashSet<>(words) : List.copyOf(words);
    }

    private static Field field(String name) throws Exception {
        int dot = name.indexOf('.');
        Field field = Class.forName(PACKAGE + name.substring(0, dot)).getDeclaredField(name.substring(dot + 1));
        field.setAccessible(true);
        return field;
    }

    private static Object get(String name) throws Exception {
        return field(name).get(null);
    }

    private static void set(String name, Object value) throws Exception {
        field(name).set(null, value);
    }

    /// Precision and recall of each page, in 4-token shingles.
    private static double[][] score() throws Exception {
        return score(i -> true);
    }

    private static double[][] score(IntPredicate which) throws Exception {
        Class<?> extraction = Class.forName(PACKAGE + "Extraction");
        Method of = Class.forName(PACKAGE + "MainContent").getMethod("of", Element.class, extraction);
        Object standard = extraction.getField("STANDARD").get(null);
        double[][] scores = new double[PAGES.size()][];
        try (var threads = java.util.concurrent.Executors.newFixedThreadPool(2)) {
            List<java.util.concurrent.Future<?>> parts = new ArrayList<>();
            for (int part = 0; part < 2; part++) {
                int start = part;
                parts.add(threads.submit(() -> {
                    for (int i = start; i < scores.length; i += 2) {
                        scores[i] = which.test(i) ? score(i, of, standard) : null;
                    }
                    return null;
                }));
            }
            for (var part : parts) {
                part.get();
            }
        }
        return scores;
    }

    private static double[] score(int i, Method of, Object standard) throws Exception {
        Map<List<String>, Integer> got = shingles((String) of.invoke(null, Jsoup.parse(PAGES.get(i)).body(), standard));
        Map<List<String>, Integer> want = EXPECTED.get(i);
        double common = 0;
        for (var s : got.entrySet()) {
            common += Math.min(s.getValue(), want.getOrDefault(s.getKey(), 0));
        }
        return new double[] {common / sum(got), common / sum(want)};
    }

    private static double sum(Map<List<String>, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static double f1(double[][] scores, IntPredicate which) {
        double precision = 0;
        double recall = 0;
        int n = 0;
        for (int i = 0; i < scores.length; i++) {
            if (which.test(i)) {
                precision += scores[i][0];
                recall += scores[i][1];
                n++;
            }
        }
        return 2 * precision * recall / (precision + recall) / n;
    }

    private static Map<List<String>, Integer> shingles(String text) {
        List<String> tokens = new ArrayList<>();
        for (Matcher m = TOKEN.matcher(text); m.find(); ) {
            tokens.add(m.group());
        }
        Map<List<String>, Integer> counts = new HashMap<>();
        for (int i = 0; i < Math.max(1, tokens.size() - 3); i++) {
            counts.merge(List.copyOf(tokens.subList(i, Math.min(tokens.size(), i + 4))), 1, Integer::sum);
        }
        return counts;
    }

    private static void read(Path corpus) throws Exception {
        JsonNode truth = JsonMapper.builder().build().readTree(unpacked(corpus.resolve("ground-truth.json.gz")));
        for (var page : truth.properties()) {
            PAGES.add(unpacked(corpus.resolve("html").resolve(page.getKey() + ".html.gz")));
            EXPECTED.add(shingles(page.getValue().get("articleBody").asString()));
            String host = java.net.URI.create(page.getValue().get("url").asString().replaceAll("[?#].*", "").replace('|', '-')).getHost();
            byte[] digest = java.security.MessageDigest.getInstance("SHA-256").digest(String.valueOf(host).getBytes(StandardCharsets.UTF_8));
            FIRST_HALF.add((digest[0] & 1) == 0);
        }
    }

    private static String unpacked(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
