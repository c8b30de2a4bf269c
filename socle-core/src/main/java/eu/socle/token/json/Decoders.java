package eu.socle.token.json;

import eu.socle.token.bpe.ByteAlphabet;
import eu.socle.token.bpe.CharacterBpe;
import eu.socle.token.piece.TokenBytes.FirstSpace;
import eu.socle.token.text.Utf8;
import tools.jackson.databind.JsonNode;

/// Reads `decoder`: what each token of the vocabulary stands for.
final class Decoders {

    /// How a token is spelled.
    private enum Spelling {
        BYTES,
        SIGNED_WORDS,
        CONTINUED_WORDS
    }

    private static final String[][] CLEAN = { // as the Python library and Rust do, in this order
        {" .", "."},
        {" ?", "?"},
        {" !", "!"},
        {" ,", ","},
        {" ' ", "'"},
        {" n't", "n't"},
        {" 'm", "'m"},
        {" do not", " don't"},
        {" 's", "'s"},
        {" 've", "'ve"},
        {" 're", "'re"}
    };

    private final JsonFile json;
    private Spelling spelling = Spelling.SIGNED_WORDS;
    private boolean byteTokens;
    private boolean clean;
    private String prefix = "##";
    private FirstSpace firstSpace = FirstSpace.KEPT;

    private Decoders(JsonFile json) {
        this.json = json;
    }

    static Decoders read(JsonFile json, JsonNode node) {
        Decoders decoder = new Decoders(json);
        json.require(!JsonFile.absent(node), "no decoder");
        decoder.add(node);
        return decoder;
    }

    FirstSpace firstSpace() {
        return firstSpace;
    }

    boolean isByteLevel() {
        return spelling == Spelling.BYTES;
    }

    /// The bytes of a token that is not an added one.
    byte[] bytes(String token) {
        return switch (spelling) {
            case BYTES -> {
                byte[] bytes = ByteAlphabet.read(token);
                yield bytes == null ? Utf8.bytes(token) : bytes;
            }
            case SIGNED_WORDS -> {
                Integer value = byteTokens ? CharacterBpe.byteValue(token) : null;
                yield value != null
                        ? new byte[] {value.byteValue()}
                        : Utf8.bytes(token.replace('\u2581', ' '));
            }
            case CONTINUED_WORDS -> {
                String word =
                        token.startsWith(prefix) ? token.substring(prefix.length()) : " " + token;
                yield Utf8.bytes(clean ? cleaned(word) : word);
            }
        };
    }

    /// The bytes of an added token.
    byte[] addedBytes(String content) {
        return spelling == Spelling.BYTES ? Utf8.bytes(content) : bytes(content);
    }

    private void add(JsonNode node) {
        switch (JsonFile.type(node)) {
            case "Sequence" -> {
                for (JsonNode inner : node.path("decoders")) {
                    add(inner);
                }
            }
            case "ByteLevel" -> spelling = Spelling.BYTES;
            case "Replace" -> {
                boolean sign =
                        node.path("pattern").path("String").asString("").equals("\u2581")
                                && node.path("content").asString("").equals(" ");
                json.require(sign, "the decoder " + JsonFile.shown(node));
            }
            case "ByteFallback" -> byteTokens = true;
            case "Fuse" -> {} // one text in any case
            case "Strip" -> {
                boolean one =
                        node.path("content").asString("").equals(" ")
                                && node.path("start").asInt(0) == 1
                                && node.path("stop").asInt(0) == 0;
                json.require(one, "the decoder " + JsonFile.shown(node));
                firstSpace = FirstSpace.DROPPED;
            }
            case "Metaspace" -> {
                boolean old = node.path("add_prefix_space").asBoolean(true);
                boolean put =
                        !node.path("prepend_scheme")
                                .asString(old ? "always" : "never")
                                .equals("never");
                firstSpace = put ? FirstSpace.DROPPED : FirstSpace.KEPT;
            }
            case "WordPiece" -> {
                spelling = Spelling.CONTINUED_WORDS;
                prefix = node.path("prefix").asString("##");
                clean = node.path("cleanup").asBoolean(true);
                firstSpace = FirstSpace.DROPPED;
            }
            default -> throw json.refusal("the decoder " + JsonFile.shown(node));
        }
    }

    private static String cleaned(String text) {
        String result = text;
        for (String[] pair : CLEAN) {
            result = result.replace(pair[0], pair[1]);
        }
        return result;
    }
}
