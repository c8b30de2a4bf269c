package eu.socle.tensor.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Seed;
import eu.socle.core.Workers;
import eu.socle.tensor.AttentionShape;
import eu.socle.tensor.Backend;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.cpu.machine.MachineCode;
import eu.socle.tensor.cpu.machine.SharedHeads;
import eu.socle.tensor.reference.ReferenceBackend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A few new tokens against a cache: machine code, vectors and any number of threads give the same
/// bits, which are those of the reference within rounding.
final class CachedAttentionTest {

    /// Heads, key/value heads, floats of a key, of a value.
    private static final int[][] HEADS = {
        {1, 1, 16, 16},
        {4, 4, 64, 64},
        {2, 1, 32, 48},
        {6, 3, 80, 64},
        {3, 1, 48, 16},
        {8, 2, 64, 64},
        {8, 1, 128, 128},
        {7, 1, 96, 112},
        {6, 1, 24, 40},
        {5, 5, 8, 8},
        {4, 1, 576, 512},
    };

    private static final int[] STARTS = {0, 1, 2, 3, 6, 14, 15, 16, 17, 31, 63, 200, 255, 300};

    private record Outcome(Tensor y, Tensor logSumExp) {}

    static Stream<Arguments> shapes() {
        List<Arguments> cases = new ArrayList<>();
        for (int i = 0; i < HEADS.length; i++) {
            for (int j = 0; j < STARTS.length; j++) {
                int tokens = (i + j) % 5 == 0 ? 3 : 1;
                cases.add(Arguments.of(i, STARTS[j], tokens, 0));
            }
            cases.add(Arguments.of(i, 150, 2, 131));
        }
        cases.add(Arguments.of(5, 2047, 1, 0));
        cases.add(Arguments.of(5, 2048, 1, 0));
        cases.add(Arguments.of(6, 2300, 2, 0));
        cases.add(Arguments.of(3, 2300, 1, 500));
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void all_kernels_and_threads_give_the_same_bits_and_the_reference_agrees(
            int heads, int start, int tokens, int firstKey) {
        int[] h = HEADS[heads];
        try (Memory memory = new Memory()) {
            Seed seed = new Seed(11).of("attention").of(heads).of(start);
            Tensor queries = normal(memory, seed.of("q"), tokens, (long) h[0] * h[2]);
            Tensor keys = normal(memory, seed.of("k"), start + tokens + 5, (long) h[1] * h[2]);
            Tensor values = normal(memory, seed.of("v"), start + tokens + 5, (long) h[1] * h[3]);
            int[] first = new int[tokens];
            Arrays.fill(first, firstKey);
            AttentionShape shape =
                    new AttentionShape(1, tokens, h[0], h[1], h[2], h[3], 0.2f, first);
            List<Outcome> outcomes = new ArrayList<>();
            for (int threads = 1; threads <= 3; threads++) {
                try (Workers workers = Workers.of(threads);
                        CpuBackend own = CpuBackend.open(workers);
                        CpuBackend portable = CpuBackend.portable(workers)) {
                    outcomes.add(run(own, memory, queries, keys, values, start, shape));
                    outcomes.add(run(portable, memory, queries, keys, values, start, shape));
                }
            }
            Outcome expected =
                    run(new ReferenceBackend(), memory, queries, keys, values, start, shape);
            Outcome one = outcomes.getFirst();
            for (Outcome other : outcomes) {
                assertThat(other.y.data().mismatch(one.y.data())).isEqualTo(-1);
                assertThat(other.logSumExp.data().mismatch(one.logSumExp.data())).isEqualTo(-1);
            }
            for (long i = 0; i < one.y.size(); i++) {
                assertThat((double) one.y.get(i)).isCloseTo(expected.y.get(i), within());
            }
            for (long i = 0; i < one.logSumExp.size(); i++) {
                assertThat((double) one.logSumExp.get(i))
                        .isCloseTo(expected.logSumExp.get(i), within());
            }
        }
    }

    @Test
    void machine_code_is_made_for_whole_vectors_where_this_machine_runs_it() {
        boolean runs = MachineCode.missing().isEmpty();
        assertThat(made(4, 64, 64)).isEqualTo(runs);
        assertThat(made(1, 576, 512)).isEqualTo(runs);
        assertThat(made(4, 24, 64)).isFalse();
        assertThat(made(4, 64, 40)).isFalse();
        assertThat(made(4, 2048, 64)).isFalse();
    }

    private static boolean made(int heads, int size, int width) {
        Optional<SharedHeads> kernel = SharedHeads.of(heads, size, width);
        kernel.ifPresent(SharedHeads::close);
        return kernel.isPresent();
    }

    private static Offset<Double> within() {
        return Offset.offset(2e-5);
    }

    private static Outcome run(
            Backend backend,
            Memory memory,
            Tensor queries,
            Tensor keys,
            Tensor values,
            int start,
            AttentionShape shape) {
        int tokens = shape.tokens();
        Tensor y = memory.zeros(tokens, (long) shape.heads() * shape.valueSize());
        Tensor logSumExp = memory.zeros(tokens, shape.heads());
        backend.attentionWithCache(y, logSumExp, queries, keys, values, start, shape);
        return new Outcome(y, logSumExp);
    }

    private static Tensor normal(Memory memory, Seed seed, long... shape) {
        Tensor tensor = memory.zeros(shape);
        for (long i = 0; i < tensor.size(); i++) {
            tensor.set(i, (float) seed.normal(i));
        }
        return tensor;
    }
}
