package eu.socle.model.config;

import eu.socle.core.Refusal;
import java.util.Optional;

/// How tokens look at each other. Windows and layers without rotation are choices of a [Layer].
public sealed interface Attention {

    /// H, query heads.
    int heads();

    /// Length of one row of outputs, before the output projection.
    int outputLength();

    /// Columns that rotate in each head.
    int rotating();

    /// What the root-mean-square norm of queries and keys, before rotation, spans.
    enum QkNorm {
        NONE,
        /// Each head by itself (Qwen 3, Apertus).
        PER_HEAD,
        /// The whole projection (OLMo 2).
        WHOLE
    }

    /// Queries grow with their position p: times 1 + beta log(1 + floor(p / original)) (Ministral
    /// 3).
    record QueryScale(double beta, int original) {

        public QueryScale {
            if (original < 1) {
                throw Refusal.failure(
                        "a query scale needs \"original_max_position_embeddings\" from 1.");
            }
        }

        /// The factor at a position.
        public float at(int position) {
            return (float) (1 + beta * StrictMath.log1p(Math.floorDiv(position, original)));
        }
    }

    /// Grouped-query attention (Ainslie et al., arXiv 2305.13245).
    ///
    /// @param keyValueHeads K
    /// @param headSize D
    /// @param bias added to queries, keys and values
    /// @param outputBias added after the output projection
    /// @param sinks one learned logit per head that takes probability away (gpt-oss)
    record Grouped(
            int heads,
            int keyValueHeads,
            int headSize,
            QkNorm qkNorm,
            boolean bias,
            boolean outputBias,
            boolean sinks,
            Optional<QueryScale> queryScale)
            implements Attention {

        public Grouped {
            if (heads < 1 || keyValueHeads < 1) {
                throw Refusal.usage(
                        "a model needs at least one of each: layers, heads, hidden, feed-forward, vocabulary, context.");
            }
            if (heads % keyValueHeads != 0) {
                throw Refusal.usage(
                        heads
                                + " heads cannot share "
                                + keyValueHeads
                                + " key/value heads evenly; choose a divisor.");
            }
            requireEven(headSize);
        }

        /// Without norms, biases, sinks or a query scale: Llama's.
        public static Grouped plain(int heads, int keyValueHeads, int headSize) {
            return new Grouped(
                    heads,
                    keyValueHeads,
                    headSize,
                    QkNorm.NONE,
                    false,
                    false,
                    false,
                    Optional.empty());
        }

        @Override
        public int outputLength() {
            return heads * headSize;
        }

        @Override
        public int rotating() {
            return headSize;
        }

        /// Length of one row of queries, keys and values: (H + 2K) D.
        public int rowLength() {
            return (heads + 2 * keyValueHeads) * headSize;
        }
    }

    /// Multi-head latent attention (DeepSeek-V2, arXiv 2405.04434): keys and values of all heads
    /// are projections of one latent vector, beside one rotated key that all heads share.
    ///
    /// @param queryRank of the query's own latent vector; 0 when queries are not compressed
    /// @param rank of the latent vector of keys and values
    /// @param plain columns of a head without rotation
    /// @param rotating columns of a head that rotate
    /// @param valueSize E, columns of a value
    /// @param scale of the scores
    record Latent(
            int heads,
            int queryRank,
            int rank,
            int plain,
            int rotating,
            int valueSize,
            double scale)
            implements Attention {

        public Latent {
            if (heads < 1 || queryRank < 0 || rank < 1 || plain < 1 || valueSize < 1) {
                throw Refusal.usage(
                        "latent attention needs at least one of each: heads, kv_lora_rank, qk_nope_head_dim, v_head_dim.");
            }
            requireEven(rotating);
        }

        /// Columns of a query or key: plain and rotating.
        public int headSize() {
            return plain + rotating;
        }

        @Override
        public int outputLength() {
            return heads * valueSize;
        }
    }

    private static void requireEven(int size) {
        if (size < 2 || size % 2 != 0) {
            throw Refusal.usage(
                    "the head size " + size + " must be even, because rotation works on pairs.");
        }
    }
}
