package eu.socle.model;

import eu.socle.core.Refusal;
import eu.socle.model.config.Attention;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// What later tokens need of earlier ones in one sequence, layer by layer, and the buffers that its
/// forward passes use: keys and values of each key/value head, or in latent attention one latent
/// vector with one rotated key, whatever the number of heads. One thread at a time.
public final class KeyValueCache implements AutoCloseable {

    /// Most rows that go through the model at once: prompts are cut into chunks of this many
    /// tokens.
    static final int CHUNK = 128;

    final Rotation rotation;
    final Tensor logits;

    private final Memory memory;
    private final int capacity;
    private final Room room;
    private final Room one;
    private final List<Tensor> keys = new ArrayList<>();
    private final List<Tensor> values = new ArrayList<>();
    private int length;

    KeyValueCache(ModelConfig config, int capacity) {
        this.memory = new Memory();
        this.capacity = capacity;
        this.rotation = Rotation.of(config, capacity, memory::zeros);
        for (int layer = 0; layer < config.layers(); layer++) {
            switch (config.attention()) {
                case Attention.Grouped a -> {
                    long width = (long) a.keyValueHeads() * a.headSize();
                    keys.add(memory.zeros(capacity, width));
                    values.add(memory.zeros(capacity, width));
                }
                case Attention.Latent a -> {
                    Tensor latent = memory.zeros(capacity, a.rank() + (long) a.rotating());
                    keys.add(latent);
                    values.add(latent);
                }
            }
        }
        this.room = Room.inference(config, Math.clamp(capacity, 1, CHUNK), memory::zeros);
        this.one = room.first(1);
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

    /// Bytes of the cache and its buffers, constant from the first token to the last.
    public long bytes() {
        return memory.bytes();
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
        copy(qkv, qkv.columns() - 2 * k.columns(), k, 0, k.columns());
        copy(qkv, qkv.columns() - k.columns(), v, 0, v.columns());
    }

    /// Copies new latent vectors and their rotated keys, side by side, behind those already there.
    void store(int layer, Tensor latent, Tensor rotated) {
        copy(latent, 0, keys.get(layer), 0, latent.columns());
        copy(rotated, 0, keys.get(layer), latent.columns(), rotated.columns());
    }

    private void copy(Tensor from, int column, Tensor to, int toColumn, int columns) {
        for (int n = 0; n < from.rows(); n++) {
            MemorySegment.copy(
                    from.data(),
                    4L * ((long) n * from.columns() + column),
                    to.data(),
                    4L * ((long) (length + n) * to.columns() + toColumn),
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
