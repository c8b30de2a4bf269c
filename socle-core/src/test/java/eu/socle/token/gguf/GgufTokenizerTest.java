package eu.socle.token.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.core.Digest;
import eu.socle.core.Refusal;
import eu.socle.core.Seed;
import eu.socle.token.Tokenizer;
import eu.socle.token.bpe.ByteAlphabet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Vocabularies that lie, and what they are refused with.
final class GgufTokenizerTest {

    @Test
    void a_vocabulary_that_contradicts_itself_is_refused_by_a_sentence() {
        assertThat(read(bytes("gpt-2", List.of("ab"), List.of("a b"))).encode("ab")).hasSize(1);
        refused(bytes("gpt-9", List.of(), List.of()), "the way \"gpt-9\"");
        refused(bytes("gpt-2", List.of("a"), List.of()), "are both \"a\"");
        refused(bytes("gpt-2", List.of(), List.of("a b")), "merge number 0, \"a b\"");
        refused(bytes("gpt-2", List.of("ab"), List.of("a b", "a b")), "twice");
        refused(bytes("gpt-2", List.of("ab"), List.of("ab")), "merge number 0");
        refused(change("gpt2", List.of("a"), new float[0], new int[0], 0), "without the byte 9");
        refused(change("rwkv", List.of("a"), new float[0], new int[0], 0), "\"rwkv\"");
        refused(change("llama", List.of("a"), new float[] {0}, new int[2], 0), "kinds for 2");
        refused(change("llama", List.of("a"), new float[2], new int[1], 0), "scores for 2");
        refused(change("llama", List.of("a"), new float[0], new int[] {1}, 0), "without scores");
        refused(
                change("llama", List.of("a"), new float[] {Float.NaN}, new int[] {1}, 0),
                "not a number");
        refused(change("llama", List.of("a"), new float[] {0}, new int[] {1}, 7), "is number 7");
        refused(change("bert", List.of("a"), new float[0], new int[0], 0), "is number 101");
        refused(change("llama", List.of(), new float[0], new int[0], 0), "without tokens");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama", "t5", "bert"})
    void random_vocabularies_are_refused_or_encode_every_text(String model) {
        int read = 0;
        for (int i = 0; i < 600; i++) {
            VocabularyMetadata vocabulary = random(model, new Seed(41).of(i));
            try {
                Tokenizer tokenizer = read(vocabulary);
                read++;
                for (String text : List.of("", "a", "ab ba  \u2581a\n", "é漢🦙\ud800", "<0x41>aa")) {
                    for (int id : tokenizer.encode(text)) {
                        assertThat(tokenizer.bytes(id)).isNotNull();
                    }
                }
            } catch (Refusal refusal) {
                assertThat(refusal).hasMessageContaining("test.gguf").hasMessageEndingWith(".");
            }
        }
        assertThat(read).isPositive();
    }

    private static VocabularyMetadata random(String model, Seed seed) {
        List<String> tokens = new ArrayList<>();
        if (model.equals("gpt2") || seed.below(4, 0) > 0) {
            for (int b = 0; b < 256; b++) {
                String name = "<0x%02X>".formatted(b);
                tokens.add(model.equals("gpt2") ? ByteAlphabet.character(b) + "" : name);
            }
        }
        int bytes = tokens.size();
        for (long n = seed.below(12, 1); n > 0; n--) {
            StringBuilder token = new StringBuilder();
            for (long k = seed.below(4, 100 + n); k >= 0; k--) {
                token.append("ab\u2581é".charAt((int) seed.below(4, 200 + 10 * n + k)));
            }
            if (!tokens.contains(token.toString()) || seed.below(20, 300 + n) == 0) {
                tokens.add(token.toString());
            }
        }
        int[] types = new int[tokens.size() + (seed.below(30, 2) == 0 ? 1 : 0)];
        float[] scores = new float[types.length];
        for (int id = 0; id < types.length; id++) {
            boolean named = id < bytes && !model.equals("gpt2");
            types[id] = named ? 6 : seed.below(8, 400 + id) == 0 ? (int) seed.below(8, id) : 1;
            scores[id] = -seed.below(5, 900 + id);
        }
        List<String> merges = new ArrayList<>();
        for (long n = seed.below(4, 3); n > 0 && model.equals("gpt2"); n--) {
            String token = tokens.get((int) seed.below(tokens.size(), 500 + n));
            if (token.length() > 1) {
                merges.add(token.charAt(0) + " " + token.substring(1));
            }
        }
        OptionalInt unknown = OptionalInt.of((int) seed.below(tokens.size() + 1L, 4));
        OptionalInt any = OptionalInt.of(0);
        return new VocabularyMetadata(
                model,
                Optional.of("llama-bpe"),
                tokens,
                model.equals("gpt2") ? new float[0] : scores,
                types,
                merges,
                any,
                any,
                unknown,
                any,
                Optional.empty(),
                Optional.empty(),
                Optional.of(seed.below(2, 5) == 0),
                Optional.of(seed.below(2, 6) == 0),
                charsMap(seed));
    }

    private static byte[] charsMap(Seed seed) {
        if (seed.below(3, 7) > 0) {
            return new byte[0];
        }
        byte[] map = new byte[(int) seed.below(200, 8)];
        for (int i = 0; i < map.length; i++) {
            map[i] = (byte) (seed.below(3, 9) == 0 ? seed.bits(600 + i) : 0);
        }
        if (map.length > 4) {
            Arrays.fill(map, 0, 4, (byte) 0);
            map[0] = (byte) (4 * seed.below(30, 10));
        }
        return map;
    }

    private static VocabularyMetadata bytes(String pre, List<String> more, List<String> merges) {
        List<String> tokens = new ArrayList<>();
        for (int b = 0; b < 256; b++) {
            tokens.add(String.valueOf(ByteAlphabet.character(b)));
        }
        tokens.addAll(more);
        return vocabulary("gpt2", pre, tokens, new float[0], new int[0], merges, 0);
    }

    private static VocabularyMetadata change(
            String model, List<String> tokens, float[] scores, int[] types, int unknown) {
        return vocabulary(model, "gpt-2", tokens, scores, types, List.of(), unknown);
    }

    private static VocabularyMetadata vocabulary(
            String model,
            String pre,
            List<String> tokens,
            float[] scores,
            int[] types,
            List<String> merges,
            int unknown) {
        return new VocabularyMetadata(
                model,
                Optional.of(pre),
                tokens,
                scores,
                types,
                merges,
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.of(unknown),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new byte[0]);
    }

    private static void refused(VocabularyMetadata vocabulary, String named) {
        assertThatThrownBy(() -> read(vocabulary))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("test.gguf")
                .hasMessageContaining(named);
    }

    private static Tokenizer read(VocabularyMetadata vocabulary) {
        return Tokenizer.of(vocabulary, () -> Digest.of("test"), "test.gguf");
    }
}
