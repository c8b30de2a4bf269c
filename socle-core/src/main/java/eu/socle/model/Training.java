package eu.socle.model;

import eu.socle.core.Refusal;
import eu.socle.model.Transformer.Choices;
import eu.socle.model.Transformer.Pass;
import eu.socle.model.config.Layer;
import eu.socle.tensor.Backend;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.experts.Dispatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Forward and backward over batches of one size, made by [Transformer#training].
public final class Training implements AutoCloseable {

    private final ModelConfig config;
    private final Transformer model;
    private final Weights weights;
    private final Backend backend;
    private final int batch;
    private final int tokens;
    private final Memory memory = new Memory();
    private final Rotation rotation;
    private final Room room;
    private final GradientRoom gradientRoom;
    private final List<Prediction> predictions = new ArrayList<>();
    private final Choices choices;

    Training(Transformer model, int batch, int tokens) {
        int n = batch * tokens;
        this.model = model;
        this.config = model.config();
        this.weights = model.weights();
        this.backend = model.backend();
        this.batch = batch;
        this.tokens = tokens;
        this.rotation = Rotation.of(config, config.context(), memory::zeros);
        this.room = Room.training(config, n, memory::zeros);
        this.gradientRoom = GradientRoom.of(config, n, memory::zeros);
        this.choices = new Choices(config.allLayers().size());
        for (Layer layer : config.predictions()) {
            PredictionRoom more = PredictionRoom.of(config, layer, n, memory::zeros);
            predictions.add(new Prediction(model, predictions.size() + 1, more));
        }
    }

    /// Bytes that training on batches of this size will allocate.
    ///
    /// @param batch B
    /// @param tokens T
    public static double bytes(ModelConfig config, int batch, int tokens) {
        double one = bytes(config, 1);
        double row = bytes(config, 2) - one; // all that is not the same for any size grows by rows
        return one + row * ((double) batch * tokens - 1);
    }

    private static long bytes(ModelConfig config, int n) {
        return Room.bytes(floats -> {
            Rotation.of(config, config.context(), floats);
            Room.training(config, n, floats);
            GradientRoom.of(config, n, floats);
            config.predictions().forEach(layer -> PredictionRoom.of(config, layer, n, floats));
        });
    }

    /// Bytes of activations, constant from the first step to the last.
    public long bytes() {
        return memory.bytes();
    }

    /// Sum over counted tokens of -log p(label), in nats.
    public double loss(Batch input) {
        model.forward(pass(input), room, choices);
        return backend.crossEntropy(room.lastNorm(), weights.head(), input.labels());
    }

    /// What a step minimises, besides the loss of the next token: next / divisor + aheadWeight / D
    /// * sum over k of ahead k / aheadDivisors k + balance * the balance of every layer of experts
    ///   ([eu.socle.tensor.experts.Balance]: by sequence where the router is DeepSeek's, over the
    ///   batch where it is a softmax).
    ///
    /// @param divisor usually the counted tokens of the whole step, over all its batches
    /// @param aheadWeight lambda, of multi-token prediction; 0 leaves it out
    /// @param aheadDivisors usually [Batch#countedAhead] of the whole step, one for each of the D
    ///   layers of multi-token prediction
    /// @param balance alpha, over the batches of the step; 0 leaves it out
    public record Objective(
            double divisor, double aheadWeight, List<Double> aheadDivisors, double balance) {

        public Objective {
            aheadDivisors = List.copyOf(aheadDivisors);
        }

        /// The next token alone.
        public static Objective next(double divisor) {
            return new Objective(divisor, 0, List.of(), 0);
        }
    }

    /// Sums over counted tokens of -log p, in nats.
    ///
    /// @param next of the next token
    /// @param ahead of the tokens after it, one for each layer of multi-token prediction that took
    ///   part
    /// @param balance of the experts of all layers; 0 where it was left out
    public record Losses(double next, List<Double> ahead, double balance) {

        public Losses {
            ahead = List.copyOf(ahead);
        }
    }

    /// As [#loss], and adds the gradient of sum / divisor to `gradients`. Multi-token prediction
    /// takes no part.
    ///
    /// @param divisor usually the counted tokens of the whole step, over all its batches
    public double lossAndGradients(Batch input, Weights gradients, double divisor) {
        return lossAndGradients(input, gradients, Objective.next(divisor)).next();
    }

    /// The losses, and adds the gradient of the objective to `gradients`.
    ///
    /// @throws Refusal if the model has no layers of multi-token prediction and the objective
    ///   weighs them
    public Losses lossAndGradients(Batch input, Weights gradients, Objective objective) {
        Pass pass = pass(input);
        Gradients back =
                new Gradients(
                        config,
                        weights,
                        gradients,
                        backend,
                        room,
                        gradientRoom,
                        new Gradients.Balancing(objective.balance(), tokens));
        model.forward(pass, room, choices);
        List<Double> ahead = new ArrayList<>();
        Optional<Tensor> more = Optional.empty();
        if (objective.aheadWeight() != 0) {
            more = Optional.of(ahead(pass, input, back, objective, ahead));
        }
        double next =
                backend.crossEntropyWithGradient(
                        room.delta(),
                        gradients.head(),
                        room.lastNorm(),
                        weights.head(),
                        input.labels(),
                        objective.divisor());
        back.backward(pass, choices, more);
        return new Losses(next, ahead, back.balance());
    }

    /// Multi-token prediction, there and back.
    ///
    /// @param losses gets its sums
    /// @return the gradient of the model's last hidden states
    private Tensor ahead(
            Pass pass, Batch input, Gradients back, Objective objective, List<Double> losses) {
        int depth = predictions.size();
        if (depth == 0) {
            throw Refusal.usage(
                    "this model has no layer of multi-token prediction; its config.json says so with num_nextn_predict_layers.");
        }
        if (objective.aheadDivisors().size() != depth) {
            throw new IllegalArgumentException(
                    objective.aheadDivisors().size() + " divisors for " + depth + " predictions");
        }
        Tensor hidden = room.last();
        for (Prediction prediction : predictions) {
            prediction.forward(pass, hidden, input, choices);
            hidden = prediction.hidden();
        }
        Optional<Tensor> more = Optional.empty();
        for (int k = depth - 1; k >= 0; k--) {
            double divisor = objective.aheadDivisors().get(k) * depth / objective.aheadWeight();
            Prediction prediction = predictions.get(k);
            losses.addFirst(prediction.lossAndGradients(pass, input, choices, back, divisor, more));
            more = Optional.of(prediction.hiddenGradient());
        }
        return more.orElseThrow();
    }

    /// How often the last pass chose each expert of a layer, those of multi-token prediction from
    /// number [ModelConfig#layers] on; nothing for a layer without experts, or that took no part.
    public Optional<int[]> load(int layer) {
        return choices.made(layer).map(Training::counts);
    }

    private static int[] counts(Dispatch dispatch) {
        int[] counts = new int[dispatch.experts()];
        for (int expert = 0; expert < counts.length; expert++) {
            counts[expert] = dispatch.count(expert);
        }
        return counts;
    }

    private Pass pass(Batch input) {
        if (input.batch() != batch || input.tokens() != tokens) {
            throw new IllegalArgumentException(
                    "this room is for "
                            + batch
                            + " x "
                            + tokens
                            + " tokens, not "
                            + input.batch()
                            + " x "
                            + input.tokens());
        }
        choices.clear();
        return new Pass(
                input.ids(),
                input.positions(),
                Sights.ofTraining(config, batch, tokens, input.firstKey()),
                rotation,
                Optional.empty());
    }

    @Override
    public void close() {
        memory.close();
    }
}
