package eu.socle.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Json;
import eu.socle.model.file.Safetensors;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One case of the operator oracles: its tensors, its attributes, its tolerances. Each subclass
/// knows some operators, and which of them a case is about, from its tensors and attributes alone.
abstract class OracleCase implements AutoCloseable {
    final Backend backend;
    final Memory memory = new Memory();
    final Safetensors file;
    final Set<String> names;
    final JsonNode attributes;
    final String what;
    final double outTolerance;
    final double gradientTolerance;
    int compared;

    OracleCase(Path folder, Backend backend) throws Exception {
        this.backend = backend;
        this.file = Safetensors.open(folder.resolve("tensors.safetensors"));
        this.names = file.names();
        JsonNode expected =
                Json.parse(Files.readString(folder.resolve("expected.json")), folder.toString());
        this.attributes = expected.path("attributes");
        this.what = expected.path("what").asString();
        this.outTolerance = expected.at("/tolerance/fp32_out_max_abs").asDouble();
        this.gradientTolerance = expected.at("/tolerance/fp32_grad_rel_norm").asDouble();
    }

    /// The check for this case, or null when it is about none of these operators.
    abstract @Nullable Runnable operator();

    boolean has(String... wanted) {
        return names.containsAll(List.of(wanted));
    }

    /// True when the inputs with this prefix are exactly these.
    boolean only(String prefix, String... wanted) {
        Set<String> inputs = new java.util.TreeSet<>();
        names.stream()
                .filter(n -> n.startsWith(prefix))
                .forEach(n -> inputs.add(n.substring(prefix.length())));
        return inputs.equals(Set.of(wanted));
    }

    Tensor side(Tensor q, Tensor k, Tensor v, int rows) {
        int wq = (int) (q.size() / rows);
        int wk = (int) (k.size() / rows);
        Tensor all = memory.zeros(rows, wq + 2L * wk);
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < wq; i++) {
                all.set((long) row * (wq + 2 * wk) + i, q.get((long) row * wq + i));
            }
            for (int i = 0; i < wk; i++) {
                all.set((long) row * (wq + 2 * wk) + wq + i, k.get((long) row * wk + i));
                all.set((long) row * (wq + 2 * wk) + wq + wk + i, v.get((long) row * wk + i));
            }
        }
        return all;
    }

    Tensor columns(Tensor from, int start, int count) {
        Tensor cut = memory.zeros(from.rows(), count);
        for (int row = 0; row < from.rows(); row++) {
            for (int c = 0; c < count; c++) {
                cut.set((long) row * count + c, from.get((long) row * from.columns() + start + c));
            }
        }
        return cut;
    }

    Tensor scaled(Tensor x, double factor) {
        Tensor copy = memory.zeros(x.shape());
        for (long i = 0; i < x.size(); i++) {
            copy.set(i, (float) (x.get(i) * factor));
        }
        return copy;
    }

    static Tensor flat(Tensor x) {
        return x.as(x.rows(), x.columns());
    }

    Tensor f32(String name) {
        return file.asF32(name, memory);
    }

    double[] f64(String name) {
        Tensor x = file.tensor(name);
        double[] values = new double[(int) x.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = x.data().get(ValueLayout.JAVA_DOUBLE_UNALIGNED, 8L * i);
        }
        return values;
    }

    long[] longs(String name) {
        Tensor x = file.tensor(name);
        long[] values = new long[(int) x.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = x.data().get(ValueLayout.JAVA_LONG_UNALIGNED, 8L * i);
        }
        return values;
    }

    int[] ints(String name) {
        return java.util.Arrays.stream(longs(name)).mapToInt(Math::toIntExact).toArray();
    }

    void near(Tensor got, Tensor want) {
        assertThat(got.size()).isEqualTo(want.size());
        for (long i = 0; i < want.size(); i++) {
            assertThat(Math.abs((double) got.get(i) - want.get(i)))
                    .as("element %d: %s, expected %s", i, got.get(i), want.get(i))
                    .isLessThan(outTolerance);
            compared++;
        }
    }

    void relative(Tensor got, Tensor want) {
        assertThat(got.size()).isEqualTo(want.size());
        double difference = 0;
        double size = 0;
        for (long i = 0; i < want.size(); i++) {
            difference += Math.pow((double) got.get(i) - want.get(i), 2);
            size += Math.pow(want.get(i), 2);
            compared++;
        }
        assertThat(Math.sqrt(difference))
                .as("gradient")
                .isLessThanOrEqualTo(gradientTolerance * Math.sqrt(size) + 1e-12);
    }

    @Override
    public void close() {
        file.close();
        memory.close();
    }
}
