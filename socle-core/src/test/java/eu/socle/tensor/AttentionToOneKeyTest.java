package eu.socle.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eu.socle.core.Seed;
import eu.socle.core.Workers;
import eu.socle.tensor.cpu.CpuBackend;
import eu.socle.tensor.reference.ReferenceBackend;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A query that sees one key gives it all its weight whatever the score is, so nothing depends on
/// the score: the gradients of query and key are zero, not rounding.
final class AttentionToOneKeyTest {

    private static final Seed SEED = new Seed(7).of("one key");

    /// Outputs, then the gradient of queries, keys and values.
    private static List<Tensor> attend(
            Backend b, Memory memory, int[] first, int batch, int heads, int kv, int size) {
        int tokens = first.length / batch;
        AttentionShape shape = new AttentionShape(batch, tokens, heads, kv, size, 1.7f, first);
        Tensor qkv = random(memory, "qkv", first.length, shape.rowLength());
        Tensor y = random(memory, "old", first.length, shape.outputLength());
        Tensor lse = memory.zeros(first.length, heads);
        Tensor dQkv = random(memory, "old", first.length, shape.rowLength());
        b.attention(y, lse, qkv, shape);
        Tensor up = random(memory, "up", first.length, shape.outputLength());
        b.attentionBackward(dQkv, up, y, lse, qkv, shape);
        return List.of(y, dQkv, qkv, up);
    }

    @ParameterizedTest
    @CsvSource({"1,1,1,1,2", "3,1,2,1,34", "1,7,3,3,18", "2,33,6,2,64", "1,130,4,1,10"})
    void queries_and_keys_of_documents_of_one_token_have_no_gradient(
            int batch, int tokens, int heads, int kv, int size) {
        int[] first = new int[batch * tokens];
        Arrays.setAll(first, row -> row % tokens);
        check(new ReferenceBackend(), first, batch, heads, kv, size);
        try (Workers workers = Workers.of(2);
                CpuBackend cpu = CpuBackend.open(workers)) {
            check(cpu, first, batch, heads, kv, size);
        }
    }

    private static void check(Backend b, int[] first, int batch, int heads, int kv, int size) {
        try (Memory memory = new Memory()) {
            List<Tensor> made = attend(b, memory, first, batch, heads, kv, size);
            Tensor y = made.get(0);
            Tensor d = made.get(1);
            Tensor qkv = made.get(2);
            Tensor up = made.get(3);
            int keys = (heads + kv) * size;
            for (int row = 0; row < d.rows(); row++) {
                for (int c = 0; c < keys; c++) {
                    assertThat(at(d, row, c)).as("%s, %d, %d", b.name(), row, c).isZero();
                }
                for (int c = 0; c < heads * size; c++) {
                    int value = keys + c / size / (heads / kv) * size + c % size;
                    assertThat(at(y, row, c)).isEqualTo(at(qkv, row, value));
                }
                for (int c = 0; c < kv * size; c++) {
                    double sum = 0;
                    for (int h = 0; h < heads / kv; h++) {
                        sum += at(up, row, (c / size * (heads / kv) + h) * size + c % size);
                    }
                    assertThat((double) at(d, row, keys + c)).isCloseTo(sum, within(1e-4));
                }
            }
        }
    }

    /// Beside others, and where a sink takes a part of the weight so that the score does matter.
    @ParameterizedTest
    @CsvSource({"40,8,-30", "40,8,0.5", "70,34,6"})
    void with_a_sink_or_among_longer_documents_both_backends_agree(
            int tokens, int size, float sink) {
        int[] first = new int[tokens];
        Arrays.setAll(first, t -> t % 5 < 3 ? t : t - t % 5 + 2);
        try (Workers workers = Workers.of(2);
                CpuBackend cpu = CpuBackend.open(workers);
                Memory memory = new Memory()) {
            List<Tensor> got = withSink(cpu, memory, first, size, sink);
            List<Tensor> want = withSink(new ReferenceBackend(), memory, first, size, sink);
            for (int k = 0; k < want.size(); k++) {
                for (long i = 0; i < want.get(k).size(); i++) {
                    assertThat((double) got.get(k).get(i))
                            .as("output %d, element %d", k, i)
                            .isCloseTo(want.get(k).get(i), within(3e-5));
                }
            }
        }
    }

    private static List<Tensor> withSink(
            Backend b, Memory memory, int[] first, int size, float sink) {
        AttentionShape shape = new AttentionShape(1, first.length, 2, 1, size, 0.4f, first);
        Tensor qkv = random(memory, "qkv", first.length, shape.rowLength());
        Tensor y = memory.zeros(first.length, 2L * size);
        Tensor lse = memory.zeros(first.length, 2);
        Tensor dQkv = memory.zeros(first.length, shape.rowLength());
        Tensor sinks = memory.zeros(2);
        sinks.set(0, sink);
        sinks.set(1, sink / 2);
        b.attention(y, lse, qkv, shape);
        b.sink(y, lse, sinks);
        b.attentionBackward(
                dQkv, random(memory, "up", first.length, 2L * size), y, lse, qkv, shape);
        return List.of(y, lse, dQkv);
    }

    private static float at(Tensor x, int row, int column) {
        return x.get((long) row * x.columns() + column);
    }

    private static Tensor random(Memory memory, String name, long... shape) {
        Tensor tensor = memory.zeros(shape);
        Seed own = SEED.of(name);
        for (long i = 0; i < tensor.size(); i++) {
            tensor.set(i, (float) own.normal(i));
        }
        return tensor;
    }
}
