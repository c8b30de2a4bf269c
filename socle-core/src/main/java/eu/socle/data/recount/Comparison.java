package eu.socle.data.recount;

import eu.socle.core.Digest;
import eu.socle.core.Fact;
import eu.socle.core.Manifest;
import eu.socle.core.dataset.Histogram;
import eu.socle.core.dataset.Statistics;
import eu.socle.core.dataset.Statistics.Breakdown;
import eu.socle.core.dataset.Statistics.Row;
import eu.socle.core.dataset.Statistics.Sums;
import eu.socle.data.dataset.KeptCounts;
import eu.socle.data.recount.RowSums.Sum;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeSet;

/// Compares what was stated with what was counted and names every figure that differs.
final class Comparison {

    /// Names of the manifest's counts that come from rows; all others count what is in no row.
    private static final List<String> FROM_ROWS =
            List.of(
                    "documents.kept",
                    "documents.edited",
                    "characters.kept",
                    KeptCounts.LANGUAGE,
                    KeptCounts.LANGUAGE_CHARACTERS,
                    KeptCounts.LICENCE,
                    KeptCounts.LICENCE_CHARACTERS,
                    KeptCounts.MASKED,
                    KeptCounts.MASKED_DOCUMENTS,
                    KeptCounts.ATTRIBUTION,
                    KeptCounts.UNNAMED);

    private static final int NAMED = 200; // faults that are named before they are only counted

    private final RowSums rows;
    private final RejectSums rejects;
    private final long erased;
    private final List<String> faults = new ArrayList<>();
    private long compared;
    private long more;

    /// @param erased documents that were taken out since the dataset was made
    Comparison(RowSums rows, RejectSums rejects, long erased) {
        this.rows = rows;
        this.rejects = rejects;
        this.erased = erased;
    }

    /// How many figures were compared.
    long compared() {
        return compared;
    }

    List<String> faults() {
        List<String> all = new ArrayList<>(faults);
        if (more > 0) {
            all.add(more + " more figures differ.");
        }
        return all;
    }

    void fault(String sentence) {
        if (faults.size() < NAMED) {
            faults.add(sentence);
        } else {
            more++;
        }
    }

    void same(String what, Digest stated, Digest counted) {
        compared++;
        if (!stated.equals(counted)) {
            fault(what + " is " + stated.brief() + ", the rows give " + counted.brief() + ".");
        }
    }

    private void same(String what, long stated, long counted) {
        compared++;
        if (stated != counted) {
            fault(what + " is stated as " + stated + ", the documents give " + counted + ".");
        }
    }

    /// A figure from before the erasures: `most` of it may be gone since.
    private void asMade(String what, long stated, long counted, long most) {
        if (most == 0) {
            same(what, stated, counted);
            return;
        }
        compared++;
        if (counted > stated || stated - counted > most) {
            fault(
                    what
                            + " is stated as "
                            + stated
                            + " before anything was erased, the documents give "
                            + counted
                            + " now.");
        }
    }

    /// The counts of the manifest, which follow every erasure.
    void manifest(Manifest manifest) {
        Map<String, Long> stated = manifest.counts();
        Set<String> names = new TreeSet<>(rows.counts().keySet());
        for (String name : stated.keySet()) {
            if (FROM_ROWS.stream().anyMatch(first -> isFrom(name, first))) {
                names.add(name);
            }
        }
        for (String name : names) {
            same(
                    name + " in the manifest",
                    stated.getOrDefault(name, 0L),
                    rows.counts().getOrDefault(name, 0L));
        }
        same("documents.failed in the manifest", stated(stated, "failed"), rejects.failed());
        same(
                "documents.dropped and .skipped in the manifest",
                stated(stated, "dropped") + stated(stated, "skipped"),
                rejects.documents() - rejects.failed());
        same(
                "documents.in in the manifest",
                stated(stated, "in"),
                rows.all().documents() + erased + rejects.documents());
    }

    private static long stated(Map<String, Long> counts, String what) {
        return counts.getOrDefault("documents." + what, 0L);
    }

    private static boolean isFrom(String name, String first) {
        return first.endsWith(".") ? name.startsWith(first) : name.equals(first);
    }

    /// The dataset's own statistics; they keep what was erased as sums.
    void statistics(Statistics stated) {
        same("the erased documents in " + Statistics.FILE, stated.erased(), erased);
        sums("all documents in " + Statistics.FILE, stated.total(), rows.all());
        for (Breakdown breakdown : stated.breakdowns()) {
            NavigableMap<String, Sum> counted = rows.group(breakdown.name());
            Set<String> named = new HashSet<>();
            for (Row row : breakdown.rows()) {
                named.add(row.value());
                sums(
                        breakdown.name() + " \"" + row.value() + "\" in " + Statistics.FILE,
                        row.sums(),
                        counted.getOrDefault(row.value(), Sum.NONE));
            }
            counted.forEach((value, sum) -> {
                if (!named.contains(value)) {
                    sums(
                            breakdown.name() + " \"" + value + "\" in " + Statistics.FILE,
                            Sums.NONE,
                            sum);
                }
            });
        }
        domains(stated.domains());
        for (int i = 0; i < stated.histograms().size(); i++) {
            histogram(i, stated.histograms().get(i));
        }
        Map<String, Long> dropped = new HashMap<>();
        stated.dropped()
                .forEach(row ->
                        dropped.merge(row.step() + " " + row.reason(), row.documents(), Long::sum));
        sameNames("dropped by ", " in " + Statistics.FILE, dropped, rejects.reasons());
    }

    private void sums(String what, Sums stated, Sum counted) {
        asMade(what + ", documents kept", stated.documentsKept(), counted.documents(), erased);
        long any = erased == 0 ? 0 : Long.MAX_VALUE; // nobody states the lengths of what was erased
        asMade(what + ", characters kept", stated.charactersKept(), counted.characters(), any);
        asMade(what + ", bytes kept", stated.bytesKept(), counted.bytes(), any);
    }

    /// Hosts of erased documents are named no more, but lie among the rest.
    private void domains(Statistics.Domains stated) {
        NavigableMap<String, Sum> counted = rows.group(RowSums.DOMAIN);
        Sum rest = Sum.NONE;
        for (var domain : counted.entrySet()) {
            if (!domain.getKey().isEmpty()) {
                rest = rest.plus(domain.getValue());
            }
        }
        Sums sum = stated.rest();
        for (Row row : stated.first()) {
            sum = sum.plus(row.sums());
            sums(
                    "domain " + row.value() + " in " + Statistics.FILE,
                    row.sums(),
                    counted.getOrDefault(row.value(), Sum.NONE));
        }
        sums("all domains in " + Statistics.FILE, sum, rest);
        sums(
                "documents without an address in " + Statistics.FILE,
                stated.none(),
                counted.getOrDefault("", Sum.NONE));
        long different = (long) counted.size() - (counted.containsKey("") ? 1 : 0);
        asMade("different hosts of kept documents", stated.differentKept(), different, erased);
    }

    private void histogram(int number, Histogram stated) {
        long[] kept = new long[stated.scale().buckets()];
        stated.buckets()
                .forEach(bucket -> kept[stated.scale().bucket(bucket.from())] += bucket.kept());
        for (int bucket = 0; bucket < kept.length; bucket++) {
            if (kept[bucket] > 0 || rows.bucket(number, bucket) > 0) {
                asMade(
                        stated.name()
                                + " from "
                                + stated.scale().from(bucket)
                                + " in "
                                + Statistics.FILE
                                + ", documents kept",
                        kept[bucket],
                        rows.bucket(number, bucket),
                        erased);
            }
        }
    }

    /// What the data stage stated in the ledger.
    void facts(List<Fact> facts) {
        Map<String, Long> dropped = new HashMap<>();
        Map<String, Long> signals = new HashMap<>();
        Map<String, Long> reserved = new HashMap<>();
        boolean any = false;
        for (Fact fact : facts) {
            switch (fact) {
                case Fact.DocumentsCounted f -> {
                    any = true;
                    dropped.clear(); // a later attempt states all of it again
                    signals.clear();
                    reserved.clear();
                    counted(f);
                }
                case Fact.SourceRead f ->
                        asMade(
                                "documents of the source " + f.source() + " in the ledger",
                                f.documents(),
                                rows.group("source").getOrDefault(f.source(), Sum.NONE).documents()
                                        + rejects.sources().getOrDefault(f.source(), 0L),
                                erased);
                case Fact.LanguageKept f ->
                        kept(
                                "language " + f.language(),
                                KeptCounts.LANGUAGE + f.language(),
                                f.documents());
                case Fact.LicenceKept f ->
                        kept(
                                "licence " + f.licence(),
                                KeptCounts.LICENCE + f.licence(),
                                f.documents());
                case Fact.Masked f ->
                        kept(
                                "documents with personal data of kind " + f.kind(),
                                KeptCounts.MASKED_DOCUMENTS + f.kind(),
                                f.documents());
                case Fact.DocumentsDropped f ->
                        dropped.merge(f.step() + " " + f.reason(), f.documents(), Long::sum);
                case Fact.SignalsFound f ->
                        signals.put(Signal.name(f.protocol(), f.value()), f.documents());
                case Fact.OptOutFound f -> reserved.put(f.protocol(), f.documents());
                default -> {
                    continue;
                }
            }
        }
        if (any) {
            sameNames("dropped by ", " in the ledger", dropped, rejects.reasons());
            sameNames("opt-outs by ", " in the ledger", reserved, rejects.reserved());
            signals(signals);
        }
    }

    private void counted(Fact.DocumentsCounted f) {
        asMade("documents kept in the ledger", f.kept(), rows.all().documents(), erased);
        same("documents in, in the ledger", f.in(), f.kept() + rejects.documents());
        asMade(
                "characters kept in the ledger",
                f.charactersKept(),
                rows.all().characters(),
                erased == 0 ? 0 : Long.MAX_VALUE);
    }

    private void kept(String what, String name, long stated) {
        asMade(what + " in the ledger", stated, rows.counts().getOrDefault(name, 0L), erased);
    }

    private void signals(Map<String, Long> stated) {
        Set<String> names = new TreeSet<>(stated.keySet());
        names.addAll(rows.signals().keySet());
        names.addAll(rejects.signals().keySet());
        for (String name : names) {
            asMade(
                    "signals of " + name + " in the ledger",
                    stated.getOrDefault(name, 0L),
                    rows.signals().getOrDefault(name, 0L)
                            + rejects.signals().getOrDefault(name, 0L),
                    erased);
        }
    }

    private void sameNames(
            String before, String after, Map<String, Long> stated, Map<String, Long> counted) {
        Set<String> names = new TreeSet<>(stated.keySet());
        names.addAll(counted.keySet());
        for (String name : names) {
            same(
                    before + name + after,
                    stated.getOrDefault(name, 0L),
                    counted.getOrDefault(name, 0L));
        }
    }
}
