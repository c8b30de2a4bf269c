package eu.socle.data.recount;

import eu.socle.core.Document;
import eu.socle.core.Rights.OptOut;
import eu.socle.core.dataset.Histogram;
import eu.socle.data.dataset.KeptCounts;
import eu.socle.data.read.page.Tags;
import eu.socle.data.statistics.Domain;
import eu.socle.data.statistics.Gathering;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/// What the rows of a dataset add up to. Lengths are those of the texts, not those that tags state.
/// Memory grows with the number of different hosts, not of documents.
final class RowSums {

    /// The group of a breakdown by host.
    static final String DOMAIN = "domain";

    private static final int NAMED = 20; // documents that are named before they are only counted
    private static final String BYTES = "bytes";

    /// Documents, code points and bytes in UTF-8.
    record Sum(long documents, long characters, long bytes) {
        static final Sum NONE = new Sum(0, 0, 0);

        Sum plus(Sum other) {
            return new Sum(
                    documents + other.documents,
                    characters + other.characters,
                    bytes + other.bytes);
        }
    }

    private final NavigableMap<String, Long> counts = new TreeMap<>();
    private final NavigableMap<String, NavigableMap<String, Sum>> groups = new TreeMap<>();
    private final NavigableMap<String, Long> signals = new TreeMap<>();
    private final List<Histogram> stated;
    private final List<long[]> buckets = new ArrayList<>(); // of each histogram
    private final List<String> faults = new ArrayList<>();
    private Sum all = Sum.NONE;
    private long wrong;

    /// @param stated histograms whose values are to be counted again
    RowSums(List<Histogram> stated) {
        this.stated = stated;
        stated.forEach(histogram -> buckets.add(new long[histogram.scale().buckets()]));
    }

    void add(Document document) {
        String text = document.text();
        long characters = text.codePointCount(0, text.length());
        long bytes = text.getBytes(StandardCharsets.UTF_8).length;
        String tag = document.tags().get(Tags.CHARACTERS);
        if (!Long.toString(characters).equals(tag)) {
            fault(
                    "the document "
                            + document.id()
                            + " has "
                            + characters
                            + " characters, its row states "
                            + (tag == null ? "none" : tag)
                            + ".");
        }
        Document counted = document.withTag(Tags.CHARACTERS, Long.toString(characters));
        KeptCounts.of(counted).forEach((name, amount) -> counts.merge(name, amount, Long::sum));
        Sum one = new Sum(1, characters, bytes);
        all = all.plus(one);
        group("language", document.tags().getOrDefault(Tags.LANGUAGE, ""), one);
        group("licence", document.rights().licence().label(), one);
        group("source", document.rights().source(), one);
        group("year", Gathering.year(document.rights().fetched()), one);
        group(DOMAIN, Domain.of(document.rights().url()), one);
        Set<String> said = new HashSet<>();
        for (OptOut signal : document.rights().optOuts()) {
            String name = Signal.name(signal.protocol(), signal.value().word());
            if (said.add(name)) {
                signals.merge(name, 1L, Long::sum);
            }
        }
        measure(counted, bytes);
    }

    private void measure(Document document, long bytes) {
        for (int i = 0; i < stated.size(); i++) {
            String name = stated.get(i).name();
            String missing = name.equals(Tags.CLUSTER_SIZE) ? "1" : "";
            String value =
                    name.equals(BYTES)
                            ? Long.toString(bytes)
                            : document.tags().getOrDefault(name, missing);
            if (!value.isEmpty()) {
                buckets.get(i)[stated.get(i).scale().bucket(Double.parseDouble(value))]++;
            }
        }
    }

    private void group(String name, String value, Sum one) {
        groups.computeIfAbsent(name, none -> new TreeMap<>()).merge(value, one, Sum::plus);
    }

    private void fault(String sentence) {
        if (wrong++ < NAMED) {
            faults.add(sentence);
        }
    }

    void addAll(RowSums other) {
        other.counts.forEach((name, amount) -> counts.merge(name, amount, Long::sum));
        other.groups.forEach((name, rows) -> rows.forEach((value, sum) -> group(name, value, sum)));
        other.signals.forEach((name, amount) -> signals.merge(name, amount, Long::sum));
        for (int i = 0; i < buckets.size(); i++) {
            for (int bucket = 0; bucket < buckets.get(i).length; bucket++) {
                buckets.get(i)[bucket] += other.buckets.get(i)[bucket];
            }
        }
        other.faults.forEach(this::fault);
        wrong += other.wrong - other.faults.size();
        all = all.plus(other.all);
    }

    /// All rows.
    Sum all() {
        return all;
    }

    /// By the names of [KeptCounts].
    NavigableMap<String, Long> counts() {
        return counts;
    }

    /// By `language`, `licence`, `source`, `year` or [#DOMAIN].
    NavigableMap<String, Sum> group(String name) {
        return groups.getOrDefault(name, new TreeMap<>());
    }

    /// Documents by [Signal#name(String, String)].
    NavigableMap<String, Long> signals() {
        return signals;
    }

    /// Documents in a bucket of one of the histograms.
    long bucket(int histogram, int bucket) {
        return buckets.get(histogram)[bucket];
    }

    /// What single rows state wrongly, one sentence each.
    List<String> faults() {
        List<String> sentences = new ArrayList<>(faults);
        if (wrong > sentences.size()) {
            sentences.add((wrong - sentences.size()) + " more rows state another length.");
        }
        return sentences;
    }
}
