package eu.socle.model.file;

import eu.socle.core.Refusal;
import eu.socle.tensor.DType;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.block.Cast;
import java.util.SortedSet;

/// The tensors of a checkpoint under their Hugging Face names, from whatever file they come.
public interface NamedTensors extends AutoCloseable {

    /// Where they come from, for refusals.
    String where();

    /// The names, sorted.
    SortedSet<String> names();

    /// The tensor as stored; it cannot be written, and lives until [#close()].
    ///
    /// @throws Refusal if there is none of this name
    Tensor tensor(String name);

    /// [#tensor] without copying where its rows only change place: perhaps a stack.
    ///
    /// @throws Refusal as [#tensor]
    default Tensor rows(String name) {
        return tensor(name);
    }

    /// Copies a tensor into an f32 tensor of the same size: BF16, F16 and blocks widen exactly, F64
    /// rounds to nearest.
    ///
    /// @throws Refusal if there is none of this name of another size, or not of floating-point
    ///   numbers
    default void copy(String name, Tensor target) {
        Tensor source = tensor(name);
        if (source.size() != target.size() || target.type() != DType.F32) {
            throw Refusal.failure(
                    where()
                            + ": the tensor \""
                            + name
                            + "\" is "
                            + source
                            + ", expected "
                            + target
                            + ".");
        }
        if (!Cast.isReal(source.type())) {
            throw Refusal.failure(
                    where()
                            + ": the tensor \""
                            + name
                            + "\" is "
                            + source.type()
                            + ", where floating-point numbers were expected.");
        }
        Cast.copy(source, target);
    }

    @Override
    void close();
}
