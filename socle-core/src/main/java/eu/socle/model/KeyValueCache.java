package eu.socle.model;

import eu.socle.core.Refusal;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// Keys and values of one sequence, layer by layer, and the buffers that its forward passes use.
/// One thread at a time.
public final class KeyValueCache implements AutoCloseable {

    /// Most rows that go through the model at once: prompts are cut into chunks of this many
    /// tokens.
    static final int CHUNK = 128;

    final Tensor cos;
    final Tensor sin;
    final Tensor x;
    final Tensor norm;
    final Tensor inverse;
    final Tensor qkv;
    final Tensor attention;
    final Tensor gateUp;
    final Tensor product;
    final Tensor logits;

    private final Memory memory;
    private final int capacity;
    private final List<Tensor> keys = new ArrayList<>();
    private final List<Tensor> values = new ArrayList<>();
    private int length;

    KeyValueCache(ModelConfig config, int capacity, Tensor cos, Tensor sin, Memory memory) {
        this.memory = memory;
        this.capacity = capacity;
        this.cos = cos;
        this.sin = sin;
        int width = config.keyValueHeads() * config.headSize();
        int queries = config.heads() * config.headSize();
        for (int layer = 0; layer < config.layers(); layer++) {
            keys.add(memory.zeros(capacity, width));
            values.add(memory.zeros(capacity, width));
        }
        this.x = memory.zeros(CHUNK, config.hidden());
        this.norm = memory.zeros(CHUNK, config.hidden());
        this.inverse = memory.zeros(CHUNK, 1);
        this.qkv = memory.zeros(CHUNK, queries + 2L * width);
        this.attention = memory.zeros(CHUNK, queries);
        this.gateUp = memory.zeros(CHUNK, 2L * config.feedForward());
        this.product = memory.zeros(CHUNK, config.feedForward());
        this.logits = memory.zeros(1, config.vocabulary());
    }

    /// Tokens held.
    public int length() {
        return length;
    }

    /// Most tokens it can hold.
    public int capacity() {
        return capacity;
    }

    /// Forgets all tokens; the memory stays.
    public void clear() {
        length = 0;
    }

    Tensor keys(int layer) {
        return keys.get(layer);
    }

    Tensor values(int layer) {
        return values.get(layer);
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

    /// Copies the keys and values of new rows behind those already there.
    void store(int layer, Tensor qkv, int start) {
        Tensor k = keys.get(layer);
        Tensor v = values.get(layer);
        long bytes = 4L * k.columns();
        long row = 4L * qkv.columns();
        for (int n = 0; n < qkv.rows(); n++) {
            long from = n * row + row - 2 * bytes;
            MemorySegment.copy(qkv.data(), from, k.data(), (start + n) * bytes, bytes);
            MemorySegment.copy(qkv.data(), from + bytes, v.data(), (start + n) * bytes, bytes);
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
