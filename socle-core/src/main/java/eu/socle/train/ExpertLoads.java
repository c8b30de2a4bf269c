package eu.socle.train;

import eu.socle.model.ModelConfig;
import eu.socle.model.Training;
import eu.socle.model.Weights;
import eu.socle.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// How often each expert was chosen in one optimiser step, over all its batches, layer by layer;
/// those of multi-token prediction among them.
final class ExpertLoads {

    private final int layers;
    private final Map<Integer, long[]> counts = new TreeMap<>();

    ExpertLoads(ModelConfig config) {
        this.layers = config.allLayers().size();
    }

    /// Forgets all, at the beginning of a step.
    void clear() {
        counts.clear();
    }

    /// Adds the choices of the last pass.
    void add(Training training) {
        for (int layer = 0; layer < layers; layer++) {
            int number = layer;
            training.load(layer)
                    .ifPresent(load -> {
                        long[] sums = counts.computeIfAbsent(number, _ -> new long[load.length]);
                        for (int expert = 0; expert < load.length; expert++) {
                            sums[expert] += load[expert];
                        }
                    });
        }
    }

    /// Moves the corrections of DeepSeek's routers against the loads, once per optimiser step: b_i
    /// += rate * sign(mean(n) - n_i) (Wang et al., arXiv 2408.15664).
    void correct(Weights weights, double rate) {
        counts.forEach((layer, n) -> {
            Tensor bias =
                    weights.fixed()
                            .get("model.layers." + layer + ".mlp.gate.e_score_correction_bias");
            if (bias == null) { // another kind of router
                return;
            }
            long sum = Arrays.stream(n).sum();
            for (int expert = 0; expert < n.length; expert++) {
                int sign = Long.signum(sum - n[expert] * n.length);
                bias.set(expert, (float) (bias.get(expert) + rate * sign));
            }
        });
    }

    /// The largest load of an expert over the mean load of its layer, less one; 0 without experts.
    double maxViolation() {
        double most = 0;
        for (long[] n : counts.values()) {
            double mean = Arrays.stream(n).average().orElse(0);
            double max = Arrays.stream(n).max().orElse(0);
            most = Math.max(most, mean == 0 ? 0 : max / mean - 1);
        }
        return most;
    }
}
