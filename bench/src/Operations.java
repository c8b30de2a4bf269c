import eu.socle.core.Seed;
import eu.socle.core.Workers;
import eu.socle.tensor.AdamW;
import eu.socle.tensor.AttentionShape;
import eu.socle.tensor.DType;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Pairing;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.Write;
import eu.socle.tensor.block.TileShape;
import eu.socle.tensor.cpu.CpuBackend;
import eu.socle.tensor.loss.HeadLoss;
import eu.socle.tensor.row.Curve;
import eu.socle.tensor.update.Muon;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;
import java.util.TreeMap;

/// Times each operation of the engine at the sizes of one training step, and says how often the step asks for it.
///
/// Arguments: name=value for layers, hidden, heads, kv, ff, vocabulary, tokens, batch, rounds, threads; default is the GPT of 12 M parameters. With threads=1 the time is the processor time of the thread, which other work on the machine disturbs little; else it is wall time. Prints a table: milliseconds of one call (least of the rounds), calls in a step, milliseconds in a step, GFLOP/s of the products.
public final class Operations {

    private static final TreeMap<String, Integer> SIZES = new TreeMap<>();

    static {
        SIZES.put("layers", 6);
        SIZES.put("hidden", 384);
        SIZES.put("heads", 6);
        SIZES.put("kv", 6);
        SIZES.put("ff", 1024);
        SIZES.put("vocabulary", 4096);
        SIZES.put("tokens", 256);
        SIZES.put("batch", 8);
        SIZES.put("rounds", 30);
        SIZES.put("threads", 1);
    }

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static double total;
    private static double products;

    public static void main(String[] arguments) {
        for (String argument : arguments) {
            int at = argument.indexOf('=');
            SIZES.put(argument.substring(0, at), Integer.parseInt(argument.substring(at + 1)));
        }
        try (Workers workers = Workers.of(size("threads"));
                Memory memory = new Memory();
                CpuBackend backend = CpuBackend.open(workers)) {
            System.out.println(backend.describe() + "; " + SIZES);
            measure(backend, memory);
        }
        System.out.printf(Locale.ROOT, "%-34s %26.1f ms, of which products %.1f ms%n", "step", total, products);
    }

    private static void measure(CpuBackend e, Memory memory) {
        int layers = size("layers");
        int c = size("hidden");
        int f = size("ff");
        int v = size("vocabulary");
        int n = size("batch") * size("tokens");
        int d = c / size("heads");
        int[] firstKey = new int[n];
        AttentionShape shape =
                new AttentionShape(size("batch"), size("tokens"), size("heads"), size("kv"), d, (float) (1 / Math.sqrt(d)), firstKey);
        int r = shape.rowLength();
        int[] ids = new int[n];
        int[] labels = new int[n];
        int[] positions = new int[n];
        Seed seed = new Seed(3);
        Arrays.setAll(ids, i -> (int) seed.below(v, i));
        Arrays.setAll(labels, i -> (int) seed.below(v, n + i));
        Arrays.setAll(positions, i -> i % size("tokens"));
        Tensor x = random(memory, n, c);
        Tensor y = random(memory, n, c);
        Tensor z = random(memory, n, c);
        Tensor qkv = random(memory, n, r);
        Tensor dQkv = random(memory, n, r);
        Tensor gateUp = random(memory, n, 2L * f);
        Tensor dGateUp = random(memory, n, 2L * f);
        Tensor product = random(memory, n, f);
        Tensor wQkv = random(memory, r, c);
        Tensor wOut = random(memory, c, c);
        Tensor wGateUp = random(memory, 2L * f, c);
        Tensor wDown = random(memory, c, f);
        Tensor table = random(memory, v, c);
        Tensor dTable = random(memory, v, c);
        Tensor gain = random(memory, c);
        Tensor dGain = random(memory, c);
        Tensor inverse = random(memory, n);
        Tensor lse = random(memory, n, size("heads"));
        Tensor cos = random(memory, size("tokens"), d / 2);
        Tensor sin = random(memory, size("tokens"), d / 2);
        table.data().fill((byte) 0);

        product("qkv", layers, n, r, c, () -> e.linear(qkv, x, wQkv, Write.SET));
        product("qkv dX", layers, n, c, r, () -> e.linearInputGradient(y, dQkv, wQkv, Write.SET));
        product("qkv dW", layers, r, c, n, () -> e.linearWeightGradient(wQkv, dQkv, x, Write.ADD));
        product("output", layers, n, c, c, () -> e.linear(y, x, wOut, Write.SET));
        product("output dX", layers, n, c, c, () -> e.linearInputGradient(y, x, wOut, Write.SET));
        product("output dW", layers, c, c, n, () -> e.linearWeightGradient(wOut, y, x, Write.ADD));
        product("gateUp", layers, n, 2 * f, c, () -> e.linear(gateUp, x, wGateUp, Write.SET));
        product("gateUp dX", layers, n, c, 2 * f, () -> e.linearInputGradient(y, dGateUp, wGateUp, Write.SET));
        product("gateUp dW", layers, 2 * f, c, n, () -> e.linearWeightGradient(wGateUp, dGateUp, x, Write.ADD));
        product("down", layers, n, c, f, () -> e.linear(y, product, wDown, Write.SET));
        product("down dX", layers, n, f, c, () -> e.linearInputGradient(product, y, wDown, Write.SET));
        product("down dW", layers, c, f, n, () -> e.linearWeightGradient(wDown, y, product, Write.ADD));
        reset(x, y, z, qkv, dQkv, gateUp, dGateUp, product);
        time("attention", layers, () -> e.attention(y, lse, qkv, shape));
        time("attention backward", layers, () -> e.attentionBackward(dQkv, x, y, lse, qkv, shape));
        time("rope", 2 * layers, () -> e.rope(qkv, cos, sin, positions, shape.queriesAndKeys(), Pairing.HALVES));
        reset(qkv);
        time("add + rmsNorm", 2 * layers + 1, () -> e.addRmsNorm(y, inverse, z, x, x, gain, 1e-5f));
        reset(x, y, z);
        time("rmsNorm backward", 2 * layers + 1, () -> e.rmsNormBackward(y, dGain, z, x, gain, inverse, Write.SET));
        time("swiglu", layers, () -> e.swiglu(product, gateUp));
        time("swiglu backward", layers, () -> e.swigluBackward(dGateUp, product, gateUp));
        time("embed", 1, () -> e.embed(y, table, ids));
        time("embed backward", 1, () -> e.embedBackward(dTable, y, ids));
        reset(x, table);
        product("head + cross-entropy + gradient", 1, 3 * n, v, c, () -> e.crossEntropyWithGradient(y, dTable, x, table, labels, n));
        Tensor all = memory.zeros((long) layers * ((long) c * (r + c) + 3L * c * f) + (long) v * c);
        Tensor g = memory.zeros(all.size());
        Tensor m = memory.zeros(all.size());
        Tensor s = memory.zeros(all.size());
        time("clear gradients", 1, g::clear);
        time("sum of squares", 1, () -> e.sumOfSquares(g));
        time("AdamW", 1, () -> e.adamW(all, g, m, s, new AdamW(0.9f, 0.95f, 1e-8f, 0.1f), 1e-3, 5, 1));
        others(e, memory, x, y, z, table, labels);
    }

    /// Operations that this model's step does not ask for: no part of the total.
    private static void others(CpuBackend e, Memory memory, Tensor x, Tensor y, Tensor z, Tensor table, int[] labels) {
        int n = x.rows();
        int c = x.columns();
        int f = size("ff");
        int v = size("vocabulary");
        reset(x, y, z, table);
        Tensor gain = memory.zeros(c);
        Tensor bias = memory.zeros(c);
        Tensor mean = memory.zeros(n);
        Tensor inverse = memory.zeros(n);
        Tensor wide = memory.zeros(n, f);
        Tensor dWide = memory.zeros(n, f);
        Tensor dTable = memory.zeros(v, c);
        Tensor w = memory.zeros(f, c);
        Tensor g = memory.zeros(f, c);
        Tensor m = memory.zeros(f, c);
        Tensor half = memory.allocate(DType.BF16, n, f);
        Tensor codes = memory.allocate(DType.U8, n, f);
        Tensor scales = memory.zeros(n, TileShape.ACTIVATIONS.across(f));
        reset(wide, dWide, w, g);
        HeadLoss form = HeadLoss.PLAIN.smoothed(0.1).withZ(1e-4).capped(30);
        product("head + smoothed, capped, z", 0, 3 * n, v, c, () -> e.losses().crossEntropyWithGradient(y, dTable, x, table, labels, n, form));
        product("log-probabilities, entropy", 0, n, v, c, () -> e.losses().logProbabilities(mean, inverse, x, table, labels, 0.7f));
        product("log-probabilities backward", 0, 3 * n, v, c, () -> e.losses().logProbabilitiesBackward(y, dTable, mean, inverse, x, table, labels, 0.7f));
        product("Muon, one [ff, hidden]", 0, 5, 2 * f + c, c * c, () -> e.updates().muon(w, g, m, Muon.of(0.95f, 0.1f, Muon.Factor.AS_ADAMW), 1e-3, 1));
        time("layer norm", 0, () -> e.rowOperations().layerNorm(y, mean, inverse, x, gain, bias, 1e-5f));
        time("layer norm backward", 0, () -> e.rowOperations().layerNormBackward(y, gain, bias, z, x, gain, mean, inverse));
        time("gelu", 0, () -> e.rowOperations().apply(dWide, wide, new Curve.GeluTanh()));
        time("gelu backward", 0, () -> e.rowOperations().applyBackward(dWide, wide, wide, new Curve.GeluTanh()));
        time("soft cap", 0, () -> e.rowOperations().apply(dWide, wide, new Curve.SoftCap(30)));
        time("softmax", 0, () -> e.rowOperations().softmax(dWide, wide));
        time("dropout", 0, () -> e.rowOperations().dropout(dWide, wide, 0.1, new Seed(1)));
        time("cast to bf16", 0, () -> e.casts().cast(half, wide));
        time("cast from bf16", 0, () -> e.casts().cast(dWide, half));
        time("tiles of eight-bit floats", 0, () -> e.casts().encode(codes, scales, wide, TileShape.ACTIVATIONS));
    }

    private static void product(String name, int calls, int m, int n, int k, Runnable operation) {
        double ms = least(operation);
        products += ms * calls;
        total += ms * calls;
        System.out.printf(Locale.ROOT, "%-34s %8.3f ms x %2d = %8.2f ms %8.1f GFLOP/s%n", name, ms, calls, ms * calls, 2.0 * m * n * k / ms / 1e6);
    }

    private static void time(String name, int calls, Runnable operation) {
        double ms = least(operation);
        total += ms * calls;
        System.out.printf(Locale.ROOT, "%-34s %8.3f ms x %2d = %8.2f ms%n", name, ms, calls, ms * calls);
    }

    private static double least(Runnable operation) {
        double least = Double.POSITIVE_INFINITY;
        for (int round = 0; round < size("rounds"); round++) {
            long start = now();
            operation.run();
            least = Math.min(least, (now() - start) / 1e6);
        }
        return least;
    }

    private static long now() {
        return size("threads") == 1 ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
    }

    private static void reset(Tensor... tensors) {
        for (Tensor tensor : tensors) {
            fill(tensor);
        }
    }

    private static Tensor random(Memory memory, long... shape) {
        Tensor tensor = memory.zeros(shape);
        fill(tensor);
        return tensor;
    }

    private static void fill(Tensor tensor) {
        Seed seed = new Seed(7);
        for (long i = 0; i < tensor.size(); i++) {
            tensor.set(i, (float) (seed.uniform(i) - 0.5));
        }
    }

    private static int size(String name) {
        return SIZES.get(name);
    }
}
