package eu.socle.token.json;

import eu.socle.token.bpe.ByteAlphabet;
import eu.socle.token.bpe.ByteLevelBpe;
import eu.socle.token.bpe.CharacterBpe;
import eu.socle.token.bpe.MergeTable;
import eu.socle.token.piece.Added;
import eu.socle.token.piece.PieceMerger;
import eu.socle.token.piece.TokenMap;
import eu.socle.token.sentencepiece.SentencePieces;
import eu.socle.token.sentencepiece.Unigram;
import eu.socle.token.split.Cut;
import eu.socle.token.split.Stages;
import eu.socle.token.text.Trie;
import eu.socle.token.text.Utf8;
import eu.socle.token.wordpiece.WordPiece;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads `model`: what turns a piece into ids. No token that stands for structure is ever made out
/// of plain text.
final class Models {

    private final JsonFile json;
    private final JsonNode model;
    private final Map<String, Integer> ids;
    private final Set<Integer> structure = new HashSet<>();
    private final PreTokenizers.Read pre;

    Models(JsonFile json, Map<String, Integer> ids, List<Added> added, PreTokenizers.Read pre) {
        this.json = json;
        this.model = json.root().path("model");
        this.ids = ids;
        this.pre = pre;
        for (Added token : added) {
            if (token.special()) {
                structure.add(token.id());
            }
        }
    }

    Supplier<PieceMerger> read(boolean byteLevelDecoder) {
        String type = model.path("type").asString("BPE");
        return switch (type) {
            case "BPE" -> {
                bpeOptions();
                json.require(
                        byteLevelDecoder == pre.byteLevel(),
                        "a pre-tokenizer and a decoder of which only one is ByteLevel");
                yield pre.byteLevel() ? byteLevel() : characters();
            }
            case "Unigram" -> unigram();
            case "WordPiece" -> wordPiece();
            default -> throw json.refusal("a model of type " + type);
        };
    }

    /// How prepared text is cut: as the pre-tokenizer says; a text that it leaves whole is cut into
    /// words where that changes nothing. Sums of a whole text round otherwise than those of its
    /// words, so Unigram takes it whole.
    Cut cut() {
        boolean whole =
                pre.cut().stages().isEmpty()
                        && !pre.byteLevel()
                        && !model.path("type").asString("BPE").equals("Unigram");
        return whole && SentencePieces.words(ids.keySet())
                ? Cut.of(Stages.spacedWords())
                : pre.cut();
    }

    private void bpeOptions() {
        for (String option :
                List.of("dropout", "continuing_subword_prefix", "end_of_word_suffix")) {
            JsonNode value = model.path(option);
            boolean absent = JsonFile.absent(value) || value.asString("-").isEmpty();
            json.require(absent, "a BPE with " + option + " " + value);
        }
    }

    private Supplier<PieceMerger> byteLevel() {
        json.require(
                !model.path("byte_fallback").asBoolean(false),
                "a BPE with byte_fallback after ByteLevel");
        int[] byteIds = new int[256];
        for (int b = 0; b < 256; b++) {
            Integer id = ids.get(String.valueOf(ByteAlphabet.character(b)));
            if (id == null && !ByteAlphabet.mayLack(b)) {
                throw json.refusal(
                        "a vocabulary without the byte " + b + ", which is not byte-level");
            }
            byteIds[b] = id == null ? -1 : id;
        }
        MergeTable merges = merges();
        TokenMap whole =
                model.path("ignore_merges").asBoolean(false)
                        ? map(t -> true, ByteAlphabet::read)
                        : null;
        return () -> new ByteLevelBpe(byteIds, merges, whole);
    }

    private Supplier<PieceMerger> characters() {
        TokenMap tokens = map(t -> true, Utf8::bytes);
        int[] byteIds =
                model.path("byte_fallback").asBoolean(false)
                        ? CharacterBpe.byteIds(tokens)
                        : new int[0];
        CharacterBpe.Vocabulary vocabulary =
                new CharacterBpe.Vocabulary(
                        tokens,
                        byteIds,
                        unknown("unk_token"),
                        model.path("fuse_unk").asBoolean(false)
                                ? CharacterBpe.Unknowns.ONE_TOGETHER
                                : CharacterBpe.Unknowns.ONE_EACH,
                        model.path("ignore_merges").asBoolean(false)
                                ? CharacterBpe.Pieces.WHOLE_WHEN_KNOWN
                                : CharacterBpe.Pieces.MERGED,
                        merges());
        return () -> new CharacterBpe(vocabulary);
    }

    private int unknown(String key) {
        JsonNode token = model.path(key);
        if (JsonFile.absent(token)) {
            return -1;
        }
        Integer id = ids.get(token.asString(""));
        if (id == null) {
            throw json.refusal("the " + key + " " + token + ", which is not in the vocabulary");
        }
        return id;
    }

    private MergeTable merges() {
        JsonNode merges = model.path("merges");
        json.require(merges.isArray(), "no list of merges");
        int[] left = new int[merges.size()];
        int[] right = new int[left.length];
        int[] merged = new int[left.length];
        int count = 0;
        for (int rank = 0; rank < left.length; rank++) {
            JsonNode merge = merges.get(rank);
            String[] pair =
                    merge.isArray()
                            ? new String[] {merge.path(0).asString(""), merge.path(1).asString("")}
                            : Arrays.copyOf(merge.asString("").split(" ", 2), 2);
            Integer a = ids.get(pair[0]);
            Integer b = ids.get(pair[1]);
            Integer whole = ids.get(pair[0] + pair[1]);
            if (a == null || b == null || whole == null) {
                throw json.refusal(
                        "merge number "
                                + rank
                                + ", "
                                + JsonFile.shown(merge)
                                + ", of tokens that are not in the vocabulary");
            }
            if (!structure.contains(whole)) {
                left[count] = a;
                right[count] = b;
                merged[count++] = whole;
            }
        }
        return new MergeTable(
                Arrays.copyOf(left, count),
                Arrays.copyOf(right, count),
                Arrays.copyOf(merged, count));
    }

    private Supplier<PieceMerger> unigram() {
        JsonNode vocab = model.path("vocab");
        json.require(vocab.isArray(), "a Unigram vocabulary that is not a list");
        double[] scores = new double[vocab.size()];
        double least = Double.POSITIVE_INFINITY;
        Trie trie = new Trie();
        for (int id = 0; id < scores.length; id++) {
            JsonNode score = vocab.get(id).path(1);
            json.require(
                    score.isNumber() && Double.isFinite(score.asDouble(0)),
                    "the piece number " + id + " with the score " + score);
            scores[id] = score.asDouble(0);
            least = Math.min(least, scores[id]);
            String piece = vocab.get(id).path(0).asString("");
            if (!structure.contains(id) && !piece.isEmpty()) {
                trie.add(Utf8.bytes(piece), id);
            }
        }
        JsonNode unknown = model.path("unk_id");
        int unknownId = unknown.asInt(-1);
        json.require(
                unknownId >= 0 && unknownId < scores.length,
                "a Unigram with the unk_id " + unknown);
        int[] byteIds =
                model.path("byte_fallback").asBoolean(false)
                        ? CharacterBpe.byteIds(map(t -> true, Utf8::bytes))
                        : new int[0];
        double floor = least;
        return () -> new Unigram(trie, scores, floor, unknownId, byteIds, Unigram.Sums.DOUBLE);
    }

    private Supplier<PieceMerger> wordPiece() {
        String prefix = model.path("continuing_subword_prefix").asString("##");
        TokenMap beginnings = map(t -> true, Utf8::bytes);
        TokenMap rest =
                map(t -> t.startsWith(prefix), t -> Utf8.bytes(t.substring(prefix.length())));
        int unknown = unknown("unk_token");
        json.require(unknown >= 0, "a WordPiece without unk_token");
        int longest = model.path("max_input_chars_per_word").asInt(100);
        return () -> new WordPiece(beginnings, rest, unknown, longest);
    }

    /// The tokens that text may become and that a condition holds for, by their bytes.
    private TokenMap map(Predicate<String> wanted, Spelling spelling) {
        List<byte[]> tokens = new ArrayList<>();
        List<Integer> tokenIds = new ArrayList<>();
        for (Map.Entry<String, Integer> entry : ids.entrySet()) {
            if (!structure.contains(entry.getValue()) && wanted.test(entry.getKey())) {
                byte[] bytes = spelling.bytes(entry.getKey());
                if (bytes != null) {
                    tokens.add(bytes);
                    tokenIds.add(entry.getValue());
                }
            }
        }
        return new TokenMap(
                tokens.toArray(byte[][]::new), tokenIds.stream().mapToInt(i -> i).toArray());
    }

    /// The bytes that a token is found by, or null when it cannot be found.
    private interface Spelling {
        byte @Nullable [] bytes(String token);
    }
}
