package eu.socle.data.statistics;

import eu.socle.core.AtomicFile;
import eu.socle.core.Json;
import eu.socle.core.dataset.Histogram;
import eu.socle.core.dataset.Statistics;
import eu.socle.core.dataset.Statistics.Breakdown;
import eu.socle.core.dataset.Statistics.Domains;
import eu.socle.core.dataset.Statistics.Dropped;
import eu.socle.core.dataset.Statistics.Row;
import eu.socle.core.dataset.Statistics.Sums;
import eu.socle.data.judge.web.PublicSuffixes;
import eu.socle.data.policy.Schema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/// Adds up what the tasks counted, in the order of the tasks.
public final class Gathered {

    /// Properties by which all documents are counted.
    static final List<String> BREAKDOWNS = List.of("language", "licence", "source", "year");

    private Gathered() {}

    /// What one task counted.
    private record Part(Sums total, List<Breakdown> breakdowns, List<Histogram> histograms) {}

    /// The files of one task.
    public record Files(Path numbers, Path byDomain) {}

    static void write(
            Path numbers,
            Sums total,
            NavigableMap<String, NavigableMap<String, Sums>> breakdowns,
            List<Histogram> histograms) {
        AtomicFile.write(
                numbers, Json.canonical(new Part(total, breakdowns(breakdowns), histograms)));
    }

    private static List<Breakdown> breakdowns(
            NavigableMap<String, NavigableMap<String, Sums>> breakdowns) {
        List<Breakdown> all = new ArrayList<>();
        breakdowns.forEach((name, rows) -> {
            List<Row> list = new ArrayList<>();
            rows.forEach((value, sums) -> list.add(new Row(value, sums)));
            all.add(new Breakdown(name, list));
        });
        return all;
    }

    /// The statistics of a dataset.
    ///
    /// @param tasks files of all tasks, in a fixed order
    /// @param schema of what was measured
    /// @param dropped why documents are not kept
    /// @param suffixes under which names anybody may register a domain; empty: registrable domains
    ///   are not counted
    /// @param folder for temporary files
    /// @throws IOException if a file cannot be read or written
    public static Statistics of(
            List<Files> tasks,
            Schema schema,
            List<Dropped> dropped,
            PublicSuffixes suffixes,
            Path folder)
            throws IOException {
        Sums total = Sums.NONE;
        NavigableMap<String, NavigableMap<String, Sums>> breakdowns = new TreeMap<>();
        Map<String, Tallied> histograms = new LinkedHashMap<>(); // in the order of the tasks' own
        for (Files files : tasks) {
            Part part = Json.read(files.numbers(), Part.class);
            total = total.plus(part.total());
            for (Breakdown breakdown : part.breakdowns()) {
                NavigableMap<String, Sums> rows =
                        breakdowns.computeIfAbsent(breakdown.name(), none -> new TreeMap<>());
                breakdown.rows().forEach(row -> rows.merge(row.value(), row.sums(), Sums::plus));
            }
            for (Histogram histogram : part.histograms()) {
                histograms
                        .computeIfAbsent(
                                histogram.name(), name -> new Tallied(name, histogram.scale()))
                        .add(histogram);
            }
        }
        Foremost hosts = new Foremost();
        try (Registrable registrable = new Registrable(suffixes, folder)) {
            DomainSums.merge(
                    tasks.stream().map(Files::byDomain).toList(),
                    folder,
                    (domain, of) -> {
                        hosts.take(domain, of);
                        registrable.take(domain, of);
                    });
            return new Statistics(
                    total,
                    Gathering.wordsBy(schema),
                    dropped,
                    breakdowns(breakdowns),
                    hosts.domains(),
                    registrable.domains(),
                    histograms.values().stream().map(Tallied::histogram).toList(),
                    0);
        }
    }

    /// The same statistics after documents were erased: they stay counted, as sums that name
    /// nobody, but their domains are named no more.
    ///
    /// @param urls of the erased documents
    /// @param erased all documents that were ever erased from the dataset
    public static Statistics erased(Statistics before, List<String> urls, long erased) {
        Set<String> gone = new HashSet<>();
        urls.forEach(url -> gone.add(Domain.of(url)));
        return new Statistics(
                before.total(),
                before.wordsBy(),
                before.dropped(),
                before.breakdowns(),
                unnamed(before.domains(), gone),
                unnamed(before.registrable(), gone),
                before.histograms(),
                erased);
    }

    /// Without the names of these hosts and of the domains they belong to.
    private static Domains unnamed(Domains domains, Set<String> hosts) {
        List<Row> named = new ArrayList<>();
        Sums rest = domains.rest();
        for (Row row : domains.first()) {
            boolean gone =
                    hosts.stream()
                            .anyMatch(host ->
                                    host.equals(row.value()) || host.endsWith("." + row.value()));
            if (gone) {
                rest = rest.plus(row.sums());
            } else {
                named.add(row);
            }
        }
        return new Domains(
                domains.different(), domains.differentKept(), named, rest, domains.none());
    }
}
