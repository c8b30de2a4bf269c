package eu.socle.model;

import eu.socle.model.Room.Floats;
import eu.socle.model.Room.LayerRoom;
import eu.socle.model.config.Layer;
import eu.socle.tensor.Tensor;

/// Where the activations of multi-token prediction lie, and their gradients.
///
/// @param half `[N, C]`, an embedding or half a gradient on its way
/// @param pair `[N, 2C]`, the next token's embedding beside the last hidden state
/// @param embeddingInverse `[N]`
/// @param hiddenInverse `[N]`
/// @param pairNorm `[N, 2C]`
/// @param dPair `[N, 2C]`
/// @param layer of the block
/// @param delta `[N, C]`, what the block adds to its residual stream
/// @param last `[N, C]`
/// @param lastInverse `[N]`
/// @param lastNorm `[N, C]`, what the head reads
/// @param dLast `[N, C]`, gradient of that
record PredictionRoom(
        Tensor half,
        Tensor pair,
        Tensor embeddingInverse,
        Tensor hiddenInverse,
        Tensor pairNorm,
        Tensor dPair,
        LayerRoom layer,
        Tensor delta,
        Tensor last,
        Tensor lastInverse,
        Tensor lastNorm,
        Tensor dLast) {

    static PredictionRoom of(ModelConfig config, Layer layer, int n, Floats floats) {
        int c = config.hidden();
        return new PredictionRoom(
                floats.take(n, c),
                floats.take(n, 2L * c),
                floats.take(n, 1),
                floats.take(n, 1),
                floats.take(n, 2L * c),
                floats.take(n, 2L * c),
                Room.oneMore(config, layer.feedForward(), n, floats),
                floats.take(n, c),
                floats.take(n, c),
                floats.take(n, 1),
                floats.take(n, c),
                floats.take(n, c));
    }
}
