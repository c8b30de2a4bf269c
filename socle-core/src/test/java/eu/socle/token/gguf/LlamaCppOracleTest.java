package eu.socle.token.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.Shared;
import eu.socle.core.Digest;
import eu.socle.token.Specials;
import eu.socle.token.StreamingDecoder;
import eu.socle.token.Tokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every vocabulary of oracles/tokenizers/llama-cpp: the inputs of llama.cpp, the ids of its tests.
final class LlamaCppOracleTest {

    private static final String SEPARATOR = "\n__ggml_vocab_test__\n";

    static Stream<Path> cases() throws IOException {
        try (Stream<Path> files = Files.list(Shared.folder("oracles/tokenizers/llama-cpp"))) {
            List<Path> cases =
                    files.filter(f -> f.toString().endsWith(".gguf.gz")).sorted().toList();
            assertThat(cases).isNotEmpty();
            return cases.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void every_input_has_the_ids_of_llama_cpp(Path file) throws IOException {
        Tokenizer tokenizer = read(file);
        String[] inputs = Files.readString(beside(file, ".inp")).split(SEPARATOR, -1);
        String[] outputs = Files.readString(beside(file, ".out")).split("\n", -1);
        assertThat(inputs.length).isGreaterThan(40).isEqualTo(outputs.length);
        for (int i = 0; i < inputs.length; i++) {
            int[] expected =
                    Arrays.stream(outputs[i].trim().split(" "))
                            .filter(id -> !id.isEmpty())
                            .mapToInt(Integer::parseInt)
                            .toArray();
            assertThat(tokenizer.encode(inputs[i])).as(inputs[i]).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void ids_that_arrive_one_by_one_give_the_text_that_they_give_together(Path file)
            throws IOException {
        Tokenizer tokenizer = read(file);
        for (String input : Files.readString(beside(file, ".inp")).split(SEPARATOR, -1)) {
            int[] ids = tokenizer.encode(input);
            StringBuilder text = new StringBuilder();
            StreamingDecoder decoder = tokenizer.streaming(Specials.SHOWN);
            for (int id : ids) {
                text.append(decoder.add(id));
            }
            String whole = tokenizer.decode(ids);
            assertThat(text.append(decoder.finish()).toString()).isEqualTo(whole);
            if (!file.getFileName().toString().startsWith("bert")) {
                assertThat(whole).isEqualTo(input);
            }
        }
    }

    private static Tokenizer read(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            byte[] bytes = in.readAllBytes();
            return Tokenizer.of(
                    new GgufKeys(bytes).vocabulary(), () -> Digest.of(bytes), file.toString());
        }
    }

    private static Path beside(Path file, String ending) {
        String name = file.getFileName().toString().replace(".gguf.gz", ending);
        return file.resolveSibling(name);
    }
}
