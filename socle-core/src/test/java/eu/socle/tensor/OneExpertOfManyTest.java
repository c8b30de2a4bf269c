package eu.socle.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Seed;
import eu.socle.core.Workers;
import eu.socle.tensor.cpu.CpuBackend;
import eu.socle.tensor.experts.Routing;
import eu.socle.tensor.reference.ReferenceBackend;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The only expert that a token chooses has all the weight where weights are made to add up, so the
/// router's gradient is zero, not rounding.
final class OneExpertOfManyTest {

    @ParameterizedTest
    @EnumSource(Routing.Gate.class)
    void weights_that_cannot_change_give_the_router_no_gradient(Routing.Gate gate) {
        Routing routing = Routing.of(gate, 1, true);
        check(new ReferenceBackend(), routing);
        try (Workers workers = Workers.of(2);
                CpuBackend cpu = CpuBackend.open(workers)) {
            check(cpu, routing);
        }
    }

    private static void check(Backend b, Routing routing) {
        try (Memory memory = new Memory()) {
            Tensor logits = random(memory, "logits", 37, 5);
            Tensor weights = memory.zeros(37, 1);
            int[] chosen = new int[37];
            b.experts().route(chosen, weights, logits, Optional.empty(), routing);
            Tensor dLogits = random(memory, "old", 37, 5);
            b.experts()
                    .routeBackward(dLogits, random(memory, "up", 37, 1), chosen, logits, routing);
            for (int n = 0; n < 37; n++) {
                assertThat(weights.get(n)).isEqualTo(1);
                for (int e = 0; e < 5; e++) {
                    assertThat(logits.get(n * 5L + e))
                            .isLessThanOrEqualTo(logits.get(n * 5L + chosen[n]));
                    assertThat(dLogits.get(n * 5L + e)).as("%s, %d", b.name(), n).isZero();
                }
            }
        }
    }

    private static Tensor random(Memory memory, String name, long... shape) {
        Tensor tensor = memory.zeros(shape);
        Seed own = new Seed(11).of(name);
        for (long i = 0; i < tensor.size(); i++) {
            tensor.set(i, (float) own.normal(i));
        }
        return tensor;
    }
}
