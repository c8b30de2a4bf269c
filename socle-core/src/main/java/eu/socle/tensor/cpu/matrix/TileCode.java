package eu.socle.tensor.cpu.matrix;

import eu.socle.tensor.cpu.machine.Assembler;
import eu.socle.tensor.cpu.machine.MachineCode;
import java.util.Optional;

/// Products of two panels of parts ([Panels]), with the matrix registers.
///
/// A tile of C is 32 by 32 floats in four registers. For each [Panels#DEPTH] of k six products are
/// added to each of the four, in the order l h, m h, m m, h m, h l, h h of (left, right): from one
/// to the next only one side is loaded again, and the greatest comes last.
final class TileCode implements AutoCloseable {

    /// Rows and columns of a tile of C.
    static final int SIDE = Panels.WIDTH;

    /// Bytes of what one call reads besides the panels: its arguments and the shapes of the
    /// matrices.
    static final int ARGUMENTS = 128;

    private static final int ROWS = 16; // of a matrix register
    private static final int LINE = 64; // bytes of its rows

    private static final int LEFT_AT = 0; // of the arguments
    private static final int RIGHT_AT = 8;
    private static final int C_AT = 16;
    private static final int ROW_BYTES_AT = 24;
    private static final int BLOCKS_AT = 32;
    private static final int LEFT_BACK_AT = 40; // what is taken from LEFT after a tile
    private static final int RIGHT_BACK_AT = 48;
    private static final int C_NEXT_AT = 56; // what is added to C after a tile
    private static final int SHAPES_AT = 64;

    private static final int ARGUMENT = Assembler.ARGUMENT_0;
    private static final int TILES = Assembler.ARGUMENT_1;
    private static final int AHEAD = Assembler.ARGUMENT_2; // what the caches are asked for
    private static final int LEFT = Assembler.ARGUMENT_3;
    private static final int RIGHT = Assembler.ARGUMENT_4;
    private static final int C = Assembler.ARGUMENT_5;
    private static final int ROW_BYTES = Assembler.FREE_0;
    private static final int BLOCKS = Assembler.FREE_1;
    private static final int STRIDE = Assembler.RAX; // LINE
    private static final int LOWER = STRIDE; // row 16 of C, before and after the blocks

    private static final int AHEAD_LINES = 24; // of each block: a panel in four tiles

    // matrices: 0..3 the tile of C, then two of each side
    private static final int A = 4;
    private static final int B = 6;

    // parts 0, 1, 2 are h, m, l; see above
    private static final int[] LEFT_PARTS = {2, 1, 1, 0, 0, 0};
    private static final int[] RIGHT_PARTS = {0, 0, 1, 1, 2, 0};

    private final MachineCode fresh;
    private final MachineCode adding;

    private TileCode(MachineCode fresh, MachineCode adding) {
        this.fresh = fresh;
        this.adding = adding;
    }

    /// The kernels, where the system lets programs make code.
    static Optional<TileCode> open() {
        return MachineCode.of(assemble(false))
                .flatMap(
                        fresh ->
                                MachineCode.of(assemble(true))
                                        .map(adding -> new TileCode(fresh, adding)));
    }

    private static byte[] assemble(boolean adding) {
        Assembler a = new Assembler();
        a.move(LEFT, ARGUMENT);
        a.add(LEFT, SHAPES_AT);
        a.configureMatrices(LEFT);
        a.loadRegister(LEFT, ARGUMENT, LEFT_AT);
        a.loadRegister(RIGHT, ARGUMENT, RIGHT_AT);
        a.loadRegister(C, ARGUMENT, C_AT);
        a.loadRegister(ROW_BYTES, ARGUMENT, ROW_BYTES_AT);
        int tile = a.here();
        a.loadRegister(BLOCKS, ARGUMENT, BLOCKS_AT);
        if (adding) {
            lower(a);
        }
        for (int i = 0; i < 4; i++) {
            if (adding) {
                a.loadMatrix(i, i < 2 ? C : LOWER, i % 2 * LINE, ROW_BYTES, 0);
            } else {
                a.zeroMatrix(i);
            }
        }
        a.set(STRIDE, LINE);
        int block = a.here();
        oneBlock(a);
        a.add(LEFT, Panels.BLOCK_BYTES);
        a.add(RIGHT, Panels.BLOCK_BYTES);
        a.add(AHEAD, AHEAD_LINES * LINE);
        a.loopWhileDecremented(BLOCKS, block);
        lower(a);
        for (int i = 0; i < 4; i++) {
            a.storeMatrix(i, i < 2 ? C : LOWER, i % 2 * LINE, ROW_BYTES, 0);
        }
        a.loadRegister(BLOCKS, ARGUMENT, LEFT_BACK_AT);
        a.subtractRegister(LEFT, BLOCKS);
        a.loadRegister(BLOCKS, ARGUMENT, RIGHT_BACK_AT);
        a.subtractRegister(RIGHT, BLOCKS);
        a.loadRegister(BLOCKS, ARGUMENT, C_NEXT_AT);
        a.addRegister(C, BLOCKS);
        a.loopWhileDecremented(TILES, tile);
        a.releaseMatrices();
        a.end();
        return a.bytes();
    }

    /// LOWER = row 16 of the tile.
    private static void lower(Assembler a) {
        a.move(LOWER, ROW_BYTES);
        for (int doubled = 1; doubled < ROWS; doubled *= 2) {
            a.addRegister(LOWER, LOWER);
        }
        a.addRegister(LOWER, C);
    }

    /// The six products of one block of k. A register is loaded again as soon as its last product
    /// is under way.
    private static void oneBlock(Assembler a) {
        load(a, A, LEFT, LEFT_PARTS[0], 0);
        load(a, A, LEFT, LEFT_PARTS[0], 1);
        load(a, B, RIGHT, RIGHT_PARTS[0], 0);
        load(a, B, RIGHT, RIGHT_PARTS[0], 1);
        for (int step = 0; step < LEFT_PARTS.length; step++) {
            boolean last = step + 1 == LEFT_PARTS.length;
            boolean left = !last && LEFT_PARTS[step + 1] != LEFT_PARTS[step];
            for (int half = 0; half < 2; half++) {
                for (int line = 0; line < AHEAD_LINES / 12; line++) {
                    a.prefetch(AHEAD, ((2 * step + half) * (AHEAD_LINES / 12) + line) * LINE);
                }
                for (int other = 0; other < 2; other++) {
                    int i = left ? half : other;
                    int j = left ? other : half;
                    a.dotHalfMatrices(2 * i + j, A + i, B + j);
                }
                if (left) {
                    load(a, A, LEFT, LEFT_PARTS[step + 1], half);
                } else if (!last) {
                    load(a, B, RIGHT, RIGHT_PARTS[step + 1], half);
                }
            }
        }
    }

    private static void load(Assembler a, int matrices, int side, int part, int half) {
        int at = part * Panels.PART_BYTES + half * Panels.HALF_BYTES;
        a.loadMatrix(matrices + half, side, at, STRIDE, 0);
    }

    /// A row or a column of tiles of C: one panel of a side against several of the other.
    ///
    /// @param arguments [#ARGUMENTS] bytes of the caller's own, prepared by [#prepare]
    /// @param left the first panel
    /// @param right the first panel
    /// @param down true if tiles lie below each other: panels of the left factor follow each other,
    ///   the right panel stays; else the other way round
    /// @param rowBytes from a row of C to the next
    /// @param add to what C holds
    /// @param ahead what the next call will read of the side that stays
    void multiply(
            long arguments,
            long left,
            long right,
            int blocks,
            int tiles,
            boolean down,
            long c,
            long rowBytes,
            boolean add,
            long ahead) {
        long back = (long) blocks * Panels.BLOCK_BYTES;
        Floats.setLong(arguments + LEFT_AT, left);
        Floats.setLong(arguments + RIGHT_AT, right);
        Floats.setLong(arguments + C_AT, c);
        Floats.setLong(arguments + ROW_BYTES_AT, rowBytes);
        Floats.setLong(arguments + BLOCKS_AT, blocks);
        Floats.setLong(arguments + LEFT_BACK_AT, down ? 0 : back);
        Floats.setLong(arguments + RIGHT_BACK_AT, down ? back : 0);
        Floats.setLong(arguments + C_NEXT_AT, down ? SIDE * rowBytes : 4L * SIDE);
        (add ? adding : fresh).call(arguments, tiles, ahead, 0, 0, 0);
    }

    /// Writes the shapes of the matrices, as ldtilecfg takes them: eight of 16 rows of 64 bytes.
    static void prepare(long arguments) {
        long shapes = arguments + SHAPES_AT;
        for (int i = 0; i < LINE; i += 8) {
            Floats.setLong(shapes + i, 0);
        }
        Floats.setByte(shapes, (byte) 1); // the one kind of shapes there is
        for (int matrix = 0; matrix < 8; matrix++) {
            Floats.setShort(shapes + 16 + 2L * matrix, (short) LINE);
            Floats.setByte(shapes + 48 + matrix, (byte) ROWS);
        }
    }

    @Override
    public void close() {
        fresh.close();
        adding.close();
    }
}
