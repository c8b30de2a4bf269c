package eu.socle.model;

import eu.socle.model.BlockWeights.AttentionWeights;
import eu.socle.model.BlockWeights.FeedForwardWeights;
import eu.socle.model.config.FeedForward;
import eu.socle.tensor.Tensor;

/// Bytes of weights that one token reads.
final class BytesRead {

    private BytesRead() {}

    static double of(Weights weights) {
        double sum = bytes(weights.head()) + bytes(weights.norm());
        if (!weights.config().tied()) { // else the head is read anyway
            sum += bytes(weights.embedding()) / weights.config().vocabulary();
        }
        for (int layer = 0; layer < weights.blocks().size(); layer++) {
            BlockWeights w = weights.blocks().get(layer);
            sum += bytes(w.attentionNorm()) + bytes(w.feedForwardNorm());
            sum += attention(w.attention());
            sum += feedForward(w.feedForward(), weights.config().layer(layer).feedForward());
        }
        return sum;
    }

    private static double bytes(Tensor tensor) {
        return tensor.bytes();
    }

    private static double attention(AttentionWeights weights) {
        return switch (weights) {
            case AttentionWeights.Grouped w -> bytes(w.qkv()) + bytes(w.output());
            case AttentionWeights.Latent w ->
                    w.queryA().map(BytesRead::bytes).orElse(0.0)
                            + bytes(w.query())
                            + bytes(w.keyValueA())
                            + bytes(w.keyValueB())
                            + bytes(w.output());
        };
    }

    private static double feedForward(FeedForwardWeights weights, FeedForward kind) {
        return switch (weights) {
            case FeedForwardWeights.Gated w -> bytes(w.gateUp()) + bytes(w.down());
            case FeedForwardWeights.Xielu w -> bytes(w.up()) + bytes(w.down());
            case FeedForwardWeights.Experts w -> {
                FeedForward.Experts e = (FeedForward.Experts) kind;
                double chosen = (double) e.active() / e.count();
                double shared =
                        w.shared().map(s -> bytes(s.gateUp()) + bytes(s.down())).orElse(0.0);
                yield bytes(w.router()) + chosen * (bytes(w.gateUp()) + bytes(w.down())) + shared;
            }
        };
    }
}
