package eu.socle.tensor.cpu.quantised;

import eu.socle.core.Workers;
import eu.socle.tensor.DType;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.Write;
import eu.socle.tensor.block.Tiles;
import eu.socle.tensor.cpu.quantised.kernel.Activation;
import eu.socle.tensor.cpu.quantised.kernel.ActivationRows;
import eu.socle.tensor.cpu.quantised.kernel.All;
import eu.socle.tensor.cpu.quantised.kernel.Kernels;
import eu.socle.tensor.cpu.quantised.kernel.Lanes16;
import eu.socle.tensor.cpu.quantised.kernel.TileKernel;

/// y = x w^T for weights in tiles. A piece is a contiguous range of output rows, cut by shape
/// alone; the bits depend neither on the number of threads nor on the width of the vectors.
///
/// Kernels in machine code ([MachineTiles]) take any number of rows of activations, quantised in
/// blocks. Where they are missing, kernels in the Vector API give the same bits for few rows; from
/// [#MANY_ROWS] on weights and activations go as bytes with one scale for each row through an
/// integer product. Super-blocks go block by block everywhere.
///
/// Weights that still lie in a file, row by row, come into tiles one by one while they are
/// multiplied, and into none that lasts.
public final class QuantisedProducts implements AutoCloseable {

    /// From so many rows of activations on, and without machine code, weights are requantised and
    /// multiplied as bytes.
    public static final int MANY_ROWS = 16;

    private static final long PIECE = 1 << 16; // bytes of weights: 4 microseconds of one thread
    private static final int PANEL = 256; // output rows of a piece of an integer product
    private static final int TILE = Tiles.ROWS;
    private static final long LINE = 64; // bytes
    private static final int TOGETHER = 8; // rows quantised in one piece

    private final Workers workers;
    private final ByteProduct product;
    private final Memory memory;
    private final Kernels kernels;
    private final ActivationRows activations;
    private Scratch scratch;
    private long scratchBytes;

    /// @param kernels closed with these products
    public QuantisedProducts(Workers workers, ByteProduct product, Memory memory, Kernels kernels) {
        this.workers = workers;
        this.product = product;
        this.memory = memory;
        this.kernels = kernels;
        this.activations = new ActivationRows(memory);
        this.scratch = new Scratch(memory, 0);
    }

    @Override
    public void close() {
        kernels.close();
    }

    /// y `[m, O]` = x `[m, I]` w^T (+ y), w `[O, I]` of a type of tiles or one that has tiles.
    public void multiply(Tensor y, Tensor x, Tensor w, Write write) {
        if (y.size() == 0) {
            return;
        }
        if (x.columns() == 0) {
            if (write == Write.SET) {
                y.clear();
            }
            return;
        }
        PlainTiles rows = new PlainTiles(w, kernels);
        boolean isSuper = Tiles.isSuper(rows.tiles());
        if (kernels.areMachineCode() || isSuper || x.rows() < MANY_ROWS) {
            blockwise(y, x, w, rows, write);
            return;
        }
        if (write == Write.SET) {
            y.clear();
        }
        rowwise(y, x, w, rows);
    }

    private void blockwise(Tensor y, Tensor x, Tensor w, PlainTiles rows, Write write) {
        TileKernel kernel = kernels.of(rows.plain());
        int columns = x.columns();
        int blocks = columns / ActivationRows.BLOCK;
        int out = w.rows();
        Activation[] calls = quantise(x, kernel);
        boolean tiles = Tiles.isTiles(w.type());
        int tiled = (int) Tiles.wholeRows(w);
        long tileBytes = rows.bytes();
        int pieceRows = Math.clamp(PIECE / tileBytes, 1, 1 << 20) * TILE;
        long to = y.data().address();
        long work = (kernel.scratchBytes(columns) + LINE - 1) & -LINE;
        long table = work + ((rows.bytes() + LINE - 1) & -LINE);
        Scratch scratch = scratch(tiles ? work : table + Packing.TABLE_BYTES);
        workers.forEachSpan(
                (out + pieceRows - 1) / pieceRows,
                (first, last) -> {
                    int row = first * pieceRows;
                    int end = Math.min(out, last * pieceRows);
                    int whole = Math.min(end, tiled);
                    long own = scratch.take();
                    if (tiles && row < whole) {
                        int count = (whole - row) / TILE;
                        long at = rows.row(row);
                        long columnsAt = to + 4L * row;
                        kernel.multiply(
                                at, count, tileBytes, calls, blocks, write, columnsAt, out, own);
                        row = whole;
                    }
                    for (; row < whole; row += TILE) {
                        rows.pack(row, own + work, own + table);
                        long columnsAt = to + 4L * row;
                        kernel.multiply(
                                own + work, 1, 0, calls, blocks, write, columnsAt, out, own);
                    }
                    scratch.put(own);
                    for (; row < end; row++) {
                        long at = rows.row(row);
                        plainRow(rows.plain(), at, calls, blocks, write, to + 4L * row, out);
                    }
                });
    }

    /// Scratch pieces of at least so many bytes; only the calling thread asks.
    private Scratch scratch(long bytes) {
        if (scratchBytes < bytes) {
            scratch = new Scratch(memory, bytes);
            scratchBytes = bytes;
        }
        return scratch;
    }

    /// Quantises all activations, cut into the calls of the kernel.
    private Activation[] quantise(Tensor x, TileKernel kernel) {
        int columns = x.columns();
        int blocks = columns / ActivationRows.BLOCK;
        activations.reserveBlocks(x.rows(), columns);
        int[] rows = kernel.calls(x.rows());
        Activation[] calls = new Activation[rows.length];
        long[] sources = new long[rows.length];
        int from = 0;
        for (int call = 0; call < rows.length; call++) {
            calls[call] = activations.at(from, rows[call], columns);
            sources[call] = x.data().address() + 4L * from * columns;
            from += rows[call];
        }
        workers.forEach(rows.length, call -> kernel.quantise(sources[call], blocks, calls[call]));
        return calls;
    }

    /// One row of weights after the last tile against all activations.
    private static void plainRow(
            DType plain, long w, Activation[] calls, int blocks, Write write, long y, int stride) {
        long at = y;
        for (Activation call : calls) {
            for (int n = 0; n < call.rows(); n++) {
                float begin = write == Write.SET ? 0 : All.getFloat(at);
                All.setFloat(at, PlainRows.multiply(plain, w, call, n, blocks, begin));
                at += 4L * stride;
            }
        }
    }

    private void rowwise(Tensor y, Tensor x, Tensor w, PlainTiles rows) {
        int columns = x.columns();
        int out = w.rows();
        int m = x.rows();
        activations.reserveBytes(m, columns);
        workers.forEach(
                (m + TOGETHER - 1) / TOGETHER,
                piece -> {
                    for (int n = piece * TOGETHER; n < Math.min(m, (piece + 1) * TOGETHER); n++) {
                        activations.bytes(x, n);
                    }
                });
        int whole = (out + TILE - 1) / TILE * TILE; // the rest is padded to a tile
        long room = (long) PANEL * columns + 4L * PANEL + 4L * m * PANEL;
        Scratch own = scratch(room + Packing.TABLE_BYTES + rows.bytes());
        workers.forEach(
                (whole + PANEL - 1) / PANEL,
                piece -> {
                    int first = piece * PANEL;
                    int width = Math.min(whole, first + PANEL) - first;
                    long panel = own.take();
                    panel(w, first, width, rows, panel, panel + room);
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

    /// Requantises `width` rows from row `first` on; what is not a tile is made one in `room`.
    private static void panel(
            Tensor w, int first, int width, PlainTiles rows, long panel, long room) {
        int columns = w.columns();
        int blocks = columns / ActivationRows.BLOCK;
        int lines = rows.plain().blockBytes() / 4;
        int tiled = Tiles.isTiles(w.type()) ? (int) Tiles.wholeRows(w) : 0;
        long scales = panel + (long) PANEL * columns;
        for (int row = first; row < first + width; row += TILE) {
            if (row >= tiled) {
                rows.pack(row, room + Packing.TABLE_BYTES, room);
            }
            long tile = row < tiled ? rows.row(row) : room + Packing.TABLE_BYTES;
            long to = panel + row - first;
            Requantised.tile(tile, lines, blocks, to, width, scales + 4L * (row - first));
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
