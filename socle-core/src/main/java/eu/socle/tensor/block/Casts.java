package eu.socle.tensor.block;

import eu.socle.tensor.Tensor;

/// Changes of number format on a backend: what [Cast] and [Float8Tiles] say, with many threads.
///
/// Every method throws [IllegalArgumentException] when types or shapes disagree.
public interface Casts {

    /// Copies all elements into another type, block types among them, as [Cast#copy].
    void cast(Tensor to, Tensor from);

    /// Codes and scales of all tiles, as [Float8Tiles#encode].
    void encode(Tensor codes, Tensor scales, Tensor x, TileShape shape);

    /// The matrix that codes and scales stand for, as [Float8Tiles#decode].
    void decode(Tensor x, Tensor codes, Tensor scales, TileShape shape);
}
