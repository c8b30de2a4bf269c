package eu.socle.tensor.reference;

import eu.socle.tensor.Tensor;
import eu.socle.tensor.block.Cast;
import eu.socle.tensor.block.Casts;
import eu.socle.tensor.block.Float8Tiles;
import eu.socle.tensor.block.TileShape;

/// Number formats, one element after the other.
final class ReferenceCasts implements Casts {

    @Override
    public void cast(Tensor to, Tensor from) {
        Cast.copy(from, to);
    }

    @Override
    public void encode(Tensor codes, Tensor scales, Tensor x, TileShape shape) {
        Float8Tiles.encode(codes, scales, x, shape, 0, shape.down(x.rows()));
    }

    @Override
    public void decode(Tensor x, Tensor codes, Tensor scales, TileShape shape) {
        Float8Tiles.decode(x, codes, scales, shape, 0, shape.down(x.rows()));
    }
}
