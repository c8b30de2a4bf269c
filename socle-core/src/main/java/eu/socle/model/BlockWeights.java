package eu.socle.model;

import eu.socle.tensor.Tensor;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The parameters of one block.
///
/// @param attentionNorm gain `[C]`, before the attention or after it, as the family has it
/// @param feedForwardNorm gain `[C]`
record BlockWeights(
        Tensor attentionNorm,
        Tensor feedForwardNorm,
        AttentionWeights attention,
        FeedForwardWeights feedForward) {

    /// The same block with other matrices; what is no matrix of a product stays.
    BlockWeights map(UnaryOperator<Tensor> matrix) {
        return new BlockWeights(
                attentionNorm, feedForwardNorm, attention.map(matrix), feedForward.map(matrix));
    }

    sealed interface AttentionWeights {

        AttentionWeights map(UnaryOperator<Tensor> matrix);

        /// Of grouped-query attention.
        ///
        /// @param qkv `[(H + 2K) D, C]`
        /// @param bias `[(H + 2K) D]`
        /// @param queryNorm `[D]` or `[H D]`
        /// @param keyNorm `[D]` or `[K D]`
        /// @param sinks `[H]`
        /// @param output `[C, H D]`
        /// @param outputBias `[C]`
        record Grouped(
                Tensor qkv,
                Optional<Tensor> bias,
                Optional<Tensor> queryNorm,
                Optional<Tensor> keyNorm,
                Optional<Tensor> sinks,
                Tensor output,
                Optional<Tensor> outputBias)
                implements AttentionWeights {

            @Override
            public Grouped map(UnaryOperator<Tensor> matrix) {
                return new Grouped(
                        matrix.apply(qkv),
                        bias,
                        queryNorm,
                        keyNorm,
                        sinks,
                        matrix.apply(output),
                        outputBias);
            }
        }

        /// Of latent attention. Q is the rank of queries, L that of keys and values, P and R the
        /// plain and rotating columns of a head, E those of a value.
        ///
        /// @param queryA `[Q, C]` where queries are compressed
        /// @param queryNorm `[Q]`
        /// @param query `[H (P + R), Q]`, or `[H (P + R), C]`
        /// @param keyValueA `[L + R, C]`
        /// @param keyValueNorm `[L]`
        /// @param keyValueB `[H (P + E), L]`
        /// @param output `[C, H E]`
        record Latent(
                Optional<Tensor> queryA,
                Optional<Tensor> queryNorm,
                Tensor query,
                Tensor keyValueA,
                Tensor keyValueNorm,
                Tensor keyValueB,
                Tensor output)
                implements AttentionWeights {

            @Override
            public Latent map(UnaryOperator<Tensor> matrix) {
                return new Latent(
                        queryA.map(matrix),
                        queryNorm,
                        matrix.apply(query),
                        matrix.apply(keyValueA),
                        keyValueNorm,
                        matrix.apply(keyValueB),
                        matrix.apply(output));
            }
        }
    }

    sealed interface FeedForwardWeights {

        FeedForwardWeights map(UnaryOperator<Tensor> matrix);

        /// Of SwiGLU.
        ///
        /// @param gateUp `[2F, C]`
        /// @param gateUpBias `[2F]`
        /// @param down `[C, F]`
        /// @param downBias `[C]`
        record Gated(
                Tensor gateUp, Optional<Tensor> gateUpBias, Tensor down, Optional<Tensor> downBias)
                implements FeedForwardWeights {

            @Override
            public Gated map(UnaryOperator<Tensor> matrix) {
                return new Gated(matrix.apply(gateUp), gateUpBias, matrix.apply(down), downBias);
            }
        }

        /// Of xIELU.
        ///
        /// @param up `[F, C]`
        /// @param alphaPositive `[1]`
        /// @param alphaNegative `[1]`
        /// @param beta no parameter: stored beside them
        /// @param epsilon no parameter either
        /// @param down `[C, F]`
        record Xielu(
                Tensor up,
                Tensor alphaPositive,
                Tensor alphaNegative,
                Tensor beta,
                Tensor epsilon,
                Tensor down)
                implements FeedForwardWeights {

            @Override
            public Xielu map(UnaryOperator<Tensor> matrix) {
                return new Xielu(
                        matrix.apply(up),
                        alphaPositive,
                        alphaNegative,
                        beta,
                        epsilon,
                        matrix.apply(down));
            }
        }

        /// Of a mixture of experts.
        ///
        /// @param router `[E, C]`
        /// @param routerBias `[E]`
        /// @param correction `[E]` added to the scores for the choice only; no parameter: moved by
        ///   the load of the experts
        /// @param gateUp `[E, 2F, C]`; clamped experts have `[E, C, 2F]`, gate and up alternating
        /// @param gateUpBias `[E, 2F]`
        /// @param down `[E, C, F]`; clamped experts have `[E, F, C]`
        /// @param downBias `[E, C]`
        /// @param shared the expert of every token
        record Experts(
                Tensor router,
                Optional<Tensor> routerBias,
                Optional<Tensor> correction,
                Tensor gateUp,
                Optional<Tensor> gateUpBias,
                Tensor down,
                Optional<Tensor> downBias,
                Optional<Gated> shared)
                implements FeedForwardWeights {

            @Override
            public Experts map(UnaryOperator<Tensor> matrix) {
                return new Experts(
                        matrix.apply(router),
                        routerBias,
                        correction,
                        matrix.apply(gateUp),
                        gateUpBias,
                        matrix.apply(down),
                        downBias,
                        shared.map(gated -> gated.map(matrix)));
            }
        }
    }
}
