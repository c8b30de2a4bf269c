package eu.socle.data.recount;

import eu.socle.core.Digest;
import eu.socle.core.Document;
import eu.socle.core.Fact;
import eu.socle.core.Json;
import eu.socle.core.Manifest;
import eu.socle.core.Progress;
import eu.socle.core.Refusal;
import eu.socle.core.Workers;
import eu.socle.core.dataset.Histogram;
import eu.socle.core.dataset.Statistics;
import eu.socle.data.dataset.ParquetDataset;
import eu.socle.data.proof.Commitment;
import eu.socle.data.proof.LeafCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Counts a dataset again from its own rows and its list of rejects, and builds its commitment
/// anew: every figure that manifest, statistics and ledger state of documents, lengths, licences,
/// languages, sources, years, hosts, opt-outs and personal data.
///
/// What was erased is in no row. Counts of the manifest are those after the erasures and must be
/// met exactly; statistics and facts stay as they were made, so of them as much may be missing as
/// was erased.
///
/// @param documents rows that were read
/// @param figures how many stated figures were compared
/// @param faults what does not hold, one sentence each
public record Recount(long documents, long figures, List<String> faults) {

    public Recount {
        faults = List.copyOf(faults);
    }

    /// Counts a dataset.
    ///
    /// @param folder of the dataset
    /// @param facts of the run's ledger, as [#sinceMade(List)] gives them; none: only what the
    ///   dataset's own files state is compared
    /// @param temporary folder for the commitment that is built, 64 bytes for each document
    /// @throws Refusal if the dataset cannot be read
    public static Recount of(
            Path folder, List<Fact> facts, Path temporary, Workers workers, Progress progress) {
        Manifest manifest = Manifest.read(folder);
        Path file = folder.resolve(Statistics.FILE);
        List<Statistics> statistics =
                Files.exists(file) ? List.of(Json.read(file, Statistics.class)) : List.of();
        List<Histogram> histograms =
                statistics.stream().flatMap(all -> all.histograms().stream()).toList();
        try (LeafCheck leaves = new LeafCheck(temporary)) {
            RowSums rows = rows(folder, histograms, leaves, workers, progress);
            Comparison comparison =
                    new Comparison(
                            rows,
                            RejectSums.of(folder),
                            manifest.counts().getOrDefault("documents.erased", 0L));
            rows.faults().forEach(comparison::fault);
            comparison.manifest(manifest);
            statistics.forEach(comparison::statistics);
            comparison.facts(facts);
            commitment(folder, facts, leaves, comparison);
            return new Recount(rows.all().documents(), comparison.compared(), comparison.faults());
        } catch (IOException e) {
            throw Refusal.failure(folder + " cannot be counted: " + e.getMessage() + ".", e);
        }
    }

    /// The facts since the data stage was begun last; what earlier makings stated holds no more.
    public static List<Fact> sinceMade(List<Fact> facts) {
        int from = 0;
        for (int i = 0; i < facts.size(); i++) {
            if (facts.get(i) instanceof Fact.StageStarted started
                    && started.stage().equals("data")) {
                from = i;
            }
        }
        return facts.subList(from, facts.size());
    }

    private static RowSums rows(
            Path folder,
            List<Histogram> histograms,
            LeafCheck leaves,
            Workers workers,
            Progress progress) {
        ParquetDataset dataset = ParquetDataset.open(folder);
        List<RowSums> parts;
        try (Progress.Work work = progress.begin("recount", "documents", dataset.count())) {
            parts =
                    workers.map(
                            dataset.parts().size(),
                            part -> {
                                RowSums sums = new RowSums(histograms);
                                each(
                                        dataset.parts().get(part),
                                        document -> {
                                            sums.add(document);
                                            leaves.add(
                                                    document.id(),
                                                    document.text(),
                                                    document.rights());
                                        });
                                work.advance(sums.all().documents());
                                return sums;
                            });
        }
        RowSums all = new RowSums(histograms);
        parts.forEach(all::addAll);
        return all;
    }

    private interface Each {
        void take(Document document);
    }

    private static void each(Path part, Each each) {
        ParquetDataset one = new ParquetDataset(List.of(part), Long.MAX_VALUE);
        try (Stream<Document> documents = one.open()) {
            for (Iterator<Document> all = documents.iterator(); all.hasNext(); ) {
                each.take(all.next());
            }
        }
    }

    /// The root over the rows must be the one that was published, by the file and by the ledger.
    private static void commitment(
            Path folder, List<Fact> facts, LeafCheck leaves, Comparison comparison)
            throws IOException {
        Commitment rows = leaves.commitment();
        Commitment stated = Json.read(folder.resolve(Commitment.FILE), Commitment.class);
        comparison.same("the root in " + Commitment.FILE, stated.root(), rows.root());
        List<Fact.DatasetCommitted> committed =
                facts.stream()
                        .filter(Fact.DatasetCommitted.class::isInstance)
                        .map(Fact.DatasetCommitted.class::cast)
                        .toList();
        if (!committed.isEmpty()) {
            comparison.same(
                    "the root that the ledger names last", committed.getLast().root(), rows.root());
        }
        Set<Digest> differing = leaves.differing(folder);
        if (!differing.isEmpty()) {
            for (Path part : ParquetDataset.open(folder).parts()) {
                each(
                        part,
                        document -> {
                            if (differing.remove(Digest.of(document.id()))) {
                                comparison.fault(
                                        "the document "
                                                + document.id()
                                                + " has another text or other rights than the commitment states, or is not in it.");
                            }
                        });
            }
            for (Digest missing : differing) {
                comparison.fault(
                        "the document with the id of digest "
                                + missing.brief()
                                + " is in the commitment and in no row.");
            }
        }
    }
}
