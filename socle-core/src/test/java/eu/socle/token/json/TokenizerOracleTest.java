package eu.socle.token.json;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.Shared;
import eu.socle.core.Json;
import eu.socle.token.Specials;
import eu.socle.token.StreamingDecoder;
import eu.socle.token.Tokenizer;
import eu.socle.token.split.Split;
import eu.socle.token.split.SplitTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Every case of oracles/tokenizers that holds a tokenizer.json.
final class TokenizerOracleTest {

    static Stream<Path> cases() {
        List<Path> cases =
                Shared.cases("oracles/tokenizers").stream()
                        .filter(folder -> Files.exists(folder.resolve("tokenizer.json")))
                        .toList();
        assertThat(cases).isNotEmpty();
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void encodes_every_string_to_the_expected_ids(Path folder) throws IOException {
        Tokenizer tokenizer = Tokenizer.read(folder.resolve("tokenizer.json"));
        for (JsonNode string : expected(folder).path("strings")) {
            String text = string.path("text").stringValue();
            assertThat(tokenizer.encodeWithSpecials(text)).as(text).isEqualTo(ids(string));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void decodes_with_and_without_special_tokens(Path folder) throws IOException {
        Tokenizer tokenizer = Tokenizer.read(folder.resolve("tokenizer.json"));
        for (JsonNode string : expected(folder).path("strings")) {
            int[] ids = ids(string);
            assertThat(tokenizer.decode(ids)).isEqualTo(string.path("decoded").stringValue());
            assertThat(tokenizer.decode(ids, Specials.HIDDEN))
                    .isEqualTo(string.path("decoded_without_special").stringValue());
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void decodes_arbitrary_ids_at_once_and_one_by_one(Path folder) throws IOException {
        Tokenizer tokenizer = Tokenizer.read(folder.resolve("tokenizer.json"));
        JsonNode decode = expected(folder).path("decode");
        assertThat(decode.size()).isPositive();
        for (JsonNode list : decode) {
            int[] ids = ids(list);
            String text = list.path("decoded").stringValue();
            assertThat(tokenizer.decode(ids)).isEqualTo(text);
            StringBuilder streamed = new StringBuilder();
            StreamingDecoder decoder = tokenizer.streaming(Specials.SHOWN);
            for (int id : ids) {
                streamed.append(decoder.add(id));
            }
            assertThat(streamed.append(decoder.finish()).toString()).isEqualTo(text);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void reads_no_special_token_out_of_plain_text(Path folder) throws IOException {
        Tokenizer tokenizer = Tokenizer.read(folder.resolve("tokenizer.json"));
        JsonNode special = expected(folder).path("special");
        assertThat(special.size()).isPositive();
        for (JsonNode content : special) {
            String text = "a" + content.stringValue() + "b";
            int[] ids = tokenizer.encode(text);
            assertThat(tokenizer.decode(ids)).isEqualTo(text);
            assertThat(Arrays.stream(ids).filter(tokenizer::isSpecial)).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void has_the_expected_vocabulary_size_and_split(Path folder) throws IOException {
        JsonNode expected = expected(folder);
        Tokenizer tokenizer = Tokenizer.read(folder.resolve("tokenizer.json"));
        assertThat(tokenizer.vocabularySize()).isEqualTo(expected.path("vocab_size").intValue());
        assertThat(Split.ofRegex(expected.path("split").stringValue())).isPresent();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void cuts_the_strings_as_the_regular_expression_does(Path folder) throws IOException {
        JsonNode expected = expected(folder);
        Split split = Split.ofRegex(expected.path("split").stringValue()).orElseThrow();
        for (JsonNode string : expected.path("strings")) {
            SplitTest.assertEqualToRegex(split, string.path("text").stringValue());
        }
    }

    private static JsonNode expected(Path folder) throws IOException {
        Path file = folder.resolve("expected.json");
        return Json.parse(Files.readString(file), file.toString());
    }

    private static int[] ids(JsonNode node) {
        int[] ids = new int[node.path("ids").size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = node.path("ids").get(i).intValue();
        }
        return ids;
    }
}
