package eu.socle.data;

import eu.socle.core.Document;
import eu.socle.core.Fact;
import eu.socle.core.Json;
import eu.socle.core.Rights.OptOut;
import eu.socle.core.dataset.Statistics;
import eu.socle.data.dedup.passage.Cutting;
import eu.socle.data.dedup.passage.PassageKind;
import eu.socle.data.read.Plan;
import eu.socle.data.read.Source;
import eu.socle.data.read.Tags;
import eu.socle.data.rights.licence.Attribution;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Counts what became of the documents and states it as facts and counts.
final class Tally {

    private static final String DOCUMENTS = "documents";
    private static final String CHARACTERS = "characters";
    private static final String CUT = "cut";
    private static final String PASSAGES = "passages";

    private final Counts counts = new Counts();

    /// What was counted, to be added to what others counted.
    Counts counts() {
        return counts;
    }

    /// @param charactersBefore code points before it was edited
    void kept(Document document, long charactersBefore) {
        long characters = Long.parseLong(document.tags().getOrDefault(Tags.CHARACTERS, "0"));
        counts.add(1, "kept", DOCUMENTS);
        counts.add(characters, "kept", CHARACTERS);
        counts.add(charactersBefore, "in", CHARACTERS);
        counts.add(1, "read", document.rights().source());
        both("language", document.tags().getOrDefault(Tags.LANGUAGE, "und"), characters);
        both("licence", document.rights().licence().label(), characters);
        signals(document.rights().optOuts());
        if (Attribution.of(document).isPresent()) {
            counts.add(1, "attribution");
            counts.add(document.tags().containsKey(Tags.AUTHOR) ? 0 : 1, "unattributed");
        }
        String personal = document.tags().get(Tags.PERSONAL_DATA);
        if (personal != null) {
            Json.parse(personal, "the tag " + Tags.PERSONAL_DATA)
                    .properties()
                    .forEach(count -> masked(kind(count.getKey()), count.getValue().asLong()));
        }
        counts.add(personal == null ? 0 : 1, "edited");
    }

    /// What was cut out of a kept document.
    void cut(Cutting cutting) {
        for (PassageKind kind : PassageKind.values()) {
            int passages = cutting.passages().get(kind.code());
            if (passages > 0) {
                counts.add(1, CUT, kind.word(), DOCUMENTS);
                counts.add(passages, CUT, kind.word(), PASSAGES);
                counts.add(cutting.went().get(kind.code()), CUT, kind.word(), CHARACTERS);
            }
        }
    }

    /// Each value of each protocol once for a document.
    private void signals(List<OptOut> signals) {
        Set<List<String>> said = new HashSet<>();
        for (OptOut signal : signals) {
            if (said.add(List.of(signal.protocol(), signal.value().word()))) {
                counts.add(1, "signal", signal.protocol(), signal.value().word());
            }
        }
    }

    /// `email`, `phone` with its country, or the type with its country.
    private static String kind(String label) {
        if (label.equals("EMAIL_ADDRESS")) {
            return "email";
        }
        return label.startsWith("PHONE_NUMBER") ? label.replace("PHONE_NUMBER", "phone") : label;
    }

    private void both(String what, String value, long characters) {
        counts.add(1, what, value, DOCUMENTS);
        counts.add(characters, what, value, CHARACTERS);
    }

    private void masked(String kind, long occurrences) {
        if (occurrences > 0) {
            counts.add(occurrences, "masked", kind, "occurrences");
            counts.add(1, "masked", kind, DOCUMENTS);
        }
    }

    void rejected(Reject reject) {
        String[] drop = {"dropped", reject.failed() ? "1" : "0", reject.step(), reject.reason()};
        counts.add(1, drop[0], drop[1], drop[2], drop[3], DOCUMENTS);
        counts.add(reject.characters(), drop[0], drop[1], drop[2], drop[3], CHARACTERS);
        counts.example(reject.id(), drop);
        counts.add(1, "read", reject.source());
        counts.add(reject.characters(), "in", CHARACTERS);
        signals(reject.signals());
        for (String protocol : reject.reservations()) {
            counts.add(1, "reserved", protocol);
        }
    }

    private long kept() {
        return counts.sum("kept", DOCUMENTS);
    }

    private long rejected(String failed) {
        return counts.under("dropped", failed).entrySet().stream()
                .filter(entry -> entry.getKey().getLast().equals(DOCUMENTS))
                .mapToLong(java.util.Map.Entry::getValue)
                .sum();
    }

    /// Records without a document, which are counted among the dropped.
    private long skipped() {
        return counts.under("dropped", "0", Reject.SKIPPED).entrySet().stream()
                .filter(entry -> entry.getKey().getLast().equals(DOCUMENTS))
                .mapToLong(java.util.Map.Entry::getValue)
                .sum();
    }

    private long in() {
        return kept() + rejected("0") + rejected("1");
    }

    /// In a fixed order.
    List<Fact> facts(List<Source> sources, Plan plan) {
        List<Fact> facts = new ArrayList<>();
        SortedMap<String, long[]> files = new TreeMap<>(); // source -> files, bytes
        for (Plan.PlannedFile file : plan.files()) {
            long[] sums = files.computeIfAbsent(file.source().name(), name -> new long[2]);
            sums[0]++;
            sums[1] += file.bytes();
        }
        sources.stream()
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .forEach(source -> {
                    long[] sums = files.getOrDefault(source.name(), new long[2]);
                    facts.add(
                            new Fact.SourceRead(
                                    source.name(),
                                    source.path(),
                                    source.licence() == null ? "unknown" : source.licence(),
                                    sums[0],
                                    counts.sum("read", source.name()),
                                    sums[1]));
                });
        facts.add(
                new Fact.DocumentsCounted(
                        in(),
                        kept(),
                        counts.sum("edited"),
                        rejected("0"),
                        rejected("1"),
                        counts.sum("in", CHARACTERS),
                        counts.sum("kept", CHARACTERS)));
        counts.under("dropped")
                .forEach((name, sum) -> {
                    if (name.getLast().equals(DOCUMENTS)) {
                        facts.add(dropped(name, sum));
                    }
                });
        each(
                CUT,
                (kind, documents, characters) ->
                        facts.add(
                                new Fact.PassagesCut(
                                        kind,
                                        documents,
                                        counts.sum(CUT, kind, PASSAGES),
                                        characters)));
        each(
                "language",
                (value, documents, characters) ->
                        facts.add(new Fact.LanguageKept(value, documents, characters)));
        each(
                "licence",
                (value, documents, characters) ->
                        facts.add(new Fact.LicenceKept(value, documents, characters)));
        counts.under("reserved")
                .forEach((name, sum) -> facts.add(new Fact.OptOutFound(name.getFirst(), sum)));
        counts.under("signal")
                .forEach((name, sum) ->
                        facts.add(new Fact.SignalsFound(name.get(0), name.get(1), sum)));
        facts.add(new Fact.AttributionAsked(counts.sum("attribution"), counts.sum("unattributed")));
        counts.under("masked")
                .forEach((name, sum) -> {
                    if (name.getLast().equals(DOCUMENTS)) {
                        String kind = name.getFirst();
                        facts.add(
                                new Fact.Masked(
                                        kind, counts.sum("masked", kind, "occurrences"), sum));
                    }
                });
        return facts;
    }

    private Fact.DocumentsDropped dropped(List<String> name, long documents) {
        String failed = name.get(0);
        String step = name.get(1);
        String reason = name.get(2);
        return new Fact.DocumentsDropped(
                step,
                reason,
                failed.equals("1"),
                documents,
                counts.sum("dropped", failed, step, reason, CHARACTERS),
                counts.exampleOf("dropped", failed, step, reason));
    }

    /// Why documents are not kept, in a fixed order.
    List<Statistics.Dropped> dropped() {
        List<Statistics.Dropped> dropped = new ArrayList<>();
        counts.under("dropped")
                .forEach((name, sum) -> {
                    if (name.getLast().equals(DOCUMENTS)) {
                        Fact.DocumentsDropped fact = dropped(name, sum);
                        dropped.add(
                                new Statistics.Dropped(
                                        fact.step(),
                                        fact.reason(),
                                        fact.failed(),
                                        fact.documents(),
                                        fact.characters()));
                    }
                });
        return dropped;
    }

    private interface Sums {
        void of(String value, long documents, long characters);
    }

    private void each(String what, Sums sums) {
        counts.under(what)
                .forEach((name, sum) -> {
                    if (name.getLast().equals(DOCUMENTS)) {
                        String value = name.getFirst();
                        sums.of(value, sum, counts.sum(what, value, CHARACTERS));
                    }
                });
    }

    private static String prefix(List<String> name) {
        if (name.getFirst().equals("1")) {
            return "failed.";
        }
        return name.get(1).equals(Reject.SKIPPED) ? "skipped." : "dropped.";
    }

    /// For the manifest.
    SortedMap<String, Long> summary() {
        SortedMap<String, Long> summary = new TreeMap<>();
        summary.put("documents.in", in());
        summary.put("documents.kept", kept());
        summary.put("documents.edited", counts.sum("edited"));
        summary.put("documents.dropped", rejected("0") - skipped());
        summary.put("documents.skipped", skipped());
        summary.put("documents.failed", rejected("1"));
        summary.put("characters.in", counts.sum("in", CHARACTERS));
        summary.put("characters.kept", counts.sum("kept", CHARACTERS));
        counts.under("dropped")
                .forEach((name, sum) -> {
                    if (name.getLast().equals(DOCUMENTS)) {
                        summary.merge(prefix(name) + name.get(2), sum, Long::sum);
                    }
                });
        counts.under(CUT)
                .forEach((name, sum) ->
                        summary.put("cut." + name.getFirst() + "." + name.getLast(), sum));
        each(
                "language",
                (value, documents, characters) -> summary.put("kept.language." + value, documents));
        return summary;
    }
}
