package eu.socle.tensor.reference;

import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.block.Cast;
import java.util.List;

/// Weights of a product as plain numbers, whatever they are stored as: a quantised weight means the
/// number that its block decodes to.
final class Widened {

    private Widened() {}

    static Tensor of(List<Tensor> parts, Memory memory) {
        Tensor first = parts.getFirst();
        long rows = 0;
        for (Tensor part : parts) {
            if (part.columns() != first.columns()) {
                throw new IllegalArgumentException(part + " does not stand under " + first);
            }
            rows += part.rows();
        }
        Tensor all = memory.zeros(rows, first.columns());
        long at = 0;
        for (Tensor part : parts) {
            Cast.copy(part, all.rows(at, at + part.rows()));
            at += part.rows();
        }
        return parts.size() == 1 ? all.as(first.shape()) : all;
    }
}
