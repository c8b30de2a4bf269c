package eu.socle.tensor.cpu;

import eu.socle.core.Workers;
import eu.socle.tensor.DType;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.block.Cast;
import eu.socle.tensor.block.Casts;
import eu.socle.tensor.block.Float8Tiles;
import eu.socle.tensor.block.TileShape;

/// Number formats with many threads: each piece is whole blocks, or one row of tiles, and goes
/// through the scalar codec, so the bits are those of the reference.
final class CpuCasts implements Casts {

    private static final int PIECE = 1 << 14; // elements, a multiple of every block length

    private final Workers workers;

    CpuCasts(Workers workers) {
        this.workers = workers;
    }

    @Override
    public void cast(Tensor to, Tensor from) {
        if (to.size() != from.size()) {
            throw new IllegalArgumentException("cannot cast " + from + " to " + to);
        }
        long size = from.size();
        workers.forEach(
                Math.toIntExact((size + PIECE - 1) / PIECE),
                piece -> {
                    long begin = (long) piece * PIECE;
                    long end = Math.min(size, begin + PIECE);
                    Cast.copy(part(from, begin, end), part(to, begin, end));
                });
    }

    private static Tensor part(Tensor x, long begin, long end) {
        DType type = x.type();
        long from = type.bytesOf(begin);
        return new Tensor(x.data().asSlice(from, type.bytesOf(end) - from), type, end - begin);
    }

    @Override
    public void encode(Tensor codes, Tensor scales, Tensor x, TileShape shape) {
        workers.forEach(
                shape.down(x.rows()),
                down -> Float8Tiles.encode(codes, scales, x, shape, down, down + 1));
    }

    @Override
    public void decode(Tensor x, Tensor codes, Tensor scales, TileShape shape) {
        workers.forEach(
                shape.down(x.rows()),
                down -> Float8Tiles.decode(x, codes, scales, shape, down, down + 1));
    }
}
