package eu.socle.model;

import eu.socle.tensor.Tensor;

/// What multi-token prediction adds to a model; embedding and head are those of the model.
///
/// @param embeddingNorm `[C]`, of the next token's embedding
/// @param hiddenNorm `[C]`, of the last hidden state
/// @param join `[C, 2C]`, from both side by side, the embedding first
/// @param block one more layer
/// @param norm `[C]`, before the head
record PredictionWeights(
        Tensor embeddingNorm, Tensor hiddenNorm, Tensor join, BlockWeights block, Tensor norm) {}
