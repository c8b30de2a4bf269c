package eu.socle.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// Row-major bytes with an element type and a shape; a view, never an owner (see [Memory]). Rows of
/// a block type are whole blocks.
public final class Tensor {

    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private final MemorySegment data;
    private final DType type;
    private final long[] shape;

    /// @throws IllegalArgumentException if the bytes are not exactly those of the shape, or a row
    ///   is not whole blocks
    public Tensor(MemorySegment data, DType type, long... shape) {
        long size = type.bytesOf(shape);
        if (size != data.byteSize()) {
            throw new IllegalArgumentException(
                    data.byteSize()
                            + " bytes cannot be "
                            + type
                            + Arrays.toString(shape)
                            + ", which takes "
                            + size);
        }
        this.data = data;
        this.type = type;
        this.shape = shape.clone();
    }

    public MemorySegment data() {
        return data;
    }

    public DType type() {
        return type;
    }

    public int rank() {
        return shape.length;
    }

    public long dimension(int i) {
        return shape[i];
    }

    public long[] shape() {
        return shape.clone();
    }

    /// Number of elements.
    public long size() {
        return data.byteSize() / type.blockBytes() * type.blockElements();
    }

    /// Length of the last dimension (1 for a scalar).
    public int columns() {
        return shape.length == 0 ? 1 : Math.toIntExact(shape[shape.length - 1]);
    }

    /// Product of all dimensions but the last.
    public int rows() {
        long rows = 1;
        for (int i = 0; i < shape.length - 1; i++) {
            rows *= shape[i];
        }
        return Math.toIntExact(rows);
    }

    /// Rows `from` (inclusive) to `to` (exclusive) as a `[to - from, columns]` view of the same
    /// bytes.
    public Tensor rows(long from, long to) {
        long rowBytes = type.bytesOf(columns());
        return new Tensor(
                data.asSlice(from * rowBytes, (to - from) * rowBytes), type, to - from, columns());
    }

    /// The same bytes under another shape.
    public Tensor as(long... other) {
        return new Tensor(data, type, other);
    }

    /// Element `i` of an f32 tensor, counted in row-major order.
    public float get(long i) {
        return data.getAtIndex(F32, i);
    }

    /// Sets element `i` of an f32 tensor.
    public void set(long i, float value) {
        data.setAtIndex(F32, i, value);
    }

    /// Copies all bytes of `other`, which has the same type and size.
    public void copyFrom(Tensor other) {
        if (other.type != type || other.data.byteSize() != data.byteSize()) {
            throw new IllegalArgumentException("cannot copy " + other + " into " + this);
        }
        data.copyFrom(other.data);
    }

    /// Sets every byte to zero.
    public void clear() {
        data.fill((byte) 0);
    }

    @Override
    public String toString() {
        return type + Arrays.toString(shape);
    }
}
