package eu.socle.tensor.cpu.quantised;

import eu.socle.core.Workers;
import eu.socle.tensor.DType;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.Write;
import eu.socle.tensor.block.Tiles;

/// y = x w^T for weights in tiles. A piece is a contiguous range of output rows, cut by shape
/// alone; the bits depend neither on the number of threads nor on the width of the vectors.
///
/// Below [#MANY_ROWS] rows the product waits for memory and reads the weights once, with
/// activations quantised in blocks; from there on it waits for arithmetic, and weights and
/// activations go as bytes with one scale for each row through an integer product.
public final class QuantisedProducts {

    /// From so many rows of activations on weights are requantised and multiplied as bytes.
    public static final int MANY_ROWS = 16;

    private static final long PIECE = 1 << 18; // bytes of weights: long enough to read ahead, short
    // enough to balance
    private static final int PANEL = 256; // output rows of a piece of an integer product
    private static final int TILE = Tiles.ROWS;

    private final Workers workers;
    private final ByteProduct product;
    private final Memory memory;
    private final ActivationRows activations;
    private final Scratch sums;
    private Scratch panels;
    private long panelBytes;
    private final TileKernel eightBits = new EightBitTiles();
    private final TileKernel fourBits = new FourBitTiles();

    public QuantisedProducts(Workers workers, ByteProduct product, Memory memory) {
        this.workers = workers;
        this.product = product;
        this.memory = memory;
        this.activations = new ActivationRows(memory);
        this.sums =
                new Scratch(memory, Math.max(eightBits.scratchBytes(), fourBits.scratchBytes()));
        this.panels = new Scratch(memory, 0);
    }

    /// y `[m, O]` = x `[m, I]` w^T (+ y), w `[O, I]` of a type of tiles.
    public void multiply(Tensor y, Tensor x, Tensor w, Write write) {
        if (y.size() == 0) {
            return;
        }
        if (write == Write.SET) {
            y.clear();
        }
        if (x.columns() == 0) {
            return;
        }
        if (x.rows() < MANY_ROWS) {
            few(y, x, w);
        } else {
            many(y, x, w);
        }
    }

    private void few(Tensor y, Tensor x, Tensor w) {
        DType plain = Tiles.plain(w.type());
        int columns = x.columns();
        int blocks = columns / ActivationRows.BLOCK;
        int out = w.rows();
        int m = x.rows();
        activations.blocks(x, plain);
        Activation[] rows = new Activation[m];
        for (int n = 0; n < m; n++) {
            rows[n] = activations.row(n, columns);
        }
        long rowBytes = plain.bytesOf(columns);
        int tiled = (int) Tiles.wholeRows(w);
        int pieceRows = Math.clamp(PIECE / (TILE * rowBytes), 1, 1 << 20) * TILE;
        TileKernel kernel = plain == DType.Q8_0 ? eightBits : fourBits;
        long from = w.data().address();
        long to = y.data().address();
        workers.forEach(
                (out + pieceRows - 1) / pieceRows,
                piece -> {
                    int end = Math.min(out, (piece + 1) * pieceRows);
                    long scratch = sums.take();
                    int row = piece * pieceRows;
                    for (; row < Math.min(end, tiled); row += TILE) {
                        for (int n = 0; n < m; n++) {
                            long at = to + 4 * ((long) n * out + row);
                            kernel.multiply(from + row * rowBytes, rows[n], blocks, at, scratch);
                        }
                    }
                    sums.put(scratch);
                    for (; row < end; row++) {
                        for (int n = 0; n < m; n++) {
                            long at = to + 4 * ((long) n * out + row);
                            long plainRow = from + row * rowBytes;
                            All.setFloat(
                                    at,
                                    PlainRows.multiply(
                                            plain, plainRow, rows[n], blocks, All.getFloat(at)));
                        }
                    }
                });
    }

    private void many(Tensor y, Tensor x, Tensor w) {
        int columns = x.columns();
        int out = w.rows();
        int m = x.rows();
        activations.reserveBytes(m, columns);
        workers.forEach(
                (m + 7) / 8,
                piece -> {
                    for (int n = piece * 8; n < Math.min(m, piece * 8 + 8); n++) {
                        activations.bytes(x, n);
                    }
                });
        int tiled = (int) Tiles.wholeRows(w);
        int whole = (out + TILE - 1) / TILE * TILE; // the rest is padded to a tile
        long room = (long) PANEL * columns + 4L * PANEL + 4L * m * PANEL + restBytes(w);
        if (panelBytes < room) {
            panels = new Scratch(memory, room);
            panelBytes = room;
        }
        Scratch own = panels;
        workers.forEach(
                (whole + PANEL - 1) / PANEL,
                piece -> {
                    int first = piece * PANEL;
                    int width = Math.min(whole, first + PANEL) - first;
                    long panel = own.take();
                    panel(w, first, width, tiled, panel);
                    long scales = panel + (long) PANEL * columns;
                    long c = scales + 4L * PANEL;
                    product.multiply(
                            m,
                            width,
                            columns,
                            activations.bytes(),
                            columns,
                            panel,
                            width,
                            c,
                            width);
                    for (int n = 0; n < m; n++) {
                        int count = Math.min(out, first + width) - first;
                        long to = y.data().address() + 4 * ((long) n * out + first);
                        scaled(c + 4L * n * width, scales, activations.scale(n), to, count);
                    }
                    own.put(panel);
                });
    }

    private static long restBytes(Tensor w) {
        return TILE * w.type().bytesOf(w.columns());
    }

    /// Requantises `width` rows from row `first` on; the plain rest is put into a tile of its own
    /// first, with rows of zeros behind it.
    private void panel(Tensor w, int first, int width, int tiled, long panel) {
        DType plain = Tiles.plain(w.type());
        int columns = w.columns();
        int blocks = columns / ActivationRows.BLOCK;
        int words = plain.blockBytes() / 2 - 1;
        long rowBytes = plain.bytesOf(columns);
        long scales = panel + (long) PANEL * columns;
        for (int row = first; row < first + width; row += TILE) {
            long tile = w.data().address() + row * rowBytes;
            if (row >= tiled) {
                tile = panel + panelBytes - restBytes(w);
                Rest.tile(w, row, All.MEMORY.asSlice(tile, restBytes(w)));
            }
            long to = panel + row - first;
            Requantised.tile(tile, words, blocks, to, width, scales + 4L * (row - first));
        }
    }

    /// y += d f c for one row.
    private static void scaled(long c, long scales, float d, long y, int count) {
        int i = 0;
        for (; i + Lanes16.LF <= count; i += Lanes16.LF) {
            long at = y + 4L * i;
            Lanes16.store(
                    Lanes16.exact(Lanes16.loadInts(c + 4L * i))
                            .fma(
                                    Lanes16.loadFloats(scales + 4L * i).mul(d),
                                    Lanes16.loadFloats(at)),
                    at);
        }
        for (; i < count; i++) {
            float factor = All.getFloat(scales + 4L * i) * d;
            float sum = All.getInt(c + 4L * i);
            All.setFloat(y + 4L * i, Math.fma(sum, factor, All.getFloat(y + 4L * i)));
        }
    }
}
