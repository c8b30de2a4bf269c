package eu.socle.dossier;

import eu.socle.core.Digest;
import eu.socle.core.Fact;
import eu.socle.core.Joules;
import eu.socle.core.Ledger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a ledger says, once the rules of [Fact] are applied: facts of a stage are those since it
/// last started; energy adds up over attempts; of two equal training steps the last counts.
final class Findings {

    /// The stages whose facts are forgotten when the stage starts again, by kind of fact.
    private static final Map<Class<? extends Fact>, String> STAGE_OF =
            Map.ofEntries(
                    Map.entry(Fact.SourceRead.class, "data"),
                    Map.entry(Fact.RightsPolicyApplied.class, "data"),
                    Map.entry(Fact.DocumentsCounted.class, "data"),
                    Map.entry(Fact.DocumentsDropped.class, "data"),
                    Map.entry(Fact.PassagesCut.class, "data"),
                    Map.entry(Fact.LanguageKept.class, "data"),
                    Map.entry(Fact.LicenceKept.class, "data"),
                    Map.entry(Fact.OptOutFound.class, "data"),
                    Map.entry(Fact.SignalsFound.class, "data"),
                    Map.entry(Fact.AttributionAsked.class, "data"),
                    Map.entry(Fact.DatasetCommitted.class, "data"),
                    Map.entry(Fact.DocumentsErased.class, "data"),
                    Map.entry(Fact.Masked.class, "data"),
                    Map.entry(Fact.TokenizerTrained.class, "token"),
                    Map.entry(Fact.TokensPacked.class, "token"),
                    Map.entry(Fact.GroupMixed.class, "token"),
                    Map.entry(Fact.SequencesPacked.class, "model"),
                    Map.entry(Fact.ModelDescribed.class, "model"),
                    Map.entry(Fact.Score.class, "eval"));

    /// A fact with the ledger line that holds it.
    record Stated<F>(F fact, int number, Digest line) {}

    /// Time and energy of a stage over all its attempts.
    ///
    /// @param attempts how many times it was begun; beyond one, what happened after the last sample
    ///   of an interrupted attempt is not in the account
    record StageEnergy(
            String stage, int attempts, double seconds, Joules joules, List<Digest> lines) {}

    private final List<Stated<?>> facts = new ArrayList<>();
    private final SortedMap<Long, Stated<Fact.TrainingStep>> steps = new TreeMap<>();
    private final SortedMap<Long, Stated<Fact.HeldOutLoss>> heldOut = new TreeMap<>();
    private final Map<String, SortedMap<Integer, Stated<Fact.StageEnergy>>> energy =
            new LinkedHashMap<>();
    private final int lines;
    private final Digest head;

    private Findings(List<Ledger.Line> ledger) {
        this.lines = ledger.size();
        this.head = ledger.isEmpty() ? Ledger.GENESIS : ledger.getLast().sha256();
        int number = 0;
        for (Ledger.Line line : ledger) {
            number++;
            add(line, number);
        }
    }

    static Findings of(List<Ledger.Line> ledger) {
        return new Findings(ledger);
    }

    private void add(Ledger.Line line, int number) {
        switch (line.fact()) {
            case Fact.TrainingStep step ->
                    steps.put(step.step(), new Stated<>(step, number, line.sha256()));
            case Fact.HeldOutLoss loss ->
                    heldOut.put(loss.step(), new Stated<>(loss, number, line.sha256()));
            case Fact.StageEnergy e ->
                    energy.computeIfAbsent(e.stage(), s -> new TreeMap<>())
                            .put(e.attempt(), new Stated<>(e, number, line.sha256()));
            case Fact.StageStarted started -> {
                facts.removeIf(f -> started.stage().equals(stageOf(f.fact())));
                if (started.attempt()
                        == 1) { // made anew, not resumed: nothing of an earlier making counts
                    energy.remove(started.stage());
                    if (started.stage().equals("model")) {
                        steps.clear();
                        heldOut.clear();
                    }
                }
                facts.add(new Stated<>(started, number, line.sha256()));
            }
            case Fact other -> facts.add(new Stated<>(other, number, line.sha256()));
        }
    }

    /// The stage that a fact speaks of; null for those that outlive a stage.
    private static @Nullable String stageOf(Object fact) {
        return switch (fact) {
            case Fact.StageAmended amended -> amended.stage();
            case Fact.ManifestSuperseded superseded -> superseded.stage();
            default -> STAGE_OF.get(fact.getClass());
        };
    }

    /// All facts of one kind, in the order they were stated.
    <F extends Fact> List<Stated<F>> all(Class<F> kind) {
        List<Stated<F>> found = new ArrayList<>();
        for (Stated<?> stated : facts) {
            if (kind.isInstance(stated.fact())) {
                found.add(new Stated<>(kind.cast(stated.fact()), stated.number(), stated.line()));
            }
        }
        return found;
    }

    /// The last fact of one kind.
    <F extends Fact> Optional<Stated<F>> last(Class<F> kind) {
        List<Stated<F>> found = all(kind);
        return found.isEmpty() ? Optional.empty() : Optional.of(found.getLast());
    }

    List<Stated<Fact.TrainingStep>> steps() {
        return List.copyOf(steps.values());
    }

    List<Stated<Fact.HeldOutLoss>> heldOut() {
        return List.copyOf(heldOut.values());
    }

    /// Energy of every stage, in the order the stages were first begun.
    List<StageEnergy> energy() {
        List<StageEnergy> stages = new ArrayList<>();
        energy.forEach((stage, attempts) -> {
            double seconds = 0;
            Joules sum = null;
            List<Digest> lines = new ArrayList<>();
            for (Stated<Fact.StageEnergy> attempt : attempts.values()) {
                seconds += attempt.fact().seconds();
                sum =
                        sum == null
                                ? attempt.fact().joules()
                                : Joules.sum(sum, attempt.fact().joules());
                lines.add(attempt.line());
            }
            Joules joules = sum == null ? new Joules.Unknown("no sample was written") : sum;
            stages.add(new StageEnergy(stage, attempts.lastKey(), seconds, joules, lines));
        });
        return stages;
    }

    /// The finished stages: their last [Fact.StageFinished].
    List<Stated<Fact.StageFinished>> finished() {
        Map<String, Stated<Fact.StageFinished>> byStage = new LinkedHashMap<>();
        for (Stated<Fact.StageFinished> stated : all(Fact.StageFinished.class)) {
            byStage.put(stated.fact().stage(), stated);
        }
        return List.copyOf(byStage.values());
    }

    /// How many facts the ledger holds.
    int lines() {
        return lines;
    }

    /// Digest of the ledger's last line.
    Digest head() {
        return head;
    }
}
