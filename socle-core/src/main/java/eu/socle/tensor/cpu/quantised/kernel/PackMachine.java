package eu.socle.tensor.cpu.quantised.kernel;

import eu.socle.tensor.DType;
import eu.socle.tensor.block.Tiles;
import eu.socle.tensor.cpu.machine.Assembler;

/// Machine code that brings 64 rows of Q8_0 or Q4_0 into a tile, as [Tiles#pack] does: a word of
/// sixteen rows at a time.
public final class PackMachine {

    private static final int LANES = 16;
    private static final int GROUPS = Tiles.ROWS / LANES;
    private static final int VECTOR = 64;

    private static final int FROM = Assembler.ARGUMENT_0;
    private static final int TO = Assembler.ARGUMENT_1;
    private static final int BLOCKS = Assembler.ARGUMENT_2;
    private static final int TABLE = Assembler.ARGUMENT_3;

    // vectors
    private static final int ROWS = 16; // and 17, 18, 19: where the rows begin
    private static final int LARGEST = 20;
    private static final int SCALE = 21;
    private static final int MAGNITUDE = 22; // of a binary16
    private static final int SIGNS = 23;
    private static final int T = 24;

    /// Bytes of the table: where each row begins, counted from the first; afterwards the first
    /// sixteen integers are the largest scales without their signs, as binary16 numbers.
    public static final int TABLE_BYTES = 4 * Tiles.ROWS;

    private PackMachine() {}

    /// A function of the first block of the first row, the tile, the blocks of a row and the table.
    static byte[] assemble(DType plain) {
        int block = plain.blockBytes();
        int words = block / 4;
        Assembler a = new Assembler();
        a.constant(MAGNITUDE, 0x7fff);
        a.constant(SIGNS, 0x88888888); // of Q4_0, as in Tiles
        a.zero(LARGEST);
        for (int g = 0; g < GROUPS; g++) {
            a.load(ROWS + g, TABLE, g * VECTOR);
        }
        int start = a.here();
        for (int g = 0; g < GROUPS; g++) {
            for (int word = 0; word < words; word++) {
                int v = word % LANES;
                a.gather(v, FROM, 2 + 4 * word, ROWS + g);
                if (plain == DType.Q4_0) {
                    a.xor(v, v, SIGNS);
                }
                a.store(v, TO, word * 4 * Tiles.ROWS + g * VECTOR);
            }
            a.gather(SCALE, FROM, 0, ROWS + g);
            a.storeHalves(SCALE, TO, words * 4 * Tiles.ROWS + g * VECTOR / 2);
            a.and(T, SCALE, MAGNITUDE);
            a.largerIntegers(LARGEST, LARGEST, T);
        }
        a.add(FROM, block);
        a.add(TO, block * Tiles.ROWS);
        a.loopWhileDecremented(BLOCKS, start);
        a.store(LARGEST, TABLE, 0);
        a.end();
        return a.bytes();
    }
}
