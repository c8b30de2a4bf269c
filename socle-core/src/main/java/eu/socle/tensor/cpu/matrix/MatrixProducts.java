package eu.socle.tensor.cpu.matrix;

import eu.socle.core.Workers;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.cpu.machine.MachineCode;
import eu.socle.tensor.cpu.matrix.Panels.Factor;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/// Products of floats, accurate as floats, through matrix registers that multiply bfloat16.
///
/// Each float is exactly the sum of three bfloat16, x = h + m + l. Of the nine products of parts
/// the six greatest are summed in floats; the others are below 2^-25 |a b| together, half of what
/// rounding one product to a float may take. With u = 2^-24 and K terms
///
/// |error| <= u (20 + 6 K / 32) sum of |a b| (and |c| where it is added to) + K 2^-123:
///
/// sixteen terms are summed before anything is added to C, which happens six times for 32 of k; a
/// plain sum of floats has u K in the place of the factor. Numbers whose parts would be subnormal
/// (below 2^-102, zero apart) and such that could overflow, infinite ones and not-a-number among
/// them, make their 32 rows or columns go to `plain`; in the factor that all pieces read, all of
/// them.
///
/// The longer side of C is cut into pieces; a piece packs its own factor where its second-level
/// cache holds it, the other factor is packed once for all, a run of k at a time. No sum depends on
/// the cut.
public final class MatrixProducts implements AutoCloseable {

    /// Of the shorter side of C.
    public static final int MOST_LINES = 1 << 17;

    private static final int LOCAL = 3 << 16; // floats of a piece's own panels: 1.2 MB of parts
    private static final int DEPTH = 512; // of k at a time: with 384 lines least goes to memory
    private static final int SHARED = 1 << 22; // floats of the other factor at a time: 25 MB
    private static final int TOGETHER = 4; // panels that are packed by one piece
    private static final int LEAST_LINES = 64; // of a piece
    private static final int PIECES = 2; // for each thread, where there are lines enough

    private static final int ROW_BYTES =
            4 * Panels.WIDTH; // of a tile that stands for one at the edge
    private static final int TILE_BYTES = ROW_BYTES * Panels.WIDTH;

    private static final int SPARE_AT = 0; // of the room of a thread
    private static final int TILE_AT = SPARE_AT + Panels.SPARE;
    private static final int ARGUMENTS_AT = TILE_AT + TILE_BYTES;
    private static final int EXTREMES_AT = ARGUMENTS_AT + TileCode.ARGUMENTS;
    private static final int MOST_PANELS = LOCAL / Panels.DEPTH / Panels.WIDTH; // of a piece
    private static final int PANELS_AT = EXTREMES_AT + MOST_PANELS * Extremes.BYTES;
    private static final int ROOM = PANELS_AT + 2 * Panels.PARTS * LOCAL;

    private final TileCode tiles;
    private final PanelCode panels;
    private final Workers workers;
    private final Memory memory;
    private final Consumer<Product> plain;
    private final ConcurrentLinkedQueue<Long> rooms = new ConcurrentLinkedQueue<>();
    private Tensor shared;

    private MatrixProducts(
            TileCode tiles,
            PanelCode panels,
            Workers workers,
            Memory memory,
            Consumer<Product> plain) {
        this.tiles = tiles;
        this.panels = panels;
        this.workers = workers;
        this.memory = memory;
        this.plain = plain;
        this.shared = memory.zeros(0);
    }

    /// The products, where the machine and the system have what they need.
    ///
    /// @param memory what scratch is taken from, once for the greatest product
    /// @param plain takes what the matrix registers would get wrong, on the calling thread
    public static Optional<MatrixProducts> open(
            Workers workers, Memory memory, Consumer<Product> plain) {
        if (MachineCode.missingForHalfMatrices().isPresent()) {
            return Optional.empty();
        }
        return TileCode.open()
                .flatMap(t ->
                        PanelCode.open()
                                .map(p -> new MatrixProducts(t, p, workers, memory, plain)));
    }

    /// One run of k of a product.
    ///
    /// @param byRows true if pieces are rows of C
    /// @param fits what `whole` is, all panels together
    private record Run(
            Product product, boolean byRows, int begin, int end, long whole, Extremes fits) {

        Factor cut() {
            return byRows ? product.left() : product.right();
        }

        int blocks() {
            return Panels.blocks(end - begin);
        }

        long panelBytes() {
            return (long) blocks() * Panels.BLOCK_BYTES;
        }

        boolean adding() {
            return product.add() || begin > 0;
        }
    }

    /// Whether this machine has them, for people.
    public static String describe() {
        return MachineCode.missingForHalfMatrices()
                .map(missing ->
                        "products of floats by oneDNN (this machine is without " + missing + ")")
                .orElse("products of floats in three bfloat16 parts each (AMX)");
    }

    /// Bytes of scratch for any number of products, taken with the first.
    public static long scratch(int threads) {
        return 2L * Panels.PARTS * SHARED + (long) threads * ROOM;
    }

    /// Computes C.
    ///
    /// @param product with k above zero, and [#MOST_LINES] rows or columns at most
    public void multiply(Product product) {
        boolean byRows = product.m() >= product.n();
        Factor cut = byRows ? product.left() : product.right();
        Factor whole = byRows ? product.right() : product.left();
        int depth = depth(product.k(), whole.lines());
        int lines = lines(cut.lines(), depth);
        int pieces = Math.ceilDiv(cut.lines(), lines);
        long at = shared();
        for (int begin = 0; begin < product.k(); begin += depth) {
            int end = Math.min(product.k(), begin + depth);
            Extremes fits = pack(whole, begin, end, at);
            Run run = new Run(product, byRows, begin, end, at, fits);
            workers.forEach(
                    pieces,
                    piece -> {
                        int from = piece * lines;
                        inRoom(room -> piece(run, from, Math.min(cut.lines(), from + lines), room));
                    });
        }
    }

    /// Of k at a time: equal runs, by the shape alone.
    private static int depth(int k, int lines) {
        int most = SHARED / up(lines, Panels.WIDTH) / Panels.DEPTH * Panels.DEPTH;
        int runs = Math.ceilDiv(k, Math.min(DEPTH, most));
        return up(Math.ceilDiv(k, runs), Panels.DEPTH);
    }

    /// Lines of a piece: what fits, and as many pieces for one thread as for another. Nothing else
    /// depends on it.
    private int lines(int all, int depth) {
        int threads = workers.threads();
        int most = LOCAL / depth / Panels.WIDTH * Panels.WIDTH;
        int pieces = up(Math.max(PIECES * threads, Math.ceilDiv(all, most)), threads);
        int fair = up(Math.ceilDiv(all, pieces), Panels.WIDTH);
        return Math.min(most, Math.max(LEAST_LINES, fair));
    }

    private static int up(int n, int to) {
        return (n + to - 1) / to * to;
    }

    /// Where the factor that all pieces read is packed: taken once, for products of any size.
    private long shared() {
        if (shared.size() == 0) {
            shared = memory.zeros(Panels.PARTS * (long) SHARED / 2);
        }
        return shared.data().address();
    }

    private interface InRoom {
        void run(long room);
    }

    private void inRoom(InRoom work) {
        Long room = rooms.poll();
        if (room == null) {
            room = memory.zeros(ROOM / 4).data().address();
            TileCode.prepare(room + ARGUMENTS_AT);
        }
        try {
            work.run(room);
        } finally {
            rooms.add(room);
        }
    }

    /// Packs the factor that all pieces read.
    private Extremes pack(Factor whole, int begin, int end, long at) {
        int lines = TOGETHER * Panels.WIDTH;
        Extremes[] each = new Extremes[Math.ceilDiv(whole.lines(), lines)];
        workers.forEach(
                each.length,
                task ->
                        inRoom(room -> {
                            int from = task * lines;
                            int to = Math.min(whole.lines(), from + lines);
                            long target = at + Panels.bytes(from, end - begin);
                            long extremes = room + EXTREMES_AT;
                            Panels.pack(
                                    panels,
                                    whole,
                                    from,
                                    to,
                                    begin,
                                    end,
                                    target,
                                    extremes,
                                    room + SPARE_AT);
                            each[task] = Extremes.of(extremes, Panels.count(to - from));
                        }));
        return Arrays.stream(each).reduce(Extremes.NONE, Extremes::and);
    }

    /// Lines `from` to `to` of C.
    private void piece(Run run, int from, int to, long room) {
        Panels.pack(
                panels,
                run.cut(),
                from,
                to,
                run.begin,
                run.end,
                room + PANELS_AT,
                room + EXTREMES_AT,
                room + SPARE_AT);
        int count = Panels.count(to - from);
        int first = 0; // of the panels that fit and are not yet multiplied
        for (int p = 0; p <= count; p++) {
            boolean fits = p < count && fits(run, room + EXTREMES_AT + (long) p * Extremes.BYTES);
            if (fits) {
                continue;
            }
            int begin = from + first * Panels.WIDTH;
            int end = Math.min(to, from + p * Panels.WIDTH);
            if (begin < end) {
                panels(run, begin, end, room + PANELS_AT + first * run.panelBytes(), room);
            }
            if (p < count) {
                int after = Math.min(to, end + Panels.WIDTH);
                Product part =
                        run.byRows ? run.product.rows(end, after) : run.product.columns(end, after);
                plain.accept(part.terms(run.begin, run.end));
            }
            first = p + 1;
        }
    }

    private static boolean fits(Run run, long extremes) {
        return Extremes.fit(run.fits, Extremes.of(extremes, 1), run.product.k());
    }

    /// Lines `from` to `to` of C from panels of their own.
    private void panels(Run run, int from, int to, long own, long room) {
        Product c = run.product;
        int others = run.byRows ? c.n() : c.m();
        for (int other = 0; other < others; other += Panels.WIDTH) {
            long at = run.whole + other / Panels.WIDTH * run.panelBytes();
            int whole = others - other >= Panels.WIDTH ? (to - from) / Panels.WIDTH : 0;
            if (whole > 0) {
                long first = run.byRows ? c.at(from, other) : c.at(other, from);
                long next = run.byRows ? Panels.WIDTH * 4 * c.ldc() : 4 * Panels.WIDTH;
                tiles(run, own, at, whole, new TileCode.Tiles(first, next, 4 * c.ldc()), room);
            }
            for (int line = from + whole * Panels.WIDTH; line < to; line += Panels.WIDTH) {
                long mine = own + (line - from) / Panels.WIDTH * run.panelBytes();
                edge(run, line, other, mine, at, room);
            }
        }
    }

    /// Tiles of one row or column of them.
    ///
    /// @param own the first of the panels that change
    /// @param at the panel that stays
    private void tiles(Run run, long own, long at, int count, TileCode.Tiles c, long room) {
        TileCode.Side changing = new TileCode.Side(own, run.panelBytes());
        TileCode.Side staying = new TileCode.Side(at, 0);
        tiles.multiply(
                room + ARGUMENTS_AT,
                run.byRows ? changing : staying,
                run.byRows ? staying : changing,
                run.blocks(),
                count,
                run.adding(),
                c);
    }

    /// One tile that reaches beyond C.
    private void edge(Run run, int line, int other, long own, long at, long room) {
        Product c = run.product;
        int row = run.byRows ? line : other;
        int column = run.byRows ? other : line;
        int rows = Math.min(Panels.WIDTH, c.m() - row);
        int columns = Math.min(Panels.WIDTH, c.n() - column);
        long tile = room + TILE_AT;
        if (run.adding()) {
            Floats.clear(tile, TILE_BYTES);
            for (int i = 0; i < rows; i++) {
                Floats.copy(c.at(row + i, column), tile + (long) i * ROW_BYTES, columns);
            }
        }
        tiles(run, own, at, 1, new TileCode.Tiles(tile, 0, ROW_BYTES), room);
        for (int i = 0; i < rows; i++) {
            Floats.copy(tile + (long) i * ROW_BYTES, c.at(row + i, column), columns);
        }
    }

    @Override
    public void close() {
        tiles.close();
        panels.close();
    }
}
