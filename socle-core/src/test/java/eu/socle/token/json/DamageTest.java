package eu.socle.token.json;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Json;
import eu.socle.core.Refusal;
import eu.socle.core.Seed;
import eu.socle.token.Tokenizer;
import eu.socle.token.sentencepiece.ModelFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Files that are not what they should be: refused by a sentence, or read, never another failure.
final class DamageTest {

    private static final String TEXT = "Hello <b> w\u00f6rld  \u2581\n<mask> \ud83e\udd99";

    @TempDir Path folder;

    @Test
    void a_damaged_tokenizer_model_is_refused_or_read() throws IOException {
        int refused = 0;
        for (JsonNode one : cases()) {
            if (!one.has("model")) {
                continue;
            }
            byte[] good = Base64.getDecoder().decode(one.path("model").stringValue());
            for (int i = 0; i < 400; i++) {
                refused += survives(damaged(good, new Seed(43).of(i))) ? 0 : 1;
            }
            for (int cut = 0; cut < 200; cut++) {
                survives(Arrays.copyOf(good, cut));
            }
        }
        assertThat(refused).isGreaterThan(100);
    }

    @Test
    void a_damaged_tokenizer_json_is_refused_or_read() throws IOException {
        int refused = 0;
        for (JsonNode one : cases()) {
            if (one.has("model")) {
                continue;
            }
            byte[] good = one.path("tokenizer").toString().getBytes(StandardCharsets.UTF_8);
            Path file = folder.resolve("tokenizer.json");
            for (int i = 0; i < 60; i++) {
                Files.write(file, damaged(good, new Seed(47).of(i)));
                try {
                    Tokenizer.read(file).encode(TEXT);
                } catch (Refusal refusal) {
                    refused++;
                    assertThat(refusal).hasMessageContaining("tokenizer.json");
                }
            }
        }
        assertThat(refused).isGreaterThan(50);
    }

    private static boolean survives(byte[] bytes) {
        try {
            Tokenizer tokenizer = ModelFile.read(bytes, "test.model");
            tokenizer.decode(tokenizer.encode(TEXT));
            return true;
        } catch (Refusal refusal) {
            assertThat(refusal).hasMessageContaining("test.model");
            return false;
        }
    }

    private static byte[] damaged(byte[] good, Seed seed) {
        byte[] bad = good.clone();
        for (long n = 1 + seed.below(6, 0); n > 0; n--) {
            // half of the damage hits the end, where a model file keeps its settings and its table
            long at =
                    seed.below(2, 3 * n) == 0
                            ? seed.below(bad.length, 3 * n + 1)
                            : bad.length - 1 - seed.below(400, 3 * n + 1);
            bad[(int) Math.max(0, at)] = (byte) seed.bits(3 * n + 2);
        }
        return bad;
    }

    private static JsonNode cases() throws IOException {
        try (InputStream in =
                DamageTest.class.getResourceAsStream("/eu/socle/token/tokenizers.json")) {
            String json =
                    new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return Json.parse(json, "tokenizers.json").path("cases");
        }
    }
}
