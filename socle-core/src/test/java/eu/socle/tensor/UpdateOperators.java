package eu.socle.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.tensor.row.Rounding;
import eu.socle.tensor.update.Muon;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What changes parameters between steps: Muon, clipping, low-rank additions; and norms over
/// bfloat16.
final class UpdateOperators extends OracleCase {

    UpdateOperators(Path folder, Backend backend) throws Exception {
        super(folder, backend);
    }

    @Override
    @Nullable Runnable operator() {
        if (attributes.has("max_norm")) {
            return this::clipping;
        }
        if (attributes.has("momentum") && has("in.param", "in.grad.1")) {
            return this::moonlight;
        }
        if (attributes.has("momentum") && attributes.has("ns_steps")) {
            return this::muon;
        }
        if (only("in.", "x", "w", "a", "b") && attributes.has("rank")) {
            return this::lowRank;
        }
        if (only("in.", "x", "w") && has("out.downcast_then_gain", "out.gain_in_fp32")) {
            return this::norms;
        }
        return null;
    }

    private void clipping() {
        for (String group : between("out.", ".norm")) {
            List<String> members =
                    names.stream().filter(n -> n.startsWith("in." + group + ".")).sorted().toList();
            List<Tensor> gradients = members.stream().map(this::f32).toList();
            double norm = backend.updates().clip(gradients, attributes.get("max_norm").asDouble());
            double want = f64("out." + group + ".norm")[0];
            assertThat(Math.abs(norm - want)).isLessThan(outTolerance);
            for (int i = 0; i < members.size(); i++) {
                near(gradients.get(i), f32("out" + members.get(i).substring(2)));
            }
        }
    }

    private void moonlight() {
        Tensor w = f32("in.param");
        Tensor m = memory.zeros(w.shape());
        Muon constants = Muon.moonlight(number("momentum"), number("weight_decay"));
        for (int step = 1; has("in.grad." + step); step++) {
            Tensor g = f32("in.grad." + step);
            backend.updates().muon(w, g, m, constants, attributes.get("lr").asDouble(), 1);
            near(w, f32("out.step." + step));
        }
    }

    private void muon() {
        for (String shape : between("in.", ".matrix")) {
            Tensor x = f32("in." + shape + ".matrix");
            Tensor y = memory.zeros(x.shape());
            backend.updates().orthogonalise(y, x, attributes.get("ns_steps").asInt());
            near(y, f32("out." + shape + ".newton_schulz"));
            Set<String> tags = between("out." + shape + ".", ".step.1");
            assertThat(tags).isNotEmpty();
            for (String tag : tags) {
                muon(shape, tag);
            }
        }
    }

    private void muon(String shape, String tag) {
        String plain = "_plain_momentum";
        String factor = tag.endsWith(plain) ? tag.substring(0, tag.length() - plain.length()) : tag;
        Muon constants =
                new Muon(
                        number("momentum"),
                        number("weight_decay"),
                        attributes.get("ns_steps").asInt(),
                        Muon.Average.AVERAGE,
                        tag.endsWith(plain) ? Muon.Direction.MOMENTUM : Muon.Direction.NESTEROV,
                        switch (factor) {
                            case "original" -> Muon.Factor.ORIGINAL;
                            case "match_rms_adamw" -> Muon.Factor.AS_ADAMW;
                            default -> throw new AssertionError("no form of Muon: " + tag);
                        });
        Tensor w = f32("in." + shape + ".param");
        Tensor m = memory.zeros(w.shape());
        for (int step = 1; has("in." + shape + ".grad." + step); step++) {
            Tensor g = scaled(f32("in." + shape + ".grad." + step), 2);
            backend.updates().muon(w, g, m, constants, attributes.get("lr").asDouble(), 0.5);
            near(w, f32("out." + shape + "." + tag + ".step." + step));
        }
    }

    private void lowRank() {
        Tensor x = flat(f32("in.x"));
        Tensor w = f32("in.w");
        float scale = (float) (attributes.get("alpha").asDouble() / attributes.get("rank").asInt());
        LowRank low = new LowRank(f32("in.a"), f32("in.b"), scale);
        int rank = low.a().rows();
        Tensor y = memory.zeros(x.rows(), w.rows());
        Tensor middle = memory.zeros(x.rows(), rank);
        backend.linear(y, x, w, Write.SET);
        low.add(backend, y, middle, x);
        near(y, f32("out.out"));
        Tensor dY = flat(f32("grad_out.out"));
        Tensor dX = memory.zeros(x.shape());
        LowRank d =
                new LowRank(memory.zeros(low.a().shape()), memory.zeros(low.b().shape()), scale);
        backend.linearInputGradient(dX, dY, w, Write.SET);
        low.addBackward(backend, d, dX, memory.zeros(x.rows(), rank), dY, middle, x);
        relative(dX, f32("grad.x"));
        relative(d.a(), f32("grad.a"));
        relative(d.b(), f32("grad.b"));
        low.merge(backend, w, memory.zeros(low.b().shape()));
        near(w, f32("out.merged"));
    }

    /// At most one unit in the last place, and nearly all equal.
    private void norms() {
        Tensor x = file.tensor("in.x");
        Tensor y = memory.allocate(DType.BF16, x.shape());
        float epsilon = number("eps");
        for (Rounding rounding : Rounding.values()) {
            backend.rowOperations().rmsNormBf16(y, x, file.tensor("in.w"), epsilon, rounding);
            Tensor want =
                    file.tensor(
                            switch (rounding) {
                                case BEFORE_GAIN -> "out.downcast_then_gain";
                                case AFTER_GAIN -> "out.gain_in_fp32";
                            });
            int equal = 0;
            for (long i = 0; i < want.size(); i++) {
                int a = ordered(Bf16.get(y, i));
                int b = ordered(Bf16.get(want, i));
                assertThat(Math.abs(a - b)).as("units apart, element %d", i).isLessThan(2);
                equal += a == b ? 1 : 0;
                compared++;
            }
            assertThat(equal).isGreaterThanOrEqualTo((int) (0.99 * want.size()));
        }
    }

    /// Neighbouring bfloat16 numbers are neighbouring integers.
    private static int ordered(float x) {
        int bits = Float.floatToRawIntBits(x) >> 16;
        return bits < 0 ? -(bits & 0x7fff) : bits;
    }

    private float number(String name) {
        return (float) attributes.get(name).asDouble();
    }

    private Set<String> between(String start, String end) {
        Set<String> found = new TreeSet<>();
        names.stream()
                .filter(n -> n.startsWith(start) && n.endsWith(end))
                .forEach(n -> found.add(n.substring(start.length(), n.length() - end.length())));
        return found;
    }
}
