package eu.socle.tensor.cpu.matrix;

import eu.socle.tensor.cpu.machine.Assembler;
import eu.socle.tensor.cpu.machine.MachineCode;
import java.util.Optional;

/// Splits floats into their parts and lays them out as panels ([Panels]), in machine code.
///
/// x = h + m + l: h is x with its 16 lower bits rounded off, half away from zero, m is x - h alike,
/// l is the rest. Two vectors become one of 32 parts: the first in the lower halves of the lanes,
/// the second in the upper.
final class PanelCode implements AutoCloseable {

    private static final int ROWS = 16;
    private static final int LINE = 64;

    private static final int TO = Assembler.ARGUMENT_0;
    private static final int FROM = Assembler.ARGUMENT_1;
    private static final int ROW_BYTES = Assembler.ARGUMENT_2;
    private static final int COUNT = Assembler.ARGUMENT_3;
    private static final int EXTREMES = Assembler.ARGUMENT_4;
    private static final int PANEL_BYTES = Assembler.ARGUMENT_5;
    private static final int SECOND = Assembler.FREE_0; // where the second vectors come from
    private static final int SIXTEEN_ROWS = Assembler.FREE_1;

    /// Bytes ahead of a row that the caches are asked for where rows are short runs.
    private static final int AHEAD = 4 * LINE;

    // vectors: 0..15 are free for a transposition
    private static final int TEMPORARY = 17; // and 18 to 20, 22 to 24 in turn
    private static final int GREATEST = 28; // of 2 |h|, as words
    private static final int LEAST = 29; // of 2 |h| - 1, as words without sign
    private static final int LEFT_OVER = 30; // bits that no part holds, in the lower halves
    private static final int KEPT = 31; // 0xffff0000
    private static final int HALF = 27; // 0x8000
    private static final int ONES = 26; // words

    private final MachineCode rows;
    private final MachineCode strided;
    private final MachineCode turned;
    private final MachineCode turnedStrided;

    private PanelCode(
            MachineCode rows, MachineCode strided, MachineCode turned, MachineCode turnedStrided) {
        this.rows = rows;
        this.strided = strided;
        this.turned = turned;
        this.turnedStrided = turnedStrided;
    }

    /// The kernels, where the system lets programs make code.
    static Optional<PanelCode> open() {
        Optional<MachineCode> rows = MachineCode.of(assemble(false, false));
        Optional<MachineCode> strided = MachineCode.of(assemble(true, false));
        Optional<MachineCode> turned = MachineCode.of(assemble(false, true));
        Optional<MachineCode> turnedStrided = MachineCode.of(assemble(true, true));
        if (rows.isEmpty() || strided.isEmpty() || turned.isEmpty() || turnedStrided.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new PanelCode(rows.get(), strided.get(), turned.get(), turnedStrided.get()));
    }

    /// @param strided k goes from row to row, and the panels of one block follow each other; else
    ///   along rows, and the blocks of one half panel do
    /// @param turned rows become columns
    private static byte[] assemble(boolean strided, boolean turned) {
        Assembler a = new Assembler();
        a.constant(KEPT, 0xffff0000);
        a.constant(HALF, 0x8000);
        a.constant(ONES, 0x10001);
        a.move(SIXTEEN_ROWS, ROW_BYTES);
        for (int doubled = 1; doubled < ROWS; doubled *= 2) {
            a.addRegister(SIXTEEN_ROWS, SIXTEEN_ROWS);
        }
        if (!strided) {
            extremes(a, false);
        }
        int next = a.here();
        if (strided) {
            extremes(a, false);
            for (int half = 0; half < 2; half++) {
                a.move(SECOND, FROM);
                a.addRegister(SECOND, SIXTEEN_ROWS);
                half(a, turned, half * Panels.HALF_BYTES, AHEAD);
                a.subtractRegister(FROM, SIXTEEN_ROWS);
                a.add(FROM, LINE);
            }
            extremes(a, true);
            a.add(EXTREMES, Extremes.BYTES);
            a.addRegister(TO, PANEL_BYTES);
        } else {
            a.move(SECOND, FROM);
            a.add(SECOND, LINE);
            half(a, turned, 0, 0);
            a.subtractRegister(FROM, SIXTEEN_ROWS);
            a.add(FROM, 2 * LINE);
            a.add(TO, Panels.BLOCK_BYTES);
        }
        a.loopWhileDecremented(COUNT, next);
        if (!strided) {
            extremes(a, true);
        }
        a.end();
        return a.bytes();
    }

    private static void extremes(Assembler a, boolean store) {
        for (int i = 0; i < 3; i++) {
            if (store) {
                a.store(GREATEST + i, EXTREMES, i * LINE);
            } else {
                a.load(GREATEST + i, EXTREMES, i * LINE);
            }
        }
    }

    /// Half a panel of one block. FROM and SECOND then stand sixteen rows further.
    private static void half(Assembler a, boolean turned, int at, int ahead) {
        if (!turned) {
            for (int i = 0; i < ROWS; i++) {
                int first = i % 2 * 2; // two rows need not wait for each other
                load(a, first, FROM, ahead);
                load(a, first + 1, SECOND, ahead);
                split(a, first, first + 1, i, at);
            }
            return;
        }
        int[] first = transposed(a, FROM, ahead);
        int spare = at + (Panels.PARTS - 1) * Panels.PART_BYTES; // written last
        for (int i = 0; i < ROWS; i++) {
            a.store(first[i], TO, spare + i * LINE);
        }
        int[] second = transposed(a, SECOND, ahead);
        for (int i = 0; i < ROWS; i++) {
            a.load(TEMPORARY, TO, spare + i * LINE);
            split(a, TEMPORARY, second[i], i, at);
        }
    }

    private static void load(Assembler a, int v, int base, int ahead) {
        a.load(v, base, 0);
        if (ahead > 0) {
            a.prefetch(base, ahead);
        }
        a.addRegister(base, ROW_BYTES);
    }

    /// Row i of a half block from two vectors, which are lost.
    private static void split(Assembler a, int first, int second, int i, int at) {
        int t = TEMPORARY + 1 + i % 2 * 4;
        for (int part = 0; part < Panels.PARTS; part++) {
            int both = t + 2;
            if (part < 2) {
                a.addIntegers(t, first, HALF);
                a.addIntegers(t + 1, second, HALF);
                a.and(t, t, KEPT);
                a.and(t + 1, t + 1, KEPT);
                a.subtract(first, first, t);
                a.subtract(second, second, t + 1);
                a.shiftRight(both, t, 16);
                a.or(both, both, t + 1);
            } else {
                a.orBoth(LEFT_OVER, first, second);
                a.shiftRight(both, first, 16);
                a.or(both, both, second); // where its lower half is not 0, nobody uses the panel
            }
            a.store(both, TO, at + part * Panels.PART_BYTES + i * LINE);
            if (part == 0) {
                a.shiftWordsLeft(both, both, 1);
                a.maximumOfWords(GREATEST, GREATEST, both);
                a.subtractWords(both, both, ONES);
                a.minimumOfWords(LEAST, LEAST, both);
            }
        }
    }

    /// Loads 16 rows of 16 floats from `base` on, which then stands 16 rows further, and gives the
    /// vectors (of 0..16) that hold the columns.
    private static int[] transposed(Assembler a, int base, int ahead) {
        int[] v = new int[ROWS];
        for (int i = 0; i < ROWS; i++) {
            v[i] = i;
            load(a, i, base, ahead);
        }
        int free = ROWS;
        for (int i = 0; i < ROWS; i += 2) { // pairs of rows
            free = exchange(a, v, i, i + 1, free, Step.INTERLEAVE);
        }
        for (int i = 0; i < ROWS; i += 4) { // quarters of four columns of four rows
            // v[i] has columns 0, 1 of rows i, i + 1; v[i + 1] columns 2, 3
            free = exchange(a, v, i, i + 2, free, Step.PAIRS);
            free = exchange(a, v, i + 1, i + 3, free, Step.PAIRS);
            // now v[i], v[i + 2], v[i + 1], v[i + 3] hold columns 0, 1, 2, 3
            int second = v[i + 1];
            v[i + 1] = v[i + 2];
            v[i + 2] = second;
        }
        for (int j = 0; j < 4; j++) { // quarters 0, 2 and 1, 3
            free = exchange(a, v, j, j + 4, free, Step.QUARTERS);
            free = exchange(a, v, j + 8, j + 12, free, Step.QUARTERS);
        }
        int[] columns = new int[ROWS];
        for (int j = 0; j < 4; j++) {
            free = exchange(a, v, j, j + 8, free, Step.QUARTERS); // columns j and 8 + j
            free = exchange(a, v, j + 4, j + 12, free, Step.QUARTERS); // 4 + j and 12 + j
            columns[j] = v[j];
            columns[8 + j] = v[j + 8];
            columns[4 + j] = v[j + 4];
            columns[12 + j] = v[j + 12];
        }
        return columns;
    }

    private enum Step {
        INTERLEAVE,
        PAIRS,
        QUARTERS
    }

    /// Vector i of v becomes the lower mixture of vectors i and j, vector j the upper.
    ///
    /// @return the vector that is free then
    private static int exchange(Assembler a, int[] v, int i, int j, int free, Step step) {
        int first = v[i];
        int second = v[j];
        switch (step) {
            case INTERLEAVE -> {
                a.interleaveLow(free, first, second);
                a.interleaveHigh(second, first, second);
            }
            case PAIRS -> {
                a.shuffle(free, first, second, 0x44);
                a.shuffle(second, first, second, 0xee);
            }
            case QUARTERS -> {
                a.shuffleQuarters(free, first, second, 0x88);
                a.shuffleQuarters(second, first, second, 0xdd);
            }
        }
        v[i] = free;
        return first;
    }

    /// A half panel from 16 rows of 32 columns for each block.
    ///
    /// @param to its part h in the first block
    /// @param turned true for a right factor: row r becomes lane r
    /// @param extremes one record of them, added to ([Extremes])
    void along(boolean turned, long to, long from, long rowBytes, int blocks, long extremes) {
        (turned ? this.turned : rows).call(to, from, rowBytes, blocks, extremes, 0);
    }

    /// One block of panels from 32 rows of k with 32 columns for each panel.
    ///
    /// @param to part h of the first panel
    /// @param turned true for a left factor: column c becomes row c
    /// @param extremes one record for each panel, added to
    /// @param panelBytes from a panel to the next
    void across(
            boolean turned,
            long to,
            long from,
            long rowBytes,
            int panels,
            long extremes,
            long panelBytes) {
        (turned ? turnedStrided : strided).call(to, from, rowBytes, panels, extremes, panelBytes);
    }

    @Override
    public void close() {
        rows.close();
        strided.close();
        turned.close();
        turnedStrided.close();
    }
}
