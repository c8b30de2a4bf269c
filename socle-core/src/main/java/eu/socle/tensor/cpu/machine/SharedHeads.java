package eu.socle.tensor.cpu.machine;

import java.util.Optional;

/// One query against cached keys and values, for up to four heads that share them: each row of the
/// cache is read once for all of them, and rows are asked for before they are needed.
///
/// A dot product has two vector sums, of the even and the odd vectors of a row, which are added;
/// then lanes 8, 4, 2 and 1 apart. Sums of values take the keys in their order. So each number has
/// the bits that the same loops in the Vector API with 16 lanes give
/// ([eu.socle.tensor.cpu.CpuBackend#portable]).
public final class SharedHeads implements AutoCloseable {

    /// The most heads of one call.
    public static final int MOST = 4;

    private static final int LANES = 16;
    private static final int VECTOR = 64; // bytes
    private static final int TOGETHER = 4; // vectors of values whose sums are held in registers
    private static final int LARGEST = 1024; // floats of a row, so that code stays small

    private static final int[] SCORES = { // the pointers to the scores of each head
        Assembler.ARGUMENT_4, Assembler.FREE_0, Assembler.FREE_1, Assembler.RAX
    };
    private static final int APART = Assembler.ARGUMENT_5;
    private static final int ROWS = Assembler.ARGUMENT_1;
    private static final int STRIDE = Assembler.ARGUMENT_2;
    private static final int COUNT = Assembler.ARGUMENT_3;
    private static final int HEADS = Assembler.ARGUMENT_0; // queries, or sums

    private final MachineCode dots;
    private final MachineCode wide; // sums of four vectors of values
    private final Optional<MachineCode> rest; // of the vectors that are left
    private final int keysTogether;
    private final int width;

    private SharedHeads(
            MachineCode dots,
            MachineCode wide,
            Optional<MachineCode> rest,
            int keysTogether,
            int width) {
        this.dots = dots;
        this.wide = wide;
        this.rest = rest;
        this.keysTogether = keysTogether;
        this.width = width;
    }

    /// The kernels for a shape of heads; empty where rows are not whole vectors or too long, or the
    /// system lets no program make code.
    ///
    /// @param heads 1 to [#MOST]
    /// @param size floats of a query and of a key
    /// @param width floats of a value
    public static Optional<SharedHeads> of(int heads, int size, int width) {
        boolean whole = size % LANES == 0 && width % LANES == 0;
        if (!whole || Math.max(size, width) > LARGEST || MachineCode.missing().isPresent()) {
            return Optional.empty();
        }
        int keys = keysTogether(heads);
        Optional<MachineCode> dots = MachineCode.of(dots(heads, size, keys));
        Optional<MachineCode> wide = MachineCode.of(sums(heads, TOGETHER, width));
        int left = width / LANES % TOGETHER;
        Optional<MachineCode> rest =
                left == 0 ? Optional.empty() : MachineCode.of(sums(heads, left, width));
        if (dots.isEmpty() || wide.isEmpty() || (left > 0 && rest.isEmpty())) {
            dots.ifPresent(MachineCode::close);
            wide.ifPresent(MachineCode::close);
            rest.ifPresent(MachineCode::close);
            return Optional.empty();
        }
        return Optional.of(new SharedHeads(dots.get(), wide.get(), rest, keys, width));
    }

    /// Sixteen sums are made at a time.
    private static int keysTogether(int heads) {
        return heads > 2 ? 4 : LANES / heads;
    }

    /// scores[h, j] = the dot product of query h and key j, for the first keys of `count`: whole
    /// groups of them.
    ///
    /// @param scores of the first head
    /// @param apart bytes from the scores of one head to those of the next
    /// @param queries the heads one behind the other
    /// @param stride bytes from one key to the next
    /// @return how many keys are done; fewer than sixteen are left
    public int dots(long scores, long apart, long queries, long keys, long stride, int count) {
        int groups = count / keysTogether;
        if (groups > 0) {
            dots.call(queries, keys, stride, groups, scores, apart);
        }
        return groups * keysTogether;
    }

    /// y[h] += the sum of weights[h, j] times value j.
    ///
    /// @param y the heads one behind the other
    /// @param weights of the first head
    /// @param apart bytes from the weights of one head to those of the next
    /// @param stride bytes from one value to the next
    public void sums(long y, long weights, long apart, long values, long stride, int count) {
        if (count <= 0) {
            return;
        }
        int column = 0;
        for (; column + TOGETHER * LANES <= width; column += TOGETHER * LANES) {
            wide.call(y + 4L * column, values + 4L * column, stride, count, weights, apart);
        }
        if (rest.isPresent()) {
            rest.get().call(y + 4L * column, values + 4L * column, stride, count, weights, apart);
        }
    }

    private static void pointers(Assembler a, int heads) {
        for (int h = 1; h < heads; h++) {
            a.move(SCORES[h], SCORES[h - 1]);
            a.addRegister(SCORES[h], APART);
        }
    }

    private static byte[] dots(int heads, int size, int keys) {
        int blocks = size / LANES;
        int key = 2 * MOST; // a vector of the key; 0..7 are the sums of one key
        int[] places = new int[LANES];
        for (int i = 0; i < LANES; i++) {
            places[i] = LANES + i;
        }
        Assembler a = new Assembler();
        pointers(a, heads);
        int start = a.here();
        for (int j = 0; j < keys; j++) {
            for (int h = 0; h < heads; h++) {
                a.zero(2 * h);
                a.zero(2 * h + 1);
            }
            for (int b = 0; b < blocks; b++) {
                a.prefetch(ROWS, b * VECTOR, STRIDE); // eight rows ahead
                a.load(key + b % 2, ROWS, b * VECTOR);
                for (int h = 0; h < heads; h++) {
                    int query = (h * blocks + b) * VECTOR;
                    a.multiplyAdd(2 * h + b % 2, key + b % 2, HEADS, query);
                }
            }
            for (int h = 0; h < heads; h++) {
                int lane = h * keys + j; // of the result: what [#addLanes] brings there
                a.addFloats(places[lane % 4 * 4 + lane / 4], 2 * h, 2 * h + 1);
            }
            a.addRegister(ROWS, STRIDE);
        }
        addLanes(a, places);
        for (int i = 0; i < heads * keys / 4; i++) {
            int h = 4 * i / keys;
            a.storeQuarter(places[0], i, SCORES[h], 16 * i - 4 * h * keys);
        }
        for (int h = 0; h < heads; h++) {
            a.add(SCORES[h], 4 * keys);
        }
        a.loopWhileDecremented(COUNT, start);
        a.end();
        return a.bytes();
    }

    /// The sums of the lanes of sixteen vectors as one vector: lane 4 (i mod 4) + i / 4 is the sum
    /// of vector i.
    private static void addLanes(Assembler a, int[] vectors) {
        int moved = 0;
        for (int apart = 1; apart < LANES; apart *= 2) {
            for (int i = 0; i < LANES; i += 2 * apart) {
                int x = vectors[i];
                int y = vectors[i + apart];
                boolean halves = apart == 1 || apart == 4; // else what alternates
                int low = halves ? 0x44 : 0x88;
                int high = halves ? 0xee : 0xdd;
                if (apart < 4) {
                    a.quarters(moved, x, y, low);
                    a.quarters(x, x, y, high);
                } else {
                    a.floatsOfQuarters(moved, x, y, low);
                    a.floatsOfQuarters(x, x, y, high);
                }
                a.addFloats(x, moved, x);
                moved = (moved + 1) % (2 * MOST);
            }
        }
    }

    private static byte[] sums(int heads, int vectors, int width) {
        int value = heads * vectors;
        int weight = value + vectors;
        Assembler a = new Assembler();
        pointers(a, heads);
        for (int i = 0; i < heads * vectors; i++) {
            a.load(i, HEADS, 4 * width * (i / vectors) + VECTOR * (i % vectors));
        }
        int start = a.here();
        for (int v = 0; v < vectors; v++) {
            a.prefetch(ROWS, v * VECTOR, STRIDE);
            a.load(value + v, ROWS, v * VECTOR);
        }
        for (int h = 0; h < heads; h++) {
            a.broadcast(weight + h, SCORES[h], 0);
            for (int v = 0; v < vectors; v++) {
                a.multiplyAdd(h * vectors + v, value + v, weight + h);
            }
            a.add(SCORES[h], 4);
        }
        a.addRegister(ROWS, STRIDE);
        a.loopWhileDecremented(COUNT, start);
        for (int i = 0; i < heads * vectors; i++) {
            a.store(i, HEADS, 4 * width * (i / vectors) + VECTOR * (i % vectors));
        }
        a.end();
        return a.bytes();
    }

    @Override
    public void close() {
        dots.close();
        wide.close();
        rest.ifPresent(MachineCode::close);
    }
}
