package eu.socle.token.json;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Json;
import eu.socle.core.Workers;
import eu.socle.token.Specials;
import eu.socle.token.StreamingDecoder;
import eu.socle.token.Tokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Small tokenizers of every kind, with the ids of Hugging Face tokenizers and SentencePiece
/// (tokenizers.json, made by make_tokenizers.py beside it).
final class KindsTest {

    @TempDir Path folder;

    static Stream<String> cases() throws IOException {
        List<String> names = new ArrayList<>();
        for (JsonNode one : document().path("cases")) {
            names.add(one.path("name").stringValue());
        }
        assertThat(names).hasSizeGreaterThan(8);
        return names.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void every_string_has_the_ids_of_its_makers_library(String name) throws IOException {
        Tokenizer tokenizer = tokenizer(name);
        for (JsonNode string : named(name).path("strings")) {
            String text = string.path("text").stringValue();
            int[] ids =
                    name.startsWith("sentencepiece")
                            ? tokenizer.encode(text)
                            : tokenizer.encodeWithSpecials(text);
            assertThat(ids).as(shown(text)).isEqualTo(ids(string));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void ids_become_the_text_of_its_makers_library_at_once_and_one_by_one(String name)
            throws IOException {
        Tokenizer tokenizer = tokenizer(name);
        for (JsonNode string : named(name).path("strings")) {
            int[] ids = ids(string);
            String decoded = tokenizer.decode(ids);
            assertThat(decoded)
                    .as(shown(string.path("text").stringValue()))
                    .isEqualTo(string.path("decoded").stringValue());
            StreamingDecoder streaming = tokenizer.streaming(Specials.SHOWN);
            StringBuilder text = new StringBuilder();
            for (int id : ids) {
                text.append(streaming.add(id));
            }
            assertThat(text.append(streaming.finish()).toString()).isEqualTo(decoded);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void lists_of_ids_become_the_text_of_its_makers_library(String name) throws IOException {
        Tokenizer tokenizer = tokenizer(name);
        for (JsonNode list : named(name).path("decode")) {
            int[] ids = ids(list);
            String decoded = list.path("decoded").stringValue();
            assertThat(tokenizer.decode(ids)).as("%s", list.path("ids")).isEqualTo(decoded);
            StreamingDecoder streaming = tokenizer.streaming(Specials.SHOWN);
            StringBuilder text = new StringBuilder();
            for (int id : ids) {
                text.append(streaming.add(id));
            }
            assertThat(text.append(streaming.finish()).toString()).isEqualTo(decoded);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void the_ids_around_a_text_are_those_of_its_makers_library(String name) throws IOException {
        JsonNode one = named(name);
        if (!one.path("frame").isEmpty()) {
            int[] frame = new int[one.path("frame").size()];
            for (int i = 0; i < frame.length; i++) {
                frame[i] = one.path("frame").get(i).intValue();
            }
            assertThat(tokenizer(name).frame().around(new int[0])).isEqualTo(frame);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void plain_text_never_becomes_a_special_token(String name) throws IOException {
        Tokenizer tokenizer = tokenizer(name);
        for (JsonNode string : named(name).path("strings")) {
            for (int id : tokenizer.encode(string.path("text").stringValue())) {
                boolean unknown =
                        tokenizer.decode(new int[] {id}).toLowerCase(Locale.ROOT).contains("unk");
                assertThat(tokenizer.isSpecial(id) && !unknown).isFalse();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void texts_together_have_the_ids_they_have_alone(String name) throws IOException {
        Tokenizer tokenizer = tokenizer(name);
        List<String> texts = new ArrayList<>();
        named(name).path("strings").forEach(s -> texts.add(s.path("text").stringValue()));
        texts.add(String.join(" ", texts).repeat(400));
        try (Workers workers = Workers.of(2)) {
            List<int[]> together = tokenizer.encodeAll(texts, workers);
            for (int i = 0; i < texts.size(); i++) {
                assertThat(together.get(i)).isEqualTo(tokenizer.encode(texts.get(i)));
            }
        }
    }

    private Tokenizer tokenizer(String name) throws IOException {
        JsonNode one = named(name);
        if (one.has("model")) {
            Path file = folder.resolve("tokenizer.model");
            Files.write(file, Base64.getDecoder().decode(one.path("model").stringValue()));
            return Tokenizer.read(file);
        }
        Path file = folder.resolve("tokenizer.json");
        Files.writeString(file, one.path("tokenizer").toString());
        return Tokenizer.read(file);
    }

    private static JsonNode named(String name) throws IOException {
        for (JsonNode one : document().path("cases")) {
            if (one.path("name").stringValue().equals(name)) {
                return one;
            }
        }
        throw new AssertionError(name);
    }

    private static JsonNode document() throws IOException {
        try (InputStream in =
                KindsTest.class.getResourceAsStream("/eu/socle/token/tokenizers.json")) {
            return Json.parse(
                    new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8),
                    "tokenizers.json");
        }
    }

    private static int[] ids(JsonNode node) {
        int[] ids = new int[node.path("ids").size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = node.path("ids").get(i).intValue();
        }
        return ids;
    }

    private static String shown(String text) {
        StringBuilder out = new StringBuilder();
        text.chars()
                .forEach(c ->
                        out.append(c < 0x7f && c >= 32 ? "" + (char) c : "\\u%04x".formatted(c)));
        return out.toString();
    }
}
