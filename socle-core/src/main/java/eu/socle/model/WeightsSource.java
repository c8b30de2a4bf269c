package eu.socle.model;

import eu.socle.core.Refusal;
import eu.socle.model.file.NamedTensors;
import eu.socle.tensor.Backend;
import eu.socle.tensor.DType;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Where [WeightsLayout] gets its tensors from.
sealed interface WeightsSource {

    /// One tensor by its Hugging Face name.
    @SuppressWarnings("ArrayRecordComponent") // a shape, never compared
    record Part(String name, long... shape) {}

    /// One tensor of all parts, in their order.
    ///
    /// @param shape of the result, as many elements as all parts together
    Tensor take(List<Part> parts, long... shape);

    /// One tensor in f32, whatever it is stored as.
    Tensor floats(Part part);

    /// One run of f32 numbers, which can be moved: a tensor follows the one before, and every part
    /// has a name.
    final class Slab implements WeightsSource {

        private final Tensor all;
        private final SortedMap<String, Tensor> named = new TreeMap<>();
        private long at;

        /// @param all as many floats as the model has parameters
        Slab(Tensor all) {
            this.all = all;
        }

        /// Parameters by name.
        SortedMap<String, Tensor> named() {
            return named;
        }

        /// Floats taken.
        long taken() {
            return at;
        }

        @Override
        public Tensor take(List<Part> parts, long... shape) {
            long first = at;
            for (Part part : parts) {
                long size = size(part.shape());
                named.put(part.name(), slice(at, part.shape()));
                at += size;
            }
            return slice(first, shape);
        }

        @Override
        public Tensor floats(Part part) {
            return take(List.of(part), part.shape());
        }

        private Tensor slice(long first, long... shape) {
            return new Tensor(all.data().asSlice(4 * first, 4 * size(shape)), DType.F32, shape);
        }

        private static long size(long... shape) {
            long size = 1;
            for (long dimension : shape) {
                size *= dimension;
            }
            return size;
        }
    }

    /// A checkpoint, whose quantised matrices stay quantised where the backend has a kernel.
    ///
    /// @param names those not yet taken
    /// @param inPlace true if matrices that can be read where they lie are not copied
    record Held(
            NamedTensors file,
            Path where,
            SortedSet<String> names,
            Memory memory,
            Backend backend,
            boolean inPlace)
            implements WeightsSource {

        private static final int TILE = 64; // an expert begins at a tile or is widened

        @Override
        public Tensor take(List<Part> parts, long... shape) {
            boolean matrix = shape.length > 1;
            boolean cut = shape.length == 3 && shape[1] % TILE != 0;
            if (!matrix || cut) {
                Tensor all = memory.zeros(shape);
                Tensor column = all.as(all.size(), 1);
                long at = 0;
                for (Part part : parts) {
                    Tensor stored = stored(part);
                    file.copy(part.name(), column.rows(at, at + stored.size()));
                    at += stored.size();
                }
                return all;
            }
            parts.forEach(this::claim);
            try {
                Optional<Tensor> there =
                        inPlace ? backend.inPlace(tensors(parts, file::rows)) : Optional.empty();
                return there.orElseGet(() -> backend.weights(tensors(parts, file::tensor), memory))
                        .as(shape);
            } catch (IllegalArgumentException e) {
                String names = parts.stream().map(Part::name).collect(Collectors.joining(", "));
                String what = parts.size() == 1 ? "the tensor " : "one of the tensors ";
                throw Refusal.failure(
                        where + ": " + what + names + " cannot be used: " + e.getMessage() + ".",
                        e);
            }
        }

        @Override
        public Tensor floats(Part part) {
            stored(part);
            Tensor all = memory.zeros(part.shape());
            file.copy(part.name(), all);
            return all;
        }

        private List<Tensor> tensors(List<Part> parts, Function<String, Tensor> of) {
            return parts.stream().map(part -> shaped(part, of.apply(part.name()))).toList();
        }

        private Tensor stored(Part part) {
            claim(part);
            return shaped(part, file.tensor(part.name()));
        }

        private void claim(Part part) {
            if (!names.remove(part.name())) {
                throw Weights.missing(where, part.name());
            }
        }

        private Tensor shaped(Part part, Tensor stored) {
            if (!Arrays.equals(stored.shape(), part.shape())) {
                throw Weights.misshapen(where, part.name(), stored, Arrays.toString(part.shape()));
            }
            return stored;
        }
    }

    /// A checkpoint that is only looked at: each part must be there in its shape.
    record Compared(NamedTensors file, SortedSet<String> names, Path where)
            implements WeightsSource {

        @Override
        public Tensor take(List<Part> parts, long... shape) {
            return parts.stream().map(this::floats).toList().getFirst();
        }

        @Override
        public Tensor floats(Part part) {
            if (!names.contains(part.name())) {
                throw Weights.missing(where, part.name());
            }
            Tensor stored = file.tensor(part.name());
            if (!Arrays.equals(stored.shape(), part.shape())) {
                throw Weights.misshapen(where, part.name(), stored, Arrays.toString(part.shape()));
            }
            return stored;
        }
    }
}
