package eu.socle.infer;

import eu.socle.core.Digest;
import eu.socle.core.FreeMemory;
import eu.socle.core.Json;
import eu.socle.core.Refusal;
import eu.socle.core.Workers;
import eu.socle.model.KeyValueCache;
import eu.socle.model.ModelConfig;
import eu.socle.model.Transformer;
import eu.socle.model.Weights;
import eu.socle.model.exchange.GgufCheckpoint;
import eu.socle.tensor.Backend;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.cpu.CpuBackend;
import eu.socle.token.Tokenizer;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/// A model from its files, ready to read and write text.
public final class LoadedModel implements LanguageModel, AutoCloseable {

    private static final int SHORT = 512; // tokens of the shortest use that is worth loading for
    private static final int PADDING = 128; // rows without an id, or a fiftieth of all
    private static final long SMALL = 16L << 20; // bytes of a cache that are not worth a look

    private final ModelFiles files;
    private final Supplier<Digest> digest;
    private final Tokenizer tokenizer;
    private final Transformer transformer;
    private final Memory memory;
    private final Optional<GgufCheckpoint> checkpoint; // where weights may still lie
    private final AutoCloseable backend;
    private boolean begun; // a first pass was made

    private LoadedModel(
            ModelFiles files,
            Supplier<Digest> digest,
            Tokenizer tokenizer,
            Transformer transformer,
            Memory memory,
            Optional<GgufCheckpoint> checkpoint,
            AutoCloseable backend) {
        this.files = files;
        this.digest = digest;
        this.tokenizer = tokenizer;
        this.transformer = transformer;
        this.memory = memory;
        this.checkpoint = checkpoint;
        this.backend = backend;
    }

    /// Loads a model onto the processor.
    ///
    /// @param workers compute; the caller keeps and closes them
    /// @throws Refusal if a file is missing or damaged, or the files do not belong together
    public static LoadedModel open(ModelFiles files, Workers workers) {
        CpuBackend cpu = CpuBackend.open(workers);
        try {
            return open(files, cpu, cpu);
        } catch (RuntimeException e) {
            cpu.close();
            throw e;
        }
    }

    /// Loads a model onto a backend, which the caller keeps and closes.
    ///
    /// @throws Refusal as [#open(ModelFiles, Workers)]
    public static LoadedModel open(ModelFiles files, Backend backend) {
        return open(files, backend, () -> {});
    }

    private static LoadedModel open(ModelFiles files, Backend backend, AutoCloseable owned) {
        return files.isGguf() ? openGguf(files, backend, owned) : openFolder(files, backend, owned);
    }

    private static LoadedModel openFolder(ModelFiles files, Backend backend, AutoCloseable owned) {
        ModelConfig config = ModelConfig.readFolder(files.folder());
        Tokenizer tokenizer = Tokenizer.read(files.tokenizer());
        requireMatch(files, config, tokenizer);
        requireMemory(files, config, backend, 4.0 * config.parameters());
        Memory memory = new Memory();
        try {
            Weights weights = Weights.load(config, files.folder(), memory);
            Transformer transformer = new Transformer(config, weights, backend);
            Digest digest = files.digest();
            return new LoadedModel(
                    files, () -> digest, tokenizer, transformer, memory, Optional.empty(), owned);
        } catch (RuntimeException e) {
            memory.close();
            throw e;
        }
    }

    /// The file stays open: weights are read where they lie in it until they are brought over.
    private static LoadedModel openGguf(ModelFiles files, Backend backend, AutoCloseable owned) {
        GgufCheckpoint file = GgufCheckpoint.open(files.folder());
        Memory memory = new Memory();
        try {
            String where = files.folder().toString();
            ModelConfig config = ModelConfig.parse(Json.canonical(file.config()), where);
            Tokenizer tokenizer = new GgufVocabulary(file.metadata()).read(file.file()::digest);
            requireMatch(files, config, tokenizer);
            requireMemory(files, config, backend, Weights.heldBytes(file));
            Weights weights = Weights.inPlace(config, file, files.folder(), memory, backend);
            Transformer transformer = new Transformer(config, weights, backend);
            return new LoadedModel(
                    files,
                    file.file()::digest,
                    tokenizer,
                    transformer,
                    memory,
                    Optional.of(file),
                    owned);
        } catch (RuntimeException e) {
            memory.close();
            file.close();
            throw e;
        }
    }

    /// Refuses a model that will not fit, before its weights are read.
    private static void requireMemory(
            ModelFiles files, ModelConfig config, Backend backend, double weights) {
        int least = Math.min(config.context(), SHORT);
        long scratch = backend.inferenceScratch(least, config.heads());
        FreeMemory.now()
                .require(
                        weights + KeyValueCache.bytes(config, least) + scratch,
                        String.format(
                                Locale.ROOT,
                                "the model %s (%.1f GiB of weights, and a cache of %d tokens)",
                                files.folder(),
                                weights / (1L << 30),
                                least),
                        "convert it to a smaller type with socle model convert --type q8_0 or q4_0, or choose a smaller model");
    }

    /// Models often have some more rows than their tokenizer has ids, for round sizes; those are
    /// never chosen.
    private static void requireMatch(ModelFiles files, ModelConfig config, Tokenizer tokenizer) {
        int spare = config.vocabulary() - tokenizer.vocabularySize();
        if (spare < 0 || spare > Math.max(PADDING, config.vocabulary() / 50)) {
            throw Refusal.failure(
                    files.tokenizer()
                            + " has "
                            + tokenizer.vocabularySize()
                            + " ids and the model in "
                            + files.folder()
                            + " has "
                            + config.vocabulary()
                            + ": they do not belong together.");
        }
        tokenizer.endOfText(); // refuses a tokenizer that names none
    }

    /// Before each pass: the first one reads weights where they lie in the file, so that it comes
    /// soon; each later one brings some of them over, where they are read faster.
    private void settle() {
        if (begun) {
            transformer.weights().settle();
        }
        begun = true;
    }

    /// Brings over all weights that are still read where they lie in the file, as passes do little
    /// by little.
    public void settleAll() {
        boolean more = true;
        while (more) {
            more = transformer.weights().settle();
        }
    }

    /// The model, for measurements.
    public Transformer transformer() {
        return transformer;
    }

    @Override
    public String name() {
        return files.name();
    }

    @Override
    public Digest digest() {
        return digest.get();
    }

    @Override
    public int context() {
        return transformer.config().context();
    }

    @Override
    public long parameters() {
        return transformer.config().parameters();
    }

    @Override
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    @Override
    public Reading begin(int capacity) {
        requireRoom(capacity);
        KeyValueCache cache = transformer.newCache(capacity);
        float[] logits = new float[tokenizer.vocabularySize()];
        return new Reading() {
            @Override
            public float[] append(int[] ids) {
                settle();
                copy(transformer.append(cache, ids), 0, logits);
                return logits;
            }

            @Override
            public void close() {
                cache.close();
            }
        };
    }

    /// Refuses a sequence whose keys and values will not fit.
    private void requireRoom(int capacity) {
        int tokens = Math.min(capacity, context()); // more is refused for another reason
        long bytes = KeyValueCache.bytes(transformer.config(), tokens);
        if (bytes > SMALL) {
            FreeMemory.now()
                    .require(
                            bytes,
                            "a cache of " + tokens + " tokens for " + name(),
                            "ask for fewer tokens, or for fewer answers at once");
        }
    }

    @Override
    public double[] logProbabilities(int[] ids) {
        if (ids.length == 0 || ids.length > context()) {
            throw new IllegalArgumentException(
                    ids.length + " ids do not fit a context of " + context());
        }
        settle();
        double[] result = new double[ids.length - 1];
        float[] row = new float[tokenizer.vocabularySize()];
        try (Memory scratch = new Memory()) {
            Tensor logits = transformer.logits(ids, scratch);
            for (int t = 0; t < result.length; t++) {
                copy(logits, (long) t * logits.columns(), row);
                result[t] = row[ids[t + 1]] - LogSoftmax.logSum(row);
            }
        }
        return result;
    }

    private static void copy(Tensor from, long first, float[] to) {
        MemorySegment.copy(
                from.data(), ValueLayout.JAVA_FLOAT, first * Float.BYTES, to, 0, to.length);
    }

    @Override
    public void close() {
        memory.close();
        checkpoint.ifPresent(GgufCheckpoint::close);
        try {
            backend.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
