package eu.socle.data.personal.fresh;

import eu.socle.data.personal.PersonalConfig;
import eu.socle.data.personal.PersonalData;
import eu.socle.data.personal.Scratch;
import eu.socle.data.personal.Spans;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What the finder makes of fresh cases. A number is found when start, end and type are right;
/// where no word names it, another type whose rule it may pass as well is right too.
final class FreshScore {

    private final PersonalData finder;
    private final Scratch scratch = new Scratch();
    private final Map<String, long[]> types = new TreeMap<>(); // found, missed, false
    private final Map<String, long[]> kinds = new TreeMap<>(); // found or reported, all
    private final List<String> wrong = new ArrayList<>();

    private FreshScore(PersonalConfig config) {
        finder = PersonalData.of(config);
    }

    /// Draws the cases of a seed and scores them.
    static FreshScore of(long seed, PersonalConfig config) {
        FreshScore score = new FreshScore(config);
        Draw draw = new Draw(seed);
        Words24 words = new Words24();
        for (String type : FreshCase.nationalTypes()) {
            FreshCase.national(draw, words, type, 8).forEach(score::take);
            FreshCase.failing(draw, words, type, 8).forEach(score::take);
        }
        FreshCase.across(draw, words, homes(), 12).forEach(score::take);
        for (int i = 0; i < 4000; i++) {
            score.trap(Traps.draw(draw, words));
        }
        return score;
    }

    /// The cases of [OfficePages].
    static FreshScore office(long seed, PersonalConfig config) {
        FreshScore score = new FreshScore(config);
        Draw draw = new Draw(seed);
        OfficeWords words = new OfficeWords();
        FreshCase.office(draw, words).forEach(score::take);
        FreshCase.officeAcross(draw, words, homes()).forEach(score::take);
        for (int i = 0; i < 3000; i++) {
            score.trap(OfficePages.trap(draw, words));
        }
        return score;
    }

    private static Map<String, List<String>> homes() {
        Map<String, List<String>> homes = new TreeMap<>();
        String pairs =
                "bgBG csCZ daDK deDE elGR enIE esES etEE fiFI frFR gaIE hrHR huHU itIT lbLU ltLT lvLV mtMT nlNL plPL ptPT roRO skSK slSI svSE";
        for (String pair : pairs.split(" ", -1)) {
            homes.put(pair.substring(0, 2), List.of(pair.substring(2)));
        }
        return homes;
    }

    private void take(FreshCase one) {
        Spans spans = finder.find(one.text(), one.language(), scratch);
        boolean hit = false;
        for (int i = 0; i < spans.size(); i++) {
            boolean place = spans.start(i) == one.start() && spans.end(i) == one.end();
            String type = spans.type(i).name();
            boolean alike = !one.named() && type.contains("_") && !spans.country(i).isEmpty();
            if (place && !one.type().isEmpty() && (type.equals(one.type()) || alike)) {
                hit = true;
                continue;
            }
            count(type, 2);
            wrong.add(
                    "FALSE "
                            + type
                            + " ["
                            + one.text().substring(spans.start(i), spans.end(i))
                            + "] for "
                            + one);
        }
        if (!one.type().isEmpty()) {
            count(one.type(), hit ? 0 : 1);
            if (!hit) {
                wrong.add("MISSED [" + one.text().substring(one.start(), one.end()) + "] " + one);
            }
        }
        long[] kind =
                kinds.computeIfAbsent(
                        one.type().isEmpty() ? "failing check" : one.kind(), k -> new long[2]);
        kind[0] += hit || (one.type().isEmpty() && spans.size() > 0) ? 1 : 0;
        kind[1]++;
    }

    private void trap(Traps.Trap trap) {
        Spans spans = finder.find(trap.text(), trap.language(), scratch);
        long[] kind = kinds.computeIfAbsent("trap " + trap.kind(), k -> new long[2]);
        kind[0] += spans.size() > 0 ? 1 : 0;
        kind[1]++;
        for (int i = 0; i < spans.size(); i++) {
            count(spans.type(i).name(), 2);
            wrong.add(
                    "TRAP "
                            + spans.type(i)
                            + " ["
                            + trap.text().substring(spans.start(i), spans.end(i))
                            + "] "
                            + trap);
        }
    }

    private void count(String type, int what) {
        types.computeIfAbsent(type, k -> new long[3])[what]++;
    }

    private double ratio(int bad) {
        long right = types.values().stream().mapToLong(c -> c[0]).sum();
        long other = types.values().stream().mapToLong(c -> c[bad]).sum();
        return (double) right / Math.max(1, right + other);
    }

    double precision() {
        return ratio(2);
    }

    double recall() {
        return ratio(1);
    }

    double recall(String type) {
        long[] c = types.getOrDefault(type, new long[3]);
        return (double) c[0] / Math.max(1, c[0] + c[1]);
    }

    /// Types of which there were cases.
    List<String> types() {
        return types.entrySet().stream()
                .filter(t -> t.getValue()[0] + t.getValue()[1] > 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    /// Share of texts with something that only looks like a number in which one was reported.
    double trapped() {
        long[] sum = new long[2];
        kinds.forEach((kind, c) -> {
            if (kind.startsWith("trap")) {
                sum[0] += c[0];
                sum[1] += c[1];
            }
        });
        return (double) sum[0] / Math.max(1, sum[1]);
    }

    List<String> wrong() {
        return List.copyOf(wrong);
    }

    String table() {
        StringBuilder out = new StringBuilder();
        types.forEach((type, c) ->
                out.append(
                        String.format(
                                Locale.ROOT,
                                "%-20s found %5d  missed %4d  false %4d%n",
                                type,
                                c[0],
                                c[1],
                                c[2])));
        kinds.forEach((kind, c) ->
                out.append(String.format(Locale.ROOT, "%-24s %5d of %5d%n", kind, c[0], c[1])));
        return out.append(
                        String.format(
                                Locale.ROOT, "precision %.4f recall %.4f%n", precision(), recall()))
                .toString();
    }
}
