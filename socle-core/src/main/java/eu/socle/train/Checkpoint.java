package eu.socle.train;

import eu.socle.core.AtomicFile;
import eu.socle.core.Digest;
import eu.socle.core.Json;
import eu.socle.core.Progress;
import eu.socle.core.Refusal;
import eu.socle.model.Weights;
import eu.socle.model.file.Safetensors;
import eu.socle.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Everything that the next step depends on: weights, what is stored with them (the corrections of
/// routers) and both moments after a step. Data order and learning rate are functions of the step,
/// so nothing else is kept.
///
/// `step-000100.safetensors` is written first, then `step-000100.json` with its digest: a
/// checkpoint without the second, or with another digest, does not count.
final class Checkpoint {

    private static final int KEPT =
            2; // the newest, and one before it in case the newest is damaged

    private final Path folder;

    Checkpoint(Path folder) {
        this.folder = folder;
    }

    private record Seal(long step, double loss, Digest sha256) {}

    /// Where training goes on.
    ///
    /// @param step the last one done; 0 at the beginning
    /// @param loss of that step; NaN at the beginning
    record Reached(long step, double loss) {}

    private static final Reached BEGINNING = new Reached(0, Double.NaN);

    /// Writes the state after a step and removes all but the newest two.
    ///
    /// @return digest of the checkpoint
    Digest write(Reached reached, Weights weights, Weights first, Weights second) {
        long step = reached.step();
        try {
            Files.createDirectories(folder);
            Path file = folder.resolve(name(step) + ".safetensors");
            Digest digest = Safetensors.write(file, tensors(weights, first, second));
            AtomicFile.write(
                    folder.resolve(name(step) + ".json"),
                    Json.canonical(new Seal(step, reached.loss(), digest)) + "\n");
            keep(KEPT);
            return digest;
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(folder, e);
        }
    }

    /// Removes all but the newest `count`.
    void keep(int count) throws IOException {
        List<Path> seals = seals();
        for (Path seal : seals.subList(Math.min(count, seals.size()), seals.size())) {
            Files.delete(seal);
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".safetensors")).toList()) {
                String seal = file.getFileName().toString().replace(".safetensors", ".json");
                if (!Files.exists(folder.resolve(seal))) {
                    Files.delete(file);
                }
            }
        }
    }

    /// Restores the newest whole checkpoint; says which ones it passed over.
    Reached restore(Weights weights, Weights first, Weights second, Progress progress) {
        try {
            if (!Files.isDirectory(folder)) {
                return BEGINNING;
            }
            for (Path seal : seals()) {
                try {
                    return restore(seal, weights, first, second);
                } catch (Refusal refusal) {
                    progress.note(
                            refusal.getMessage()
                                    + " It was passed over; training goes on from the checkpoint before it.");
                }
            }
            return BEGINNING;
        } catch (IOException e) {
            throw Refusal.failure(
                    "the checkpoints in " + folder + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /// @throws Refusal if the checkpoint is damaged; nothing was restored then
    private Reached restore(Path seal, Weights weights, Weights first, Weights second)
            throws IOException {
        Seal stated = Json.read(seal, Seal.class);
        Path file = folder.resolve(name(stated.step()) + ".safetensors");
        if (!Files.isRegularFile(file) || !Digest.ofFile(file).equals(stated.sha256())) {
            throw Refusal.failure(file + " is missing or damaged.");
        }
        try (Safetensors open = Safetensors.open(file)) {
            tensors(weights, first, second).forEach(open::copy);
        }
        return new Reached(stated.step(), stated.loss());
    }

    /// Seals, the newest first.
    private List<Path> seals() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> seals =
                    new ArrayList<>(files.filter(f -> f.toString().endsWith(".json")).toList());
            seals.sort(Comparator.comparing((Path p) -> p.getFileName().toString()).reversed());
            return seals;
        }
    }

    private static SortedMap<String, Tensor> tensors(
            Weights weights, Weights first, Weights second) {
        SortedMap<String, Tensor> all = new TreeMap<>();
        weights.named().forEach((name, tensor) -> all.put("weight." + name, tensor));
        weights.fixed().forEach((name, tensor) -> all.put("fixed." + name, tensor));
        first.named().forEach((name, tensor) -> all.put("first." + name, tensor));
        second.named().forEach((name, tensor) -> all.put("second." + name, tensor));
        return all;
    }

    private static String name(long step) {
        return String.format(Locale.ROOT, "step-%08d", step);
    }
}
