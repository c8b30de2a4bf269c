package eu.socle.tensor.cpu.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Workers;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.cpu.machine.MachineCode;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Products of floats through the matrix registers have the bits that their parts say, the accuracy
/// that is stated, and leave alone what they would get wrong. Where a machine has no such registers
/// they do not open, and that is what is tested there.
class MatrixProductsTest {

    private static final double U = 0x1p-24;
    private static final float REST = 7.5f; // what lies around C

    /// A product of the given sizes whose factors and C are filled by hand.
    private static final class Case implements AutoCloseable {
        final Memory memory = new Memory();
        final int m;
        final int n;
        final int k;
        final float[][] a; // [m, k]
        final float[][] b; // [n, k]
        final float[][] c; // before
        final Product product;
        final Tensor result;

        Case(boolean transA, boolean transB, boolean add, float[][] a, float[][] b, float[][] c) {
            this.m = a.length;
            this.n = b.length;
            this.k = a[0].length;
            this.a = a;
            this.b = b;
            this.c = c;
            Tensor left = memory.zeros(transA ? k : m, (transA ? m : k) + 3);
            Tensor right = memory.zeros(transB ? n : k, (transB ? k : n) + 5);
            fill(left, a, transA);
            fill(right, b, !transB);
            result = memory.zeros(m + 1, n + 2);
            for (long i = 0; i < result.size(); i++) {
                result.set(i, REST);
            }
            fill(result, c, false);
            product =
                    new Product(
                            transA,
                            transB,
                            m,
                            n,
                            k,
                            left.data().address(),
                            left.columns(),
                            right.data().address(),
                            right.columns(),
                            add,
                            result.data().address(),
                            result.columns());
        }

        private static void fill(Tensor to, float[][] from, boolean turned) {
            for (int i = 0; i < from.length; i++) {
                for (int j = 0; j < from[i].length; j++) {
                    long row = turned ? j : i;
                    to.set(row * to.columns() + (turned ? i : j), from[i][j]);
                }
            }
        }

        float get(int row, int column) {
            return result.get((long) row * result.columns() + column);
        }

        float before(int row, int column) {
            return product.add() ? c[row][column] : 0;
        }

        void restIsUntouched() {
            for (int i = 0; i <= m; i++) {
                for (int j = i < m ? n : 0; j < result.columns(); j++) {
                    assertThat(get(i, j)).isEqualTo(REST);
                }
            }
        }

        @Override
        public void close() {
            memory.close();
        }
    }

    /// Computes the case on so many threads; how many parts went to the plain product.
    private static int run(Case one, int threads) {
        AtomicInteger plain = new AtomicInteger();
        try (Workers workers = Workers.of(threads);
                Memory memory = new Memory();
                MatrixProducts products = open(workers, memory, plain)) {
            products.multiply(one.product);
        }
        return plain.get();
    }

    private static MatrixProducts open(Workers workers, Memory memory, AtomicInteger plain) {
        return MatrixProducts.open(
                        workers,
                        memory,
                        p -> {
                            plain.incrementAndGet();
                            slowly(p);
                        })
                .orElseThrow();
    }

    /// A plain sum in floats.
    private static void slowly(Product p) {
        for (int i = 0; i < p.m(); i++) {
            for (int j = 0; j < p.n(); j++) {
                float sum = p.add() ? Floats.get(p.at(i, j)) : 0;
                for (int l = 0; l < p.k(); l++) {
                    float x = Floats.get(p.left().at(i, l));
                    sum = Math.fma(x, Floats.get(p.right().at(j, l)), sum);
                }
                Floats.set(p.at(i, j), sum);
            }
        }
    }

    private static boolean here() {
        Optional<String> missing = MachineCode.missingForHalfMatrices();
        if (missing.isPresent()) {
            try (Workers workers = Workers.of(1);
                    Memory memory = new Memory()) {
                assertThat(MatrixProducts.open(workers, memory, p -> {})).isEmpty();
            }
        }
        return missing.isEmpty();
    }

    private interface Numbers {
        float next();
    }

    private static float[][] matrix(int rows, int columns, Numbers numbers) {
        float[][] x = new float[rows][columns];
        for (float[] row : x) {
            for (int i = 0; i < columns; i++) {
                row[i] = numbers.next();
            }
        }
        return x;
    }

    private static Case of(int m, int n, int k, int kind, Numbers numbers) {
        return new Case(
                kind % 2 == 1,
                kind / 2 % 2 == 1,
                kind / 4 % 2 == 1,
                matrix(m, k, numbers),
                matrix(n, k, numbers),
                matrix(m, n, numbers));
    }

    @Test
    void a_number_from_two_to_the_minus_102_on_is_exactly_the_sum_of_its_three_parts() {
        Random random = new Random(1);
        for (int i = 0; i < 200_000; i++) {
            int exponent = 127 - 102 + random.nextInt(102 + 126);
            int bits = (random.nextInt(2) << 31) | (exponent << 23) | random.nextInt(1 << 23);
            float x = Float.intBitsToFloat(bits);
            short[] parts = SlowTiles.parts(x);
            double sum = 0;
            for (short part : parts) {
                float value = SlowTiles.value(part);
                sum += value;
                assertThat(value == 0 || Math.abs(value) >= Float.MIN_NORMAL).isTrue();
            }
            assertThat(sum).isEqualTo((double) x);
        }
    }

    @Test
    void the_bits_are_those_of_the_parts_summed_one_by_one_for_all_sizes_and_orientations() {
        if (!here()) {
            return;
        }
        Random random = new Random(2);
        int[] sizes = {1, 7, 8, 15, 16, 17, 31, 32, 33, 65, 100};
        int[] depths = {1, 2, 15, 16, 17, 31, 32, 33, 64, 95, 129};
        for (int kind = 0; kind < 8; kind++) {
            for (int m : sizes) {
                int n = sizes[random.nextInt(sizes.length)];
                int k = depths[random.nextInt(depths.length)];
                check(of(m, n, k, kind, () -> (float) random.nextGaussian()));
            }
        }
        check(of(67, 35, 1100, 3, () -> (float) random.nextGaussian())); // several runs of k
        check(of(35, 330, 600, 6, () -> (float) random.nextGaussian()));
    }

    private static void check(Case one) {
        try (one) {
            assertThat(run(one, 2)).isZero();
            for (int i = 0; i < one.m; i++) {
                for (int j = 0; j < one.n; j++) {
                    float slow = SlowTiles.dot(one.before(i, j), one.a[i], one.b[j]);
                    assertThat(Float.floatToRawIntBits(one.get(i, j)))
                            .as("%d, %d of %s", i, j, one.product)
                            .isEqualTo(Float.floatToRawIntBits(slow));
                }
            }
            one.restIsUntouched();
        }
    }

    @Test
    void one_thread_and_many_give_the_same_bits() {
        if (!here()) {
            return;
        }
        for (int kind = 0; kind < 8; kind++) {
            float[][] results = new float[3][];
            for (int threads = 1; threads <= 3; threads++) {
                Random random = new Random(kind);
                try (Case one = of(700, 130, 600, kind, () -> (float) random.nextGaussian())) {
                    run(one, threads);
                    results[threads - 1] = one.result.data().toArray(ValueLayout.JAVA_FLOAT);
                }
            }
            assertThat(results[1]).isEqualTo(results[0]);
            assertThat(results[2]).isEqualTo(results[0]);
        }
    }

    /// |error| / sum of |a b| (and |c|) in units of u.
    ///
    /// @param greatest of the products
    /// @param own root of the mean square, of the products
    /// @param plain likewise, of sums in floats
    private record Errors(double greatest, double own, double plain) {

        static Errors of(Case one) {
            run(one, 2);
            double greatest = 0;
            double own = 0;
            double plains = 0;
            for (int i = 0; i < one.m; i++) {
                for (int j = 0; j < one.n; j++) {
                    double exact = one.before(i, j);
                    double size = Math.abs(exact);
                    float plain = one.before(i, j);
                    for (int l = 0; l < one.k; l++) {
                        double term = (double) one.a[i][l] * one.b[j][l];
                        exact += term;
                        size += Math.abs(term);
                        plain = Math.fma(one.a[i][l], one.b[j][l], plain);
                    }
                    double error = (one.get(i, j) - exact) / (size * U);
                    greatest = Math.max(greatest, Math.abs(error));
                    own += error * error;
                    plains += (plain - exact) / (size * U) * ((plain - exact) / (size * U));
                }
            }
            double count = (double) one.m * one.n;
            return new Errors(greatest, Math.sqrt(own / count), Math.sqrt(plains / count));
        }
    }

    @Test
    void errors_stay_below_the_stated_bound_and_below_those_of_plain_sums() {
        if (!here()) {
            return;
        }
        Random random = new Random(3);
        Numbers[] kinds = {
            () -> (float) random.nextGaussian(),
            random::nextFloat,
            () -> (float) (random.nextGaussian() * Math.pow(2, random.nextInt(80) - 40)),
            () -> (float) Math.scalb(1.0 + 0x1p-23 * random.nextInt(1 << 23), random.nextInt(3)),
        };
        for (Numbers numbers : kinds) {
            for (int k : new int[] {33, 100, 384, 1000, 2048}) {
                try (Case one = of(64, 48, k, random.nextInt(8), numbers)) {
                    Errors errors = Errors.of(one);
                    assertThat(errors.greatest).isLessThan(20 + 6.0 * Math.ceilDiv(k, 32));
                    // over 80 powers of two few terms make a sum, and a plain one rounds seldom
                    double allowed = numbers == kinds[2] ? 1.1 : 1;
                    assertThat(errors.own / errors.plain).as("k %d", k).isLessThan(allowed);
                }
            }
        }
    }

    @Test
    void sums_that_cancel_keep_the_accuracy_of_their_terms() {
        if (!here()) {
            return;
        }
        Random random = new Random(4);
        int k = 512;
        float[][] a = matrix(40, k, () -> (float) random.nextGaussian());
        float[][] b = matrix(40, k, () -> (float) random.nextGaussian());
        for (float[] row : a) {
            for (int l = 0; l < k; l += 2) {
                row[l + 1] = -row[l];
            }
        }
        for (float[] row : b) {
            for (int l = 0; l < k; l += 2) { // all but the last bits cancel
                row[l + 1] = row[l] + (random.nextInt(3) - 1) * Math.ulp(row[l]);
            }
        }
        try (Case one = new Case(false, true, false, a, b, matrix(40, 40, () -> 0f))) {
            Errors errors = Errors.of(one);
            assertThat(errors.own).isLessThan(errors.plain);
        }
    }

    @Test
    void what_the_registers_would_get_wrong_goes_to_the_plain_product_and_nothing_else_does() {
        if (!here()) {
            return;
        }
        float[] odd = {
            Float.NaN,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            Float.intBitsToFloat(0x7f800001), // the smallest not-a-number
            Float.intBitsToFloat(0xffffffff), // rounding these carries into the sign
            Float.intBitsToFloat(0x7fff8000),
            Float.MAX_VALUE,
            Float.MIN_VALUE,
            -Float.MIN_NORMAL,
            0x1p-140f,
            0x1.fe0002p-103f, // its last part ends at 2^-126
        };
        Random random = new Random(5);
        for (float value : odd) {
            for (int side = 0; side < 2; side++) {
                int kind = random.nextInt(8);
                try (Case one = with(value, side, kind);
                        Case plain = with(value, side, kind)) {
                    assertThat(run(one, 2)).as("%s on side %d", value, side).isPositive();
                    slowly(plain.product);
                    for (int j = 0; j < (side == 0 ? one.n : one.m); j++) {
                        int row = side == 0 ? 5 : j;
                        int column = side == 0 ? j : 5;
                        float expected = plain.get(row, column);
                        float found = one.get(row, column);
                        assertThat(Float.isFinite(found)).isEqualTo(Float.isFinite(expected));
                        assertThat(Float.isNaN(found)).isEqualTo(Float.isNaN(expected));
                        if (Float.isFinite(expected)) {
                            assertThat(found).isEqualTo(expected);
                        }
                    }
                }
            }
        }
    }

    /// A product with one odd number in line 5 of a factor.
    private static Case with(float value, int side, int kind) {
        Random random = new Random(6);
        Case plain = of(100, 70, 90, kind, () -> (float) random.nextGaussian());
        float[][] a = plain.a;
        float[][] b = plain.b;
        (side == 0 ? a : b)[5][17] = value;
        plain.close();
        return new Case(kind % 2 == 1, kind / 2 % 2 == 1, kind / 4 % 2 == 1, a, b, plain.c);
    }

    @Test
    void factors_whose_product_could_overflow_go_to_the_plain_product() {
        if (!here()) {
            return;
        }
        Random random = new Random(7);
        Numbers great = () -> (float) (0x1p63 * (1 + random.nextFloat() / 2));
        try (Case one = of(64, 64, 64, 0, great)) {
            assertThat(run(one, 1)).isPositive();
        }
        Numbers less = () -> (float) (0x1p55 * random.nextGaussian());
        try (Case one = of(64, 64, 64, 0, less)) {
            assertThat(run(one, 1)).isZero();
        }
        Numbers least = () -> 0x1p-102f * (1 + random.nextInt(1 << 23) * 0x1p-23f);
        try (Case one = of(64, 64, 64, 0, least)) {
            assertThat(run(one, 1)).isZero();
            assertThat(IntStream.range(0, 64).allMatch(i -> one.get(i, i) == 0)).isTrue();
        }
    }

    @Test
    void zeros_of_both_signs_are_no_odd_numbers() {
        if (!here()) {
            return;
        }
        try (Case one = of(70, 70, 70, 0, () -> -0f)) {
            assertThat(run(one, 2)).isZero();
            float[] zeros = new float[70];
            for (int i = 0; i < 70; i++) {
                float[] row = new float[70];
                for (int j = 0; j < 70; j++) {
                    row[j] = one.get(i, j);
                }
                assertThat(Arrays.equals(row, zeros)).isTrue();
            }
        }
    }
}
