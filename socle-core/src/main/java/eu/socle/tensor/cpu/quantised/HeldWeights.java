package eu.socle.tensor.cpu.quantised;

import eu.socle.core.Workers;
import eu.socle.tensor.DType;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.block.Cast;
import eu.socle.tensor.block.Tiles;
import eu.socle.tensor.cpu.quantised.kernel.Kernels;
import java.lang.foreign.Arena;
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
        long[] shape = parts.size() == 1 ? first.shape() : new long[] {rows, first.columns()};
        Optional<DType> tiles = aligned(parts) ? Tiles.of(first.type()) : Optional.empty();
        Tensor all = memory.allocate(tiles.orElse(DType.F32), shape);
        Tensor flat = all.as(all.rows(), all.columns());
        long at = 0;
        for (Tensor part : parts) {
            Tensor to = flat.rows(at, at + part.rows());
            if (all.size() == 0) {
                continue;
            }
            if (tiles.isPresent()) {
                pack(part, to, workers, kernels);
            } else {
                widen(part, to, workers);
            }
            at += part.rows();
        }
        return all;
    }

    private static void widen(Tensor part, Tensor to, Workers workers) {
        Tensor source = part.as(part.rows(), part.columns());
        inGroups(
                source,
                workers,
                (from, end) -> Cast.copy(source.rows(from, end), to.rows(from, end)));
    }

    /// @param to tiles, and the plain rest
    private static void pack(Tensor part, Tensor to, Workers workers, Kernels kernels) {
        Tensor source = part;
        try (Memory copied = new Memory()) {
            if (part.parts().size() == 1 && !part.data().isNative()) {
                source = copied.allocate(part.type(), part.shape());
                source.copyFrom(part);
            }
            PlainTiles rows = new PlainTiles(source, kernels);
            int tiled = (int) Tiles.wholeRows(to);
            long rowBytes = to.type().bytesOf(to.columns());
            long target = to.data().address();
            inGroups(
                    source,
                    workers,
                    (from, end) -> {
                        try (Arena arena = Arena.ofConfined()) {
                            long table = arena.allocate(Packing.TABLE_BYTES, 64).address();
                            for (int row = from; row < Math.min(end, tiled); row += Tiles.ROWS) {
                                rows.pack(row, target + row * rowBytes, table);
                            }
                        }
                        for (int row = Math.max(from, tiled); row < end; row++) {
                            rows.copy(row, target + row * rowBytes);
                        }
                    });
        }
    }

    /// As [eu.socle.tensor.Backend#inPlace]: what would come into tiles, outside the heap.
    public static Optional<Tensor> inPlace(List<Tensor> parts, Workers workers, Kernels kernels) {
        if (Tiles.of(parts.getFirst().type()).isEmpty() || !aligned(parts)) {
            return Optional.empty(); // it widens to f32
        }
        Tensor stack = Tensor.stack(parts);
        boolean outside = stack.parts().stream().allMatch(part -> part.data().isNative());
        if (stack.size() == 0 || !outside) {
            return Optional.empty();
        }
        PlainTiles rows = new PlainTiles(stack, kernels);
        inGroups(stack, workers, rows::requireFinite);
        return Optional.of(stack);
    }

    private static void inGroups(Tensor part, Workers workers, Workers.Span rows) {
        int count = part.rows();
        workers.forEach(
                (count + GROUP - 1) / GROUP,
                group -> rows.run(group * GROUP, Math.min(count, group * GROUP + GROUP)));
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
