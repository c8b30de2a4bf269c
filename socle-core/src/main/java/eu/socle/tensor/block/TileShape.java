package eu.socle.tensor.block;

/// The tiles that share one scale when a matrix becomes [Float8].
///
/// @param rows of a tile
/// @param columns of a tile
public record TileShape(int rows, int columns) {

    /// Of activations: 128 numbers of one row (DeepSeek-V3, arXiv 2412.19437, 3.3.2).
    public static final TileShape ACTIVATIONS = new TileShape(1, 128);

    /// Of weights: 128 rows of 128.
    public static final TileShape WEIGHTS = new TileShape(128, 128);

    public TileShape {
        if (rows < 1 || columns < 1) {
            throw new IllegalArgumentException("no tile of " + rows + " x " + columns);
        }
    }

    /// Float8Tiles from top to bottom of so many rows; the last may be smaller.
    public int down(int all) {
        return (all + rows - 1) / rows;
    }

    /// Float8Tiles from left to right of so many columns; the last may be smaller.
    public int across(int all) {
        return (all + columns - 1) / columns;
    }
}
