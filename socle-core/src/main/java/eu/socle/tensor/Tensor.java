package eu.socle.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Row-major bytes with an element type and a shape; a view, never an owner (see [Memory]). Rows of
/// a block type are whole blocks.
///
/// A stack has no bytes of its own: its rows are those of several matrices, wherever each of them
/// lies. Only weights that [Backend#inPlace] gives are stacks.
public final class Tensor {

    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private final MemorySegment data;
    private final DType type;
    private final long[] shape;
    private final List<Tensor> parts; // of a stack, each [rows, columns]

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
        this.parts = List.of();
    }

    private Tensor(List<Tensor> parts, long... shape) {
        this.data = MemorySegment.NULL;
        this.type = parts.getFirst().type;
        this.shape = shape.clone();
        this.parts = parts;
    }

    /// The rows of all parts, one part after the other: a view of the part where there is one.
    ///
    /// @param parts of one type and as many columns
    /// @throws IllegalArgumentException if they are not
    public static Tensor stack(List<Tensor> parts) {
        Tensor first = parts.getFirst();
        List<Tensor> matrices = new ArrayList<>();
        long rows = 0;
        for (Tensor part : parts) {
            if (part.type != first.type || part.columns() != first.columns()) {
                throw new IllegalArgumentException(part + " does not stand under " + first);
            }
            rows += part.rows();
            matrices.addAll(part.parts());
        }
        return parts.size() == 1 ? first : new Tensor(matrices, rows, first.columns());
    }

    /// The bytes.
    ///
    /// @throws IllegalStateException for a stack
    public MemorySegment data() {
        if (!parts.isEmpty()) {
            throw new IllegalStateException(this + " lies in " + parts.size() + " places");
        }
        return data;
    }

    /// The matrices `[rows, columns]` that stand one behind the other; of all but stacks, one.
    public List<Tensor> parts() {
        return parts.isEmpty() ? List.of(as(rows(), columns())) : parts;
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
        return bytes() / type.blockBytes() * type.blockElements();
    }

    /// Number of bytes.
    public long bytes() {
        return type.bytesOf(shape);
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
        if (!parts.isEmpty()) {
            return rowsOfStack(from, to);
        }
        long rowBytes = type.bytesOf(columns());
        return new Tensor(
                data.asSlice(from * rowBytes, (to - from) * rowBytes), type, to - from, columns());
    }

    private Tensor rowsOfStack(long from, long to) {
        List<Tensor> some = new ArrayList<>();
        long first = 0;
        for (Tensor part : parts) {
            long end = first + part.rows();
            if (from < end && to > first) {
                some.add(part.rows(Math.max(from, first) - first, Math.min(to, end) - first));
            }
            first = end;
        }
        if (from < 0 || to > first || some.isEmpty()) {
            throw new IndexOutOfBoundsException("rows " + from + " to " + to + " of " + this);
        }
        return stack(some);
    }

    /// The same bytes under another shape; of a stack, with the same columns.
    public Tensor as(long... other) {
        if (parts.isEmpty()) {
            return new Tensor(data, type, other);
        }
        if (type.bytesOf(other) != bytes() || other[other.length - 1] != columns()) {
            throw new IllegalArgumentException(this + " cannot be " + Arrays.toString(other));
        }
        return new Tensor(parts, other);
    }

    /// Element `i` of an f32 tensor, counted in row-major order.
    public float get(long i) {
        return data().getAtIndex(F32, i);
    }

    /// Sets element `i` of an f32 tensor.
    public void set(long i, float value) {
        data().setAtIndex(F32, i, value);
    }

    /// Copies all bytes of `other`, which has the same type and size.
    public void copyFrom(Tensor other) {
        if (other.type != type || other.bytes() != bytes()) {
            throw new IllegalArgumentException("cannot copy " + other + " into " + this);
        }
        data().copyFrom(other.data());
    }

    /// Sets every byte to zero.
    public void clear() {
        data().fill((byte) 0);
    }

    @Override
    public String toString() {
        return type + Arrays.toString(shape);
    }
}
