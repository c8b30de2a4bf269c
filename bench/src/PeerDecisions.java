import eu.socle.data.judge.Chain;
import eu.socle.data.judge.gopher.StopWordLists;
import eu.socle.data.judge.profile.Profile;
import eu.socle.data.judge.text.Characters;
import eu.socle.data.judge.text.Scan;
import eu.socle.data.judge.text.Scratch;
import eu.socle.data.policy.Annotations;
import eu.socle.data.policy.Decision;
import eu.socle.data.policy.Ruling;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Every figure and the decision of each step of a profile, for documents of `.jsonl.gz` files.
///
/// Arguments: PROFILE OUT FILE.jsonl.gz... Writes one JSON object a document.
public final class PeerDecisions {

    public static void main(String[] arguments) throws Exception {
        Profile profile = Profile.valueOf(arguments[0]);
        Chain chain = profile.chain(new Scan(new Characters()), StopWordLists.english(), List.of());
        var policy = profile.policy(List.of("en"));
        Ruling ruling = policy.over(chain.schema());
        List<String> steps = policy.rules().stream().map(r -> r.step()).distinct().filter(s -> !s.equals("language")).toList();
        Scratch scratch = new Scratch();
        JsonMapper json = JsonMapper.builder().build();
        try (PrintWriter out = new PrintWriter(arguments[1], StandardCharsets.UTF_8)) {
            for (String file : List.of(arguments).subList(2, arguments.length)) {
                try (BufferedReader lines =
                        new BufferedReader(
                                new InputStreamReader(new GZIPInputStream(Files.newInputStream(Path.of(file))), StandardCharsets.UTF_8))) {
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        JsonNode document = json.readTree(line);
                        Annotations a = chain.annotate(document.get("text").asString(), "en", "", scratch);
                        Map<String, Object> values = new LinkedHashMap<>();
                        for (int i = 1; i < a.schema().annotations().size(); i++) {
                            if (a.has(i)) {
                                values.put(a.schema().annotations().get(i).name(), a.decimal(i));
                            }
                        }
                        Map<String, Object> decisions = new LinkedHashMap<>();
                        for (String step : steps) {
                            decisions.put(step, ruling.decide(a, step) instanceof Decision.Drop drop ? drop.reason() : "keep");
                        }
                        out.println(json.writeValueAsString(Map.of("id", document.get("id"), "values", values, "decisions", decisions)));
                    }
                }
            }
        }
    }
}
