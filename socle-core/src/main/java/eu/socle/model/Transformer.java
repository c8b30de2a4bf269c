package eu.socle.model;

import eu.socle.core.Refusal;
import eu.socle.tensor.AttentionShape;
import eu.socle.tensor.Backend;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.Write;
import java.util.Arrays;
import java.util.List;

/// The Llama family, once: tokens to logits, loss to gradients.
///
/// Legend: N = B T rows, C hidden, R = (H + 2K) D, F feed-forward, V vocabulary. x is the residual
/// stream.
///
/// ```
/// x = E[ids]
/// for each block:  x += Wo attention(rope(Wqkv norm(x)));  x += Wdown (silu(Wgate norm(x)) * Wup norm(x))
/// logits = Whead norm(x)
/// ```
///
/// (Touvron et al., arXiv 2302.13971; grouped-query attention: Ainslie et al., arXiv 2305.13245.)
public final class Transformer {

    private final ModelConfig config;
    private final Weights weights;
    private final Backend backend;

    public Transformer(ModelConfig config, Weights weights, Backend backend) {
        this.config = config;
        this.weights = weights;
        this.backend = backend;
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

    /// The tables cos and sin of angle = position * theta^(-2i/D), `[context, D/2]` each.
    private static Tensor[] rotation(ModelConfig config, Memory memory) {
        int half = config.headSize() / 2;
        Tensor cos = memory.zeros(config.context(), half);
        Tensor sin = memory.zeros(config.context(), half);
        for (int position = 0; position < config.context(); position++) {
            for (int i = 0; i < half; i++) {
                double angle =
                        position * StrictMath.pow(config.ropeTheta(), -2.0 * i / config.headSize());
                cos.set((long) position * half + i, (float) StrictMath.cos(angle));
                sin.set((long) position * half + i, (float) StrictMath.sin(angle));
            }
        }
        return new Tensor[] {cos, sin};
    }

    private AttentionShape shape(int batch, int tokens, int[] firstKey) {
        float scale = (float) (1 / Math.sqrt(config.headSize()));
        return new AttentionShape(
                batch,
                tokens,
                config.heads(),
                config.keyValueHeads(),
                config.headSize(),
                scale,
                firstKey);
    }

    /// Room for training on batches of one size. All memory is allocated here and none per step.
    ///
    /// @param batch B
    /// @param tokens T, at most the context
    /// @throws Refusal if T is longer than the model's context
    public Training training(int batch, int tokens) {
        if (tokens > config.context()) {
            throw Refusal.usage(
                    "sequences of "
                            + tokens
                            + " tokens are longer than the model's context of "
                            + config.context()
                            + ".");
        }
        return new Training(batch, tokens);
    }

    /// Bytes that [#training] will allocate for these sizes.
    public static double trainingBytes(ModelConfig config, int batch, int tokens) {
        double n = (double) batch * tokens;
        double c = config.hidden();
        double f = config.feedForward();
        double width = (double) config.heads() * config.headSize();
        double r = width + 2.0 * config.keyValueHeads() * config.headSize();
        double block = n * (4 * c + 2 + r + width + config.heads() + 3 * f);
        double shared = n * (4 * c + 1 + r + width + 3 * f);
        return 4
                * (config.layers() * block
                        + shared
                        + (double) config.context() * config.headSize());
    }

    /// Forward and backward over batches of one size.
    public final class Training implements AutoCloseable {

        /// What the backward pass of one block needs of its forward pass.
        private record Kept(
                Tensor x, // [N, C] before the attention norm
                Tensor inverse1, // [N]
                Tensor norm1, // [N, C]
                Tensor qkv, // [N, R] rotated
                Tensor attention, // [N, H D]
                Tensor logSumExp, // [N, H]
                Tensor middle, // [N, C] between attention and feed-forward
                Tensor inverse2, // [N]
                Tensor norm2, // [N, C]
                Tensor gateUp, // [N, 2F]
                Tensor product) {} // [N, F]

        private final Memory memory = new Memory();
        private final int batch;
        private final int tokens;
        private final Tensor cos;
        private final Tensor sin;
        private final List<Kept> kept;
        private final Tensor last; // [N, C] after the last block
        private final Tensor lastInverse; // [N]
        private final Tensor lastNorm; // [N, C]
        private final Tensor delta; // [N, C] what a branch adds; backward: the gradient of a norm
        private final Tensor dX; // [N, C]
        private final Tensor dQkv; // [N, R]
        private final Tensor dAttention; // [N, H D]
        private final Tensor dGateUp; // [N, 2F]
        private final Tensor dProduct; // [N, F]

        private Training(int batch, int tokens) {
            this.batch = batch;
            this.tokens = tokens;
            long n = (long) batch * tokens;
            int c = config.hidden();
            int f = config.feedForward();
            int width = config.heads() * config.headSize();
            int r = width + 2 * config.keyValueHeads() * config.headSize();
            Tensor[] tables = rotation(config, memory);
            this.cos = tables[0];
            this.sin = tables[1];
            this.kept = new java.util.ArrayList<>();
            for (int layer = 0; layer < config.layers(); layer++) {
                kept.add(
                        new Kept(
                                memory.zeros(n, c),
                                memory.zeros(n),
                                memory.zeros(n, c),
                                memory.zeros(n, r),
                                memory.zeros(n, width),
                                memory.zeros(n, config.heads()),
                                memory.zeros(n, c),
                                memory.zeros(n),
                                memory.zeros(n, c),
                                memory.zeros(n, 2L * f),
                                memory.zeros(n, f)));
            }
            this.last = memory.zeros(n, c);
            this.lastInverse = memory.zeros(n);
            this.lastNorm = memory.zeros(n, c);
            this.delta = memory.zeros(n, c);
            this.dX = memory.zeros(n, c);
            this.dQkv = memory.zeros(n, r);
            this.dAttention = memory.zeros(n, width);
            this.dGateUp = memory.zeros(n, 2L * f);
            this.dProduct = memory.zeros(n, f);
        }

        /// Bytes of activations, constant from the first step to the last.
        public long bytes() {
            return memory.bytes();
        }

        /// Sum over counted tokens of -log p(label), in nats.
        public double loss(Batch input) {
            forward(input);
            return backend.crossEntropy(lastNorm, weights.head(), input.labels());
        }

        /// As [#loss], and adds the gradient of sum / divisor to `gradients`.
        ///
        /// @param divisor usually the counted tokens of the whole step, over all its batches
        public double lossAndGradients(Batch input, Weights gradients, double divisor) {
            forward(input);
            double loss =
                    backend.crossEntropyWithGradient(
                            delta,
                            gradients.head(),
                            lastNorm,
                            weights.head(),
                            input.labels(),
                            divisor);
            backward(input, gradients);
            return loss;
        }

        private void forward(Batch input) {
            AttentionShape shape = shapeOf(input);
            float epsilon = (float) config.normEpsilon();
            backend.embed(kept.getFirst().x, weights.embedding(), input.ids());
            Weights.Block first = weights.blocks().getFirst();
            backend.rmsNorm(
                    kept.getFirst().norm1,
                    kept.getFirst().inverse1,
                    kept.getFirst().x,
                    first.attentionNorm(),
                    epsilon);
            for (int layer = 0; layer < config.layers(); layer++) {
                Weights.Block w = weights.blocks().get(layer);
                Kept k = kept.get(layer);
                backend.linear(k.qkv, k.norm1, w.qkv(), Write.SET);
                backend.rope(k.qkv, cos, sin, input.positions(), shape);
                backend.attention(k.attention, k.logSumExp, k.qkv, shape);
                backend.linear(delta, k.attention, w.output(), Write.SET);
                backend.addRmsNorm(
                        k.norm2, k.inverse2, k.middle, k.x, delta, w.feedForwardNorm(), epsilon);
                backend.linear(k.gateUp, k.norm2, w.gateUp(), Write.SET);
                backend.swiglu(k.product, k.gateUp);
                backend.linear(delta, k.product, w.down(), Write.SET);
                if (layer + 1 < config.layers()) {
                    Kept next = kept.get(layer + 1);
                    Tensor gain = weights.blocks().get(layer + 1).attentionNorm();
                    backend.addRmsNorm(
                            next.norm1, next.inverse1, next.x, k.middle, delta, gain, epsilon);
                } else {
                    backend.addRmsNorm(
                            lastNorm, lastInverse, last, k.middle, delta, weights.norm(), epsilon);
                }
            }
        }

        /// From the gradient of the last norm's output, in `delta`, back to every parameter.
        private void backward(Batch input, Weights gradients) {
            AttentionShape shape = shapeOf(input);
            backend.rmsNormBackward(
                    dX, gradients.norm(), delta, last, weights.norm(), lastInverse, Write.SET);
            for (int layer = config.layers() - 1; layer >= 0; layer--) {
                Weights.Block w = weights.blocks().get(layer);
                Weights.Block d = gradients.blocks().get(layer);
                Kept k = kept.get(layer);
                backend.linearWeightGradient(d.down(), dX, k.product, Write.ADD);
                backend.linearInputGradient(dProduct, dX, w.down(), Write.SET);
                backend.swigluBackward(dGateUp, dProduct, k.gateUp);
                backend.linearWeightGradient(d.gateUp(), dGateUp, k.norm2, Write.ADD);
                backend.linearInputGradient(delta, dGateUp, w.gateUp(), Write.SET);
                backend.rmsNormBackward(
                        dX,
                        d.feedForwardNorm(),
                        delta,
                        k.middle,
                        w.feedForwardNorm(),
                        k.inverse2,
                        Write.ADD);
                backend.linearWeightGradient(d.output(), dX, k.attention, Write.ADD);
                backend.linearInputGradient(dAttention, dX, w.output(), Write.SET);
                backend.attentionBackward(dQkv, dAttention, k.attention, k.logSumExp, k.qkv, shape);
                backend.ropeBackward(dQkv, cos, sin, input.positions(), shape);
                backend.linearWeightGradient(d.qkv(), dQkv, k.norm1, Write.ADD);
                backend.linearInputGradient(delta, dQkv, w.qkv(), Write.SET);
                backend.rmsNormBackward(
                        dX,
                        d.attentionNorm(),
                        delta,
                        k.x,
                        w.attentionNorm(),
                        k.inverse1,
                        Write.ADD);
            }
            backend.embedBackward(gradients.embedding(), dX, input.ids());
        }

        private AttentionShape shapeOf(Batch input) {
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
            return shape(batch, tokens, input.firstKey());
        }

        @Override
        public void close() {
            memory.close();
        }
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
        Memory memory = new Memory();
        Tensor[] tables = rotation(config, memory);
        return new KeyValueCache(config, capacity, tables[0], tables[1], memory);
    }

    /// Runs new tokens (a prompt or one token) after those in the cache.
    ///
    /// @return logits `[1, V]` of the last one, valid until the next call on this cache
    /// @throws Refusal if the cache is full
    public Tensor append(KeyValueCache cache, int[] ids) {
        cache.requireRoom(ids.length);
        for (int from = 0; from < ids.length; from += KeyValueCache.CHUNK) {
            int to = Math.min(ids.length, from + KeyValueCache.CHUNK);
            forward(cache, Arrays.copyOfRange(ids, from, to));
        }
        int rows = (ids.length - 1) % KeyValueCache.CHUNK + 1;
        backend.linear(cache.logits, cache.norm.rows(rows - 1L, rows), weights.head(), Write.SET);
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
                forward(cache, Arrays.copyOfRange(ids, from, to));
                backend.linear(
                        all.rows(from, to),
                        cache.norm.rows(0, to - from),
                        weights.head(),
                        Write.SET);
            }
        }
        return all;
    }

    /// One chunk of new tokens through all blocks; leaves their last norm in the cache's buffers.
    private void forward(KeyValueCache cache, int[] ids) {
        int n = ids.length;
        int start = cache.length();
        float epsilon = (float) config.normEpsilon();
        int[] positions = new int[n];
        Arrays.setAll(positions, i -> start + i);
        AttentionShape shape = shape(1, n, new int[n]);
        Tensor x = cache.x.rows(0, n); // [n, C]
        Tensor norm = cache.norm.rows(0, n); // [n, C]
        Tensor inverse = cache.inverse.rows(0, n).as(n); // [n]
        Tensor qkv = cache.qkv.rows(0, n); // [n, R]
        Tensor attention = cache.attention.rows(0, n); // [n, H D]
        Tensor gateUp = cache.gateUp.rows(0, n); // [n, 2F]
        Tensor product = cache.product.rows(0, n); // [n, F]
        backend.embed(x, weights.embedding(), ids);
        for (int layer = 0; layer < config.layers(); layer++) {
            Weights.Block w = weights.blocks().get(layer);
            backend.rmsNorm(norm, inverse, x, w.attentionNorm(), epsilon);
            backend.linear(qkv, norm, w.qkv(), Write.SET);
            backend.rope(qkv, cache.cos, cache.sin, positions, shape);
            cache.store(layer, qkv, start);
            backend.attentionWithCache(
                    attention, qkv, cache.keys(layer), cache.values(layer), start, shape);
            backend.linear(x, attention, w.output(), Write.ADD);
            backend.rmsNorm(norm, inverse, x, w.feedForwardNorm(), epsilon);
            backend.linear(gateUp, norm, w.gateUp(), Write.SET);
            backend.swiglu(product, gateUp);
            backend.linear(x, product, w.down(), Write.ADD);
        }
        backend.rmsNorm(norm, inverse, x, weights.norm(), epsilon);
        cache.grow(n);
    }
}
