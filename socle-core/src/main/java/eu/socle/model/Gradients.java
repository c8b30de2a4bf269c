package eu.socle.model;

import eu.socle.model.BlockWeights.AttentionWeights;
import eu.socle.model.BlockWeights.FeedForwardWeights;
import eu.socle.model.GradientRoom.AttentionGradients;
import eu.socle.model.Room.AttentionRoom;
import eu.socle.model.Room.FeedForwardRoom;
import eu.socle.model.Room.LayerRoom;
import eu.socle.model.Transformer.Choices;
import eu.socle.model.Transformer.Pass;
import eu.socle.model.config.Attention;
import eu.socle.model.config.FeedForward;
import eu.socle.tensor.AttentionShape;
import eu.socle.tensor.Backend;
import eu.socle.tensor.LatentShape;
import eu.socle.tensor.Slices;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.Write;
import eu.socle.tensor.experts.Dispatch;
import java.util.Optional;

/// The way back through [Transformer#forward]: from the gradient of the last norm's output to every
/// parameter, each method the mirror of its namesake there. Gradients of parameters are added to.
final class Gradients {

    private final ModelConfig config;
    private final Weights weights;
    private final Weights gradients;
    private final Backend backend;
    private final Room room;
    private final GradientRoom scratch;
    private final Balancing balancing;
    private double balance;

    /// The loss that keeps experts evenly used.
    ///
    /// @param weight alpha; 0 for none
    /// @param tokens T, of each sequence
    record Balancing(double weight, int tokens) {}

    Gradients(
            ModelConfig config,
            Weights weights,
            Weights gradients,
            Backend backend,
            Room room,
            GradientRoom scratch,
            Balancing balancing) {
        this.config = config;
        this.weights = weights;
        this.gradients = gradients;
        this.backend = backend;
        this.room = room;
        this.scratch = scratch;
        this.balancing = balancing;
    }

    Weights of() {
        return gradients;
    }

    /// The balance of the experts of all layers that the way back has passed, unweighted.
    double balance() {
        return balance;
    }

    /// The gradient of the residual stream.
    Tensor dX() {
        return scratch.dX();
    }

    /// From the gradient of the last norm's output, in `room.delta()`.
    ///
    /// @param more gradient that flows into the last hidden state from elsewhere
    void backward(Pass pass, Choices choices, Optional<Tensor> more) {
        Tensor dX = scratch.dX();
        Tensor delta = room.delta();
        backend.rmsNormBackward(
                dX,
                gradients.norm(),
                delta,
                room.last(),
                weights.norm(),
                room.lastInverse(),
                Write.SET);
        more.ifPresent(d -> backend.add(dX, d));
        boolean after = config.family().normsAfter();
        for (int layer = config.layers() - 1; layer >= 0; layer--) {
            BlockWeights w = weights.blocks().get(layer);
            BlockWeights d = gradients.blocks().get(layer);
            LayerRoom k = room.layers().get(layer);
            if (after) {
                normBackward(
                        delta,
                        d.feedForwardNorm(),
                        dX,
                        k.out2().orElseThrow(),
                        w.feedForwardNorm(),
                        k.inverse2(),
                        Write.SET);
                feedForward(
                        layer, dX, Write.ADD, delta, k, w.feedForward(), d.feedForward(), choices);
                normBackward(
                        delta,
                        d.attentionNorm(),
                        dX,
                        k.out1().orElseThrow(),
                        w.attentionNorm(),
                        k.inverse1(),
                        Write.SET);
                attention(layer, dX, Write.ADD, delta, k, w.attention(), d.attention(), pass);
                continue;
            }
            block(layer, k, w, d, pass, choices);
        }
        backend.embedBackward(gradients.embedding(), dX, pass.ids());
    }

    /// One block with norms before, from and to the gradient of the residual stream in `dX`.
    void block(int layer, LayerRoom k, BlockWeights w, BlockWeights d, Pass pass, Choices choices) {
        Tensor dX = scratch.dX();
        Tensor delta = room.delta();
        feedForward(layer, delta, Write.SET, dX, k, w.feedForward(), d.feedForward(), choices);
        normBackward(
                dX,
                d.feedForwardNorm(),
                delta,
                k.middle(),
                w.feedForwardNorm(),
                k.inverse2(),
                Write.ADD);
        attention(layer, delta, Write.SET, dX, k, w.attention(), d.attention(), pass);
        normBackward(
                dX, d.attentionNorm(), delta, k.x(), w.attentionNorm(), k.inverse1(), Write.ADD);
    }

    void normBackward(
            Tensor dX,
            Tensor dGain,
            Tensor dY,
            Tensor x,
            Tensor gain,
            Tensor inverse,
            Write write) {
        backend.rmsNormBackward(dX, dGain, dY, x, gain, inverse, write);
    }

    private void attention(
            int layer,
            Tensor dIn,
            Write write,
            Tensor dOut,
            LayerRoom k,
            AttentionWeights weights,
            AttentionWeights gradients,
            Pass pass) {
        switch (weights) {
            case AttentionWeights.Grouped w ->
                    grouped(
                            layer,
                            dIn,
                            write,
                            dOut,
                            k.norm1(),
                            (AttentionRoom.Grouped) k.attention(),
                            w,
                            (AttentionWeights.Grouped) gradients,
                            pass);
            case AttentionWeights.Latent w ->
                    latent(
                            layer,
                            dIn,
                            write,
                            dOut,
                            k.norm1(),
                            (AttentionRoom.Latent) k.attention(),
                            w,
                            (AttentionWeights.Latent) gradients,
                            pass);
        }
    }

    private void grouped(
            int layer,
            Tensor dIn,
            Write write,
            Tensor dOut,
            Tensor in,
            AttentionRoom.Grouped k,
            AttentionWeights.Grouped w,
            AttentionWeights.Grouped d,
            Pass pass) {
        Attention.Grouped a = (Attention.Grouped) config.attention();
        AttentionGradients.Grouped g = (AttentionGradients.Grouped) scratch.attention();
        AttentionShape shape = pass.sights().shape(layer);
        d.outputBias().ifPresent(bias -> backend.biasGradient(bias, dOut));
        backend.linearWeightGradient(d.output(), dOut, k.y(), Write.ADD);
        backend.linearInputGradient(g.dY(), dOut, w.output(), Write.SET);
        d.sinks()
                .ifPresent(dSinks ->
                        backend.sinkBackward(
                                dSinks, g.dY(), k.y(), k.logSumExp(), w.sinks().orElseThrow()));
        backend.attentionBackward(g.dQkv(), g.dY(), k.y(), k.logSumExp(), k.qkv(), shape);
        a.queryScale()
                .ifPresent(s ->
                        backend.scaleRows(
                                g.dQkv(), Transformer.factors(s, pass), a.outputLength()));
        if (config.layer(layer).rotates()) {
            Rotation r = pass.rotation();
            backend.ropeBackward(
                    g.dQkv(),
                    r.cos(),
                    r.sin(),
                    pass.positions(),
                    shape.queriesAndKeys(),
                    config.rope().pairing());
        }
        if (a.qkNorm() != Attention.QkNorm.NONE) {
            backend.rmsNormSlicesBackward(
                    g.dQkv(),
                    d.queryNorm().orElseThrow(),
                    g.dQkv(),
                    k.raw(),
                    w.queryNorm().orElseThrow(),
                    k.queryInverse().orElseThrow(),
                    Transformer.queries(a));
            backend.rmsNormSlicesBackward(
                    g.dQkv(),
                    d.keyNorm().orElseThrow(),
                    g.dQkv(),
                    k.raw(),
                    w.keyNorm().orElseThrow(),
                    k.keyInverse().orElseThrow(),
                    Transformer.keys(a));
        }
        d.bias().ifPresent(bias -> backend.biasGradient(bias, g.dQkv()));
        backend.linearWeightGradient(d.qkv(), g.dQkv(), in, Write.ADD);
        backend.linearInputGradient(dIn, g.dQkv(), w.qkv(), write);
    }

    private void latent(
            int layer,
            Tensor dIn,
            Write write,
            Tensor dOut,
            Tensor in,
            AttentionRoom.Latent k,
            AttentionWeights.Latent w,
            AttentionWeights.Latent d,
            Pass pass) {
        Attention.Latent a = (Attention.Latent) config.attention();
        AttentionGradients.Latent g = (AttentionGradients.Latent) scratch.attention();
        LatentShape shape = Transformer.shape(a);
        Tensor dQuery = k.query(); // the backward pass does not read these three
        Tensor dKeyValue = k.second();
        Tensor dRotated = k.rotated();
        backend.linearWeightGradient(d.output(), dOut, k.y(), Write.ADD);
        backend.linearInputGradient(g.dY(), dOut, w.output(), Write.SET);
        backend.attentionBackward(
                g.dQkv(), g.dY(), k.y(), k.logSumExp(), k.wide(), pass.sights().shape(layer));
        backend.latent().expandBackward(dQuery, dKeyValue, dRotated, g.dQkv(), shape);
        rotateBack(dQuery, dRotated, a, pass);
        backend.linearWeightGradient(d.keyValueB(), dKeyValue, k.latentNorm(), Write.ADD);
        backend.linearInputGradient(g.dNorm(), dKeyValue, w.keyValueB(), Write.SET);
        normBackward(
                g.dLatent(),
                d.keyValueNorm(),
                g.dNorm(),
                k.latent(),
                w.keyValueNorm(),
                k.latentInverse(),
                Write.SET);
        Tensor latentRows = Transformer.latentRows(w.keyValueA(), a);
        Tensor rotatedRows = Transformer.rotatedRows(w.keyValueA(), a);
        backend.linearWeightGradient(
                Transformer.latentRows(d.keyValueA(), a), g.dLatent(), in, Write.ADD);
        backend.linearWeightGradient(
                Transformer.rotatedRows(d.keyValueA(), a), dRotated, in, Write.ADD);
        backend.linearInputGradient(dIn, g.dLatent(), latentRows, write);
        backend.linearInputGradient(dIn, dRotated, rotatedRows, Write.ADD);
        if (k.compressed().isEmpty()) {
            backend.linearWeightGradient(d.query(), dQuery, in, Write.ADD);
            backend.linearInputGradient(dIn, dQuery, w.query(), Write.ADD);
            return;
        }
        AttentionRoom.Compressed q = k.compressed().get();
        AttentionGradients.Compressed dq = g.compressed().orElseThrow();
        backend.linearWeightGradient(d.query(), dQuery, q.norm(), Write.ADD);
        backend.linearInputGradient(dq.dNorm(), dQuery, w.query(), Write.SET);
        normBackward(
                dq.dRaw(),
                d.queryNorm().orElseThrow(),
                dq.dNorm(),
                q.raw(),
                w.queryNorm().orElseThrow(),
                q.inverse(),
                Write.SET);
        backend.linearWeightGradient(d.queryA().orElseThrow(), dq.dRaw(), in, Write.ADD);
        backend.linearInputGradient(dIn, dq.dRaw(), w.queryA().orElseThrow(), Write.ADD);
    }

    private void rotateBack(Tensor dQuery, Tensor dKey, Attention.Latent a, Pass pass) {
        Rotation r = pass.rotation();
        backend.ropeBackward(
                dQuery,
                r.cos(),
                r.sin(),
                pass.positions(),
                Transformer.rotating(a),
                config.rope().pairing());
        backend.ropeBackward(
                dKey,
                r.cos(),
                r.sin(),
                pass.positions(),
                new Slices(0, a.rotating(), 1),
                config.rope().pairing());
    }

    private void feedForward(
            int layer,
            Tensor dIn,
            Write write,
            Tensor dOut,
            LayerRoom k,
            FeedForwardWeights weights,
            FeedForwardWeights gradients,
            Choices choices) {
        FeedForward feedForward = config.layer(layer).feedForward();
        FeedForwardRoom g = scratch.of(feedForward);
        switch (weights) {
            case FeedForwardWeights.Gated w ->
                    gated(
                            dIn,
                            write,
                            dOut,
                            k.norm2(),
                            (FeedForwardRoom.Dense) k.feedForward(),
                            (FeedForwardRoom.Dense) g,
                            w,
                            (FeedForwardWeights.Gated) gradients);
            case FeedForwardWeights.Xielu w ->
                    xielu(
                            dIn,
                            write,
                            dOut,
                            k.norm2(),
                            (FeedForwardRoom.Dense) k.feedForward(),
                            (FeedForwardRoom.Dense) g,
                            w,
                            (FeedForwardWeights.Xielu) gradients);
            case FeedForwardWeights.Experts w ->
                    experts(
                            layer,
                            dIn,
                            write,
                            dOut,
                            k.norm2(),
                            (FeedForwardRoom.Experts) k.feedForward(),
                            (FeedForwardRoom.Experts) g,
                            w,
                            (FeedForwardWeights.Experts) gradients,
                            (FeedForward.Experts) feedForward,
                            choices);
        }
    }

    private void gated(
            Tensor dIn,
            Write write,
            Tensor dOut,
            Tensor in,
            FeedForwardRoom.Dense k,
            FeedForwardRoom.Dense g,
            FeedForwardWeights.Gated w,
            FeedForwardWeights.Gated d) {
        d.downBias().ifPresent(bias -> backend.biasGradient(bias, dOut));
        backend.linearWeightGradient(d.down(), dOut, k.product(), Write.ADD);
        backend.linearInputGradient(g.product(), dOut, w.down(), Write.SET);
        backend.swigluBackward(g.wide(), g.product(), k.wide());
        d.gateUpBias().ifPresent(bias -> backend.biasGradient(bias, g.wide()));
        backend.linearWeightGradient(d.gateUp(), g.wide(), in, Write.ADD);
        backend.linearInputGradient(dIn, g.wide(), w.gateUp(), write);
    }

    private void xielu(
            Tensor dIn,
            Write write,
            Tensor dOut,
            Tensor in,
            FeedForwardRoom.Dense k,
            FeedForwardRoom.Dense g,
            FeedForwardWeights.Xielu w,
            FeedForwardWeights.Xielu d) {
        backend.linearWeightGradient(d.down(), dOut, k.product(), Write.ADD);
        backend.linearInputGradient(g.product(), dOut, w.down(), Write.SET);
        backend.xieluBackward(
                g.wide(),
                d.alphaPositive(),
                d.alphaNegative(),
                g.product(),
                k.wide(),
                w.alphaPositive(),
                w.alphaNegative(),
                w.beta().get(0),
                w.epsilon().get(0));
        backend.linearWeightGradient(d.up(), g.wide(), in, Write.ADD);
        backend.linearInputGradient(dIn, g.wide(), w.up(), write);
    }

    private void experts(
            int layer,
            Tensor dIn,
            Write write,
            Tensor dOut,
            Tensor in,
            FeedForwardRoom.Experts k,
            FeedForwardRoom.Experts g,
            FeedForwardWeights.Experts w,
            FeedForwardWeights.Experts d,
            FeedForward.Experts f,
            Choices choices) {
        Dispatch dispatch = choices.dispatch(layer);
        backend.experts()
                .combineBackward(g.out(), g.weights(), dOut, k.out(), k.weights(), dispatch);
        d.downBias().ifPresent(bias -> backend.experts().biasGradient(bias, g.out(), dispatch));
        backend.experts()
                .weightGradient(
                        d.down(), g.out(), k.product(), dispatch, Transformer.orientation(f));
        backend.experts()
                .inputGradient(
                        g.product(), g.out(), w.down(), dispatch, Transformer.orientation(f));
        if (f.clamped()) {
            backend.clampedSwigluBackward(
                    g.wide(),
                    g.product(),
                    k.wide(),
                    Transformer.CLAMPED_ALPHA,
                    (float) f.clampedAt());
        } else {
            backend.swigluBackward(g.wide(), g.product(), k.wide());
        }
        d.gateUpBias().ifPresent(bias -> backend.experts().biasGradient(bias, g.wide(), dispatch));
        backend.experts()
                .weightGradient(d.gateUp(), g.wide(), k.in(), dispatch, Transformer.orientation(f));
        backend.experts()
                .inputGradient(g.in(), g.wide(), w.gateUp(), dispatch, Transformer.orientation(f));
        backend.experts()
                .routeBackward(
                        g.logits(),
                        g.weights(),
                        choices.chosen(layer),
                        k.logits(),
                        Transformer.routing(f));
        balance(g.logits(), k.logits(), choices.chosen(layer), f);
        d.routerBias().ifPresent(bias -> backend.biasGradient(bias, g.logits()));
        backend.linearWeightGradient(d.router(), g.logits(), in, Write.ADD);
        backend.linearInputGradient(dIn, g.logits(), w.router(), write);
        backend.embedBackward(dIn, g.in(), dispatch.tokens()); // each token gathers its choices
        if (w.shared().isPresent()) {
            gated(
                    dIn,
                    Write.ADD,
                    dOut,
                    in,
                    k.shared().orElseThrow(),
                    g.shared().orElseThrow(),
                    w.shared().get(),
                    d.shared().orElseThrow());
        }
    }

    private void balance(Tensor dLogits, Tensor logits, int[] chosen, FeedForward.Experts f) {
        if (balancing.weight() == 0) {
            return;
        }
        balance +=
                switch (f.router()) {
                    case FeedForward.Router.Grouped _ ->
                            backend.balance()
                                    .evenSequences(
                                            dLogits,
                                            logits,
                                            chosen,
                                            balancing.tokens(),
                                            balancing.weight());
                    case FeedForward.Router.SoftmaxThenBest _,
                            FeedForward.Router.BestThenSoftmax _ ->
                            backend.balance().evenLoad(dLogits, logits, chosen, balancing.weight());
                };
    }
}
