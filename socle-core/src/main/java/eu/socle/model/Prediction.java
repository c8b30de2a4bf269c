package eu.socle.model;

import eu.socle.model.Room.LayerRoom;
import eu.socle.model.Transformer.Choices;
import eu.socle.model.Transformer.Pass;
import eu.socle.tensor.Backend;
import eu.socle.tensor.Slices;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.Write;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// One layer of multi-token prediction (DeepSeek-V3, arXiv 2412.19437). The k-th, from the hidden
/// state of one token and the embedding of the token k places after it, guesses the token after
/// that with one more block and the model's own head: x = join [norm(embedding) ; norm(hidden)],
/// logits = head norm(block(x)). Hidden states are those of the layer before, block(x) of the k-1st
/// or of the model.
///
/// The paper prints the halves the other way round; released weights have the embedding first. It
/// trains the hidden states; generation does without.
final class Prediction {

    private final Transformer model;
    private final ModelConfig config;
    private final Weights weights;
    private final Backend backend;
    private final int ahead;
    private final PredictionRoom room;

    /// @param ahead k, from 1
    Prediction(Transformer model, int ahead, PredictionRoom room) {
        this.model = model;
        this.ahead = ahead;
        this.config = model.config();
        this.weights = model.weights();
        this.backend = model.backend();
        this.room = room;
    }

    /// The gradient of the hidden states that came in, as the last pass left it.
    Tensor hiddenGradient() {
        return room.half();
    }

    /// `[N, C]`, the hidden states that go out, as the last pass left them.
    Tensor hidden() {
        return room.last();
    }

    /// Sum over counted tokens of -log p, and adds the gradient of sum / divisor to the parameters;
    /// that of the hidden states stays in [#hiddenGradient]. After [#forward].
    ///
    /// @param more what else flows into the hidden states that went out
    double lossAndGradients(
            Pass pass,
            Batch input,
            Choices choices,
            Gradients back,
            double divisor,
            Optional<Tensor> more) {
        PredictionWeights d = back.of().predictions().get(ahead - 1);
        double loss =
                backend.crossEntropyWithGradient(
                        room.dLast(),
                        back.of().head(),
                        room.lastNorm(),
                        weights.head(),
                        input.labelsAhead(ahead),
                        divisor);
        backward(pass, input.idsAhead(ahead), choices, back, d, more);
        return loss;
    }

    /// @param hidden `[N, C]`, the residual stream after the layer before
    void forward(Pass pass, Tensor hidden, Batch input, Choices choices) {
        PredictionWeights w = weights.predictions().get(ahead - 1);
        float epsilon = (float) config.normEpsilon();
        int layer = layer();
        LayerRoom k = room.layer();
        backend.embed(room.half(), weights.embedding(), input.idsAhead(ahead));
        copy(room.half(), 0, room.pair(), 0);
        copy(hidden, 0, room.pair(), config.hidden());
        backend.rmsNormSlices(
                room.pairNorm(),
                room.embeddingInverse(),
                room.pair(),
                w.embeddingNorm(),
                epsilon,
                embeddings());
        backend.rmsNormSlices(
                room.pairNorm(),
                room.hiddenInverse(),
                room.pair(),
                w.hiddenNorm(),
                epsilon,
                hiddens());
        backend.linear(k.x(), room.pairNorm(), w.join(), Write.SET);
        BlockWeights b = w.block();
        backend.rmsNorm(k.norm1(), k.inverse1(), k.x(), b.attentionNorm(), epsilon);
        model.attention(layer, room.delta(), k.norm1(), b.attention(), k.attention(), pass);
        backend.addRmsNorm(
                k.norm2(),
                k.inverse2(),
                k.middle(),
                k.x(),
                room.delta(),
                b.feedForwardNorm(),
                epsilon);
        model.feedForward(
                layer, room.delta(), k.norm2(), b.feedForward(), k.feedForward(), choices);
        backend.addRmsNorm(
                room.lastNorm(),
                room.lastInverse(),
                room.last(),
                k.middle(),
                room.delta(),
                w.norm(),
                epsilon);
    }

    private int layer() {
        return config.layers() + ahead - 1;
    }

    private void backward(
            Pass pass,
            int[] next,
            Choices choices,
            Gradients back,
            PredictionWeights d,
            Optional<Tensor> more) {
        PredictionWeights w = weights.predictions().get(ahead - 1);
        Tensor dX = back.dX();
        back.normBackward(
                dX, d.norm(), room.dLast(), room.last(), w.norm(), room.lastInverse(), Write.SET);
        more.ifPresent(gradient -> backend.add(dX, gradient));
        back.block(layer(), room.layer(), w.block(), d.block(), pass, choices);
        backend.linearWeightGradient(d.join(), dX, room.pairNorm(), Write.ADD);
        backend.linearInputGradient(room.dPair(), dX, w.join(), Write.SET);
        backend.rmsNormSlicesBackward(
                room.dPair(),
                d.embeddingNorm(),
                room.dPair(),
                room.pair(),
                w.embeddingNorm(),
                room.embeddingInverse(),
                embeddings());
        backend.rmsNormSlicesBackward(
                room.dPair(),
                d.hiddenNorm(),
                room.dPair(),
                room.pair(),
                w.hiddenNorm(),
                room.hiddenInverse(),
                hiddens());
        copy(room.dPair(), 0, room.half(), 0);
        backend.embedBackward(back.of().embedding(), room.half(), next);
        copy(room.dPair(), config.hidden(), room.half(), 0);
    }

    private Slices embeddings() {
        return new Slices(0, config.hidden(), 1);
    }

    private Slices hiddens() {
        return new Slices(config.hidden(), config.hidden(), 1);
    }

    /// Copies C columns of every row.
    private void copy(Tensor from, int column, Tensor to, int toColumn) {
        long bytes = 4L * config.hidden();
        for (int n = 0; n < from.rows(); n++) {
            MemorySegment.copy(
                    from.data(),
                    4L * ((long) n * from.columns() + column),
                    to.data(),
                    4L * ((long) n * to.columns() + toColumn),
                    bytes);
        }
    }
}
