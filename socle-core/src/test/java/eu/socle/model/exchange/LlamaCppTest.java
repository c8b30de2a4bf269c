package eu.socle.model.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.LlamaOutput;
import de.kherud.llama.ModelParameters;
import de.kherud.llama.args.CacheType;
import de.kherud.llama.args.LogFormat;
import de.kherud.llama.args.PoolingType;
import eu.socle.Shared;
import eu.socle.core.Json;
import eu.socle.core.Refusal;
import eu.socle.core.Seed;
import eu.socle.core.Workers;
import eu.socle.model.KeyValueCache;
import eu.socle.model.ModelConfig;
import eu.socle.model.Transformer;
import eu.socle.model.Weights;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.cpu.CpuBackend;
import eu.socle.token.Specials;
import eu.socle.token.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Our exports in llama.cpp (build 4916, March 2025): the same tokens, and probabilities as near as
/// its arithmetic allows.
final class LlamaCppTest {

    private static final String PROMPT = "Once upon a time the moon and 123 stars ";
    private static final int STEPS = 16;

    @TempDir static Path original;
    @TempDir Path folder;

    private static final List<String> TEXTS =
            List.of(
                    "The tide rises twice a day.",
                    "La marée monte deux fois par jour; l'eau est froide.",
                    "Das Brot braucht Mehl, Wasser und 12345 Minuten Zeit.",
                    "x",
                    "   leading and   inner\n\nspaces",
                    "An owl 🦉 hears a mouse under the snow from far away, and waits, and waits.");

    /// The binding unpacks its library into the folder of this name.
    private static final String UNPACKED = "de.kherud.llama.tmpdir";

    @BeforeAll
    static void prepare(@TempDir Path unpacked) throws IOException {
        tinyModel(original, config("'model_type':'llama'"));
        System.setProperty(UNPACKED, unpacked.toString());
        LlamaModel.setLogger(LogFormat.TEXT, (level, text) -> {});
    }

    @ParameterizedTest
    @EnumSource
    void llama_cpp_continues_our_file_with_our_tokens(Storage type) throws IOException {
        Path file = folder.resolve("model-" + type + ".gguf");
        try (Checkpoint checkpoint = Checkpoint.open(original)) {
            GgufExport.Provenance provenance =
                    new GgufExport.Provenance("tiny", "CC0-1.0", List.of("none"), List.of());
            GgufExport.write(file, checkpoint, type, provenance);
        }
        Tokenizer tokenizer = Tokenizer.read(original.resolve("tokenizer.json"));
        try (GgufCheckpoint checkpoint = GgufCheckpoint.open(file);
                Workers workers = Workers.of(1);
                CpuBackend backend = CpuBackend.open(workers);
                Memory memory = new Memory()) {
            ModelConfig config =
                    ModelConfig.parse(Json.canonical(checkpoint.config()), file.toString());
            Weights weights = Weights.load(config, checkpoint, file, memory);
            Transformer model = new Transformer(config, weights, backend);
            int agreed = greedy(file, tokenizer, model);
            double worst = logits(file, tokenizer, model, memory);
            System.err.printf(
                    Locale.ROOT,
                    "llama.cpp on %s: %d of %d greedy tokens equal, logits off by at most %.5f of their deviation%n",
                    type,
                    agreed,
                    STEPS,
                    worst);
            boolean exact = type == Storage.F32 || type == Storage.F16;
            assertThat(agreed).isGreaterThanOrEqualTo(exact ? STEPS : STEPS / 2);
            assertThat(worst).isLessThan(allowed(type));
        }
    }

    /// Other architectures that build 4916 knows, as f32; those that our transformer knows, too.
    @TestFactory
    List<DynamicTest> other_families_have_the_same_logits() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (String family :
                List.of(
                        "'model_type':'llama','rope_scaling':{'rope_type':'llama3','factor':8.0,'low_freq_factor':1.0,'high_freq_factor':4.0,'original_max_position_embeddings':64}",
                        "'model_type':'llama','rope_scaling':{'rope_type':'linear','factor':2.0}",
                        "'model_type':'mixtral','num_local_experts':4,'num_experts_per_tok':2",
                        "'model_type':'qwen2'",
                        "'model_type':'olmo2'")) {
            ModelConfig config;
            try {
                config = config(family);
            } catch (Refusal refusal) {
                assertThat(refusal).hasMessageContaining("not supported");
                continue;
            }
            tests.add(DynamicTest.dynamicTest(family.replace("'", ""), () -> sameLogits(config)));
        }
        return tests;
    }

    private void sameLogits(ModelConfig config) throws IOException {
        Path checkpoint = Files.createTempDirectory(folder, "family");
        tinyModel(checkpoint, config);
        Path file = checkpoint.resolve("model.gguf");
        try (Checkpoint opened = Checkpoint.open(checkpoint)) {
            GgufExport.Provenance provenance =
                    new GgufExport.Provenance("tiny", "", List.of(), List.of());
            GgufExport.write(file, opened, Storage.F32, provenance);
        }
        Tokenizer tokenizer = Tokenizer.read(checkpoint.resolve("tokenizer.json"));
        try (GgufCheckpoint read = GgufCheckpoint.open(file);
                Workers workers = Workers.of(1);
                CpuBackend backend = CpuBackend.open(workers);
                Memory memory = new Memory()) {
            ModelConfig again = ModelConfig.parse(Json.canonical(read.config()), file.toString());
            Weights weights = Weights.load(again, read, file, memory);
            Transformer model = new Transformer(again, weights, backend);
            assertThat(greedy(file, tokenizer, model)).isEqualTo(STEPS);
            assertThat(logits(file, tokenizer, model, memory)).isLessThan(1e-3);
        }
    }

    /// llama.cpp multiplies F32 weights in f32; beside F16 and BF16 weights it rounds activations
    /// to their type (11 and 8 bits), beside quantised ones to 8 bits for each block.
    private static double allowed(Storage type) {
        return switch (type) {
            case F32 -> 1e-4;
            case F16 -> 0.02;
            case BF16 -> 0.1;
            default -> 0.4;
        };
    }

    /// Our model reads what llama.cpp wrote, and says at each step what it would have written.
    ///
    /// @return how many of llama.cpp's tokens are ours
    private static int greedy(Path file, Tokenizer tokenizer, Transformer model) {
        List<String> theirs = new ArrayList<>();
        try (LlamaModel peer = new LlamaModel(parameters(file))) {
            for (String text : TEXTS) {
                assertThat(peer.encode(text)).as(text).isEqualTo(tokenizer.encode(text));
            }
            InferenceParameters ask =
                    new InferenceParameters(PROMPT)
                            .setTemperature(0)
                            .setNPredict(STEPS)
                            .setIgnoreEos(true)
                            .setRepeatPenalty(1);
            for (LlamaOutput output : peer.generate(ask)) {
                if (!output.text.isEmpty()) { // an empty one only says that it ended
                    theirs.add(output.text);
                }
            }
        }
        assertThat(theirs).hasSize(STEPS);
        int agreed = 0;
        int[] prompt = tokenizer.encode(PROMPT);
        try (KeyValueCache cache = model.newCache(prompt.length + STEPS)) {
            Tensor logits = model.append(cache, prompt);
            for (String text : theirs) {
                agreed += tokenizer.decode(new int[] {best(logits)}).equals(text) ? 1 : 0;
                logits = model.append(cache, new int[] {id(tokenizer, text)});
            }
        }
        return agreed;
    }

    /// The binding gives no logits, but the state of the last token after the last norm, scaled to
    /// length 1. The norm's gains are 1, so its length was sqrt(C), and the head gives the logits.
    ///
    /// @return largest difference of a logit, in standard deviations of the logits
    private static double logits(Path file, Tokenizer tokenizer, Transformer model, Memory memory) {
        double worst = 0;
        ModelParameters parameters =
                parameters(file).enableEmbedding().setPoolingType(PoolingType.LAST);
        try (LlamaModel peer = new LlamaModel(parameters)) {
            Tensor head = model.weights().tensor("lm_head.weight");
            for (String text : TEXTS) {
                float[] state = peer.embed(text);
                int[] ids = tokenizer.encode(text);
                Tensor own = model.logits(ids, memory);
                long last = (ids.length - 1L) * head.rows();
                double square = 0;
                double off = 0;
                for (int v = 0; v < head.rows(); v++) {
                    double theirs = 0;
                    for (int c = 0; c < state.length; c++) {
                        theirs += (double) head.get((long) v * state.length + c) * state[c];
                    }
                    theirs *= Math.sqrt(state.length);
                    off = Math.max(off, Math.abs(theirs - own.get(last + v)));
                    square += Math.pow(own.get(last + v), 2);
                }
                worst = Math.max(worst, off / Math.sqrt(square / head.rows()));
            }
        }
        return worst;
    }

    private static ModelParameters parameters(Path file) {
        return new ModelParameters()
                .setModel(file.toString())
                .setThreads(1)
                .setCtxSize(128)
                .setCacheTypeK(CacheType.F32)
                .setCacheTypeV(CacheType.F32)
                .skipWarmup()
                .disableLog();
    }

    private static int best(Tensor logits) {
        int best = 0;
        for (int id = 1; id < logits.size(); id++) {
            best = logits.get(id) > logits.get(best) ? id : best;
        }
        return best;
    }

    private static int id(Tokenizer tokenizer, String text) {
        for (int id = 0; id < tokenizer.vocabularySize(); id++) {
            if (tokenizer.decode(new int[] {id}, Specials.SHOWN).equals(text)) {
                return id;
            }
        }
        throw new AssertionError("no token is \"" + text + "\"");
    }

    /// A Llama of random weights with a vocabulary of ours. The head's rows of tokens that are not
    /// plain text are zero, so that what is written can be read back token by token.
    private static void tinyModel(Path folder, ModelConfig config) throws IOException {
        Path vocabulary = vocabulary();
        Files.copy(vocabulary.resolve("tokenizer.json"), folder.resolve("tokenizer.json"));
        Tokenizer tokenizer = Tokenizer.read(folder.resolve("tokenizer.json"));
        int rows = config.vocabulary();
        try (Memory memory = new Memory()) {
            Weights weights = Weights.random(config, new Seed(11), memory);
            weights.named()
                    .forEach((name, tensor) -> {
                        if (tensor.rank() > 1) {
                            scale(tensor, name.contains("lm_head") ? 6 : 4);
                        }
                    });
            Tensor head = weights.tensor("lm_head.weight");
            for (int id = 0; id < rows; id++) {
                if (!isPlain(tokenizer.decode(new int[] {id}, Specials.SHOWN))) {
                    head.rows(id, id + 1L).clear();
                }
            }
            weights.save(folder);
        }
    }

    /// A byte-level BPE with the split that llama.cpp calls llama-bpe.
    private static Path vocabulary() throws IOException {
        for (Path folder : Shared.cases("oracles/tokenizers")) {
            Path file = folder.resolve("tokenizer.json");
            if (Files.exists(file) && Files.readString(file).contains("|\\\\p{N}{1,3}|")) {
                return folder;
            }
        }
        throw new AssertionError("no tokenizer with the split of Llama 3");
    }

    private static ModelConfig config(String family) throws IOException {
        int rows = Tokenizer.read(vocabulary().resolve("tokenizer.json")).vocabularySize();
        return ModelConfig.parse(
                ("{"
                                + family
                                + ",'vocab_size':"
                                + rows
                                + ",'hidden_size':256,'intermediate_size':512,'num_hidden_layers':2,"
                                + "'num_attention_heads':8,'num_key_value_heads':2,"
                                + "'max_position_embeddings':256,'rms_norm_eps':1e-5,'rope_theta':10000.0,"
                                + "'tie_word_embeddings':false,'bos_token_id':0,'eos_token_id':1}")
                        .replace('\'', '"'),
                "tiny");
    }

    private static void scale(Tensor tensor, float factor) {
        for (long i = 0; i < tensor.size(); i++) {
            tensor.set(i, tensor.get(i) * factor);
        }
    }

    private static boolean isPlain(String text) {
        return !text.isEmpty()
                && text.chars().allMatch(c -> c >= ' ' && c < 127)
                && !text.startsWith("<");
    }
}
