package eu.socle.train;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Seed;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExposureTest {

    /// Against a walk over every position of the training.
    @ParameterizedTest
    @CsvSource({
        "1000,32,4,40,0,10",
        "1000,32,4,40,31,33",
        "1000,32,4,3,500,700",
        "777,8,1,500,100,108",
        "1000,32,4,40,990,1000",
        "64,64,2,5,3,9",
        "1000,32,4,0,0,10"
    })
    void the_steps_are_those_whose_sequences_hold_a_token_of_the_document(
            long tokens, int context, long batch, long steps, long first, long end) {
        Seed run = new Seed(20261124);
        long sequences = tokens / context;
        DataOrder order = new DataOrder(run.of("order"), sequences);
        TreeSet<Long> expected = new TreeSet<>();
        for (long position = 0; position < steps * batch; position++) {
            long from = order.at(position) * context;
            if (from < end && first < from + context) {
                expected.add(position / batch + 1);
            }
        }
        TreeSet<Long> held = new TreeSet<>();
        for (long k = first / context; k <= (end - 1) / context && k < sequences; k++) {
            held.add(k);
        }
        Exposure.Reading reading = new Exposure.Reading(run, sequences, batch, steps);
        assertThat(Exposure.of(reading, held).steps()).containsExactlyElementsOf(expected);
    }
}
