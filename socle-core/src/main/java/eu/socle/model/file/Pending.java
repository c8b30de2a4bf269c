package eu.socle.model.file;

import eu.socle.core.Refusal;
import eu.socle.tensor.DType;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.block.Cast;
import java.nio.file.Path;
import java.util.function.Function;

/// A tensor that is going to be written. Its numbers are asked for when its turn comes, so that
/// writing a model holds one tensor in memory at a time.
///
/// @param type how it is stored
/// @param shape row-major
/// @param numbers gives a tensor of that many elements, of any floating-point type; it may allocate
///   from the memory it is given, which lives until the tensor is written
@SuppressWarnings("ArrayRecordComponent") // a shape, never compared
public record Pending(DType type, long[] shape, Function<Memory, Tensor> numbers) {

    /// A tensor as it is.
    public static Pending of(Tensor tensor) {
        return new Pending(tensor.type(), tensor.shape(), _ -> tensor);
    }

    /// A tensor in another type.
    public static Pending of(Tensor tensor, DType type) {
        return new Pending(type, tensor.shape(), _ -> tensor);
    }

    /// Bytes it takes.
    public long bytes() {
        return type.bytesOf(shape);
    }

    /// The tensor in the type it is stored in.
    ///
    /// @param file named in the refusal, as is `name`
    /// @throws Refusal if its numbers cannot be written in that type
    public Tensor stored(Path file, String name, Memory memory) {
        Tensor tensor = numbers.apply(memory);
        if (tensor.type() == type) {
            return tensor.as(shape);
        }
        if (!Cast.isReal(tensor.type()) || !Cast.canWrite(type)) {
            throw Refusal.failure(
                    file
                            + ": the tensor \""
                            + name
                            + "\" is "
                            + tensor.type()
                            + " and cannot be written as "
                            + type
                            + "; writable are F32, F16, BF16, Q8_0, Q6_K, Q4_0 and Q4_K.");
        }
        Tensor stored = memory.allocate(type, shape);
        Cast.copy(tensor, stored);
        return stored;
    }
}
