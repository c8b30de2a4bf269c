package eu.socle.infer;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.Shared;
import eu.socle.core.Digest;
import eu.socle.model.gguf.Gguf;
import eu.socle.token.Tokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Vocabularies as a model file carries them, through our own reader of GGUF, against llama.cpp's
/// ids.
final class GgufVocabularyTest {

    private static final String SEPARATOR = "\n__ggml_vocab_test__\n";

    @TempDir Path folder;

    @Test
    void everyVocabularyEncodesAsLlamaCppDoes() throws IOException {
        List<Path> files;
        try (Stream<Path> inside = Files.list(Shared.folder("oracles/tokenizers/llama-cpp"))) {
            files = inside.filter(f -> f.toString().endsWith(".gguf.gz")).sorted().toList();
        }
        assertThat(files).isNotEmpty();
        for (Path packed : files) {
            String name = packed.getFileName().toString().replace(".gguf.gz", "");
            Path file = folder.resolve(name + ".gguf");
            try (InputStream in = new GZIPInputStream(Files.newInputStream(packed))) {
                Files.copy(in, file);
            }
            String[] inputs =
                    Files.readString(packed.resolveSibling(name + ".inp")).split(SEPARATOR, -1);
            String[] outputs =
                    Files.readString(packed.resolveSibling(name + ".out")).split("\n", -1);
            try (Gguf gguf = Gguf.open(file)) {
                Tokenizer tokenizer = new GgufVocabulary(gguf.metadata()).read(gguf::digest);
                assertThat(tokenizer.digest()).isEqualTo(Digest.ofFile(file));
                for (int i = 0; i < inputs.length; i++) {
                    int[] expected =
                            Arrays.stream(outputs[i].trim().split(" "))
                                    .filter(id -> !id.isEmpty())
                                    .mapToInt(Integer::parseInt)
                                    .toArray();
                    assertThat(tokenizer.encode(inputs[i]))
                            .as("%s: %s", name, inputs[i])
                            .isEqualTo(expected);
                }
            }
            Files.delete(file);
        }
    }
}
