package eu.socle.data.write;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The values of one column of a row group under construction. Every column is optional: a value
/// may be absent.
public sealed interface Column {

    String name();

    /// How many rows were added.
    int rows();

    void addAbsent();

    boolean present(int row);

    /// Bytes that the value of this row takes in PLAIN encoding; 0 when absent.
    int plainSize(int row);

    /// Writes the value of this row in PLAIN encoding.
    void plain(int row, PlainBytes out);

    /// Least and greatest value in PLAIN encoding without length prefix; empty when there is none
    /// or it is too long to keep.
    Optional<Bounds> bounds();

    /// Forgets all rows.
    void clear();

    record Bounds(byte[] least, byte[] greatest) {}

    /// UTF-8 texts.
    final class Texts implements Column {
        private static final int LONGEST_BOUND = 64;

        private final String name;
        private final List<byte[]> values = new ArrayList<>();
        private static final byte[] ABSENT = new byte[0];

        public Texts(String name) {
            this.name = name;
        }

        public void add(String value) {
            values.add(value.isEmpty() ? new byte[0] : value.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void addAbsent() {
            values.add(ABSENT);
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int rows() {
            return values.size();
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // ABSENT is told from an empty text by identity
        public boolean present(int row) {
            return values.get(row) != ABSENT;
        }

        byte[] value(int row) {
            return values.get(row);
        }

        @Override
        public int plainSize(int row) {
            return present(row) ? 4 + values.get(row).length : 0;
        }

        @Override
        public void plain(int row, PlainBytes out) {
            out.putInt(values.get(row).length);
            out.put(values.get(row));
        }

        @Override
        public Optional<Bounds> bounds() {
            byte[] least = ABSENT;
            byte[] greatest = ABSENT;
            boolean any = false;
            for (int row = 0; row < values.size(); row++) {
                if (!present(row)) {
                    continue;
                }
                byte[] value = values.get(row);
                least = !any || Arrays.compareUnsigned(value, least) < 0 ? value : least;
                greatest = !any || Arrays.compareUnsigned(value, greatest) > 0 ? value : greatest;
                any = true;
            }
            boolean keep = any && least.length <= LONGEST_BOUND && greatest.length <= LONGEST_BOUND;
            return keep ? Optional.of(new Bounds(least, greatest)) : Optional.empty();
        }

        @Override
        public void clear() {
            values.clear();
        }
    }

    /// 64-bit integers.
    final class Longs implements Column {
        private final Numbers numbers;

        public Longs(String name) {
            numbers = new Numbers(name);
        }

        public void add(long value) {
            numbers.add(value);
        }

        @Override
        public void addAbsent() {
            numbers.addAbsent();
        }

        @Override
        public String name() {
            return numbers.name;
        }

        @Override
        public int rows() {
            return numbers.rows;
        }

        @Override
        public boolean present(int row) {
            return numbers.present[row];
        }

        @Override
        public int plainSize(int row) {
            return numbers.present[row] ? Long.BYTES : 0;
        }

        @Override
        public void plain(int row, PlainBytes out) {
            out.putLong(numbers.bits[row]);
        }

        @Override
        public Optional<Bounds> bounds() {
            long least = Long.MAX_VALUE;
            long greatest = Long.MIN_VALUE;
            boolean any = false;
            for (int row = 0; row < numbers.rows; row++) {
                if (numbers.present[row]) {
                    least = Math.min(least, numbers.bits[row]);
                    greatest = Math.max(greatest, numbers.bits[row]);
                    any = true;
                }
            }
            return any
                    ? Optional.of(new Bounds(PlainBytes.of(least), PlainBytes.of(greatest)))
                    : Optional.empty();
        }

        @Override
        public void clear() {
            numbers.rows = 0;
        }
    }

    /// 64-bit floating point numbers.
    final class Doubles implements Column {
        private final Numbers numbers;

        public Doubles(String name) {
            numbers = new Numbers(name);
        }

        public void add(double value) {
            numbers.add(Double.doubleToLongBits(value));
        }

        @Override
        public void addAbsent() {
            numbers.addAbsent();
        }

        @Override
        public String name() {
            return numbers.name;
        }

        @Override
        public int rows() {
            return numbers.rows;
        }

        @Override
        public boolean present(int row) {
            return numbers.present[row];
        }

        @Override
        public int plainSize(int row) {
            return numbers.present[row] ? Double.BYTES : 0;
        }

        @Override
        public void plain(int row, PlainBytes out) {
            out.putLong(numbers.bits[row]);
        }

        /// None when a value is not a number; zeros become -0 and +0, as the format asks.
        @Override
        public Optional<Bounds> bounds() {
            double least = Double.POSITIVE_INFINITY;
            double greatest = Double.NEGATIVE_INFINITY;
            boolean any = false;
            for (int row = 0; row < numbers.rows; row++) {
                if (numbers.present[row]) {
                    double value = Double.longBitsToDouble(numbers.bits[row]);
                    least = Math.min(least, value);
                    greatest = Math.max(greatest, value);
                    any = true;
                }
            }
            if (!any || Double.isNaN(least)) {
                return Optional.empty();
            }
            least = least == 0 ? -0.0 : least;
            greatest = greatest == 0 ? 0.0 : greatest;
            return Optional.of(
                    new Bounds(
                            PlainBytes.of(Double.doubleToLongBits(least)),
                            PlainBytes.of(Double.doubleToLongBits(greatest))));
        }

        @Override
        public void clear() {
            numbers.rows = 0;
        }
    }

    /// 64 bits for each row, and whether they mean anything.
    final class Numbers {
        private final String name;
        private long[] bits = new long[64];
        private boolean[] present = new boolean[64];
        private int rows;

        private Numbers(String name) {
            this.name = name;
        }

        private void add(long value) {
            grow();
            bits[rows] = value;
            present[rows++] = true;
        }

        private void addAbsent() {
            grow();
            present[rows++] = false;
        }

        private void grow() {
            if (rows == bits.length) {
                bits = Arrays.copyOf(bits, rows * 2);
                present = Arrays.copyOf(present, rows * 2);
            }
        }
    }
}
