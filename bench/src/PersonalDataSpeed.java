import eu.socle.core.Json;
import eu.socle.data.personal.PersonalConfig;
import eu.socle.data.personal.PersonalData;
import eu.socle.data.personal.Scratch;
import eu.socle.data.personal.Spans;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/// Times finding personal data in a folder of `.jsonl.gz` files with `text` and `language` (or `lang`), in one thread.
///
/// Arguments: folder, rounds (default 7), settings (`standard` or `thorough`, the default), `show` for the finds themselves. Prints per file and for all: MB of UTF-8, processor time of the thread (median of the rounds), MB/s; the first pass of all files in this process, its tables and machine code not yet made (`cold`); then how many finds of each type and confidence.
public final class PersonalDataSpeed {

    private record Text(String text, String language, long bytes) {}

    public static void main(String[] arguments) throws IOException {
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 7;
        boolean thorough = arguments.length < 3 || arguments[2].equals("thorough");
        boolean show = arguments.length > 3;
        TreeMap<String, List<Text>> files = new TreeMap<>();
        try (Stream<Path> list = Files.list(Path.of(arguments[0]))) {
            for (Path file : list.filter(f -> f.toString().endsWith(".jsonl.gz")).sorted().toList()) {
                files.put(file.getFileName().toString(), read(file));
            }
        }
        long first = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        PersonalData finder = PersonalData.of(thorough ? PersonalConfig.thorough() : PersonalConfig.standard());
        Scratch scratch = new Scratch();
        TreeMap<String, long[]> times = new TreeMap<>();
        files.keySet().forEach(name -> times.put(name, new long[rounds]));
        double cold = 0;
        for (int round = -2; round < rounds; round++) {
            for (var file : files.entrySet()) {
                long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                for (Text text : file.getValue()) {
                    finder.find(text.text(), text.language(), scratch);
                }
                long end = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                if (round >= 0) {
                    times.get(file.getKey())[round] = end - begin;
                }
            }
            if (round == -2) {
                cold = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - first) / 1e9;
            }
        }
        double allBytes = 0;
        double allTime = 0;
        for (var file : files.entrySet()) {
            double bytes = file.getValue().stream().mapToLong(Text::bytes).sum() / 1e6;
            long[] sorted = times.get(file.getKey()).clone();
            Arrays.sort(sorted);
            double seconds = sorted[rounds / 2] / 1e9;
            System.out.printf(Locale.ROOT, "%-28s %7.2f MB %8.4f s %8.1f MB/s%n", file.getKey(), bytes, seconds, bytes / seconds);
            allBytes += bytes;
            allTime += seconds;
        }
        System.out.printf(Locale.ROOT, "%-28s %7.2f MB %8.4f s %8.1f MB/s%n", "all", allBytes, allTime, allBytes / allTime);
        System.out.printf(Locale.ROOT, "%-28s %7.2f MB %8.4f s %8.1f MB/s%n", "cold", allBytes, cold, allBytes / cold);
        count(finder, scratch, files, show);
    }

    private static void count(PersonalData finder, Scratch scratch, TreeMap<String, List<Text>> files, boolean show) {
        TreeMap<String, Integer> finds = new TreeMap<>();
        files.forEach((name, texts) -> {
            for (Text text : texts) {
                Spans spans = finder.find(text.text(), text.language(), scratch);
                for (int i = 0; i < spans.size(); i++) {
                    String key = spans.type(i) + " " + spans.confidence(i) + (spans.hasContext(i) ? " named" : "");
                    int seen = finds.merge(key, 1, Integer::sum);
                    if (show && seen <= 40) {
                        int from = Math.max(0, spans.start(i) - 40);
                        int to = Math.min(text.text().length(), spans.end(i) + 12);
                        System.out.println(
                                "  " + key + " " + text.language() + ": " + text.text().substring(from, spans.start(i)).replace('\n', ' ')
                                        + "[" + text.text().substring(spans.start(i), spans.end(i)).replace('\n', ' ') + "]"
                                        + text.text().substring(spans.end(i), to).replace('\n', ' '));
                    }
                }
            }
        });
        finds.forEach((key, number) -> System.out.println(key + " " + number));
    }

    private static List<Text> read(Path file) throws IOException {
        List<Text> texts = new ArrayList<>();
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                var item = Json.parse(line, file.toString());
                String text = item.get("text").asString();
                var language = item.has("language") ? item.get("language") : item.get("lang");
                texts.add(new Text(text, language == null ? "und" : language.asString(), text.getBytes(StandardCharsets.UTF_8).length));
            }
        }
        return texts;
    }
}
