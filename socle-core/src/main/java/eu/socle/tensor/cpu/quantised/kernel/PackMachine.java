package eu.socle.tensor.cpu.quantised.kernel;

import eu.socle.tensor.DType;
import eu.socle.tensor.block.Tiles;
import eu.socle.tensor.cpu.machine.Assembler;
import eu.socle.tensor.cpu.machine.MachineCode;
import java.util.Optional;

/// Machine code for rows of Q8_0 or Q4_0 as they lie in a file: brings 64 of them into a tile, as
/// [Tiles#pack] does, a word of sixteen rows at a time, and looks at their scales alone.
public final class PackMachine implements AutoCloseable {

    /// Rows that [#scales] looks at.
    public static final int LANES = 16;

    /// Bytes of the table of [#tile].
    public static final int TABLE_BYTES = 4 * Tiles.ROWS;

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

    private final MachineCode tile;
    private final MachineCode scales;

    private PackMachine(MachineCode tile, MachineCode scales) {
        this.tile = tile;
        this.scales = scales;
    }

    /// Empty if this system does not let programs make code.
    ///
    /// @param plain Q8_0 or Q4_0
    static Optional<PackMachine> open(DType plain) {
        Optional<MachineCode> tile = MachineCode.of(assemble(plain));
        Optional<MachineCode> scales = MachineCode.of(assembleScales(plain));
        if (tile.isPresent() && scales.isPresent()) {
            return Optional.of(new PackMachine(tile.get(), scales.get()));
        }
        tile.ifPresent(MachineCode::close);
        scales.ifPresent(MachineCode::close);
        return Optional.empty();
    }

    /// Packs a tile.
    ///
    /// @param from first block of the first row
    /// @param table 64 integers: where each row begins, counted from the first in bytes; afterwards
    ///   the first sixteen are the largest scales without their signs, as binary16 numbers
    public void tile(long from, long to, int blocks, long table) {
        tile.call(from, to, blocks, table, 0, 0);
    }

    /// Looks at the scales of sixteen rows.
    ///
    /// @param table as that of [#tile], of sixteen integers
    public void scales(long from, int blocks, long table) {
        scales.call(from, blocks, table, 0, 0, 0);
    }

    @Override
    public void close() {
        tile.close();
        scales.close();
    }

    private static byte[] assembleScales(DType plain) {
        Assembler a = new Assembler();
        a.constant(MAGNITUDE, 0x7fff);
        a.load(ROWS, Assembler.ARGUMENT_2, 0);
        a.zero(LARGEST);
        int start = a.here();
        a.gather(SCALE, FROM, 0, ROWS);
        a.and(SCALE, SCALE, MAGNITUDE);
        a.largerIntegers(LARGEST, LARGEST, SCALE);
        a.add(FROM, plain.blockBytes());
        a.loopWhileDecremented(Assembler.ARGUMENT_1, start);
        a.store(LARGEST, Assembler.ARGUMENT_2, 0);
        a.end();
        return a.bytes();
    }

    private static byte[] assemble(DType plain) {
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
