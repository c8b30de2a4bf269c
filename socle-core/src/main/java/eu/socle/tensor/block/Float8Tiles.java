package eu.socle.tensor.block;

import eu.socle.tensor.DType;
import eu.socle.tensor.Tensor;
import java.lang.foreign.ValueLayout;

/// Matrices as [Float8] codes with one f32 scale for each tile: x = code * scale, scale = largest
/// magnitude of the tile / 448, that magnitude taken as at least 1e-4 so that a tile of zeros has a
/// scale too.
public final class Float8Tiles {

    private static final float LEAST = 1e-4f;

    private Float8Tiles() {}

    /// Encodes rows of tiles `from` (inclusive) to `to` (exclusive).
    ///
    /// @param codes U8, of the shape of x
    /// @param scales `[tiles down, tiles across]`, f32
    /// @param x f32
    /// @throws IllegalArgumentException if types or shapes disagree
    public static void encode(
            Tensor codes, Tensor scales, Tensor x, TileShape shape, int from, int to) {
        check(codes, scales, x, shape);
        for (int down = from; down < to; down++) {
            for (int across = 0; across < shape.across(x.columns()); across++) {
                encodeTile(codes, scales, x, shape, down, across);
            }
        }
    }

    /// Decodes rows of tiles `from` (inclusive) to `to` (exclusive).
    ///
    /// @throws IllegalArgumentException if types or shapes disagree
    public static void decode(
            Tensor x, Tensor codes, Tensor scales, TileShape shape, int from, int to) {
        check(codes, scales, x, shape);
        int columns = x.columns();
        int across = shape.across(columns);
        for (int row = from * shape.rows(); row < Math.min(x.rows(), to * shape.rows()); row++) {
            long start = (long) row * columns;
            long scale = (long) (row / shape.rows()) * across;
            for (int c = 0; c < columns; c++) {
                byte code = codes.data().get(ValueLayout.JAVA_BYTE, start + c);
                x.set(start + c, Float8.decode(code) * scales.get(scale + c / shape.columns()));
            }
        }
    }

    private static void encodeTile(
            Tensor codes, Tensor scales, Tensor x, TileShape shape, int down, int across) {
        int columns = x.columns();
        int top = down * shape.rows();
        int bottom = Math.min(x.rows(), top + shape.rows());
        int left = across * shape.columns();
        int right = Math.min(columns, left + shape.columns());
        float largest = LEAST;
        for (int row = top; row < bottom; row++) {
            for (int c = left; c < right; c++) {
                largest = Math.max(largest, Math.abs(x.get((long) row * columns + c)));
            }
        }
        float scale = largest / Float8.LARGEST;
        scales.set((long) down * shape.across(columns) + across, scale);
        for (int row = top; row < bottom; row++) {
            for (int c = left; c < right; c++) {
                long i = (long) row * columns + c;
                codes.data().set(ValueLayout.JAVA_BYTE, i, Float8.encode(x.get(i) / scale));
            }
        }
    }

    private static void check(Tensor codes, Tensor scales, Tensor x, TileShape shape) {
        if (codes.type() != DType.U8
                || scales.type() != DType.F32
                || x.type() != DType.F32
                || codes.rows() != x.rows()
                || codes.columns() != x.columns()
                || scales.rows() != shape.down(x.rows())
                || scales.columns() != shape.across(x.columns())) {
            throw new IllegalArgumentException(
                    "tiles of "
                            + shape
                            + ": types or shapes disagree: "
                            + codes
                            + ", "
                            + scales
                            + ", "
                            + x);
        }
    }
}
