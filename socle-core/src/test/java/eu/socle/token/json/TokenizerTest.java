package eu.socle.token.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.core.Refusal;
import eu.socle.core.Seed;
import eu.socle.core.Workers;
import eu.socle.token.RandomTexts;
import eu.socle.token.Specials;
import eu.socle.token.StreamingDecoder;
import eu.socle.token.TokenTesting;
import eu.socle.token.Tokenizer;
import eu.socle.token.bpe.ByteAlphabet;
import eu.socle.token.split.Split;
import eu.socle.token.text.TextStep;
import eu.socle.token.text.Utf8;
import eu.socle.token.training.BpeTrainerTest;
import eu.socle.token.training.TrainedBpe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TokenizerTest {

    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource(Split.class)
    void every_text_survives_encoding_and_decoding(Split split) throws IOException {
        Tokenizer tokenizer = tokenizer(train(split));
        TextStep normaliser = split.usualNormaliser();
        for (int i = 0; i < 3000; i++) {
            String text = RandomTexts.of(new Seed(11).of(i), 60);
            String whole =
                    new String(
                            text.getBytes(StandardCharsets.UTF_16),
                            StandardCharsets.UTF_16); // no lone surrogates
            assertThat(tokenizer.decode(tokenizer.encode(text)))
                    .isEqualTo(normaliser.apply(whole, 0));
        }
    }

    @Test
    void pieces_of_every_length_are_merged_as_the_definition_says() throws IOException {
        TrainedBpe bpe = train(Split.GPT_2);
        Tokenizer tokenizer = tokenizer(bpe);
        for (int length :
                new int[] {0, 1, 2, 7, 8, 15, 16, 17, 23, 24, 31, 47, 48, 49, 50, 97, 500}) {
            for (int i = 0; i < 20; i++) {
                String text = letters(new Seed(length).of(i), length);
                assertThat(tokenizer.encode(text)).as(text).isEqualTo(naive(bpe, text));
                assertThat(tokenizer.encode(text))
                        .as("from the cache: " + text)
                        .isEqualTo(naive(bpe, text));
            }
        }
    }

    @Test
    void a_piece_of_a_million_letters_is_encoded_in_less_than_quadratic_time() throws IOException {
        Tokenizer tokenizer = tokenizer(train(Split.GPT_2));
        String text =
                letters(new Seed(3), 1_000_000); // quadratic merging would take 10^12 steps, hours
        assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
    }

    @Test
    void texts_encoded_together_have_the_ids_they_have_alone_with_any_number_of_threads()
            throws IOException {
        Tokenizer tokenizer = tokenizer(train(Split.LLAMA_3));
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            texts.add(RandomTexts.of(new Seed(13).of(i), 200));
        }
        for (int threads = 1; threads <= 3; threads++) {
            try (Workers workers = Workers.of(threads)) {
                List<int[]> together = tokenizer.encodeAll(texts, workers);
                for (int i = 0; i < texts.size(); i++) {
                    assertThat(together.get(i)).isEqualTo(tokenizer.encode(texts.get(i)));
                }
            }
        }
    }

    @Test
    void a_special_token_in_plain_text_is_plain_text_and_in_a_template_it_is_special()
            throws IOException {
        Tokenizer tokenizer = tokenizer(train(Split.GPT_2));
        String text = "a<|user|>b<|endoftext|>";
        assertThat(tokenizer.encode(text)).doesNotContain(0, 1);
        assertThat(tokenizer.decode(tokenizer.encode(text), Specials.HIDDEN)).isEqualTo(text);
        assertThat(tokenizer.encodeWithSpecials(text)).contains(0, 1);
        assertThat(tokenizer.decode(tokenizer.encodeWithSpecials(text))).isEqualTo(text);
        assertThat(tokenizer.decode(tokenizer.encodeWithSpecials(text), Specials.HIDDEN))
                .isEqualTo("ab");
        assertThat(tokenizer.special("<|user|>")).hasValue(1);
        assertThat(tokenizer.special("<|nobody|>")).isEmpty();
        assertThat(tokenizer.endOfText()).isZero();
    }

    @Test
    void streaming_gives_a_character_when_its_last_byte_is_there() throws IOException {
        Tokenizer tokenizer =
                tokenizer(new TrainedBpe(Split.GPT_2, List.of("<|endoftext|>"), List.of(), 257));
        StreamingDecoder decoder = tokenizer.streaming(Specials.HIDDEN);
        List<String> pieces = new ArrayList<>();
        for (int id : tokenizer.encodeWithSpecials("a😀é<|endoftext|>")) {
            pieces.add(decoder.add(id));
        }
        assertThat(pieces).containsExactly("a", "", "", "", "😀", "", "é", "");
        assertThat(decoder.finish()).isEmpty();
        decoder.add(tokenizer.encode("é")[0]);
        assertThat(decoder.finish()).isEqualTo("\ufffd");
    }

    @Test
    void streaming_random_bytes_gives_what_decoding_them_at_once_gives() throws IOException {
        Tokenizer tokenizer =
                tokenizer(new TrainedBpe(Split.GPT_2, List.of("<|endoftext|>"), List.of(), 257));
        int[] likely = {
            0x41, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc2, 0xe0, 0xed, 0xe1, 0xf0, 0xf1, 0xf4,
            0xf5, 0xff
        };
        Map<Integer, Integer> idOf = new HashMap<>();
        for (int id = 1; id < 257; id++) {
            idOf.put(tokenizer.bytes(id)[0] & 0xff, id);
        }
        for (int i = 0; i < 20_000; i++) {
            Seed seed = new Seed(17).of(i);
            int[] ids = new int[(int) seed.below(9, 0)];
            Arrays.setAll(ids, k -> idOf.get(likely[(int) seed.below(likely.length, k + 1)]));
            StreamingDecoder decoder = tokenizer.streaming(Specials.SHOWN);
            StringBuilder text = new StringBuilder();
            for (int id : ids) {
                text.append(decoder.add(id));
            }
            assertThat(text.append(decoder.finish()).toString()).isEqualTo(tokenizer.decode(ids));
        }
    }

    @Test
    void bytes_that_are_not_utf_8_become_one_replacement_for_each_maximal_subpart() {
        // Python: bytes.fromhex("...").decode("utf-8", "replace"); the second column counts the
        // replacements.
        String[][] cases = {
            {"eda080", "3"},
            {"e08080", "3"},
            {"e18041", "1"},
            {"f0908041", "1"},
            {"f4908080", "4"},
            {"f5", "1"},
            {"c0af", "2"},
            {"f09080", "1"},
            {"80", "1"},
            {"c2", "1"},
            {"edbfbf41", "3"}
        };
        for (String[] one : cases) {
            byte[] bytes = java.util.HexFormat.of().parseHex(one[0]);
            long found = Utf8.decode(bytes, bytes.length).chars().filter(c -> c == 0xfffd).count();
            assertThat(found).as(one[0]).isEqualTo(Long.parseLong(one[1]));
        }
    }

    @Test
    void an_id_that_stands_for_nothing_is_an_error() throws IOException {
        Tokenizer tokenizer = tokenizer(train(Split.GPT_2));
        for (int id : new int[] {-1, tokenizer.vocabularySize(), Integer.MAX_VALUE}) {
            assertThatThrownBy(() -> tokenizer.decode(new int[] {id}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no token has the id " + id);
        }
    }

    @Test
    void what_this_reader_does_not_know_is_refused_by_name() throws IOException {
        String good = TokenizerJsonText.text(train(Split.LLAMA_3));
        refused(good.replace("{1,3}", "{1,4}"), "the split", "{1,4}");
        refused(
                good.replace("\"normalizer\": null", "\"normalizer\": {\"type\": \"ByteLevel\"}"),
                "the normalizer",
                "ByteLevel");
        refused(good.replace("\"type\": \"BPE\"", "\"type\": \"WordLevel\""), "WordLevel");
        refused(good.replace("\"dropout\": null", "\"dropout\": 0.1"), "dropout");
        refused(
                good.replace("\"byte_fallback\": false", "\"byte_fallback\": true"),
                "byte_fallback");
        refused(
                good.replace("\"add_prefix_space\": false", "\"add_prefix_space\": true"),
                "add_prefix_space after another split");
        refused(good.replace("\"Isolated\"", "\"Removed\""), "Removed");
        refused(good.replace("\"A\": ", "\"AAAA\": "), "the byte 65");
        refused(good.substring(0, good.length() / 2), "not valid JSON");
        refused("{}", "holds");
        refused("[]", "holds");
    }

    @Test
    void the_end_of_text_is_what_the_configuration_beside_it_says() throws IOException {
        TrainedBpe bpe = train(Split.GPT_2);
        Files.writeString(
                folder.resolve("tokenizer_config.json"),
                TokenizerJsonText.configText("<|user|>", 128));
        assertThat(tokenizer(bpe).endOfText()).isEqualTo(1);
        Files.writeString(
                folder.resolve("tokenizer_config.json"),
                "{\"eos_token\": {\"content\": \"<|none|>\"}}");
        Tokenizer tokenizer = tokenizer(bpe);
        assertThatThrownBy(tokenizer::endOfText)
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("eos_token");
    }

    private void refused(String json, String... named) throws IOException {
        Path file = folder.resolve("other.json");
        Files.writeString(file, json);
        assertThatThrownBy(() -> Tokenizer.read(file))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(file.toString())
                .hasMessageContainingAll(named);
    }

    private Tokenizer tokenizer(TrainedBpe bpe) throws IOException {
        Path file = folder.resolve("tokenizer.json");
        Files.writeString(file, TokenizerJsonText.text(bpe));
        return Tokenizer.read(file);
    }

    private static TrainedBpe train(Split split) {
        List<String> texts = new ArrayList<>();
        TokenTesting.documents(80).forEach(d -> texts.add(d.text()));
        for (int i = 0; i < 80; i++) {
            texts.add(letters(new Seed(19).of(i), 40)); // so that long runs of letters have merges
        }
        return BpeTrainerTest.train(split, texts, 700, 2, 1);
    }

    private static String letters(Seed seed, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append("aaabbcé".charAt((int) seed.below(7, i)));
        }
        return text.toString();
    }

    /// Merging by definition: the earliest merge that applies, leftmost first, until none does.
    private static int[] naive(TrainedBpe bpe, String piece) {
        int[] byteIds = new int[256];
        int id = bpe.specials().size();
        for (int value : ByteAlphabet.bytesInCharacterOrder()) {
            byteIds[value] = id++;
        }
        List<Integer> ids = new ArrayList<>();
        for (byte b : piece.getBytes(StandardCharsets.UTF_8)) {
            ids.add(byteIds[b & 0xff]);
        }
        boolean merged = true;
        while (merged) {
            merged = false;
            for (TrainedBpe.Merge merge : bpe.merges()) {
                for (int i = 0; i + 1 < ids.size() && !merged; i++) {
                    if (ids.get(i) == merge.left() && ids.get(i + 1) == merge.right()) {
                        ids.set(i, merge.merged());
                        ids.remove(/* index */ i + 1);
                        merged = true;
                    }
                }
                if (merged) {
                    break;
                }
            }
        }
        return ids.stream().mapToInt(i -> i).toArray();
    }
}
