package eu.socle.tensor;

/// Multi-head latent attention (arXiv 2405.04434) around the attention itself, in its two forms:
/// keys and values of all heads made from the latent vectors (training), or queries that meet the
/// latent vectors where they are (inference). Both give the same result.
///
/// Legend: H, P, R, E, L as in [LatentShape]; N rows.
public interface LatentAttention {

    /// Lays queries, keys and values of latent attention out for [Backend#attention]: a head's key
    /// is its plain part beside the rotated part of all heads.
    ///
    /// @param qkv `[N, H (2 (P + R) + E)]`
    /// @param queries `[N, H (P + R)]`, rotated
    /// @param keyValues `[N, H (P + E)]`, plain keys and values head by head
    /// @param rotated `[N, R]`, the key that all heads share
    void expand(Tensor qkv, Tensor queries, Tensor keyValues, Tensor rotated, LatentShape shape);

    /// Sets the gradients of what [#expand] read; that of the shared key sums over heads.
    void expandBackward(
            Tensor dQueries, Tensor dKeyValues, Tensor dRotated, Tensor dQkv, LatentShape shape);

    /// Queries that meet latent vectors instead of keys: q' = q_plain W_UK beside the rotated part.
    ///
    /// @param absorbed `[N, H (L + R)]`
    /// @param queries `[N, H (P + R)]`
    /// @param w `[H (P + E), L]`: for each head W_UK `[P, L]` above W_UV `[E, L]`
    void absorb(Tensor absorbed, Tensor queries, Tensor w, LatentShape shape);

    /// Values from mixed latent vectors: y_h = mixed_h W_UV^T.
    ///
    /// @param y `[N, H E]`
    /// @param mixed `[N, H L]`
    /// @param w as in [#absorb]
    void values(Tensor y, Tensor mixed, Tensor w, LatentShape shape);
}
