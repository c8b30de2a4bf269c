package eu.socle.tensor;

/// The sizes of multi-head latent attention.
///
/// @param heads H
/// @param plain P, columns of a query or key without rotation
/// @param rotating R, columns that rotate; those of the key are shared by all heads
/// @param value E, columns of a value
/// @param rank L, of the latent vector
public record LatentShape(int heads, int plain, int rotating, int value, int rank) {

    /// Columns of a query or key: P + R.
    public int head() {
        return plain + rotating;
    }

    /// Columns of plain keys and values of one head: P + E.
    public int keyValue() {
        return plain + value;
    }

    /// Length of a row of queries, keys and values of all heads: H (2 (P + R) + E).
    public int rowLength() {
        return heads * (2 * head() + value);
    }
}
