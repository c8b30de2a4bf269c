package eu.socle.model;

import eu.socle.model.Room.FeedForwardRoom;
import eu.socle.model.Room.Floats;
import eu.socle.model.config.Attention;
import eu.socle.model.config.FeedForward;
import eu.socle.model.config.Layer;
import eu.socle.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Where the gradients of activations lie during a backward pass; all layers share it, those of one
/// kind the same tensors.
///
/// @param dX of the residual stream, `[N, C]`
/// @param attention of what the attention computes
/// @param feedForward of what the feed-forward networks compute: each tensor holds the gradient of
///   its namesake
record GradientRoom(
        Tensor dX, AttentionGradients attention, Map<FeedForward, FeedForwardRoom> feedForward) {

    sealed interface AttentionGradients {

        /// Of grouped-query attention.
        ///
        /// @param dQkv `[N, (H + 2K) D]`
        /// @param dY `[N, H D]`
        record Grouped(Tensor dQkv, Tensor dY) implements AttentionGradients {}

        /// Of latent attention. Those of queries, plain keys and values, and the rotated key take
        /// the place of their namesakes, which the backward pass does not read.
        ///
        /// @param dQkv `[N, H (2 (P + R) + E)]`
        /// @param dY `[N, H E]`
        /// @param dNorm `[N, L]`, of the norm of the latent vector
        /// @param dLatent `[N, L]`
        /// @param compressed of the query's latent vector, where there is one
        record Latent(
                Tensor dQkv,
                Tensor dY,
                Tensor dNorm,
                Tensor dLatent,
                Optional<Compressed> compressed)
                implements AttentionGradients {}

        /// Of a compressed query.
        ///
        /// @param dNorm `[N, Q]`
        /// @param dRaw `[N, Q]`
        record Compressed(Tensor dNorm, Tensor dRaw) {}
    }

    /// The gradients of a kind of feed-forward network.
    FeedForwardRoom of(FeedForward kind) {
        FeedForwardRoom found = feedForward.get(kind);
        if (found == null) {
            throw new IllegalArgumentException("no layer has " + kind);
        }
        return found;
    }

    static GradientRoom of(ModelConfig config, int n, Floats floats) {
        Tensor dX = floats.take(n, config.hidden());
        AttentionGradients attention =
                switch (config.attention()) {
                    case Attention.Grouped a ->
                            new AttentionGradients.Grouped(
                                    floats.take(n, a.rowLength()),
                                    floats.take(n, a.outputLength()));
                    case Attention.Latent a ->
                            new AttentionGradients.Latent(
                                    floats.take(
                                            n,
                                            (long) a.heads() * (2 * a.headSize() + a.valueSize())),
                                    floats.take(n, a.outputLength()),
                                    floats.take(n, a.rank()),
                                    floats.take(n, a.rank()),
                                    a.queryRank() > 0
                                            ? Optional.of(
                                                    new AttentionGradients.Compressed(
                                                            floats.take(n, a.queryRank()),
                                                            floats.take(n, a.queryRank())))
                                            : Optional.empty());
                };
        Map<FeedForward, FeedForwardRoom> kinds = new HashMap<>();
        for (Layer layer : config.allLayers()) {
            kinds.computeIfAbsent(layer.feedForward(), f -> Room.feedForward(config, f, n, floats));
        }
        return new GradientRoom(dX, attention, Map.copyOf(kinds));
    }
}
