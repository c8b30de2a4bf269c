package eu.socle.tensor.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.core.Digest;
import eu.socle.core.Seed;
import eu.socle.tensor.Bf16;
import eu.socle.tensor.DType;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class BlocksTest {

    private final Memory memory = new Memory();

    @AfterEach
    void release() {
        memory.close();
    }

    /// Root mean square error over root mean square of normal numbers: what bits and scales allow.
    private static final Map<DType, Double> ERROR =
            Map.of(
                    DType.Q8_0,
                    0.008,
                    DType.Q4_0,
                    0.11,
                    DType.Q4_K,
                    0.085,
                    DType.Q6_K,
                    0.02,
                    DType.F16,
                    3e-4);

    @ParameterizedTest
    @EnumSource(names = {"Q8_0", "Q4_0", "Q4_K", "Q6_K", "F16"})
    void what_is_encoded_decodes_to_near_what_it_was(DType type) {
        Tensor x = normal(16, 512);
        Tensor back = through(x, type);
        double error = 0;
        double size = 0;
        for (long i = 0; i < x.size(); i++) {
            error += Math.pow(x.get(i) - (double) back.get(i), 2);
            size += Math.pow(x.get(i), 2);
        }
        assertThat(Math.sqrt(error / size)).isBetween(1e-5, ERROR.get(type));
    }

    @ParameterizedTest
    @EnumSource(names = {"Q8_0", "Q4_0", "Q4_K", "Q6_K"})
    void zeros_stay_zeros_and_one_large_number_survives(DType type) {
        Tensor x = memory.zeros(2, 256);
        x.set(256 + 77, -13.25f);
        Tensor back = through(x, type);
        for (long i = 0; i < x.size(); i++) {
            assertThat(back.get(i)).as("%s", i).isEqualTo(x.get(i), within(type));
        }
    }

    private static org.assertj.core.data.Offset<Float> within(DType type) {
        return org.assertj.core.data.Offset.offset(type == DType.Q4_0 ? 0f : 0.01f);
    }

    @ParameterizedTest
    @EnumSource(names = {"Q8_0", "Q4_0", "Q4_K", "Q6_K"})
    void a_number_that_is_not_finite_spoils_its_block_and_no_other(DType type) {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, -1f / 0}) {
            for (int at : new int[] {0, 31, 100, 255}) {
                Tensor x = normal(3, 256);
                x.set(256L + at, bad);
                Tensor back = through(x, type);
                for (int i = 0; i < 3 * 256; i++) {
                    boolean spoilt = i / type.blockElements() == (256 + at) / type.blockElements();
                    assertThat(Float.isFinite(back.get(i))).isEqualTo(!spoilt);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"Q8_0", "Q4_0", "Q6_K"})
    void what_was_decoded_encodes_to_numbers_that_differ_by_no_level(DType type) {
        Tensor once = through(normal(4, 256), type);
        Tensor twice = through(once, type);
        for (long i = 0; i < once.size(); i++) {
            assertThat(twice.get(i))
                    .isCloseTo(once.get(i), org.assertj.core.data.Offset.offset(3e-3f));
        }
    }

    @Test
    void scales_and_minima_of_a_super_block_use_all_six_bits() {
        Tensor x = memory.zeros(1, 256);
        for (int part = 0; part < 8; part++) {
            for (int l = 0; l < 32; l++) {
                x.set(part * 32 + l, (part + 1) * (l % 16) - 7f * part);
            }
        }
        Tensor back = through(x, DType.Q4_K);
        for (long i = 0; i < x.size(); i++) {
            assertThat(back.get(i)).isCloseTo(x.get(i), org.assertj.core.data.Offset.offset(1.4f));
        }
    }

    /// Sixteen blocks of pseudo-random bytes; digests of what gguf-py 0.19 makes of them, by
    /// bench/peers/gguf_blocks.py.
    @ParameterizedTest
    @CsvSource({
        "Q4_0, 23451fb443cc4d2fe7d9c32f9c3ba05261972bc6679b6321563d95a8bd66d672",
        "Q4_1, b88d20b6bc4938351ab15c15b1231198296db3eacbeeace49f150ba3f6ff5c59",
        "Q5_0, 620fb6f621d9b2a055a9c85682d9410e552b45810c63b49210e1c14f1dc8d355",
        "Q5_1, be2732af0b905d089f08913a133ede8add5fed7da68515fd2380ac0efc04a8eb",
        "Q8_0, 0c65f4c0d318c154c86f33cffee338a4bc72fff1477fbf5cf3718df70c3081e4",
        "Q4_K, c87d5ffb90f9ca101ff0d303abc2ff456bfe42e9cb37b7e0fffa2f2ad4b74c6e",
        "Q5_K, a4d2303adad67803b28a88968e5396b43e132bcb77afc6fa47a46f03d2036e6f",
        "Q6_K, 5691cfa87ce46991b6be47a94d115698d944981333296469f11675c436bc5818",
        "MXFP4, 908e1ef5f88f21a0c53724a4125c3dd0ae101ffd9c09e9660c9002fcb50f16fd"
    })
    void blocks_decode_to_the_bits_of_the_peer(DType type, String digest) {
        Tensor q = memory.allocate(type, 16, type.blockElements());
        Seed seed = new Seed(99);
        for (long i = 0; i < q.data().byteSize(); i++) {
            q.data().set(ValueLayout.JAVA_BYTE, i, (byte) seed.bits(i));
        }
        for (long block = 0; block < q.data().byteSize(); block += type.blockBytes()) {
            for (int scale : scales(type)) { // no exponent of all ones
                long high = block + scale + 1;
                byte there = q.data().get(ValueLayout.JAVA_BYTE, high);
                q.data().set(ValueLayout.JAVA_BYTE, high, (byte) (there & 0xbf));
            }
            if (type == DType.MXFP4) {
                int exponent = q.data().get(ValueLayout.JAVA_BYTE, block) & 255;
                q.data().set(ValueLayout.JAVA_BYTE, block, (byte) (100 + exponent % 50));
            }
        }
        Tensor x = memory.zeros(q.shape());
        Cast.copy(q, x);
        assertThat(Digest.of(x.data().toArray(ValueLayout.JAVA_BYTE)).toString()).contains(digest);
    }

    private static int[] scales(DType type) {
        return switch (type) {
            case Q4_0, Q5_0, Q8_0 -> new int[] {0};
            case Q4_1, Q5_1, Q4_K, Q5_K -> new int[] {0, 2};
            case Q6_K -> new int[] {208};
            default -> new int[0];
        };
    }

    /// One block of each read-only type, computed by hand from the layout.
    @Test
    void blocks_of_five_bits_and_of_microscaling_decode_by_their_layout() {
        Tensor q = memory.allocate(DType.Q5_0, 1, 32);
        q.data().set(ValueLayout.JAVA_SHORT_UNALIGNED, 0, Float.floatToFloat16(0.5f));
        q.data().set(ValueLayout.JAVA_INT_UNALIGNED, 2, 1 << 31 | 1);
        q.data().set(ValueLayout.JAVA_BYTE, 6, (byte) 0x03); // elements 0 and 16
        q.data().set(ValueLayout.JAVA_BYTE, 6 + 15, (byte) 0xf0); // elements 15 and 31
        Tensor x = memory.zeros(1, 32);
        Cast.copy(q, x);
        assertThat(x.get(0)).isEqualTo(0.5f * (16 + 3 - 16));
        assertThat(x.get(31)).isEqualTo(0.5f * (31 - 16));
        assertThat(x.get(16)).isEqualTo(-8);
        Tensor m = memory.allocate(DType.MXFP4, 1, 32);
        m.data().set(ValueLayout.JAVA_BYTE, 0, (byte) 128);
        m.data().set(ValueLayout.JAVA_BYTE, 1, (byte) 0xf7);
        Cast.copy(m, x);
        assertThat(x.get(0)).isEqualTo(12);
        assertThat(x.get(16)).isEqualTo(-12);
        assertThat(x.get(1)).isZero();
    }

    @Test
    void bfloat_rounds_to_even_and_keeps_what_is_not_a_number() {
        assertThat(Bf16.bits(Float.intBitsToFloat(0x3f808000))).isEqualTo((short) 0x3f80);
        assertThat(Bf16.bits(Float.intBitsToFloat(0x3f818000))).isEqualTo((short) 0x3f82);
        assertThat(Bf16.bits(Float.intBitsToFloat(0x3f808001))).isEqualTo((short) 0x3f81);
        assertThat(Bf16.bits(Float.POSITIVE_INFINITY)).isEqualTo((short) 0x7f80);
        assertThat(Float.intBitsToFloat(Bf16.bits(Float.NaN) << 16)).isNaN();
    }

    @Test
    void a_row_that_is_not_whole_blocks_is_no_tensor() {
        assertThatThrownBy(() -> memory.allocate(DType.Q8_0, 2, 48))
                .hasMessageContaining("48 elements are not whole blocks of Q8_0");
        assertThatThrownBy(() -> memory.allocate(DType.Q8_0)).hasMessageContaining("whole blocks");
        Tensor q = memory.allocate(DType.Q8_0, 3, 2, 64);
        assertThat(q.size()).isEqualTo(384);
        assertThat(q.data().byteSize()).isEqualTo(3 * 2 * 2 * 34);
        assertThat(q.rows(1, 3).data().byteSize()).isEqualTo(2 * 2 * 34);
    }

    @Test
    void whole_numbers_are_not_cast() {
        Tensor ids = memory.allocate(DType.I64, 4);
        assertThatThrownBy(() -> Cast.copy(ids, memory.zeros(4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot cast I64[4] to F32[4]");
    }

    private Tensor through(Tensor x, DType type) {
        Tensor q = memory.allocate(type, x.shape());
        Cast.copy(x, q);
        Tensor back = memory.zeros(x.shape());
        Cast.copy(q, back);
        return back;
    }

    private Tensor normal(long rows, long columns) {
        Tensor x = memory.zeros(rows, columns);
        Seed seed = new Seed(5);
        for (long i = 0; i < x.size(); i++) {
            x.set(i, (float) seed.normal(i));
        }
        return x;
    }
}
