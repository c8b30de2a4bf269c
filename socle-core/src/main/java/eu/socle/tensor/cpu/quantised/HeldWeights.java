package eu.socle.tensor.cpu.quantised;

import eu.socle.core.Workers;
import eu.socle.tensor.DType;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.block.Cast;
import eu.socle.tensor.block.Tiles;
import eu.socle.tensor.cpu.machine.MachineCode;
import eu.socle.tensor.cpu.quantised.kernel.Kernels;
import java.util.List;
import java.util.Optional;

/// Weights from a file, brought into the order of the kernels by all threads.
public final class HeldWeights {

    private static final int GROUP = 4 * Tiles.ROWS; // rows of a piece

    private HeldWeights() {}

    /// As [eu.socle.tensor.Backend#weights]. A stack of matrices, or of parts, whose rows would not
    /// begin at a tile widens to f32.
    public static Tensor of(List<Tensor> parts, Memory memory, Workers workers, Kernels kernels) {
        Tensor first = parts.getFirst();
        long rows = 0;
        for (Tensor part : parts) {
            if (part.columns() != first.columns()) {
                throw new IllegalArgumentException(part + " does not stand under " + first);
            }
            rows += part.rows();
        }
        long[] shape = first.shape();
        if (parts.size() > 1) {
            shape = new long[] {rows, first.columns()};
        }
        Optional<DType> tiles = aligned(parts) ? Tiles.of(first.type()) : Optional.empty();
        Optional<MachineCode> code = kernels.packing(first.type());
        Tensor all = memory.allocate(tiles.orElse(DType.F32), shape);
        long at = 0;
        for (Tensor part : parts) {
            long begin = at;
            Tensor source = part.as(part.rows(), part.columns());
            inGroups(
                    source,
                    workers,
                    (from, to) -> {
                        if (tiles.isPresent()) {
                            Packing.pack(source, from, all, begin + from, to - from, code);
                        } else {
                            Tensor flat = all.as(all.rows(), all.columns());
                            Cast.copy(source.rows(from, to), flat.rows(begin + from, begin + to));
                        }
                    });
            at += part.rows();
        }
        return all;
    }

    /// As [eu.socle.tensor.Backend#inPlace]: what would come into tiles, outside the heap.
    public static Optional<Tensor> inPlace(List<Tensor> parts, Workers workers) {
        if (Tiles.of(parts.getFirst().type()).isEmpty() || !aligned(parts)) {
            return Optional.empty(); // it widens to f32
        }
        Tensor stack = Tensor.stack(parts);
        if (stack.size() == 0) {
            return Optional.empty();
        }
        for (Tensor part : stack.parts()) {
            if (!part.data().isNative()) {
                return Optional.empty();
            }
            inGroups(part, workers, (from, to) -> Tiles.requireFinite(part.rows(from, to)));
        }
        return Optional.of(stack);
    }

    private static void inGroups(Tensor part, Workers workers, Workers.Span rows) {
        workers.forEach(
                (part.rows() + GROUP - 1) / GROUP,
                group ->
                        rows.run(
                                group * GROUP, Math.min(part.rows(), group * GROUP + GROUP)));
    }

    /// True if all parts have one type, and every matrix but the last ends with a tile.
    private static boolean aligned(List<Tensor> parts) {
        for (int i = 0; i < parts.size(); i++) {
            Tensor part = parts.get(i);
            boolean last = i == parts.size() - 1;
            long matrix = part.rank() < 2 ? 1 : part.dimension(part.rank() - 2);
            boolean several = part.rank() > 2;
            if (part.type() != parts.getFirst().type()
                    || ((!last || several) && matrix % Tiles.ROWS != 0)) {
                return false;
            }
        }
        return true;
    }
}
