package eu.socle.data.language.fasttext;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A matrix of a model file, read where it lies.
public sealed interface Matrix {

    long rows();

    int columns();

    /// x += row.
    void addRow(long row, float[] x);

    /// The product of a row with x.
    float dotRow(long row, float[] x);

    /// Reads a matrix of floats: rows, columns, then row after row.
    ///
    /// @throws eu.socle.core.Refusal if it does not fit the file
    static Matrix dense(Bytes in, int columns) {
        long rows = in.int64();
        long stored = in.int64();
        if (stored != columns || rows < 0) {
            throw in.damaged("a matrix has " + stored + " columns and " + rows + " rows");
        }
        return new Dense(rows, columns, in.block(rows, columns, Float.BYTES));
    }

    /// Reads a matrix compressed by product quantisation.
    ///
    /// @throws eu.socle.core.Refusal if it does not fit the file
    static Matrix quantised(Bytes in, int columns) {
        boolean norms = in.flag();
        long rows = in.int64();
        long stored = in.int64();
        int codeBytes = in.int32();
        if (stored != columns || rows < 0 || codeBytes < 0) {
            throw in.damaged("a compressed matrix has " + stored + " columns");
        }
        MemorySegment codes = in.block(codeBytes, 1, 1);
        Quantiser quantiser = Quantiser.read(in, columns);
        if (codeBytes != rows * quantiser.parts()) {
            throw in.damaged(codeBytes + " codes do not fit " + rows + " rows");
        }
        if (!norms) {
            return new Quantised(rows, columns, codes, quantiser, MemorySegment.NULL, quantiser);
        }
        MemorySegment normCodes = in.block(rows, 1, 1);
        return new Quantised(rows, columns, codes, quantiser, normCodes, Quantiser.read(in, 1));
    }

    /// Plain floats.
    ///
    /// @param data floats, row after row
    record Dense(long rows, int columns, MemorySegment data) implements Matrix {
        @Override
        public void addRow(long row, float[] x) {
            long at = row * columns * Float.BYTES;
            for (int i = 0; i < columns; i++) {
                x[i] += data.get(Bytes.FLOAT, at + 4L * i);
            }
        }

        @Override
        public float dotRow(long row, float[] x) {
            long at = row * columns * Float.BYTES;
            float sum = 0;
            for (int i = 0; i < columns; i++) {
                sum += data.get(Bytes.FLOAT, at + 4L * i) * x[i];
            }
            return sum;
        }
    }

    /// Codes of centroids.
    ///
    /// @param codes one byte for each part of each row: which centroid
    /// @param normCodes one byte a row, or [MemorySegment#NULL] where rows are not scaled
    record Quantised(
            long rows,
            int columns,
            MemorySegment codes,
            Quantiser quantiser,
            MemorySegment normCodes,
            Quantiser norms)
            implements Matrix {

        private float norm(long row) {
            return normCodes.byteSize() == 0 ? 1 : norms.value(0, code(normCodes, row), 0);
        }

        private static int code(MemorySegment codes, long at) {
            return codes.get(ValueLayout.JAVA_BYTE, at) & 0xFF;
        }

        @Override
        public void addRow(long row, float[] x) {
            float norm = norm(row);
            for (int part = 0; part < quantiser.parts(); part++) {
                int code = code(codes, row * quantiser.parts() + part);
                for (int i = 0; i < quantiser.width(part); i++) {
                    x[part * quantiser.width() + i] += norm * quantiser.value(part, code, i);
                }
            }
        }

        @Override
        public float dotRow(long row, float[] x) {
            float sum = 0;
            for (int part = 0; part < quantiser.parts(); part++) {
                int code = code(codes, row * quantiser.parts() + part);
                for (int i = 0; i < quantiser.width(part); i++) {
                    sum += x[part * quantiser.width() + i] * quantiser.value(part, code, i);
                }
            }
            return sum * norm(row);
        }
    }
}
