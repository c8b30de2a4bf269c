package eu.socle.model.gguf;

import eu.socle.tensor.DType;

/// One tensor as the file describes it.
///
/// @param shape row-major, the longest stride first (the file has it the other way round)
/// @param offset its first byte, counted from the start of the data
@SuppressWarnings("ArrayRecordComponent") // a shape, never compared
public record TensorInfo(String name, DType type, long[] shape, long offset) {

    /// Bytes it takes, without padding.
    public long bytes() {
        return type.bytesOf(shape);
    }

    @Override
    public String toString() {
        return name + " " + type + java.util.Arrays.toString(shape);
    }
}
