package eu.socle.erase;

import eu.socle.core.Digest;
import eu.socle.core.Fact;
import eu.socle.core.Ledger;
import eu.socle.core.Seed;
import eu.socle.token.shard.Packing;
import eu.socle.token.shard.TokenShards;
import eu.socle.token.shard.Whereabouts;
import eu.socle.train.Exposure;
import eu.socle.train.TrainConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Which models and checkpoints had read documents, and at which steps: from what the ledger states
/// of the training and from the order of the data, which is a function of the seed.
final class Readers {

    private @Nullable Digest manifest;
    private int context;
    private long steps;
    private long tokensSeen;
    private String packing = TrainConfig.CONCATENATE; // of runs before it was stated
    private final TreeMap<Long, Digest> checkpoints = new TreeMap<>();

    private Readers(List<Ledger.Line> ledger) {
        for (Ledger.Line line : ledger) {
            switch (line.fact()) {
                case Fact.StageStarted s when s.stage().equals("model") && s.attempt() == 1 -> {
                    manifest = null;
                    steps = 0;
                    checkpoints.clear();
                }
                case Fact.ModelDescribed model -> context = model.context();
                case Fact.SequencesPacked packed -> packing = packed.packing();
                case Fact.TrainingStep step -> {
                    steps = Math.max(steps, step.step());
                    tokensSeen = Math.max(tokensSeen, step.tokensSeen());
                }
                case Fact.CheckpointWritten written -> {
                    checkpoints.put(written.step(), written.digest());
                    steps = Math.max(steps, written.step());
                }
                case Fact.StageFinished s when s.stage().equals("model") -> manifest = s.manifest();
                default -> {
                    continue;
                }
            }
        }
    }

    /// The models that had read any of these tokens, the last checkpoint first.
    ///
    /// @param seed of the run
    /// @param token folder of the token stage
    static List<Receipt.Model> of(
            List<Ledger.Line> ledger, long seed, Path token, List<Whereabouts> documents) {
        Readers readers = new Readers(ledger);
        if (readers.steps == 0
                || readers.context == 0
                || documents.stream().noneMatch(Readers::trained)) {
            return List.of();
        }
        try (TokenShards train = TokenShards.open(token, "train")) {
            Packing packing = TrainConfig.packing(readers.packing, train, readers.context);
            return packing.sequences() == 0
                    ? List.of()
                    : readers.models(readers.exposed(seed, train, packing, documents));
        }
    }

    private static boolean trained(Whereabouts document) {
        return document.split().equals("train");
    }

    private NavigableSet<Long> exposed(
            long seed, TokenShards train, Packing packing, List<Whereabouts> documents) {
        long stated = Math.max(1, steps);
        long batch = Math.max(1, tokensSeen / stated / context);
        Exposure.Reading reading =
                new Exposure.Reading(new Seed(seed), packing.sequences(), batch, steps);
        NavigableSet<Long> exposed = new TreeSet<>();
        for (Whereabouts document : documents) {
            if (trained(document)) {
                long number = train.documentOf(document.first());
                exposed.addAll(Exposure.of(reading, packing.holding(number)).steps());
            }
        }
        return exposed;
    }

    private List<Receipt.Model> models(NavigableSet<Long> exposed) {
        List<Receipt.Model> models = new ArrayList<>();
        Digest finished = manifest;
        if (finished != null && !exposed.isEmpty()) {
            models.add(model("model", finished, steps, exposed));
        }
        for (var checkpoint : checkpoints.descendingMap().entrySet()) {
            NavigableSet<Long> until = new TreeSet<>(exposed.headSet(checkpoint.getKey(), true));
            if (!until.isEmpty()) {
                models.add(model("checkpoint", checkpoint.getValue(), checkpoint.getKey(), until));
            }
        }
        return models;
    }

    private static Receipt.Model model(
            String what, Digest digest, long step, NavigableSet<Long> exposed) {
        return new Receipt.Model(
                what, digest, step, exposed.first(), exposed.last(), exposed.size());
    }
}
