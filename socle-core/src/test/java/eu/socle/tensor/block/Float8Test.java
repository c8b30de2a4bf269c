package eu.socle.tensor.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.core.Seed;
import eu.socle.tensor.DType;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import org.junit.jupiter.api.Test;

/// Eight-bit floats against the table of the standard, and matrices of them.
final class Float8Test {

    @Test
    void the_numbers_are_those_of_the_standard() {
        assertThat(Float8.decode((byte) 0x7e)).isEqualTo(448f);
        assertThat(Float8.decode((byte) 0x08)).isEqualTo(0x1p-6f); // least normal number
        assertThat(Float8.decode((byte) 0x07)).isEqualTo(0.875f * 0x1p-6f);
        assertThat(Float8.decode((byte) 0x01)).isEqualTo(0x1p-9f); // least number
        assertThat(Float8.decode((byte) 0x38)).isEqualTo(1f);
        assertThat(Float8.decode((byte) 0xb8)).isEqualTo(-1f);
        assertThat(Float8.decode((byte) 0x7f)).isNaN();
        assertThat(Float8.decode((byte) 0xff)).isNaN();
    }

    @Test
    void every_number_goes_and_comes_back() {
        for (int code = 0; code < 256; code++) {
            if ((code & 0x7f) != 0x7f) {
                assertThat(Float8.encode(Float8.decode((byte) code))).isEqualTo((byte) code);
            }
        }
        assertThat(Float8.encode(Float.NaN) & 0x7f).isEqualTo(0x7f);
        assertThat(Float8.encode(1e9f)).isEqualTo((byte) 0x7e);
        assertThat(Float8.encode(Float.NEGATIVE_INFINITY)).isEqualTo((byte) 0xfe);
    }

    @Test
    void between_two_numbers_the_nearest_is_taken_and_the_even_one_at_the_middle() {
        for (int code = 0; code < 0x7e; code++) {
            float low = Float8.decode((byte) code);
            float high = Float8.decode((byte) (code + 1));
            float middle = (low + high) / 2; // exact
            assertThat(Float8.encode(middle)).isEqualTo((byte) (code + (code & 1)));
            assertThat(Float8.encode(Math.nextDown(middle))).isEqualTo((byte) code);
            assertThat(Float8.encode(Math.nextUp(middle))).isEqualTo((byte) (code + 1));
            assertThat(Float8.encode(-middle)).isEqualTo((byte) (code + (code & 1) | 0x80));
        }
    }

    @Test
    void a_matrix_comes_back_within_a_sixteenth_of_each_number_or_of_the_least_of_its_tile() {
        Seed seed = new Seed(20261124).of("tiles");
        try (Memory memory = new Memory()) {
            for (TileShape shape : new TileShape[] {TileShape.ACTIVATIONS, new TileShape(3, 5)}) {
                Tensor x = memory.zeros(7, 300);
                for (long i = 0; i < x.size(); i++) {
                    x.set(i, i < 300 ? 0 : (float) (seed.normal(i) * Math.exp(i % 7)));
                }
                Tensor codes = memory.allocate(DType.U8, 7, 300);
                Tensor scales = memory.zeros(shape.down(7), shape.across(300));
                Tensor back = memory.zeros(7, 300);
                Float8Tiles.encode(codes, scales, x, shape, 0, shape.down(7));
                Float8Tiles.decode(back, codes, scales, shape, 0, shape.down(7));
                for (long i = 0; i < x.size(); i++) {
                    long tile =
                            i / 300 / shape.rows() * scales.columns() + i % 300 / shape.columns();
                    float step = scales.get(tile) * 0x1p-10f; // half the least number
                    float bound = Math.max(Math.abs(x.get(i)) / 15.9f, step * 1.001f);
                    assertThat(Math.abs(back.get(i) - x.get(i))).isLessThanOrEqualTo(bound);
                }
                assertThat(scales.get(0)).isPositive();
            }
        }
    }

    @Test
    void shapes_that_disagree_are_refused() {
        try (Memory memory = new Memory()) {
            Tensor x = memory.zeros(4, 200);
            Tensor codes = memory.allocate(DType.U8, 4, 200);
            assertThatThrownBy(() ->
                            Float8Tiles.encode(
                                    codes, memory.zeros(4, 1), x, TileShape.ACTIVATIONS, 0, 4))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("disagree");
        }
    }
}
