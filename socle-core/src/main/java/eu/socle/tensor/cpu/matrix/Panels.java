package eu.socle.tensor.cpu.matrix;

/// Where the parts of a factor lie: panels of 32 lines (rows of the left factor, columns of the
/// right one), each a run of blocks of 32 of k; a block is the parts h, m, l of its two halves of
/// 16 lines, a half is a matrix register.
///
/// A register of the left factor holds line r in its row r and the pairs (i, i + 16) of k in column
/// i; one of the right factor holds the pair (i, i + 16) in its row i and line n in column n.
final class Panels {

    static final int WIDTH = 32;
    static final int DEPTH = 32;
    static final int PARTS = 3;
    static final int HALF = 16; // lines
    static final int HALF_BYTES = 1 << 10;
    static final int PART_BYTES = 2 * HALF_BYTES;
    static final int BLOCK_BYTES = PARTS * PART_BYTES;

    /// Bytes of scratch that [#pack] needs: one panel of one block in floats.
    static final int SPARE = 4 * WIDTH * DEPTH;

    private Panels() {}

    /// One of two factors.
    ///
    /// @param right else left
    /// @param along true where the k of a line lie beside each other, else the lines of one k do
    /// @param stride floats from a line, or a k, to the next
    record Factor(boolean right, boolean along, long address, long stride, int lines) {

        long at(long line, long depth) {
            return address + 4 * (along ? line * stride + depth : depth * stride + line);
        }

        long rowBytes() {
            return 4 * stride;
        }

        boolean turned() {
            return right == along;
        }
    }

    static int blocks(int depth) {
        return (depth + DEPTH - 1) / DEPTH;
    }

    static int count(int lines) {
        return (lines + WIDTH - 1) / WIDTH;
    }

    static long bytes(int lines, int depth) {
        return (long) count(lines) * blocks(depth) * BLOCK_BYTES;
    }

    /// Packs lines `from`..`to` and k `begin`..`end`; what is missing to whole panels and blocks
    /// becomes zero.
    ///
    /// @param at first panel
    /// @param extremes one record for each panel, set here
    /// @param spare [#SPARE] bytes
    static void pack(
            PanelCode code,
            Factor f,
            int from,
            int to,
            int begin,
            int end,
            long at,
            long extremes,
            long spare) {
        int count = count(to - from);
        for (int p = 0; p < count; p++) {
            Extremes.reset(extremes + (long) p * Extremes.BYTES);
        }
        int whole = (to - from) / WIDTH; // panels
        int depth = (end - begin) / DEPTH; // whole blocks
        long panelBytes = (long) blocks(end - begin) * BLOCK_BYTES;
        if (f.along) {
            for (int p = 0; p < whole && depth > 0; p++) {
                for (int half = 0; half < 2; half++) {
                    int line = from + p * WIDTH + half * HALF;
                    long source = f.at(line, begin);
                    long target = at + p * panelBytes + (long) half * HALF_BYTES;
                    long kept = extremes + (long) p * Extremes.BYTES;
                    code.along(f.turned(), target, source, f.rowBytes(), depth, kept);
                }
            }
        } else {
            for (int b = 0; b < depth && whole > 0; b++) {
                int k = begin + b * DEPTH;
                long source = f.at(from, k);
                long target = at + (long) b * BLOCK_BYTES;
                code.across(f.turned(), target, source, f.rowBytes(), whole, extremes, panelBytes);
            }
        }
        for (int p = 0; p < count; p++) {
            for (int b = p < whole ? depth : 0; b * DEPTH < end - begin; b++) {
                int line = from + p * WIDTH;
                int k = begin + b * DEPTH;
                gather(f, line, Math.min(to, line + WIDTH), k, Math.min(end, k + DEPTH), spare);
                long target = at + p * panelBytes + (long) b * BLOCK_BYTES;
                long kept = extremes + (long) p * Extremes.BYTES;
                if (f.along) {
                    code.along(f.turned(), target, spare, 4 * DEPTH, 1, kept);
                    long lower = spare + 4L * DEPTH * HALF;
                    code.along(f.turned(), target + HALF_BYTES, lower, 4 * DEPTH, 1, kept);
                } else {
                    code.across(f.turned(), target, spare, 4 * WIDTH, 1, kept, 0);
                }
            }
        }
    }

    /// One panel of one block, in the order of the factor, with zeros where it ends.
    private static void gather(Factor f, int from, int to, int begin, int end, long spare) {
        Floats.clear(spare, SPARE);
        if (f.along) {
            for (int line = from; line < to; line++) {
                Floats.copy(f.at(line, begin), spare + 4L * DEPTH * (line - from), end - begin);
            }
            return;
        }
        for (int k = begin; k < end; k++) {
            Floats.copy(f.at(from, k), spare + 4L * WIDTH * (k - begin), to - from);
        }
    }
}
