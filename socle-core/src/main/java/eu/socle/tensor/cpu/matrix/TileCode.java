package eu.socle.tensor.cpu.matrix;

import eu.socle.tensor.cpu.machine.Assembler;
import eu.socle.tensor.cpu.machine.MachineCode;
import java.util.Optional;

/// Products of panels of parts ([Panels]), with the matrix registers.
///
/// A tile of C is 32 by 32 floats in four registers. For each [Panels#DEPTH] of k six products are
/// added to each of the four, in the order l h, m h, m m, h m, h l, h h of (left, right): from one
/// to the next only one side is loaded again, and the greatest comes last.
///
/// Measured on one core at 3.8 GHz: 32768 terms in 102 ns (320 a nanosecond, what the unit can do)
/// where one side stays in the first-level cache, 137 ns where both come from the second. Taking k
/// a few blocks at a time to keep one side gains nothing: tiles of C come and go instead (128 ns).
final class TileCode implements AutoCloseable {

    /// Bytes of what one call reads besides the panels: its arguments and the shapes of the
    /// matrices.
    static final int ARGUMENTS = 128;

    private static final int ROWS = 16; // of a matrix register
    private static final int LINE = 64; // bytes of its rows

    private static final int LEFT_AT = 0; // of the arguments
    private static final int LEFT_NEXT_AT = 8; // added after the blocks of a tile
    private static final int RIGHT_AT = 16;
    private static final int RIGHT_NEXT_AT = 24;
    private static final int C_AT = 32;
    private static final int C_NEXT_AT = 40;
    private static final int ROW_AT = 48; // bytes from a row of C to the next
    private static final int BLOCKS_AT = 56;
    private static final int SHAPES_AT = 64;

    private static final int ARGUMENT = Assembler.ARGUMENT_0;
    private static final int TILES = Assembler.ARGUMENT_1;
    private static final int LEFT = Assembler.ARGUMENT_2;
    private static final int RIGHT = Assembler.ARGUMENT_3;
    private static final int C = Assembler.ARGUMENT_4;
    private static final int BLOCKS = Assembler.FREE_0;
    private static final int ROW = Assembler.FREE_1;
    private static final int STRIDE = Assembler.RAX; // LINE, while blocks are multiplied
    private static final int LOWER = STRIDE; // row 16 of a tile, before and after

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
                .flatMap(fresh ->
                        MachineCode.of(assemble(true)).map(adding -> new TileCode(fresh, adding)));
    }

    private static byte[] assemble(boolean adding) {
        Assembler a = new Assembler();
        a.move(LEFT, ARGUMENT);
        a.add(LEFT, SHAPES_AT);
        a.configureMatrices(LEFT);
        a.loadRegister(LEFT, ARGUMENT, LEFT_AT);
        a.loadRegister(RIGHT, ARGUMENT, RIGHT_AT);
        a.loadRegister(C, ARGUMENT, C_AT);
        int tile = a.here();
        if (adding) {
            lower(a);
        }
        for (int i = 0; i < 4; i++) {
            if (adding) {
                a.loadMatrix(i, i < 2 ? C : LOWER, i % 2 * LINE, ROW, 0);
            } else {
                a.zeroMatrix(i);
            }
        }
        a.loadRegister(BLOCKS, ARGUMENT, BLOCKS_AT);
        a.set(STRIDE, LINE);
        int block = a.here();
        oneBlock(a);
        a.add(LEFT, Panels.BLOCK_BYTES);
        a.add(RIGHT, Panels.BLOCK_BYTES);
        a.loopWhileDecremented(BLOCKS, block);
        lower(a);
        for (int i = 0; i < 4; i++) {
            a.storeMatrix(i, i < 2 ? C : LOWER, i % 2 * LINE, ROW, 0);
        }
        next(a, C, C_NEXT_AT);
        next(a, LEFT, LEFT_NEXT_AT);
        next(a, RIGHT, RIGHT_NEXT_AT);
        a.loopWhileDecremented(TILES, tile);
        a.releaseMatrices();
        a.end();
        return a.bytes();
    }

    /// ROW = the bytes of a row of C, LOWER = row 16 of the tile.
    private static void lower(Assembler a) {
        a.loadRegister(ROW, ARGUMENT, ROW_AT);
        a.move(LOWER, ROW);
        for (int doubled = 1; doubled < ROWS; doubled *= 2) {
            a.addRegister(LOWER, LOWER);
        }
        a.addRegister(LOWER, C);
    }

    private static void next(Assembler a, int register, int at) {
        a.loadRegister(ROW, ARGUMENT, at);
        a.addRegister(register, ROW);
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

    /// Tiles that lie one after the other.
    ///
    /// @param at address of the first
    /// @param next bytes from one to the next
    /// @param rowBytes from a row to the next
    record Tiles(long at, long next, long rowBytes) {}

    /// Panels, of each a run of blocks, one after the other.
    ///
    /// @param at address of the first
    /// @param next bytes from one to the next; 0 for one panel that stays
    record Side(long at, long next) {}

    /// A row or a column of tiles: one panel of a side against several of the other.
    ///
    /// @param arguments [#ARGUMENTS] bytes of the caller's own, prepared by [#prepare]
    /// @param adding to what C holds
    void multiply(
            long arguments, Side left, Side right, int blocks, int tiles, boolean adding, Tiles c) {
        long read = (long) blocks * Panels.BLOCK_BYTES;
        Floats.setLong(arguments + LEFT_AT, left.at);
        Floats.setLong(arguments + LEFT_NEXT_AT, left.next - read);
        Floats.setLong(arguments + RIGHT_AT, right.at);
        Floats.setLong(arguments + RIGHT_NEXT_AT, right.next - read);
        Floats.setLong(arguments + C_AT, c.at);
        Floats.setLong(arguments + C_NEXT_AT, c.next);
        Floats.setLong(arguments + ROW_AT, c.rowBytes);
        Floats.setLong(arguments + BLOCKS_AT, blocks);
        (adding ? this.adding : fresh).call(arguments, tiles, 0, 0, 0, 0);
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
