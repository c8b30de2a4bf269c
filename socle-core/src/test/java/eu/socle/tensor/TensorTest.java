package eu.socle.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Rows that lie in several places are seen as one matrix.
final class TensorTest {

    private static Tensor counting(Memory memory, int first, long... shape) {
        Tensor tensor = memory.zeros(shape);
        for (int i = 0; i < tensor.size(); i++) {
            tensor.set(i, first + i);
        }
        return tensor;
    }

    private static void assertRows(Tensor tensor, int first, int rows) {
        assertThat(tensor.rows()).isEqualTo(rows);
        float next = 3f * first;
        for (Tensor part : tensor.parts()) {
            assertThat(part.rank()).isEqualTo(2);
            for (int i = 0; i < part.size(); i++) {
                assertThat(part.get(i)).isEqualTo(next++);
            }
        }
        assertThat(next).isEqualTo(3f * (first + rows));
    }

    @Test
    void any_rows_of_a_stack_are_those_of_its_parts() {
        try (Memory memory = new Memory()) {
            Tensor stack =
                    Tensor.stack(
                            List.of(
                                    counting(memory, 0, 2, 3),
                                    counting(memory, 6, 1, 3),
                                    counting(memory, 9, 2, 2, 3)));
            assertThat(stack.shape()).containsExactly(7, 3);
            assertThat(stack.size()).isEqualTo(21);
            assertThat(stack.bytes()).isEqualTo(84);
            for (int from = 0; from < 7; from++) {
                for (int to = from + 1; to <= 7; to++) {
                    assertRows(stack.rows(from, to), from, to - from);
                    assertRows(stack.as(7, 1, 3).rows(from, to), from, to - from);
                }
            }
            assertThat(stack.rows(3, 5).data().byteSize()).as("of one part").isEqualTo(24);
        }
    }

    @Test
    void a_stack_has_no_bytes_of_its_own_and_keeps_its_columns() {
        try (Memory memory = new Memory()) {
            Tensor part = memory.zeros(2, 3);
            Tensor stack = Tensor.stack(List.of(part, part));
            assertThatThrownBy(stack::data)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("F32[4, 3] lies in 2 places");
            assertThatThrownBy(() -> stack.as(3, 4)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> stack.rows(2, 5))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> Tensor.stack(List.of(part, memory.zeros(2, 4))))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Tensor.stack(List.of(part, memory.allocate(DType.F16, 2, 3))))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(Tensor.stack(List.of(part))).isSameAs(part);
        }
    }
}
