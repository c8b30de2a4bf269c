package eu.socle.tensor;

/// Equal slices of every row of a tensor: slice i begins at column `first + i * stride`. Their
/// width is that of what is applied to them (a gain, a table of angles).
///
/// @param first column of the first slice
/// @param stride columns from one slice to the next
/// @param count number of slices
public record Slices(int first, int stride, int count) {

    public Slices {
        if (first < 0 || stride < 1 || count < 0) {
            throw new IllegalArgumentException(
                    "no slices: first " + first + ", stride " + stride + ", count " + count);
        }
    }

    /// First column of slice `i`.
    public int column(int i) {
        return first + i * stride;
    }

    /// Columns up to the end of the last slice of this width.
    public int end(int width) {
        return count == 0 ? 0 : column(count - 1) + width;
    }
}
