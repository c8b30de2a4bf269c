package eu.socle.train;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Seed;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class DataOrderTest {

    @Test
    void every_epoch_reads_every_sequence_once_in_an_order_of_its_own() {
        for (long sequences : new long[] {1, 2, 17, 1000}) {
            DataOrder order = new DataOrder(new Seed(7), sequences);
            long[] first = epoch(order, 0);
            long[] second = epoch(order, 1);
            long[] all = LongStream.range(0, sequences).toArray();
            assertThat(LongStream.of(first).sorted().toArray()).isEqualTo(all);
            assertThat(LongStream.of(second).sorted().toArray()).isEqualTo(all);
            if (sequences > 2) {
                assertThat(second).isNotEqualTo(first).isNotEqualTo(all);
            }
        }
    }

    private static long[] epoch(DataOrder order, long epoch) {
        long n = order.sequences();
        return LongStream.range(epoch * n, (epoch + 1) * n).map(order::at).toArray();
    }
}
