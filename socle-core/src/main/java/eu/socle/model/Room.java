package eu.socle.model;

import eu.socle.model.config.Attention;
import eu.socle.model.config.FeedForward;
import eu.socle.model.config.Layer;
import eu.socle.tensor.DType;
import eu.socle.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Where the activations of one forward pass of N rows lie. In training every layer has its own,
/// for the backward pass reads them; in inference layers of one kind share theirs.
///
/// @param layers one for each layer
/// @param last the residual stream after the last layer, `[N, C]`
/// @param lastInverse `[N]`
/// @param lastNorm `[N, C]`, what the head reads
/// @param delta `[N, C]`, what a block adds to the residual stream
record Room(
        List<LayerRoom> layers, Tensor last, Tensor lastInverse, Tensor lastNorm, Tensor delta) {

    /// Where tensors come from: [eu.socle.tensor.Memory#zeros], or a counter.
    interface Floats {
        Tensor take(long... shape);
    }

    /// @param x the residual stream before the layer, `[N, C]`
    /// @param norm1 input of the attention: x or its norm
    /// @param inverse1 `[N]`
    /// @param middle the residual stream between attention and feed-forward network
    /// @param norm2 input of the feed-forward network: middle or its norm
    /// @param inverse2 `[N]`
    /// @param out1 of the attention, where a norm follows it (else in `delta`)
    /// @param out2 of the feed-forward network, likewise
    record LayerRoom(
            Tensor x,
            Tensor norm1,
            Tensor inverse1,
            Tensor middle,
            Tensor norm2,
            Tensor inverse2,
            AttentionRoom attention,
            FeedForwardRoom feedForward,
            Optional<Tensor> out1,
            Optional<Tensor> out2) {

        LayerRoom first(int n) {
            return new LayerRoom(
                    x.rows(0, n),
                    norm1.rows(0, n),
                    inverse1.rows(0, n),
                    middle.rows(0, n),
                    norm2.rows(0, n),
                    inverse2.rows(0, n),
                    attention.first(n),
                    feedForward.first(n),
                    out1.map(t -> t.rows(0, n)),
                    out2.map(t -> t.rows(0, n)));
        }
    }

    sealed interface AttentionRoom {

        /// The same for the first n rows.
        AttentionRoom first(int n);

        /// Of grouped-query attention.
        ///
        /// @param raw `[N, (H + 2K) D]`, before the norms of queries and keys; the same as qkv
        ///   where there are none, or nobody asks for it again
        /// @param queryInverse `[N, H]`, or `[N, 1]`
        /// @param keyInverse `[N, K]`, or `[N, 1]`
        /// @param y `[N, H D]`
        /// @param logSumExp `[N, H]`
        record Grouped(
                Tensor raw,
                Tensor qkv,
                Optional<Tensor> queryInverse,
                Optional<Tensor> keyInverse,
                Tensor y,
                Tensor logSumExp)
                implements AttentionRoom {
            @Override
            public Grouped first(int n) {
                Tensor rows = qkv.rows(0, n);
                return new Grouped(
                        raw == qkv ? rows : raw.rows(0, n),
                        rows,
                        queryInverse.map(t -> t.rows(0, n)),
                        keyInverse.map(t -> t.rows(0, n)),
                        y.rows(0, n),
                        logSumExp.rows(0, n));
            }
        }

        /// Of latent attention; letters as in [BlockWeights.AttentionWeights.Latent]. In training
        /// `wide` holds queries, keys and values, `[N, H (2 (P + R) + E)]`; in inference absorbed
        /// queries, `[N, H (L + R)]`.
        ///
        /// @param compressed of the query, where it is
        /// @param query `[N, H (P + R)]`
        /// @param latent `[N, L]`
        /// @param latentNorm `[N, L]`
        /// @param rotated `[N, R]`
        /// @param second in training plain keys and values, `[N, H (P + E)]`; in inference mixed
        ///   latent vectors, `[N, H L]`
        /// @param y `[N, H E]`
        record Latent(
                Optional<Compressed> compressed,
                Tensor query,
                Tensor latent,
                Tensor latentInverse,
                Tensor latentNorm,
                Tensor rotated,
                Tensor wide,
                Tensor second,
                Tensor y,
                Tensor logSumExp)
                implements AttentionRoom {
            @Override
            public Latent first(int n) {
                return new Latent(
                        compressed.map(t -> t.first(n)),
                        query.rows(0, n),
                        latent.rows(0, n),
                        latentInverse.rows(0, n),
                        latentNorm.rows(0, n),
                        rotated.rows(0, n),
                        wide.rows(0, n),
                        second.rows(0, n),
                        y.rows(0, n),
                        logSumExp.rows(0, n));
            }
        }

        /// The query's latent vector `[N, Q]` before and after its norm.
        record Compressed(Tensor raw, Tensor inverse, Tensor norm) {
            Compressed first(int n) {
                return new Compressed(raw.rows(0, n), inverse.rows(0, n), norm.rows(0, n));
            }
        }
    }

    sealed interface FeedForwardRoom {

        /// The same for the first n rows.
        FeedForwardRoom first(int n);

        /// What the activation reads and what it gives: `[N, 2F]` and `[N, F]` with a gate, `[N,
        /// F]` both without.
        record Dense(Tensor wide, Tensor product) implements FeedForwardRoom {
            @Override
            public Dense first(int n) {
                return new Dense(wide.rows(0, n), product.rows(0, n));
            }
        }

        /// Of a mixture of experts; M = N k rows, one for each choice.
        ///
        /// @param logits `[N, E]`
        /// @param weights `[N, k]`
        /// @param in `[M, C]`
        /// @param wide `[M, 2F]`
        /// @param product `[M, F]`
        /// @param out `[M, C]`
        /// @param shared of the expert of every token
        record Experts(
                Tensor logits,
                Tensor weights,
                Tensor in,
                Tensor wide,
                Tensor product,
                Tensor out,
                Optional<Dense> shared)
                implements FeedForwardRoom {
            @Override
            public Experts first(int n) {
                int m = n * weights.columns();
                return new Experts(
                        logits.rows(0, n),
                        weights.rows(0, n),
                        in.rows(0, m),
                        wide.rows(0, m),
                        product.rows(0, m),
                        out.rows(0, m),
                        shared.map(d -> d.first(n)));
            }
        }
    }

    static Room training(ModelConfig config, int n, Floats floats) {
        Builder builder = new Builder(config, n, floats, true);
        List<LayerRoom> layers = new ArrayList<>();
        for (Layer layer : config.plan()) {
            layers.add(builder.layer(layer.feedForward()));
        }
        return builder.room(layers);
    }

    /// One more layer, for training.
    static LayerRoom oneMore(ModelConfig config, FeedForward kind, int n, Floats floats) {
        return new Builder(config, n, floats, true).layer(kind);
    }

    static Room inference(ModelConfig config, int n, Floats floats) {
        Builder builder = new Builder(config, n, floats, false);
        Map<FeedForward, LayerRoom> kinds = new HashMap<>();
        List<LayerRoom> layers = new ArrayList<>();
        LayerRoom first = builder.layer(config.plan().getFirst().feedForward());
        kinds.put(config.plan().getFirst().feedForward(), first);
        for (Layer layer : config.plan()) {
            layers.add(
                    kinds.computeIfAbsent(
                            layer.feedForward(),
                            f ->
                                    new LayerRoom(
                                            first.x(),
                                            first.norm1(),
                                            first.inverse1(),
                                            first.middle(),
                                            first.norm2(),
                                            first.inverse2(),
                                            first.attention(),
                                            feedForward(config, f, n, floats),
                                            first.out1(),
                                            first.out2())));
        }
        return builder.room(layers);
    }

    /// The same for the first n rows.
    Room first(int n) {
        if (n == last.rows()) {
            return this;
        }
        IdentityHashMap<LayerRoom, LayerRoom> views = new IdentityHashMap<>();
        return new Room(
                layers.stream().map(l -> views.computeIfAbsent(l, v -> v.first(n))).toList(),
                last.rows(0, n),
                lastInverse.rows(0, n),
                lastNorm.rows(0, n),
                delta.rows(0, n));
    }

    /// Bytes of the tensors that `making` takes, none of which is allocated.
    static long bytes(Consumer<Floats> making) {
        Tensor nothing = new Tensor(MemorySegment.NULL, DType.F32, 0);
        long[] floats = new long[1];
        making.accept(shape -> {
            long size = 1;
            for (long dimension : shape) {
                size = Math.multiplyExact(size, dimension);
            }
            floats[0] = Math.addExact(floats[0], size);
            return nothing;
        });
        return Math.multiplyExact(4L, floats[0]);
    }

    /// Takes the tensors of layers one after the other.
    private static final class Builder {
        private final ModelConfig config;
        private final int n;
        private final Floats floats;
        private final boolean training;
        private Optional<AttentionRoom.Latent> before = Optional.empty();

        Builder(ModelConfig config, int n, Floats floats, boolean training) {
            this.config = config;
            this.n = n;
            this.floats = floats;
            this.training = training;
        }

        private Tensor take(long columns) {
            return floats.take(n, columns);
        }

        Room room(List<LayerRoom> layers) {
            int c = config.hidden();
            return new Room(List.copyOf(layers), take(c), take(1), take(c), take(c));
        }

        LayerRoom layer(FeedForward feedForward) {
            int c = config.hidden();
            boolean after = config.family().normsAfter();
            Tensor x = take(c);
            Tensor middle = take(c);
            return new LayerRoom(
                    x,
                    after ? x : take(c),
                    take(1),
                    middle,
                    after ? middle : take(c),
                    take(1),
                    switch (config.attention()) {
                        case Attention.Grouped a -> grouped(a);
                        case Attention.Latent a -> latent(a);
                    },
                    Room.feedForward(config, feedForward, n, floats),
                    after ? Optional.of(take(c)) : Optional.empty(),
                    after ? Optional.of(take(c)) : Optional.empty());
        }

        private AttentionRoom grouped(Attention.Grouped a) {
            boolean normed = a.qkNorm() != Attention.QkNorm.NONE;
            boolean whole = a.qkNorm() == Attention.QkNorm.WHOLE;
            Tensor qkv = take(a.rowLength());
            return new AttentionRoom.Grouped(
                    normed && training ? take(a.rowLength()) : qkv,
                    qkv,
                    normed ? Optional.of(take(whole ? 1 : a.heads())) : Optional.empty(),
                    normed ? Optional.of(take(whole ? 1 : a.keyValueHeads())) : Optional.empty(),
                    take(a.outputLength()),
                    take(a.heads()));
        }

        /// What only the layout reads is shared by all layers: queries, plain keys and values, the
        /// rotated key.
        private AttentionRoom latent(Attention.Latent a) {
            int h = a.heads();
            int q = a.queryRank();
            long second = training ? (long) h * (a.plain() + a.valueSize()) : (long) h * a.rank();
            AttentionRoom.Latent room =
                    new AttentionRoom.Latent(
                            q > 0
                                    ? Optional.of(
                                            new AttentionRoom.Compressed(take(q), take(1), take(q)))
                                    : Optional.empty(),
                            before.isPresent()
                                    ? before.get().query()
                                    : take((long) h * a.headSize()),
                            take(a.rank()),
                            take(1),
                            take(a.rank()),
                            before.isPresent() ? before.get().rotated() : take(a.rotating()),
                            training
                                    ? take((long) h * (2 * a.headSize() + a.valueSize()))
                                    : take((long) h * (a.rank() + a.rotating())),
                            before.isPresent() ? before.get().second() : take(second),
                            take(a.outputLength()),
                            take(h));
            before = Optional.of(room);
            return room;
        }
    }

    static FeedForwardRoom feedForward(
            ModelConfig config, FeedForward feedForward, int n, Floats floats) {
        return switch (feedForward) {
            case FeedForward.Gated f -> dense(n, 2L * f.width(), f.width(), floats);
            case FeedForward.Xielu f -> dense(n, f.width(), f.width(), floats);
            case FeedForward.Experts f -> {
                long m = (long) n * f.active();
                int shared = f.sharedWidth();
                yield new FeedForwardRoom.Experts(
                        floats.take(n, f.count()),
                        floats.take(n, f.active()),
                        floats.take(m, config.hidden()),
                        floats.take(m, 2L * f.width()),
                        floats.take(m, f.width()),
                        floats.take(m, config.hidden()),
                        shared > 0
                                ? Optional.of(dense(n, 2L * shared, shared, floats))
                                : Optional.empty());
            }
        };
    }

    private static FeedForwardRoom.Dense dense(int n, long wide, long width, Floats floats) {
        return new FeedForwardRoom.Dense(floats.take(n, wide), floats.take(n, width));
    }
}
