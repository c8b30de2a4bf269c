package eu.socle.model;

import eu.socle.core.Refusal;
import eu.socle.model.BlockWeights.AttentionWeights;
import eu.socle.model.BlockWeights.FeedForwardWeights;
import eu.socle.model.Room.AttentionRoom;
import eu.socle.model.Room.FeedForwardRoom;
import eu.socle.model.Room.LayerRoom;
import eu.socle.model.config.Attention;
import eu.socle.model.config.FeedForward;
import eu.socle.tensor.AttentionShape;
import eu.socle.tensor.Backend;
import eu.socle.tensor.LatentShape;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Slices;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.Write;
import eu.socle.tensor.experts.Dispatch;
import eu.socle.tensor.experts.Orientation;
import eu.socle.tensor.experts.Routing;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Tokens to logits, for every family; [Gradients] goes the way back.
///
/// Legend: N = B T rows, C hidden, R = (H + 2K) D, F feed-forward, V vocabulary, M = N k choices of
/// experts. x is the residual stream.
///
/// ```
/// x = E[ids]
/// for each block:  x += attention(norm(x));  x += feedForward(norm(x))        norms before, or
///                  x += norm(attention(x));  x += norm(feedForward(x))        norms after (OLMo 2)
/// logits = Whead norm(x)
/// ```
///
/// Training and inference are one forward pass. In training each layer keeps its activations; in
/// inference keys and values go to a cache and come from there.
public final class Transformer {

    private static final float LATENT_EPSILON =
            1e-6f; // of the norms inside latent attention, whatever config.json says for the others
    static final float CLAMPED_ALPHA = 1.702f; // of the gate of clamped experts (gpt-oss)

    private final ModelConfig config;
    private final Weights weights;
    private final Backend backend;
    private final float epsilon;

    public Transformer(ModelConfig config, Weights weights, Backend backend) {
        this.config = config;
        this.weights = weights;
        this.backend = backend;
        this.epsilon = (float) config.normEpsilon();
    }

    public ModelConfig config() {
        return config;
    }

    public Weights weights() {
        return weights;
    }

    public Backend backend() {
        return backend;
    }

    /// New rows on their way through the model.
    ///
    /// @param ids `[N]`
    /// @param positions rotary position of each row
    /// @param sights what each layer's queries see
    /// @param rotation angles of all positions
    /// @param cache of the tokens before them; nothing in training
    record Pass(
            int[] ids,
            int[] positions,
            Sights sights,
            Rotation rotation,
            Optional<KeyValueCache> cache) {}

    /// The router's choices of one pass, layer by layer; the backward pass asks for them.
    static final class Choices {
        private final int[][] chosen;
        private final Map<Integer, Dispatch> dispatches = new HashMap<>();

        Choices(int layers) {
            this.chosen = new int[layers][];
        }

        int[] chosen(int layer) {
            return chosen[layer];
        }

        Dispatch dispatch(int layer) {
            return Objects.requireNonNull(dispatches.get(layer));
        }

        /// The choices of a layer, if any were made.
        Optional<Dispatch> made(int layer) {
            return Optional.ofNullable(dispatches.get(layer));
        }

        void clear() {
            dispatches.clear();
        }
    }

    /// From ids to the norm after the last layer, in `room.lastNorm()`.
    void forward(Pass pass, Room room, Choices choices) {
        boolean after = config.family().normsAfter();
        LayerRoom first = room.layers().getFirst();
        backend.embed(first.x(), weights.embedding(), pass.ids());
        if (!after) {
            Tensor gain = weights.blocks().getFirst().attentionNorm();
            backend.rmsNorm(first.norm1(), first.inverse1(), first.x(), gain, epsilon);
        }
        for (int layer = 0; layer < config.layers(); layer++) {
            BlockWeights w = weights.blocks().get(layer);
            LayerRoom k = room.layers().get(layer);
            boolean last = layer + 1 == config.layers();
            LayerRoom next = last ? k : room.layers().get(layer + 1);
            Tensor nextX = last ? room.last() : next.x();
            Tensor out1 = k.out1().orElse(room.delta());
            attention(layer, out1, k.norm1(), w.attention(), k.attention(), pass);
            if (after) {
                backend.rmsNormAdd(
                        k.middle(), k.inverse1(), k.x(), out1, w.attentionNorm(), epsilon);
                Tensor out2 = k.out2().orElseThrow();
                feedForward(layer, out2, k.norm2(), w.feedForward(), k.feedForward(), choices);
                backend.rmsNormAdd(
                        nextX, k.inverse2(), k.middle(), out2, w.feedForwardNorm(), epsilon);
                continue;
            }
            backend.addRmsNorm(
                    k.norm2(), k.inverse2(), k.middle(), k.x(), out1, w.feedForwardNorm(), epsilon);
            feedForward(layer, room.delta(), k.norm2(), w.feedForward(), k.feedForward(), choices);
            backend.addRmsNorm(
                    last ? room.lastNorm() : next.norm1(),
                    last ? room.lastInverse() : next.inverse1(),
                    nextX,
                    k.middle(),
                    room.delta(),
                    last ? weights.norm() : weights.blocks().get(layer + 1).attentionNorm(),
                    epsilon);
        }
        if (after) {
            backend.rmsNorm(
                    room.lastNorm(), room.lastInverse(), room.last(), weights.norm(), epsilon);
        }
    }

    void attention(
            int layer,
            Tensor out,
            Tensor in,
            AttentionWeights weights,
            AttentionRoom room,
            Pass pass) {
        switch (weights) {
            case AttentionWeights.Grouped w ->
                    grouped(
                            layer,
                            out,
                            in,
                            w,
                            (AttentionRoom.Grouped) room,
                            (Attention.Grouped) config.attention(),
                            pass);
            case AttentionWeights.Latent w ->
                    latent(
                            layer,
                            out,
                            in,
                            w,
                            (AttentionRoom.Latent) room,
                            (Attention.Latent) config.attention(),
                            pass);
        }
    }

    /// out = Wo attention(rope(norm(Wqkv in))).
    private void grouped(
            int layer,
            Tensor out,
            Tensor in,
            AttentionWeights.Grouped w,
            AttentionRoom.Grouped k,
            Attention.Grouped a,
            Pass pass) {
        backend.linear(k.raw(), in, w.qkv(), Write.SET);
        w.bias().ifPresent(bias -> backend.addBias(k.raw(), bias));
        if (a.qkNorm() != Attention.QkNorm.NONE) {
            if (k.raw() != k.qkv()) {
                k.qkv().copyFrom(k.raw());
            }
            backend.rmsNormSlices(
                    k.qkv(),
                    k.queryInverse().orElseThrow(),
                    k.raw(),
                    w.queryNorm().orElseThrow(),
                    epsilon,
                    queries(a));
            backend.rmsNormSlices(
                    k.qkv(),
                    k.keyInverse().orElseThrow(),
                    k.raw(),
                    w.keyNorm().orElseThrow(),
                    epsilon,
                    keys(a));
        }
        AttentionShape shape = pass.sights().shape(layer);
        if (config.layer(layer).rotates()) {
            Rotation r = pass.rotation();
            backend.rope(
                    k.qkv(),
                    r.cos(),
                    r.sin(),
                    pass.positions(),
                    shape.queriesAndKeys(),
                    config.rope().pairing());
        }
        a.queryScale()
                .ifPresent(s -> backend.scaleRows(k.qkv(), factors(s, pass), a.outputLength()));
        if (pass.cache().isPresent()) {
            KeyValueCache cache = pass.cache().get();
            cache.store(layer, k.qkv());
            backend.attentionWithCache(
                    k.y(),
                    k.logSumExp(),
                    k.qkv(),
                    cache.keys(layer),
                    cache.values(layer),
                    cache.next(config.layer(layer).window()),
                    shape);
        } else {
            backend.attention(k.y(), k.logSumExp(), k.qkv(), shape);
        }
        w.sinks().ifPresent(sinks -> backend.sink(k.y(), k.logSumExp(), sinks));
        backend.linear(out, k.y(), w.output(), Write.SET);
        w.outputBias().ifPresent(bias -> backend.addBias(out, bias));
    }

    /// Where the queries of a row lie, and its keys: whole or head by head, as their norms span
    /// them.
    static Slices queries(Attention.Grouped a) {
        return a.qkNorm() == Attention.QkNorm.WHOLE
                ? new Slices(0, a.outputLength(), 1)
                : new Slices(0, a.headSize(), a.heads());
    }

    static Slices keys(Attention.Grouped a) {
        return a.qkNorm() == Attention.QkNorm.WHOLE
                ? new Slices(a.outputLength(), a.keyValueHeads() * a.headSize(), 1)
                : new Slices(a.outputLength(), a.headSize(), a.keyValueHeads());
    }

    static float[] factors(Attention.QueryScale scale, Pass pass) {
        float[] factors = new float[pass.positions().length];
        for (int n = 0; n < factors.length; n++) {
            factors[n] = scale.at(pass.positions()[n]);
        }
        return factors;
    }

    /// q = Wqb norm(Wqa in), c = norm(Wkva in); with keys and values of all heads in training, with
    /// the latent vectors themselves in inference.
    private void latent(
            int layer,
            Tensor out,
            Tensor in,
            AttentionWeights.Latent w,
            AttentionRoom.Latent k,
            Attention.Latent a,
            Pass pass) {
        if (k.compressed().isPresent()) {
            AttentionRoom.Compressed q = k.compressed().get();
            backend.linear(q.raw(), in, w.queryA().orElseThrow(), Write.SET);
            backend.rmsNorm(
                    q.norm(), q.inverse(), q.raw(), w.queryNorm().orElseThrow(), LATENT_EPSILON);
            backend.linear(k.query(), q.norm(), w.query(), Write.SET);
        } else {
            backend.linear(k.query(), in, w.query(), Write.SET);
        }
        backend.linear(k.latent(), in, latentRows(w.keyValueA(), a), Write.SET);
        backend.linear(k.rotated(), in, rotatedRows(w.keyValueA(), a), Write.SET);
        backend.rmsNorm(
                k.latentNorm(), k.latentInverse(), k.latent(), w.keyValueNorm(), LATENT_EPSILON);
        rotate(k.query(), k.rotated(), a, pass);
        LatentShape shape = shape(a);
        if (pass.cache().isPresent()) {
            KeyValueCache cache = pass.cache().get();
            cache.store(layer, k.latentNorm(), k.rotated());
            backend.latent().absorb(k.wide(), k.query(), w.keyValueB(), shape);
            backend.attentionWithCache(
                    k.second(),
                    k.logSumExp(),
                    k.wide(),
                    cache.keys(layer),
                    cache.values(layer),
                    cache.next(config.layer(layer).window()),
                    pass.sights().shape(layer));
            backend.latent().values(k.y(), k.second(), w.keyValueB(), shape);
        } else {
            backend.linear(k.second(), k.latentNorm(), w.keyValueB(), Write.SET);
            backend.latent().expand(k.wide(), k.query(), k.second(), k.rotated(), shape);
            backend.attention(k.y(), k.logSumExp(), k.wide(), pass.sights().shape(layer));
        }
        backend.linear(out, k.y(), w.output(), Write.SET);
    }

    static LatentShape shape(Attention.Latent a) {
        return new LatentShape(a.heads(), a.plain(), a.rotating(), a.valueSize(), a.rank());
    }

    static Tensor latentRows(Tensor keyValueA, Attention.Latent a) {
        return keyValueA.rows(0, a.rank());
    }

    static Tensor rotatedRows(Tensor keyValueA, Attention.Latent a) {
        return keyValueA.rows(a.rank(), a.rank() + (long) a.rotating());
    }

    private void rotate(Tensor query, Tensor key, Attention.Latent a, Pass pass) {
        Rotation r = pass.rotation();
        backend.rope(
                query, r.cos(), r.sin(), pass.positions(), rotating(a), config.rope().pairing());
        backend.rope(
                key,
                r.cos(),
                r.sin(),
                pass.positions(),
                new Slices(0, a.rotating(), 1),
                config.rope().pairing());
    }

    /// The rotating columns of each head's query.
    static Slices rotating(Attention.Latent a) {
        return new Slices(a.plain(), a.headSize(), a.heads());
    }

    void feedForward(
            int layer,
            Tensor out,
            Tensor in,
            FeedForwardWeights weights,
            FeedForwardRoom room,
            Choices choices) {
        switch (weights) {
            case FeedForwardWeights.Gated w ->
                    gated(out, in, w, (FeedForwardRoom.Dense) room, Write.SET);
            case FeedForwardWeights.Xielu w -> {
                FeedForwardRoom.Dense k = (FeedForwardRoom.Dense) room;
                backend.linear(k.wide(), in, w.up(), Write.SET);
                backend.xielu(
                        k.product(),
                        k.wide(),
                        w.alphaPositive(),
                        w.alphaNegative(),
                        w.beta().get(0),
                        w.epsilon().get(0));
                backend.linear(out, k.product(), w.down(), Write.SET);
            }
            case FeedForwardWeights.Experts w ->
                    experts(
                            layer,
                            out,
                            in,
                            w,
                            (FeedForwardRoom.Experts) room,
                            (FeedForward.Experts) config.layer(layer).feedForward(),
                            choices);
        }
    }

    /// out = Wdown (silu(Wgate in) * Wup in).
    private void gated(
            Tensor out,
            Tensor in,
            FeedForwardWeights.Gated w,
            FeedForwardRoom.Dense k,
            Write write) {
        backend.linear(k.wide(), in, w.gateUp(), Write.SET);
        w.gateUpBias().ifPresent(bias -> backend.addBias(k.wide(), bias));
        backend.swiglu(k.product(), k.wide());
        backend.linear(out, k.product(), w.down(), write);
        w.downBias().ifPresent(bias -> backend.addBias(out, bias));
    }

    /// out = sum over the chosen experts of weight * expert(in), and the shared expert.
    private void experts(
            int layer,
            Tensor out,
            Tensor in,
            FeedForwardWeights.Experts w,
            FeedForwardRoom.Experts k,
            FeedForward.Experts f,
            Choices choices) {
        backend.linear(k.logits(), in, w.router(), Write.SET);
        w.routerBias().ifPresent(bias -> backend.addBias(k.logits(), bias));
        int[] chosen = new int[in.rows() * f.active()];
        backend.experts().route(chosen, k.weights(), k.logits(), w.correction(), routing(f));
        Dispatch dispatch = Dispatch.of(chosen, f.count(), f.active());
        choices.chosen[layer] = chosen;
        choices.dispatches.put(layer, dispatch);
        backend.embed(k.in(), in, dispatch.tokens()); // a copy of its token for each choice
        backend.experts().linear(k.wide(), k.in(), w.gateUp(), dispatch, orientation(f));
        w.gateUpBias().ifPresent(bias -> backend.experts().addBias(k.wide(), bias, dispatch));
        if (f.clamped()) {
            backend.clampedSwiglu(k.product(), k.wide(), CLAMPED_ALPHA, (float) f.clampedAt());
        } else {
            backend.swiglu(k.product(), k.wide());
        }
        backend.experts().linear(k.out(), k.product(), w.down(), dispatch, orientation(f));
        w.downBias().ifPresent(bias -> backend.experts().addBias(k.out(), bias, dispatch));
        backend.experts().combine(out, k.out(), k.weights(), dispatch, Write.SET);
        if (w.shared().isPresent()) {
            gated(out, in, w.shared().get(), k.shared().orElseThrow(), Write.ADD);
        }
    }

    static Orientation orientation(FeedForward.Experts f) {
        return f.clamped() ? Orientation.IN_OUT : Orientation.OUT_IN;
    }

    static Routing routing(FeedForward.Experts f) {
        return switch (f.router()) {
            case FeedForward.Router.SoftmaxThenBest r ->
                    Routing.of(Routing.Gate.SOFTMAX, f.active(), r.renormalised());
            case FeedForward.Router.BestThenSoftmax _ ->
                    Routing.of(Routing.Gate.SOFTMAX_OF_BEST, f.active(), true);
            case FeedForward.Router.Grouped r ->
                    new Routing(
                            Routing.Gate.SIGMOID,
                            f.active(),
                            r.groups(),
                            r.kept(),
                            r.renormalised(),
                            (float) r.scale());
        };
    }

    /// Room for training on batches of one size. All memory is allocated here and none per step.
    ///
    /// @param batch B
    /// @param tokens T, at most the context
    /// @throws Refusal if T is longer than the model's context
    public Training training(int batch, int tokens) {
        weights.all(); // refuses weights that cannot be moved
        if (tokens > config.context()) {
            throw Refusal.usage(
                    "sequences of "
                            + tokens
                            + " tokens are longer than the model's context of "
                            + config.context()
                            + ".");
        }
        return new Training(this, batch, tokens);
    }

    /// A cache for one growing sequence.
    ///
    /// @param capacity most tokens it can hold, at most the context
    /// @throws Refusal if the capacity is longer than the model's context
    public KeyValueCache newCache(int capacity) {
        if (capacity > config.context()) {
            throw Refusal.usage(
                    capacity
                            + " tokens are more than the model's context of "
                            + config.context()
                            + ".");
        }
        return new KeyValueCache(config, capacity);
    }

    /// Runs new tokens (a prompt or one token) after those in the cache.
    ///
    /// @return logits `[1, V]` of the last one, valid until the next call on this cache
    /// @throws Refusal if the cache is full
    public Tensor append(KeyValueCache cache, int[] ids) {
        cache.requireRoom(ids.length);
        for (int from = 0; from < ids.length; from += KeyValueCache.CHUNK) {
            int to = Math.min(ids.length, from + KeyValueCache.CHUNK);
            Tensor norm = forward(cache, Arrays.copyOfRange(ids, from, to));
            if (to == ids.length) {
                Tensor last = norm.rows(norm.rows() - 1L, norm.rows());
                backend.linear(cache.logits, last, weights.head(), Write.SET);
            }
        }
        return cache.logits;
    }

    /// Logits `[T, V]` of every position of one sequence.
    ///
    /// @param memory owns the result
    public Tensor logits(int[] ids, Memory memory) {
        Tensor all = memory.zeros(ids.length, config.vocabulary());
        try (KeyValueCache cache = newCache(ids.length)) {
            for (int from = 0; from < ids.length; from += KeyValueCache.CHUNK) {
                int to = Math.min(ids.length, from + KeyValueCache.CHUNK);
                Tensor norm = forward(cache, Arrays.copyOfRange(ids, from, to));
                backend.linear(all.rows(from, to), norm, weights.head(), Write.SET);
            }
        }
        return all;
    }

    /// One chunk of new tokens through all blocks.
    ///
    /// @return their last norm `[n, C]`, in the cache's buffers
    private Tensor forward(KeyValueCache cache, int[] ids) {
        Room room = cache.room(ids.length);
        cache.makeRoom(ids.length);
        int[] positions = new int[ids.length];
        Arrays.setAll(positions, i -> cache.length() + i);
        Pass pass =
                new Pass(
                        ids,
                        positions,
                        Sights.ofCache(config, ids.length, cache),
                        cache.rotation,
                        Optional.of(cache));
        forward(pass, room, new Choices(config.layers()));
        cache.grow(ids.length);
        return room.lastNorm();
    }
}
