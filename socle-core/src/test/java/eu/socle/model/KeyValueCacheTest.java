package eu.socle.model;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Seed;
import eu.socle.core.Workers;
import eu.socle.tensor.Backend;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.cpu.CpuBackend;
import eu.socle.tensor.reference.ReferenceBackend;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Caches of models with windows, which do not keep what nobody sees.
final class KeyValueCacheTest {

    private static final int TOKENS = 250; // more than a window and all its spare rows
    private static final int WHOLE = 10_000; // spare rows: no row ever moves

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mistral",
                "ministral",
                "mixtral",
                "qwen 2",
                "smollm 3",
                "gpt-oss",
                "deepseek",
                "llama with biases"
            })
    void what_nobody_sees_leaves_and_no_bit_of_the_logits_changes(String name) {
        ModelConfig config = Objects.requireNonNull(TinyFamilies.all().get(name));
        same(config, new ReferenceBackend());
        try (Workers workers = Workers.of(2);
                CpuBackend cpu = CpuBackend.open(workers)) {
            same(config, cpu);
        }
    }

    /// Rows of 2 K D floats, or of one latent vector; a window bounds them.
    @Test
    void a_token_reads_what_it_sees() {
        ModelConfig mistral = Objects.requireNonNull(TinyFamilies.all().get("mistral"));
        assertThat(KeyValueCache.bytesRead(mistral, 5)).isEqualTo(3 * 5 * 2 * 8 * 4.0);
        assertThat(KeyValueCache.bytesRead(mistral, 99.5)).isEqualTo(3 * 7 * 2 * 8 * 4.0);
        ModelConfig deepseek = Objects.requireNonNull(TinyFamilies.all().get("deepseek"));
        assertThat(KeyValueCache.bytesRead(deepseek, 99.5)).isEqualTo(3 * 99.5 * (14 + 4) * 4);
    }

    private static void same(ModelConfig config, Backend backend) {
        boolean windowed = config.plan().stream().anyMatch(l -> l.window() > 0);
        int[] ids = new int[TOKENS];
        Arrays.setAll(ids, i -> (int) new Seed(3).below(TinyFamilies.VOCABULARY, i));
        try (Memory memory = new Memory();
                KeyValueCache cache = new KeyValueCache(config, TOKENS);
                KeyValueCache whole = new KeyValueCache(config, TOKENS, WHOLE)) {
            Weights weights = Weights.random(config, new Seed(7), memory);
            Transformer model = new Transformer(config, weights, backend);
            assertThat(cache.bytes()).isEqualTo(KeyValueCache.bytes(config, TOKENS));
            if (windowed) {
                assertThat(cache.bytes()).isLessThan(whole.bytes());
            }
            for (int round = 0; round < 2; round++) {
                int at = 0;
                for (int step = 0; at < TOKENS; step++) { // prompts, few tokens, single ones
                    int n = Math.min(TOKENS - at, new int[] {60, 1, 7, 1, 40, 1, 1}[step % 7]);
                    int[] some = Arrays.copyOfRange(ids, at, at + n);
                    Tensor want = model.append(whole, some);
                    Tensor got = model.append(cache, some);
                    assertThat(got.data().mismatch(want.data())).as("token %d", at).isEqualTo(-1);
                    at += n;
                }
                cache.clear();
                whole.clear();
            }
        }
    }
}
