import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.LlamaOutput;
import de.kherud.llama.ModelParameters;
import de.kherud.llama.args.LogFormat;
import eu.socle.core.Json;
import eu.socle.core.Workers;
import eu.socle.model.KeyValueCache;
import eu.socle.model.ModelConfig;
import eu.socle.model.file.Pending;
import eu.socle.model.Transformer;
import eu.socle.model.Weights;
import eu.socle.model.exchange.GgufCheckpoint;
import eu.socle.model.gguf.GgufWriter;
import eu.socle.model.gguf.MetadataValue;
import eu.socle.tensor.DType;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.cpu.CpuBackend;
import eu.socle.tensor.cpu.CpuFeatures;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/// Speed of a quantised Llama of random weights: first token, reading of 512 tokens, writing one by one; ours, then llama.cpp (de.kherud:llama) on the same file with the same number of threads.
///
/// Arguments: FILE TYPE(Q8_0|Q4_0) SIZE(336m|1b) THREADS ROUNDS. Makes FILE if it is not there. Prints one line of JSON for each engine.
public final class Decode {

    private static final int PROMPT = 512;
    private static final int TOKENS = 24;

    public static void main(String[] a) throws Exception {
        Path file = Path.of(a[0]);
        DType type = DType.valueOf(a[1]);
        boolean large = a[2].equals("1b");
        int threads = Integer.parseInt(a[3]);
        int rounds = Integer.parseInt(a[4]);
        if (!Files.exists(file)) {
            write(file, type, large ? 24 : 16, large ? 2048 : 1024, large ? 5632 : 4096, large ? 32 : 16, large ? 32000 : 32000);
        }
        ours(file, threads, rounds);
        peer(file, threads, rounds);
        Runtime.getRuntime().halt(0); // the peer's server thread does not end
    }

    private static void ours(Path file, int threads, int rounds) {
        long start = System.nanoTime();
        double first;
        try (Workers workers = Workers.of(threads);
                CpuBackend backend = CpuBackend.open(workers);
                GgufCheckpoint checkpoint = GgufCheckpoint.open(file);
                Memory memory = new Memory()) {
            ModelConfig config = ModelConfig.parse(Json.canonical(checkpoint.config()), file.toString());
            Weights weights = Weights.inPlace(config, checkpoint, file, memory, backend);
            Transformer model = new Transformer(config, weights, backend);
            double loaded = (System.nanoTime() - start) / 1e9;
            try (KeyValueCache cache = model.newCache(PROMPT + TOKENS + 8)) {
                model.append(cache, new int[] {1});
                first = (System.nanoTime() - start) / 1e9;
                long bring = System.nanoTime();
                while (weights.settle()) {}
                double settled = (System.nanoTime() - bring) / 1e9;
                int[] prompt = new int[PROMPT];
                Arrays.setAll(prompt, i -> 97 + i % 20);
                double[] reads = new double[rounds];
                double[] writes = new double[rounds];
                double[] bandwidth = new double[rounds];
                for (int r = -2; r < rounds; r++) {
                    double measured = CpuFeatures.readBandwidth(workers);
                    cache.clear();
                    long t = System.nanoTime();
                    model.append(cache, prompt);
                    double read = (System.nanoTime() - t) / 1e9;
                    t = System.nanoTime();
                    for (int i = 0; i < TOKENS; i++) {
                        model.append(cache, new int[] {100 + i});
                    }
                    double write = (System.nanoTime() - t) / 1e9;
                    if (r >= 0) {
                        reads[r] = PROMPT / read;
                        writes[r] = TOKENS / write;
                        bandwidth[r] = measured;
                    }
                }
                double bytes = model.weights().bytesPerToken();
                double write = median(writes);
                double most = median(bandwidth);
                System.out.printf(Locale.ROOT, "{\"engine\":\"socle\",\"file\":\"%s\",\"loadSeconds\":%.3f,\"firstTokenSeconds\":%.3f,\"settleSeconds\":%.3f,\"prefillTokensPerSecond\":%.1f,\"decodeTokensPerSecond\":%.2f,\"bytesPerToken\":%.0f,\"decodeBytesPerSecond\":%.4g,\"readBandwidth\":%.4g,\"share\":%.3f}%n", file.getFileName(), loaded, first, settled, median(reads), write, bytes, bytes * write, most, bytes * write / most);
            }
        }
    }

    private static void peer(Path file, int threads, int rounds) {
        LlamaModel.setLogger(LogFormat.TEXT, (level, text) -> {
            if (text.contains("system_info")) {
                System.err.println(text.strip());
            }
        });
        ModelParameters parameters = new ModelParameters().setModel(file.toString()).setThreads(threads).setThreadsBatch(threads).setCtxSize(1024);
        try (LlamaModel model = new LlamaModel(parameters)) {
            double[] reads = new double[rounds];
            double[] writes = new double[rounds];
            for (int r = -1; r < rounds; r++) {
                StringBuilder prompt = new StringBuilder();
                for (int i = 0; i < PROMPT; i++) {
                    prompt.append((char) ('a' + (i + r + 5) % 20)); // another beginning each time: nothing is cached
                }
                InferenceParameters ask = new InferenceParameters(prompt.toString()).setTemperature(0).setNPredict(TOKENS).setIgnoreEos(true).setCachePrompt(false);
                long t = System.nanoTime();
                long first = 0;
                int count = 0;
                for (LlamaOutput output : model.generate(ask)) {
                    if (count++ == 0) {
                        first = System.nanoTime();
                    }
                }
                long end = System.nanoTime();
                if (r >= 0) {
                    reads[r] = PROMPT / ((first - t) / 1e9);
                    writes[r] = (TOKENS - 1) / ((end - first) / 1e9);
                }
            }
            System.out.printf(Locale.ROOT, "{\"engine\":\"llama.cpp b4916\",\"file\":\"%s\",\"prefillTokensPerSecond\":%.1f,\"decodeTokensPerSecond\":%.2f}%n", file.getFileName(), median(reads), median(writes));
        }
    }

    private static double median(double[] x) {
        double[] sorted = x.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static void write(Path file, DType type, int layers, int c, int f, int heads, int vocabulary) {
        Map<String, MetadataValue> keys = new LinkedHashMap<>();
        keys.put("general.architecture", MetadataValue.of("llama"));
        keys.put("general.name", MetadataValue.of("random"));
        keys.put("llama.block_count", MetadataValue.of((long) layers));
        keys.put("llama.context_length", MetadataValue.of(2048L));
        keys.put("llama.embedding_length", MetadataValue.of((long) c));
        keys.put("llama.feed_forward_length", MetadataValue.of((long) f));
        keys.put("llama.attention.head_count", MetadataValue.of((long) heads));
        keys.put("llama.attention.head_count_kv", MetadataValue.of((long) heads / 4));
        keys.put("llama.attention.layer_norm_rms_epsilon", MetadataValue.of(1e-5f));
        keys.put("llama.rope.freq_base", MetadataValue.of(10000f));
        keys.put("llama.rope.dimension_count", MetadataValue.of((long) c / heads));
        keys.put("llama.vocab_size", MetadataValue.of((long) vocabulary));
        List<String> tokens = new ArrayList<>();
        int more = 0;
        for (int b = 0; b < 256; b++) { // GPT-2's printable stand-ins of bytes
            boolean itself = b >= 33 && b <= 126 || b >= 161 && b <= 172 || b >= 174;
            tokens.add(Character.toString(itself ? b : 256 + more));
            more += itself ? 0 : 1;
        }
        while (tokens.size() < vocabulary) {
            tokens.add("<filler " + tokens.size() + ">");
        }
        long[] kinds = new long[vocabulary];
        Arrays.fill(kinds, 1);
        keys.put("tokenizer.ggml.model", MetadataValue.of("gpt2"));
        keys.put("tokenizer.ggml.pre", MetadataValue.of("gpt-2"));
        keys.put("tokenizer.ggml.tokens", new MetadataValue.Texts(tokens));
        keys.put("tokenizer.ggml.token_type", new MetadataValue.Wholes(eu.socle.model.gguf.ValueType.I32, kinds));
        keys.put("tokenizer.ggml.merges", new MetadataValue.Texts(List.of("z z")));
        keys.put("tokenizer.ggml.eos_token_id", MetadataValue.of(300L));
        keys.put("tokenizer.ggml.bos_token_id", MetadataValue.of(300L));
        Map<String, Pending> tensors = new LinkedHashMap<>();
        matrix(tensors, "token_embd.weight", type, vocabulary, c);
        for (int layer = 0; layer < layers; layer++) {
            String name = "blk." + layer + ".";
            ones(tensors, name + "attn_norm.weight", c);
            matrix(tensors, name + "attn_q.weight", type, c, c);
            matrix(tensors, name + "attn_k.weight", type, c / 4, c);
            matrix(tensors, name + "attn_v.weight", type, c / 4, c);
            matrix(tensors, name + "attn_output.weight", type, c, c);
            ones(tensors, name + "ffn_norm.weight", c);
            matrix(tensors, name + "ffn_gate.weight", type, f, c);
            matrix(tensors, name + "ffn_up.weight", type, f, c);
            matrix(tensors, name + "ffn_down.weight", type, c, f);
        }
        ones(tensors, "output_norm.weight", c);
        matrix(tensors, "output.weight", type, vocabulary, c);
        GgufWriter.write(file, keys, tensors);
    }

    private static void ones(Map<String, Pending> tensors, String name, int length) {
        tensors.put(name, new Pending(DType.F32, new long[] {length}, memory -> {
            Tensor t = memory.zeros(length);
            for (int i = 0; i < length; i++) {
                t.set(i, 1);
            }
            return t;
        }));
    }

    /// Random integers under one scale, so that a product neither grows nor shrinks what it takes.
    private static void matrix(Map<String, Pending> tensors, String name, DType type, long rows, int columns) {
        tensors.put(name, new Pending(type, new long[] {rows, columns}, memory -> {
            Tensor t = memory.allocate(type, rows, columns);
            SplittableRandom random = new SplittableRandom(name.hashCode());
            MemorySegment data = t.data();
            byte[] chunk = new byte[type.blockBytes() * 4096];
            short scale = Float.floatToFloat16((float) (1 / (Math.sqrt(columns) * (type == DType.Q8_0 ? 74 : 4.6))));
            for (long at = 0; at < data.byteSize(); at += chunk.length) {
                random.nextBytes(chunk);
                for (int b = 0; b < chunk.length; b += type.blockBytes()) {
                    chunk[b] = (byte) scale;
                    chunk[b + 1] = (byte) (scale >> 8);
                }
                MemorySegment.copy(chunk, 0, data, ValueLayout.JAVA_BYTE, at, (int) Math.min(chunk.length, data.byteSize() - at));
            }
            return t;
        }));
    }
}
