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
        DType plain = Tiles.isTiles(w.type()) ? Tiles.plain(w.type()) : w.type();
        boolean isSuper = Tiles.of(plain).map(Tiles::isSuper).orElseThrow();
        if (kernels.areMachineCode() || isSuper || x.rows() < MANY_ROWS) {
            TileKernel kernel = kernels.of(plain);
            Activation[] calls = quantise(x, kernel);
            long to = y.data().address();
            for (Tensor part : w.parts()) {
                blockwise(to, w.rows(), calls, part, kernel, write);
                to += 4L * part.rows();
            }
            return;
        }
        if (write == Write.SET) {
            y.clear();
        }
        quantise(x);
        long to = y.data().address();
        for (Tensor part : w.parts()) {
            rowwise(to, w.rows(), x.rows(), part);
            to += 4L * part.rows();
        }
    }

    /// Columns `to` of y, which has `stride` of them.
    private void blockwise(
            long to, int stride, Activation[] calls, Tensor w, TileKernel kernel, Write write) {
        boolean tiles = Tiles.isTiles(w.type());
        int columns = w.columns();
        int blocks = columns / ActivationRows.BLOCK;
        int out = w.rows();
        long rowBytes = w.type().bytesOf(columns);
        int tiled = (int) Tiles.wholeRows(w);
        long tileBytes = TILE * rowBytes;
        int pieceRows = Math.clamp(PIECE / tileBytes, 1, 1 << 20) * TILE;
        long from = w.data().address();
        PackedTiles packed = new PackedTiles(w, kernels);
        long work = (kernel.scratchBytes(columns) + LINE - 1) & -LINE;
        Scratch scratch = scratch(work + (tiles ? 0 : packed.bytes()));
        workers.forEachSpan(
                (out + pieceRows - 1) / pieceRows,
                (first, last) -> {
                    int row = first * pieceRows;
                    int end = Math.min(out, last * pieceRows);
                    int whole = Math.min(end, tiled);
                    long own = scratch.take();
                    if (tiles && row < whole) {
                        int count = (whole - row) / TILE;
                        long at = from + row * rowBytes;
                        kernel.multiply(
                                at, count, tileBytes, calls, blocks, write, to + 4L * row, stride,
                                own);
                        row = whole;
                    }
                    for (; row < whole; row += TILE) {
                        packed.pack(row, own + work);
                        kernel.multiply(
                                own + work, 1, 0, calls, blocks, write, to + 4L * row, stride, own);
                    }
                    scratch.put(own);
                    for (; row < end; row++) {
                        long at = from + row * rowBytes;
                        plainRow(packed.plain(), at, calls, blocks, write, to + 4L * row, stride);
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

    /// Quantises all activations with one scale for each row.
    private void quantise(Tensor x) {
        int m = x.rows();
        activations.reserveBytes(m, x.columns());
        workers.forEach(
                (m + TOGETHER - 1) / TOGETHER,
                piece -> {
                    for (int n = piece * TOGETHER; n < Math.min(m, (piece + 1) * TOGETHER); n++) {
                        activations.bytes(x, n);
                    }
                });
    }

    /// Columns `to` of y `[m, stride]`.
    private void rowwise(long to, int stride, int m, Tensor w) {
        int columns = w.columns();
        int out = w.rows();
        int whole = (out + TILE - 1) / TILE * TILE; // the rest is padded to a tile
        PackedTiles packed = new PackedTiles(w, kernels);
        long room = (long) PANEL * columns + 4L * PANEL + 4L * m * PANEL;
        Scratch own = scratch(room + packed.bytes());
        workers.forEach(
                (whole + PANEL - 1) / PANEL,
                piece -> {
                    int first = piece * PANEL;
                    int width = Math.min(whole, first + PANEL) - first;
                    long panel = own.take();
                    panel(w, first, width, packed, panel, panel + room);
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
                        long at = to + 4 * ((long) n * stride + first);
                        scaled(c + 4L * n * width, scales, activations.scale(n), at, count);
                    }
                    own.put(panel);
                });
    }

    /// Requantises `width` rows from row `first` on; what is not a tile is made one in `room`.
    private static void panel(
            Tensor w, int first, int width, PackedTiles packed, long panel, long room) {
        int columns = w.columns();
        int blocks = columns / ActivationRows.BLOCK;
        int lines = packed.plain().blockBytes() / 4;
        long rowBytes = w.type().bytesOf(columns);
        long scales = panel + (long) PANEL * columns;
        for (int row = first; row < first + width; row += TILE) {
            long tile = w.data().address() + row * rowBytes;
            if (!Tiles.isTiles(w.type()) || row >= Tiles.wholeRows(w)) {
                packed.pack(row, room);
                tile = room;
            }
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
