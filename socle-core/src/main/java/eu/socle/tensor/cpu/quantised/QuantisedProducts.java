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
/// Kernels in machine code ([MachineTiles]) take any number of rows of activations, quantised in
/// blocks. Where they are missing, kernels in the Vector API give the same bits for few rows; from
/// [#MANY_ROWS] on weights and activations go as bytes with one scale for each row through an
/// integer product.
public final class QuantisedProducts implements AutoCloseable {

    /// From so many rows of activations on, and without machine code, weights are requantised and
    /// multiplied as bytes.
    public static final int MANY_ROWS = 16;

    private static final long PIECE = 1 << 18; // bytes of weights: long enough to read ahead, short
    // enough to balance
    private static final int PANEL = 256; // output rows of a piece of an integer product
    private static final int TILE = Tiles.ROWS;
    private static final int TOGETHER = 8; // rows quantised in one piece

    private final Workers workers;
    private final ByteProduct product;
    private final Memory memory;
    private final Kernels kernels;
    private final ActivationRows activations;
    private final Scratch sums;
    private Scratch panels;
    private long panelBytes;

    /// @param kernels closed with these products
    public QuantisedProducts(
            Workers workers, ByteProduct product, Memory memory, Kernels kernels) {
        this.workers = workers;
        this.product = product;
        this.memory = memory;
        this.kernels = kernels;
        this.activations = new ActivationRows(memory);
        this.sums = new Scratch(memory, kernels.scratchBytes());
        this.panels = new Scratch(memory, 0);
    }

    @Override
    public void close() {
        kernels.close();
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
        if (kernels.takesManyRows() || x.rows() < MANY_ROWS) {
            blockwise(y, x, w);
        } else {
            rowwise(y, x, w);
        }
    }

    private void blockwise(Tensor y, Tensor x, Tensor w) {
        DType plain = Tiles.plain(w.type());
        TileKernel kernel = kernels.of(plain);
        int columns = x.columns();
        int blocks = columns / ActivationRows.BLOCK;
        int out = w.rows();
        int m = x.rows();
        int calls = (m + kernel.most() - 1) / kernel.most();
        quantise(x, plain, kernel, calls);
        long rowBytes = plain.bytesOf(columns);
        int tiled = (int) Tiles.wholeRows(w);
        int pieceRows = Math.clamp(PIECE / (TILE * rowBytes), 1, 1 << 20) * TILE;
        long from = w.data().address();
        long to = y.data().address();
        workers.forEach(
                (out + pieceRows - 1) / pieceRows,
                piece -> {
                    int end = Math.min(out, (piece + 1) * pieceRows);
                    long scratch = sums.take();
                    int row = piece * pieceRows;
                    for (; row < Math.min(end, tiled); row += TILE) {
                        for (int call = 0; call < calls; call++) {
                            int n = first(call, calls, m);
                            int count = first(call + 1, calls, m) - n;
                            Activation own = activations.row(n, n, n + count, columns);
                            long at = to + 4 * ((long) n * out + row);
                            long weights = from + row * rowBytes;
                            kernel.multiply(weights, own, count, blocks, at, out, scratch);
                        }
                    }
                    sums.put(scratch);
                    for (; row < end; row++) {
                        plainRow(plain, from + row * rowBytes, calls, m, columns, to + 4L * row, out);
                    }
                });
    }

    /// The first row of a call: calls are as even as can be.
    private static int first(int call, int calls, int m) {
        return (int) ((long) m * call / calls);
    }

    private void quantise(Tensor x, DType plain, TileKernel kernel, int calls) {
        int m = x.rows();
        int columns = x.columns();
        int blocks = columns / ActivationRows.BLOCK;
        int least = plain == DType.Q8_0 ? 128 : 8;
        activations.reserveBlocks(m, columns);
        workers.forEach(
                (calls + TOGETHER - 1) / TOGETHER,
                piece -> {
                    int end = Math.min(calls, (piece + 1) * TOGETHER);
                    for (int call = piece * TOGETHER; call < end; call++) {
                        int from = first(call, calls, m);
                        int to = first(call + 1, calls, m);
                        for (int n = from; n < to; n++) {
                            Activation row = activations.row(n, from, to, columns);
                            long source = x.data().address() + 4L * n * columns;
                            ActivationRows.blocks(source, blocks, least, row);
                            kernel.arrange(row, blocks);
                        }
                    }
                });
    }

    /// One row of weights after the last tile against all activations.
    private void plainRow(
            DType plain, long w, int calls, int m, int columns, long y, int stride) {
        int blocks = columns / ActivationRows.BLOCK;
        for (int call = 0; call < calls; call++) {
            int from = first(call, calls, m);
            int to = first(call + 1, calls, m);
            for (int n = from; n < to; n++) {
                Activation row = activations.row(n, from, to, columns);
                long at = y + 4L * n * stride;
                float sum = PlainRows.multiply(plain, w, row, blocks, All.getFloat(at));
                All.setFloat(at, sum);
            }
        }
    }

    private void rowwise(Tensor y, Tensor x, Tensor w) {
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
        int lines = plain.blockBytes() / 4;
        long rowBytes = plain.bytesOf(columns);
        long scales = panel + (long) PANEL * columns;
        for (int row = first; row < first + width; row += TILE) {
            long tile = w.data().address() + row * rowBytes;
            if (row >= tiled) {
                tile = panel + panelBytes - restBytes(w);
                Rest.tile(w, row, All.MEMORY.asSlice(tile, restBytes(w)));
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
