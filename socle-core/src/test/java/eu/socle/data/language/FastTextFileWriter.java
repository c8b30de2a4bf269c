package eu.socle.data.language;

import eu.socle.core.Seed;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Writes small models of fastText from the description of the format, with weights drawn from a
/// seed, and keeps them as plain numbers: the other half of the reader's test.
final class FastTextFileWriter {

    static final int DIMENSION = 5;
    static final int BUCKETS = 64;
    static final List<String> WORDS = List.of("</s>", "the", "straße", "le", "naïve", "学校", "dog");
    static final List<String> LABELS = List.of("en", "fr", "de", "zh");
    static final long[] COUNTS = {40, 11, 9, 2};
    private static final Seed SEED = new Seed(99);

    final int loss;
    final int shortest;
    final int longest;
    final int wordNgrams;
    final boolean quantised;
    final boolean norms;
    final boolean outputQuantised;

    /// Buckets kept after pruning, in the order of their rows; empty for all.
    final List<Integer> kept;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    FastTextFileWriter(
            int loss,
            int shortest,
            int longest,
            int wordNgrams,
            int compression,
            List<Integer> kept) {
        this.loss = loss;
        this.shortest = shortest;
        this.longest = longest;
        this.wordNgrams = wordNgrams;
        quantised = compression > 0;
        norms = compression > 1;
        outputQuantised = compression > 2;
        this.kept = kept;
    }

    /// Weight of a matrix, the same in the file and in the test's own arithmetic.
    float input(int row, int column) {
        return value("input", row, column, norms);
    }

    float output(int row, int column) {
        return value("output", row, column, outputQuantised && norms);
    }

    private float value(String name, int row, int column, boolean scaled) {
        if (!quantised || (name.equals("output") && !outputQuantised)) {
            return dense(name, row, column);
        }
        int part = column / 2;
        float value = centroid(name, part, code(name, row, part), column % 2);
        return scaled
                ? value * centroid(name + " norm", 0, code(name + " norm", row, 0), 0)
                : value;
    }

    private static float dense(String name, int row, int column) {
        return (float) SEED.of(name).of(row).normal(column);
    }

    private static int code(String name, int row, int part) {
        return (int) SEED.of(name + " code").of(row).below(256, part);
    }

    private static float centroid(String name, int part, int code, int column) {
        return (float) SEED.of(name + " centroid").of(part * 256L + code).normal(column);
    }

    private void int32(int value) {
        out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    }

    private void int64(long value) {
        out.writeBytes(
                ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
    }

    private void float32(float value) {
        int32(Float.floatToRawIntBits(value));
    }

    byte[] bytes() {
        for (int head :
                new int[] {
                    793712314,
                    12,
                    DIMENSION,
                    5,
                    1,
                    1,
                    5,
                    wordNgrams,
                    loss,
                    3,
                    BUCKETS,
                    shortest,
                    longest,
                    100
                }) {
            int32(head);
        }
        int64(Double.doubleToRawLongBits(1e-4));
        int32(WORDS.size() + LABELS.size());
        int32(WORDS.size());
        int32(LABELS.size());
        int64(62);
        int64(kept.isEmpty() ? -1 : kept.size());
        for (String word : WORDS) {
            entry(word, 3, 0);
        }
        for (int i = 0; i < LABELS.size(); i++) {
            entry("__label__" + LABELS.get(i), COUNTS[i], 1);
        }
        for (int row = 0; row < kept.size(); row++) {
            int32(kept.get(row));
            int32(row);
        }
        out.write(quantised ? 1 : 0);
        matrix("input", WORDS.size() + (kept.isEmpty() ? BUCKETS : kept.size()), quantised);
        out.write(outputQuantised ? 1 : 0);
        matrix("output", LABELS.size(), outputQuantised);
        return out.toByteArray();
    }

    private void entry(String word, long count, int kind) {
        out.writeBytes(word.getBytes(StandardCharsets.UTF_8));
        out.write(0);
        int64(count);
        out.write(kind);
    }

    private void matrix(String name, int rows, boolean compressed) {
        if (!compressed) {
            int64(rows);
            int64(DIMENSION);
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < DIMENSION; column++) {
                    float32(dense(name, row, column));
                }
            }
            return;
        }
        int parts = 3; // of widths 2, 2, 1
        out.write(norms ? 1 : 0);
        int64(rows);
        int64(DIMENSION);
        int32(rows * parts);
        for (int row = 0; row < rows; row++) {
            for (int part = 0; part < parts; part++) {
                out.write(code(name, row, part));
            }
        }
        quantiser(name, DIMENSION, 2);
        if (norms) {
            for (int row = 0; row < rows; row++) {
                out.write(code(name + " norm", row, 0));
            }
            quantiser(name + " norm", 1, 1);
        }
    }

    private void quantiser(String name, int dimension, int width) {
        int parts = (dimension + width - 1) / width;
        int last = dimension - (parts - 1) * width;
        int32(dimension);
        int32(parts);
        int32(width);
        int32(last);
        for (int part = 0; part < parts; part++) {
            for (int code = 0; code < 256; code++) {
                for (int column = 0; column < (part == parts - 1 ? last : width); column++) {
                    float32(centroid(name, part, code, column));
                }
            }
        }
    }
}
