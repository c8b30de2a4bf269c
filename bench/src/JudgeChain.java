import eu.socle.data.judge.Chain;
import eu.socle.data.judge.english.EnglishWords;
import eu.socle.data.judge.english.MarkedSentences;
import eu.socle.data.judge.gopher.GopherQuality;
import eu.socle.data.judge.gopher.GopherRepetition;
import eu.socle.data.judge.gopher.StopWordLists;
import eu.socle.data.judge.profile.Datatrove;
import eu.socle.data.judge.text.Characters;
import eu.socle.data.judge.text.MarkSentences;
import eu.socle.data.judge.text.RunWords;
import eu.socle.data.judge.text.Scan;
import eu.socle.data.judge.text.Scratch;
import eu.socle.data.judge.text.SentenceRule;
import eu.socle.data.judge.text.WhiteSpaceWords;
import eu.socle.data.judge.text.WordSplit;
import eu.socle.data.judge.web.C4Quality;
import eu.socle.data.judge.web.FineWebQuality;
import eu.socle.data.policy.Annotations;
import eu.socle.data.policy.Decision;
import eu.socle.data.policy.Ruling;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Times the judge chain (Gopher repetition and quality, C4, FineWeb: every figure, then the decision of each filter) on one thread over texts
/// in memory, and writes the decisions.
///
/// Arguments: words=english|white-space|runs rounds=N decisions=FILE documents=N FILE.jsonl.gz... Prints one JSON line.
public final class JudgeChain {

    private static final List<String> STEPS = List.of("gopher_repetition", "gopher_quality", "c4_quality", "fineweb_quality");

    public static void main(String[] arguments) throws Exception {
        String words = "english";
        int rounds = 9;
        int most = Integer.MAX_VALUE;
        String decisions = "";
        List<String> texts = new ArrayList<>();
        for (String argument : arguments) {
            int at = argument.indexOf('=');
            switch (at < 0 ? "" : argument.substring(0, at)) {
                case "words" -> words = argument.substring(at + 1);
                case "rounds" -> rounds = Integer.parseInt(argument.substring(at + 1));
                case "documents" -> most = Integer.parseInt(argument.substring(at + 1));
                case "decisions" -> decisions = argument.substring(at + 1);
                default -> read(Path.of(argument), texts, most);
            }
        }
        long bytes = 0;
        for (String text : texts) {
            bytes += text.getBytes(StandardCharsets.UTF_8).length;
        }
        EnglishWords english = new EnglishWords();
        WordSplit split =
                switch (words) {
                    case "english" -> english;
                    case "white-space" -> new WhiteSpaceWords();
                    case "runs" -> new RunWords();
                    default -> throw new IllegalArgumentException(words);
                };
        SentenceRule sentences = words.equals("english") ? new MarkedSentences(english) : new MarkSentences();
        Scan scan = new Scan(new Characters());
        Chain chain =
                new Chain(
                        scan,
                        split,
                        List.of(
                                new GopherRepetition(scan.characters()),
                                new GopherQuality(scan.characters(), StopWordLists.english()),
                                new C4Quality(scan, split, sentences),
                                new FineWebQuality(scan.characters(), 30)));
        Ruling policy = Datatrove.policy().over(chain.schema());
        Scratch scratch = new Scratch();
        double[] seconds = new double[rounds];
        int kept = 0;
        long begun = System.nanoTime();
        for (int round = -1; round < rounds; round++) {
            long start = System.nanoTime();
            kept = 0;
            for (String text : texts) {
                Annotations annotations = chain.annotate(text, "en", "", scratch);
                boolean keep = true;
                for (String step : STEPS) {
                    keep &= policy.decide(annotations, step) == Decision.Keep.INSTANCE;
                }
                kept += keep ? 1 : 0;
            }
            if (round < 0 && System.nanoTime() - begun < 3_000_000_000L) {
                round--; // three seconds to warm up
            }
            if (round >= 0) {
                seconds[round] = (System.nanoTime() - start) / 1e9;
            }
        }
        Arrays.sort(seconds);
        double median = seconds[rounds / 2];
        if (!decisions.isEmpty()) {
            try (PrintWriter out = new PrintWriter(decisions, StandardCharsets.UTF_8)) {
                for (String text : texts) {
                    Annotations annotations = chain.annotate(text, "en", "", scratch);
                    List<String> line = new ArrayList<>();
                    for (String step : STEPS) {
                        line.add(policy.decide(annotations, step) instanceof Decision.Drop drop ? drop.reason() : "keep");
                    }
                    out.println(String.join(" ", line));
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "{\"engine\":\"socle\",\"words\":\"%s\",\"documents\":%d,\"bytes\":%d,\"kept\":%d,\"medianSeconds\":%.5f,\"minimumSeconds\":%.5f,\"documentsPerSecond\":%.1f,\"megabytesPerSecond\":%.3f}%n",
                words, texts.size(), bytes, kept, median, seconds[0], texts.size() / median, bytes / 1e6 / median);
    }

    private static void read(Path file, List<String> texts, int most) throws Exception {
        JsonMapper json = JsonMapper.builder().build();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(new GZIPInputStream(Files.newInputStream(file), 1 << 16), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null && texts.size() < most; line = lines.readLine()) {
                JsonNode document = json.readTree(line);
                texts.add(document.get("text").asString());
            }
        }
    }
}
