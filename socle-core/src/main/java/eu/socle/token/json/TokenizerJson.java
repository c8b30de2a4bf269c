package eu.socle.token.json;

import eu.socle.core.Digest;
import eu.socle.core.Json;
import eu.socle.core.Refusal;
import eu.socle.token.json.Decoders.Place;
import eu.socle.token.piece.Added;
import eu.socle.token.piece.PieceMerger;
import eu.socle.token.piece.PieceModel;
import eu.socle.token.piece.PieceTokenizer;
import eu.socle.token.piece.TokenBytes;
import eu.socle.token.piece.WithoutBlanks;
import eu.socle.token.split.Cut;
import eu.socle.token.text.NormalForm;
import eu.socle.token.text.TextStep;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads tokenizer.json, the format of Hugging Face tokenizers: BPE over bytes or characters,
/// Unigram, WordPiece; refuses by name whatever it would have to guess.
public final class TokenizerJson {

    /// The usual name of the token that ends a text.
    public static final String END_OF_TEXT = "<|endoftext|>";

    private static final long MOST_BYTES = 1 << 28; // the largest published one has 35 MB
    private static final int MOST_IDS =
            1 << 24; // far above any vocabulary; keeps a damaged id from asking for gigabytes

    private final JsonFile json;

    private TokenizerJson(JsonFile json) {
        this.json = json;
    }

    /// A tokenizer and how many merges it knows.
    public record Read(PieceTokenizer tokenizer, int merges) {}

    /// As [eu.socle.token.Tokenizer#read(Path)].
    public static PieceTokenizer read(Path file) {
        return open(file).tokenizer();
    }

    /// Reads a file.
    ///
    /// @throws Refusal if it is missing, damaged, or asks for something that is not known
    public static Read open(Path file) {
        byte[] bytes;
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw Refusal.failure(
                        file
                                + " has "
                                + Files.size(file)
                                + " bytes, too many for a tokenizer; get it again.");
            }
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw Refusal.failure(
                    file
                            + " cannot be read: "
                            + e.getMessage()
                            + "; name a tokenizer.json that is there.",
                    e);
        }
        JsonNode root = Json.parse(new String(bytes, StandardCharsets.UTF_8), file.toString());
        TokenizerJson reader = new TokenizerJson(new JsonFile(file, root));
        PieceModel model = reader.model();
        String end = endOfText(file);
        OptionalInt id =
                model.added().stream()
                        .filter(t -> t.content().equals(end))
                        .mapToInt(Added::id)
                        .findFirst();
        int merges = root.path("model").path("merges").size();
        Digest digest = Digest.of(bytes);
        return new Read(new PieceTokenizer(model, id, () -> digest), merges);
    }

    /// What the tokenizer_config.json beside it says, else the usual name.
    private static String endOfText(Path file) {
        Path config = file.resolveSibling("tokenizer_config.json");
        if (!Files.isRegularFile(config)) {
            return END_OF_TEXT;
        }
        try {
            JsonNode token =
                    Json.parse(Files.readString(config), config.toString()).path("eos_token");
            return token.isObject()
                    ? token.path("content").asString(END_OF_TEXT)
                    : token.asString(END_OF_TEXT);
        } catch (IOException e) {
            throw Refusal.failure(config + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private PieceModel model() {
        JsonNode root = json.root();
        TextStep normaliser = new Normalisers(json).read(root.path("normalizer"));
        PreTokenizers.Read pre = PreTokenizers.read(json, root.path("pre_tokenizer"));
        Map<String, Integer> ids = ids(root.path("model").path("vocab"));
        List<Added> added = added(normaliser, ids);
        Decoders decoder = Decoders.read(json, root.path("decoder"));
        Models models = new Models(json, ids, added, pre);
        Supplier<PieceMerger> all = models.read(decoder.isByteLevel());
        Supplier<PieceMerger> mergers =
                pre.blanksRemoved() ? () -> new WithoutBlanks(all.get()) : all;
        Cut cut = models.cut();
        boolean cuttable =
                pre.byteLevel()
                        && pre.preparation().equals(TextStep.NONE)
                        && (normaliser.equals(TextStep.NONE) || normaliser.equals(NormalForm.NFC));
        return new PieceModel(
                normaliser,
                pre.preparation(),
                cut,
                mergers,
                bytes(ids, added, decoder),
                added,
                new Frames(json).read(root.path("post_processor")),
                cuttable ? PieceModel.Cuttable.BEFORE_SPACES : PieceModel.Cuttable.NO);
    }

    /// The vocabulary, an object of ids or (Unigram) a list of pieces with scores.
    private Map<String, Integer> ids(JsonNode vocab) {
        json.require((vocab.isObject() || vocab.isArray()) && !vocab.isEmpty(), "no vocabulary");
        Map<String, Integer> ids = new HashMap<>();
        if (vocab.isArray()) {
            for (int id = 0; id < vocab.size(); id++) {
                String piece = vocab.get(id).path(0).asString("");
                json.require(ids.put(piece, id) == null, "the piece \"" + piece + "\" twice");
            }
            return ids;
        }
        for (Map.Entry<String, JsonNode> entry : vocab.properties()) {
            ids.put(entry.getKey(), id(entry.getValue(), entry.getKey()));
        }
        return ids;
    }

    private int id(JsonNode node, String token) {
        json.require(
                node.isInt() && node.intValue() >= 0 && node.intValue() < MOST_IDS,
                "the id " + node + " of the token " + token);
        return node.intValue();
    }

    private List<Added> added(TextStep normaliser, Map<String, Integer> ids) {
        List<Added> added = new ArrayList<>();
        Map<Integer, String> names = new HashMap<>();
        for (JsonNode node : json.root().path("added_tokens")) {
            String content = node.path("content").asString("");
            int id = id(node.path("id"), content);
            Integer known = ids.get(content);
            json.require(
                    known == null || known == id,
                    "the added token " + content + " with the id " + id + ", which is " + known);
            String other = names.put(id, content);
            json.require(
                    other == null || other.equals(content),
                    "two added tokens with the id " + id + ", " + other + " and " + content);
            boolean normalised = node.path("normalized").asBoolean(false);
            String sought = normalised ? normaliser.apply(content, 0) : content;
            json.require(
                    content.isEmpty() || !sought.isEmpty(),
                    "the added token \"" + content + "\", of which its normalizer leaves nothing");
            added.add(
                    new Added(
                            id,
                            sought,
                            node.path("special").asBoolean(false),
                            normalised ? Added.Sought.NORMALISED : Added.Sought.AS_IT_CAME,
                            blanks(node.path("lstrip")),
                            blanks(node.path("rstrip")),
                            node.path("single_word").asBoolean(false)
                                    ? Added.Border.NO_LETTER
                                    : Added.Border.ANYTHING));
        }
        return added;
    }

    private static Added.Blanks blanks(JsonNode strip) {
        return strip.asBoolean(false) ? Added.Blanks.TAKEN : Added.Blanks.STAY;
    }

    private TokenBytes bytes(Map<String, Integer> ids, List<Added> added, Decoders decoder) {
        int size = 0;
        for (int id : ids.values()) {
            size = Math.max(size, id + 1);
        }
        for (Added token : added) {
            size = Math.max(size, token.id() + 1);
        }
        byte[] @Nullable [] tokens = new byte[size][];
        byte[] @Nullable [] first = new byte[size][];
        for (Map.Entry<String, Integer> entry : ids.entrySet()) {
            int id = entry.getValue();
            json.require(tokens[id] == null, "two tokens with the id " + id);
            tokens[id] = decoder.bytes(entry.getKey(), Place.LATER);
            first[id] = decoder.bytes(entry.getKey(), Place.FIRST);
        }
        for (Added token : added) {
            tokens[token.id()] = decoder.addedBytes(token.content(), Place.LATER);
            first[token.id()] = decoder.addedBytes(token.content(), Place.FIRST);
        }
        return new TokenBytes(tokens, first, decoder.malformed());
    }
}
