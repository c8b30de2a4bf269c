package eu.socle.data.judge;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.data.judge.gopher.StopWordLists;
import eu.socle.data.judge.profile.Profile;
import eu.socle.data.judge.text.Characters;
import eu.socle.data.judge.text.Scan;
import eu.socle.data.judge.text.Scratch;
import eu.socle.data.policy.Annotations;
import eu.socle.data.policy.Decision;
import eu.socle.data.policy.Ruling;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// Profiles against what Dolma's and datamap-rs's own code said of texts that `bench/judges_ai2.py
/// golden` makes (it ran their code and wrote `peers.jsonl`).
final class PeersOracleTest {

    private static final int DIGITS = 5; // that Dolma's taggers write

    record Dolma(Map<String, Double> values, boolean keep) {}

    record Datamap(Map<String, Double> values, Map<String, Boolean> keep) {}

    record Case(String id, String text, Dolma dolma, Datamap datamap) {}

    private final Scratch scratch = new Scratch();
    private final List<String> wrong = new ArrayList<>();

    private static List<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        JsonMapper json = JsonMapper.builder().build();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                Objects.requireNonNull(
                                        PeersOracleTest.class.getResourceAsStream("peers.jsonl")),
                                StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                cases.add(json.readValue(line, Case.class));
            }
        }
        return cases;
    }

    private static Chain chain(Profile profile) {
        return profile.chain(new Scan(new Characters()), StopWordLists.english(), List.of());
    }

    @Test
    void the_profile_dolma_computes_and_decides_as_dolma_does() throws IOException {
        Chain chain = chain(Profile.DOLMA);
        Ruling ruling = Profile.DOLMA.policy(List.of("en")).over(chain.schema());
        int dropped = 0;
        for (Case c : cases()) {
            Annotations a = chain.annotate(c.text(), "en", "", scratch);
            c.dolma()
                    .values()
                    .forEach((name, value) -> {
                        double ours = value(a, "dolma_gopher_v1." + name);
                        check(
                                c.id() + " " + name,
                                new BigDecimal(ours)
                                        .setScale(DIGITS, RoundingMode.HALF_EVEN)
                                        .doubleValue(),
                                value);
                    });
            boolean keeps = ruling.decide(a) == Decision.Keep.INSTANCE;
            dropped += keeps ? 0 : 1;
            check(c.id() + " keep", keeps, c.dolma().keep());
        }
        assertThat(wrong).isEmpty();
        assertThat(dropped).isBetween(1, cases().size() - 1);
    }

    @Test
    void the_profile_datamap_computes_and_decides_as_datamap_does() throws IOException {
        Chain chain = chain(Profile.DATAMAP);
        Ruling ruling = Profile.DATAMAP.policy(List.of("en")).over(chain.schema());
        int dropped = 0;
        for (Case c : cases()) {
            Annotations a = chain.annotate(c.text(), "en", "", scratch);
            c.datamap()
                    .values()
                    .forEach((name, value) ->
                            check(
                                    c.id() + " " + name,
                                    (float) value(a, "datamap." + name),
                                    value.floatValue()));
            for (Map.Entry<String, Boolean> step : c.datamap().keep().entrySet()) {
                boolean keeps = ruling.decide(a, step.getKey()) == Decision.Keep.INSTANCE;
                dropped += keeps ? 0 : 1;
                check(c.id() + " " + step.getKey(), keeps, step.getValue());
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(dropped).isPositive();
    }

    @Test
    void dolma_compares_what_it_wrote_with_five_digits() {
        Chain chain = chain(Profile.DOLMA);
        Ruling ruling = Profile.DOLMA.policy(List.of("en")).over(chain.schema());
        Annotations a = chain.annotate("the of word ".repeat(20), "en", "", scratch);
        int place = a.schema().place("dolma_gopher_v1.fraction_of_duplicate_lines").orElseThrow();
        for (int n = 2; n <= 10; n++) {
            String share = n <= 4 ? "most_common_" : "duplicate_";
            a.set(
                    a.schema()
                            .place(
                                    "dolma_gopher_v1.fraction_of_characters_in_"
                                            + share
                                            + n
                                            + "grams")
                            .orElseThrow(),
                    0.0);
        }
        a.set(place, 0.3000049);
        assertThat(ruling.decide(a)).isEqualTo(Decision.Keep.INSTANCE);
        a.set(place, 0.3000051);
        assertThat(ruling.decide(a)).isInstanceOf(Decision.Drop.class);
    }

    private static double value(Annotations a, String name) {
        int place = a.schema().place(name).orElseThrow();
        return a.has(place) ? a.decimal(place) : Double.NaN;
    }

    private void check(String what, Object ours, Object theirs) {
        if (!ours.equals(theirs)) {
            wrong.add(what + ": " + ours + " instead of " + theirs);
        }
    }
}
