package eu.socle.data.personal;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.Shared;
import eu.socle.core.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Scores the finder as the oracle's page says: a span counts when start, end and type are right; a
/// type that the value happens to satisfy too is right only where no word names the type. What
/// stands where only the sentence tells it is no identifier (level `context`) is counted apart.
class PersonalDataOracleTest {

    private static final Set<String> LEVELS = Set.of("checksum", "format", "context");

    private final Scratch scratch = new Scratch();

    /// Hits, misses and false finds by type.
    private static final class Score {
        final Map<String, long[]> types = new TreeMap<>();
        final Map<String, long[]> levels = new TreeMap<>();
        final long[] countries = new long[2];
        final List<String> wrong = new ArrayList<>();

        void count(String type, int what) {
            types.computeIfAbsent(type, k -> new long[3])[what]++;
        }

        void level(String level, int what) {
            levels.computeIfAbsent(level, k -> new long[2])[what]++;
        }

        double precision() {
            return ratio(0, 2);
        }

        double recall() {
            return ratio(0, 1);
        }

        private double ratio(int good, int bad) {
            long right = types.values().stream().mapToLong(c -> c[good]).sum();
            long other = types.values().stream().mapToLong(c -> c[bad]).sum();
            return (double) right / Math.max(1, right + other);
        }

        String table() {
            StringBuilder table = new StringBuilder();
            types.forEach((type, c) ->
                    table.append(
                            String.format(
                                    Locale.ROOT,
                                    "%-20s found %4d  missed %3d  false %3d  precision %.4f  recall %.4f%n",
                                    type,
                                    c[0],
                                    c[1],
                                    c[2],
                                    (double) c[0] / Math.max(1, c[0] + c[2]),
                                    (double) c[0] / Math.max(1, c[0] + c[1]))));
            table.append(
                    String.format(
                            Locale.ROOT,
                            "all: precision %.4f recall %.4f%n",
                            precision(),
                            recall()));
            table.append("country right ")
                    .append(countries[0])
                    .append(", wrong ")
                    .append(countries[1])
                    .append('\n');
            levels.forEach((level, c) ->
                    table.append("not identifiers, level ")
                            .append(level)
                            .append(": ")
                            .append(c[1])
                            .append(", of which reported ")
                            .append(c[0])
                            .append('\n'));
            return table.toString();
        }
    }

    @Test
    void findsIdentifiersInTwentyFiveLanguages() throws IOException {
        findsIdentifiers(PersonalData.of(PersonalConfig.thorough()));
    }

    /// What a recipe uses unless it says otherwise; it leaves addresses of the own machine.
    @Test
    void findsThemWithTheUsualSettings() throws IOException {
        findsIdentifiers(PersonalData.of(PersonalConfig.standard()));
    }

    private void findsIdentifiers(PersonalData finder) throws IOException {
        Score all = new Score();
        Score developed = new Score();
        Score held = new Score();
        int cases = 0;
        for (String line : lines()) {
            JsonNode item = Json.parse(line, "a line of the oracle");
            score(finder, item, all);
            score(finder, item, half(item.get("id").asString()) == 0 ? developed : held);
            cases++;
        }
        String report =
                all.table()
                        + String.format(
                                Locale.ROOT,
                                "half used for development: precision %.4f recall %.4f; held back: precision %.4f recall %.4f%n",
                                developed.precision(),
                                developed.recall(),
                                held.precision(),
                                held.recall());
        System.out.println(report);
        assertThat(cases).isPositive();
        String why = report + String.join("\n", all.wrong);
        assertThat(all.precision()).as(why).isGreaterThanOrEqualTo(0.99);
        assertThat(all.recall()).as(why).isGreaterThanOrEqualTo(0.98);
        assertThat(held.precision()).as(why).isGreaterThanOrEqualTo(0.99);
        assertThat(held.recall()).as(why).isGreaterThanOrEqualTo(0.98);
    }

    private void score(PersonalData finder, JsonNode item, Score score) {
        String text = item.get("text").asString();
        Spans spans = finder.find(text, item.get("lang").asString(), scratch);
        Set<Integer> right = new TreeSet<>();
        for (JsonNode wanted : item.get("spans")) {
            PersonalType.valueOf(wanted.get("type").asString()); // an unknown type fails
            int hit = hit(spans, wanted);
            score.count(wanted.get("type").asString(), hit < 0 ? 1 : 0);
            if (hit < 0) {
                score.wrong.add("missed " + wanted + " in " + item.get("lang") + " " + text);
            } else {
                right.add(hit);
                countries(spans, hit, wanted, score);
                assertCodePoints(text, spans, hit, wanted);
            }
        }
        Set<Integer> apart = refused(item, spans, score);
        for (int i = 0; i < spans.size(); i++) {
            if (!right.contains(i) && !apart.contains(i)) {
                score.count(spans.type(i).name(), 2);
                score.wrong.add(
                        "false "
                                + spans.type(i)
                                + " "
                                + spans.country(i)
                                + " "
                                + text.substring(spans.start(i), spans.end(i))
                                + " in "
                                + item.get("lang")
                                + " "
                                + text);
            }
        }
    }

    /// A number without its country's code can be valid in two countries of one language.
    private static void countries(Spans spans, int i, JsonNode wanted, Score score) {
        boolean same = spans.type(i).name().equals(wanted.get("type").asString());
        if (wanted.get("country") != null && same) {
            boolean right = spans.country(i).equals(wanted.get("country").asString());
            score.countries[right ? 0 : 1]++;
        }
    }

    private static int hit(Spans spans, JsonNode wanted) {
        for (int i = 0; i < spans.size(); i++) {
            boolean place =
                    spans.start(i) == wanted.get("start_utf16").asInt()
                            && spans.end(i) == wanted.get("end_utf16").asInt();
            String type = spans.type(i).name();
            boolean same = type.equals(wanted.get("type").asString());
            boolean alike =
                    !wanted.get("context").asBoolean()
                            && contains(wanted.get("also_valid_as"), type);
            if (place && (same || alike)) {
                return i;
            }
        }
        return -1;
    }

    private static void assertCodePoints(String text, Spans spans, int i, JsonNode wanted) {
        int[] points = spans.codePoints(text);
        assertThat(points[2 * i]).isEqualTo(wanted.get("start").asInt());
        assertThat(points[2 * i + 1]).isEqualTo(wanted.get("end").asInt());
    }

    /// Counts what was reported where nothing is expected.
    ///
    /// @return the spans that only the sentence refuses
    private static Set<Integer> refused(JsonNode item, Spans spans, Score score) {
        Set<Integer> apart = new TreeSet<>();
        for (JsonNode not : item.get("not_expected")) {
            String level = not.get("level").asString();
            assertThat(LEVELS).contains(level);
            score.level(level, 1);
            for (int i = 0; i < spans.size(); i++) {
                boolean overlaps =
                        spans.start(i) < not.get("end_utf16").asInt()
                                && spans.end(i) > not.get("start_utf16").asInt();
                boolean forbidden =
                        contains(not.get("not_type"), "*")
                                || contains(not.get("not_type"), spans.type(i).name());
                if (overlaps && forbidden) {
                    score.level(level, 0);
                    score.wrong.add(
                            "refused at level "
                                    + level
                                    + ": "
                                    + spans.type(i)
                                    + " in "
                                    + item.get("text"));
                    if (level.equals("context")) {
                        apart.add(i);
                    }
                }
            }
        }
        return apart;
    }

    private static boolean contains(JsonNode list, String value) {
        for (JsonNode item : list) {
            if (item.asString().equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static long half(String id) {
        CRC32 crc = new CRC32();
        crc.update(id.getBytes(StandardCharsets.UTF_8));
        return crc.getValue() % 2;
    }

    private static List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(Shared.folder("oracles/pii"))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".jsonl.gz")).sorted().toList()) {
                try (BufferedReader in =
                        new BufferedReader(
                                new InputStreamReader(
                                        new GZIPInputStream(Files.newInputStream(file)),
                                        StandardCharsets.UTF_8))) {
                    in.lines().forEach(lines::add);
                }
            }
        }
        return lines;
    }
}
