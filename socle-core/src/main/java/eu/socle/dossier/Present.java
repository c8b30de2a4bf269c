package eu.socle.dossier;

import eu.socle.core.Digest;
import eu.socle.core.Fact;
import eu.socle.dossier.Findings.Stated;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// What the stages' folders hold now: what was made, less what was erased since. The counts after
/// an erasure are those of the manifest that took the place of the first.
///
/// @param findings what the ledger says
record Present(Findings findings) {

    private static final String LANGUAGE = "kept.language";
    private static final String LICENCE = "kept.licence";
    private static final String MASKED = "masked";

    /// A line of a table about what is there now.
    ///
    /// @param value a language, a licence, a kind of personal data
    /// @param first documents; of personal data occurrences
    /// @param second characters; of personal data documents
    record Row(String value, long first, long second, Stated<?> stated) {}

    /// One manifest that a stage's folder has had.
    ///
    /// @param erasure that made it; empty for the first
    record Version(
            String stage,
            String time,
            Digest manifest,
            long files,
            long bytes,
            String erasure,
            Stated<?> stated) {}

    /// What a folder holds since the last erasure from it.
    Optional<Stated<Fact.StageAmended>> amended(String stage) {
        List<Stated<Fact.StageAmended>> all =
                findings.all(Fact.StageAmended.class).stream()
                        .filter(s -> s.fact().stage().equals(stage))
                        .toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    List<Row> languages() {
        return amendedRows(LANGUAGE, LANGUAGE + "-characters")
                .orElseGet(() ->
                        findings.all(Fact.LanguageKept.class).stream()
                                .map(s ->
                                        new Row(
                                                s.fact().language(),
                                                s.fact().documents(),
                                                s.fact().characters(),
                                                s))
                                .toList());
    }

    List<Row> licences() {
        return amendedRows(LICENCE, LICENCE + "-characters")
                .orElseGet(() ->
                        findings.all(Fact.LicenceKept.class).stream()
                                .map(s ->
                                        new Row(
                                                s.fact().licence(),
                                                s.fact().documents(),
                                                s.fact().characters(),
                                                s))
                                .toList());
    }

    List<Row> masked() {
        return amendedRows(MASKED, MASKED + "-documents")
                .orElseGet(() ->
                        findings.all(Fact.Masked.class).stream()
                                .map(s ->
                                        new Row(
                                                s.fact().kind(),
                                                s.fact().occurrences(),
                                                s.fact().documents(),
                                                s))
                                .toList());
    }

    /// A count of the dataset's manifest after an erasure, else what the data stage stated.
    Stated<Long> count(String name, Stated<?> made, long value) {
        return amended("data")
                .filter(s -> s.fact().counts().containsKey(name))
                .map(s ->
                        new Stated<>(
                                s.fact().counts().getOrDefault(name, value), s.number(), s.line()))
                .orElseGet(() -> new Stated<>(value, made.number(), made.line()));
    }

    /// Empty when nothing was erased; a value of which nothing is left has no row.
    private Optional<List<Row>> amendedRows(String first, String second) {
        return amended("data")
                .map(s -> {
                    List<Row> rows = new ArrayList<>();
                    String prefix = first + ".";
                    SortedMap<String, Long> counts = s.fact().counts();
                    counts.tailMap(prefix)
                            .forEach((name, sum) -> {
                                if (name.startsWith(prefix) && sum != 0) {
                                    String value = name.substring(prefix.length());
                                    long more = counts.getOrDefault(second + "." + value, 0L);
                                    rows.add(new Row(value, sum, more, s));
                                }
                            });
                    return rows;
                });
    }

    /// Every manifest of every stage, the one that holds last.
    List<Version> versions() {
        List<Version> versions = new ArrayList<>();
        for (Stated<Fact.StageFinished> s : findings.finished()) {
            Fact.StageFinished f = s.fact();
            versions.add(
                    new Version(f.stage(), f.time(), f.manifest(), f.files(), f.bytes(), "", s));
            for (Stated<Fact.StageAmended> a : findings.all(Fact.StageAmended.class)) {
                Fact.StageAmended now = a.fact();
                if (now.stage().equals(f.stage())) {
                    versions.add(
                            new Version(
                                    now.stage(),
                                    now.time(),
                                    now.manifest(),
                                    now.files(),
                                    now.bytes(),
                                    now.erasure(),
                                    a));
                }
            }
        }
        return versions;
    }

    /// The manifest that a stage's folder must have; empty when the stage never ended.
    Optional<Version> current(String stage) {
        List<Version> all = versions().stream().filter(v -> v.stage().equals(stage)).toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }
}
