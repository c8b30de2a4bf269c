package eu.socle.model;

import eu.socle.core.Refusal;
import eu.socle.model.config.Attention;
import eu.socle.model.config.Layer;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What later tokens need of earlier ones in one sequence, layer by layer, and the buffers that its
/// forward passes use: keys and values of each key/value head, or in latent attention one latent
/// vector with one rotated key, whatever the number of heads. A layer with a window holds little
/// more than its window: rows that no later token sees make room from time to time, when the last
/// ones move to the front. One thread at a time.
public final class KeyValueCache implements AutoCloseable {

    /// Most rows that go through the model at once: prompts are cut into chunks of this many
    /// tokens.
    static final int CHUNK = 128;

    private static final int SPARE = // rows behind a window, as a share of it: each new token
            4; // then costs 4 rows moved, of the whole window that it reads

    final Rotation rotation;
    final Tensor logits;

    private final Memory memory;
    private final int capacity;
    private final Room room;
    private final Room one;
    private final List<Tensor> keys = new ArrayList<>();
    private final List<Tensor> values = new ArrayList<>();
    private final List<Layer> plan;
    private final Map<Integer, Integer> firsts =
            new HashMap<>(); // token of the first row, by window
    private int length;

    KeyValueCache(ModelConfig config, int capacity) {
        this(config, capacity, Math.max(CHUNK, longest(config) / SPARE));
    }

    private static int longest(ModelConfig config) {
        return config.plan().stream().mapToInt(Layer::window).max().orElse(0);
    }

    /// @param spare rows that a layer with a window holds beyond it, at least [#CHUNK]
    KeyValueCache(ModelConfig config, int capacity, int spare) {
        this.memory = new Memory();
        this.capacity = capacity;
        this.plan = config.plan();
        this.rotation = Rotation.of(config, capacity, memory::zeros);
        for (Layer layer : plan) {
            firsts.put(layer.window(), 0);
            rows(config.attention(), rows(layer, capacity, spare), memory::zeros, keys, values);
        }
        this.room = Room.inference(config, Math.clamp(capacity, 1, CHUNK), memory::zeros);
        this.one = room.first(1);
        this.logits = memory.zeros(1, config.vocabulary());
    }

    private static int rows(Layer layer, int capacity, int spare) {
        return layer.window() == 0
                ? capacity
                : (int) Math.min(capacity, layer.window() - 1L + spare);
    }

    private static void rows(
            Attention attention,
            int rows,
            Room.Floats floats,
            List<Tensor> keys,
            List<Tensor> values) {
        switch (attention) {
            case Attention.Grouped a -> {
                long width = (long) a.keyValueHeads() * a.headSize();
                keys.add(floats.take(rows, width));
                values.add(floats.take(rows, width));
            }
            case Attention.Latent a -> {
                Tensor latent = floats.take(rows, a.rank() + (long) a.rotating());
                keys.add(latent);
                values.add(latent);
            }
        }
    }

    /// Bytes that a cache for this many tokens will take, its buffers included.
    public static long bytes(ModelConfig config, int capacity) {
        int spare = Math.max(CHUNK, longest(config) / SPARE);
        return Room.bytes(floats -> {
            Rotation.of(config, capacity, floats);
            for (Layer layer : config.plan()) {
                List<Tensor> none = new ArrayList<>();
                rows(config.attention(), rows(layer, capacity, spare), floats, none, none);
            }
            Room.inference(config, Math.clamp(capacity, 1, CHUNK), floats);
            floats.take(1, config.vocabulary());
        });
    }

    /// Bytes of keys and values that one new token reads.
    ///
    /// @param length tokens before it, it included; an average over several
    public static double bytesRead(ModelConfig config, double length) {
        double width = // floats of one row; latent attention has one vector for both
                switch (config.attention()) {
                    case Attention.Grouped a -> 2.0 * a.keyValueHeads() * a.headSize();
                    case Attention.Latent a -> (double) a.rank() + a.rotating();
                };
        double rows = 0;
        for (Layer layer : config.plan()) {
            rows += layer.window() == 0 ? length : Math.min(length, layer.window());
        }
        return Float.BYTES * width * rows;
    }

    /// Tokens held.
    public int length() {
        return length;
    }

    /// Most tokens it can hold.
    public int capacity() {
        return capacity;
    }

    /// Bytes of the cache and its buffers, constant from the first token to the last.
    public long bytes() {
        return memory.bytes();
    }

    /// Forgets all tokens; the memory stays.
    public void clear() {
        length = 0;
        firsts.replaceAll((_, _) -> 0);
    }

    /// The row of the next token in the layers with this window.
    int next(int window) {
        return length - Objects.requireNonNull(firsts.get(window));
    }

    /// Makes room for new tokens in the layers with windows: moves what they may still see to the
    /// front where they would not fit behind it.
    void makeRoom(int tokens) {
        Map<Integer, Integer> moved = new HashMap<>();
        for (int layer = 0; layer < plan.size(); layer++) {
            int window = plan.get(layer).window();
            int next = next(window);
            if (next + tokens <= keys.get(layer).rows()) {
                continue;
            }
            int kept = Math.min(next, window - 1);
            move(keys.get(layer), next - kept, kept);
            if (values.get(layer) != keys.get(layer)) {
                move(values.get(layer), next - kept, kept);
            }
            moved.put(window, length - kept);
        }
        firsts.putAll(moved);
    }

    private static void move(Tensor rows, int from, int count) {
        long width = 4L * rows.columns();
        MemorySegment.copy(rows.data(), from * width, rows.data(), 0, count * width);
    }

    Tensor keys(int layer) {
        return keys.get(layer);
    }

    Tensor values(int layer) {
        return values.get(layer);
    }

    /// Buffers for n new tokens.
    Room room(int n) {
        return n == 1 ? one : room.first(n);
    }

    void requireRoom(int tokens) {
        if (tokens < 1) {
            throw new IllegalArgumentException("nothing to append");
        }
        if (length + tokens > capacity) {
            throw Refusal.failure(
                    "the sequence would have "
                            + (length + tokens)
                            + " tokens, its cache holds "
                            + capacity
                            + "; shorten the prompt or ask for fewer tokens.");
        }
    }

    /// Copies the keys and values at the end of new rows behind those already there.
    void store(int layer, Tensor qkv) {
        Tensor k = keys.get(layer);
        Tensor v = values.get(layer);
        int row = next(plan.get(layer).window());
        copy(qkv, qkv.columns() - 2 * k.columns(), k, row, 0, k.columns());
        copy(qkv, qkv.columns() - k.columns(), v, row, 0, v.columns());
    }

    /// Copies new latent vectors and their rotated keys, side by side, behind those already there.
    void store(int layer, Tensor latent, Tensor rotated) {
        int row = next(plan.get(layer).window());
        copy(latent, 0, keys.get(layer), row, 0, latent.columns());
        copy(rotated, 0, keys.get(layer), row, latent.columns(), rotated.columns());
    }

    private static void copy(
            Tensor from, int column, Tensor to, int row, int toColumn, int columns) {
        for (int n = 0; n < from.rows(); n++) {
            MemorySegment.copy(
                    from.data(),
                    4L * ((long) n * from.columns() + column),
                    to.data(),
                    4L * ((long) (row + n) * to.columns() + toColumn),
                    4L * columns);
        }
    }

    void grow(int tokens) {
        length += tokens;
    }

    @Override
    public void close() {
        memory.close();
    }
}
