package eu.socle.data;

import eu.socle.core.Document;
import eu.socle.core.Fact;
import eu.socle.core.Rights.OptOut;
import eu.socle.core.dataset.Statistics;
import eu.socle.data.dataset.KeptCounts;
import eu.socle.data.dedup.passage.Cutting;
import eu.socle.data.dedup.passage.PassageKind;
import eu.socle.data.read.plan.Plan;
import eu.socle.data.read.plan.Source;
import eu.socle.data.settle.Reject;
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
    private static final String KEPT = "kept"; // before the names of KeptCounts

    private final Counts counts = new Counts();

    /// What was counted, to be added to what others counted.
    Counts counts() {
        return counts;
    }

    /// @param charactersBefore code points before it was edited
    void kept(Document document, long charactersBefore) {
        KeptCounts.of(document).forEach((name, amount) -> counts.add(amount, KEPT, name));
        counts.add(charactersBefore, "in", CHARACTERS);
        counts.add(1, "read", document.rights().source());
        signals(document.rights().optOuts());
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
        return kept("documents.kept");
    }

    private long kept(String name) {
        return counts.sum(KEPT, name);
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
                        kept("documents.edited"),
                        rejected("0"),
                        rejected("1"),
                        counts.sum("in", CHARACTERS),
                        kept("characters.kept")));
        counts.under("dropped")
                .forEach((name, sum) -> {
                    if (name.getLast().equals(DOCUMENTS)) {
                        facts.add(dropped(name, sum));
                    }
                });
        counts.under(CUT)
                .forEach((name, sum) -> {
                    if (name.getLast().equals(DOCUMENTS)) {
                        String kind = name.getFirst();
                        facts.add(
                                new Fact.PassagesCut(
                                        kind,
                                        sum,
                                        counts.sum(CUT, kind, PASSAGES),
                                        counts.sum(CUT, kind, CHARACTERS)));
                    }
                });
        each(KeptCounts.LANGUAGE, KeptCounts.LANGUAGE_CHARACTERS, Fact.LanguageKept::new, facts);
        each(KeptCounts.LICENCE, KeptCounts.LICENCE_CHARACTERS, Fact.LicenceKept::new, facts);
        counts.under("reserved")
                .forEach((name, sum) -> facts.add(new Fact.OptOutFound(name.getFirst(), sum)));
        counts.under("signal")
                .forEach((name, sum) ->
                        facts.add(new Fact.SignalsFound(name.get(0), name.get(1), sum)));
        facts.add(
                new Fact.AttributionAsked(kept(KeptCounts.ATTRIBUTION), kept(KeptCounts.UNNAMED)));
        each(KeptCounts.MASKED, KeptCounts.MASKED_DOCUMENTS, Fact.Masked::new, facts);
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
        Fact of(String value, long first, long second);
    }

    /// A fact for each value that was counted under two names.
    private void each(String first, String second, Sums sums, List<Fact> facts) {
        counts.under(KEPT)
                .forEach((name, sum) -> {
                    String count = name.getFirst();
                    if (count.startsWith(first)) {
                        String value = count.substring(first.length());
                        facts.add(sums.of(value, sum, kept(second + value)));
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
        summary.put("documents.edited", kept("documents.edited"));
        summary.put("documents.dropped", rejected("0") - skipped());
        summary.put("documents.skipped", skipped());
        summary.put("documents.failed", rejected("1"));
        summary.put("characters.in", counts.sum("in", CHARACTERS));
        summary.put("characters.kept", kept("characters.kept"));
        counts.under("dropped")
                .forEach((name, sum) -> {
                    if (name.getLast().equals(DOCUMENTS)) {
                        summary.merge(prefix(name) + name.get(2), sum, Long::sum);
                    }
                });
        counts.under(CUT)
                .forEach((name, sum) ->
                        summary.put("cut." + name.getFirst() + "." + name.getLast(), sum));
        counts.under(KEPT).forEach((name, sum) -> summary.put(name.getFirst(), sum));
        return summary;
    }
}
