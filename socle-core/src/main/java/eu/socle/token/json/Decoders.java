package eu.socle.token.json;

import eu.socle.token.bpe.ByteAlphabet;
import eu.socle.token.bpe.CharacterBpe;
import eu.socle.token.text.Utf8;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Reads `decoder`: what each token of the vocabulary stands for, and what it stands for where a
/// text begins with it.
final class Decoders {

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

    /// What is done to the spelling of one token.
    private interface Step {
        String apply(String token, Place place);
    }

    /// Where a token stands in the ids.
    enum Place {
        FIRST,
        LATER
    }

    private final JsonFile json;
    private final List<Step> steps = new ArrayList<>();
    private boolean byteLevel;
    private boolean byteTokens;
    private boolean fused;
    private boolean firstSpaceDropped;

    private Decoders(JsonFile json) {
        this.json = json;
    }

    static Decoders read(JsonFile json, JsonNode node) {
        Decoders decoder = new Decoders(json);
        json.require(!JsonFile.absent(node), "no decoder");
        decoder.add(node);
        return decoder;
    }

    boolean isByteLevel() {
        return byteLevel;
    }

    /// What bytes that are not UTF-8 become.
    Utf8.Malformed malformed() {
        return byteTokens ? Utf8.Malformed.ONE_FOR_EACH_BYTE : Utf8.Malformed.ONE_FOR_EACH_SUBPART;
    }

    /// The bytes of a token that is not an added one.
    byte[] bytes(String token, Place place) {
        if (byteLevel) {
            byte[] bytes = ByteAlphabet.read(token);
            return bytes == null ? Utf8.bytes(token) : bytes;
        }
        Integer value = byteTokens ? CharacterBpe.byteValue(token) : null;
        byte[] bytes =
                value != null ? new byte[] {value.byteValue()} : Utf8.bytes(spelled(token, place));
        boolean drop =
                firstSpaceDropped && place == Place.FIRST && bytes.length > 0 && bytes[0] == ' ';
        return drop ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    /// The bytes of an added token.
    byte[] addedBytes(String content, Place place) {
        return byteLevel ? Utf8.bytes(content) : bytes(content, place);
    }

    private String spelled(String token, Place place) {
        String result = token;
        for (Step step : steps) {
            result = step.apply(result, place);
        }
        return result;
    }

    private void add(JsonNode node) {
        String type = JsonFile.type(node);
        json.require(
                !byteLevel && (!fused || type.equals("Strip") || type.equals("Fuse")),
                "the decoder " + JsonFile.shown(node) + " after another that leaves one text");
        switch (type) {
            case "Sequence" -> {
                for (JsonNode inner : node.path("decoders")) {
                    add(inner);
                }
            }
            case "ByteLevel" -> {
                json.require(steps.isEmpty() && !byteTokens, "the decoder ByteLevel after another");
                byteLevel = true;
            }
            case "Replace" -> {
                String what = node.path("pattern").path("String").asString("");
                json.require(!what.isEmpty(), "the decoder " + JsonFile.shown(node));
                String by = node.path("content").asString("");
                steps.add((token, place) -> token.replace(what, by));
            }
            case "ByteFallback" -> byteTokens = true;
            case "Fuse" -> fused = true;
            case "Strip" -> strip(node);
            case "Metaspace" -> metaspace(node);
            case "WordPiece" -> wordPiece(node);
            default -> throw json.refusal("the decoder " + JsonFile.shown(node));
        }
    }

    private void strip(JsonNode node) {
        boolean one =
                fused
                        && !firstSpaceDropped
                        && node.path("content").asString("").equals(" ")
                        && node.path("start").asInt(0) == 1
                        && node.path("stop").asInt(0) == 0;
        json.require(one, "the decoder " + JsonFile.shown(node));
        firstSpaceDropped = true;
    }

    /// Every sign is a space, and none in a text's first token where one was put before the text.
    private void metaspace(JsonNode node) {
        String sign = node.path("replacement").asString("\u2581");
        boolean old = node.path("add_prefix_space").asBoolean(true);
        String scheme = node.path("prepend_scheme").asString(old ? "always" : "never");
        boolean put = !scheme.equals("never");
        steps.add((token, place) -> token.replace(sign, put && place == Place.FIRST ? "" : " "));
    }

    private void wordPiece(JsonNode node) {
        String prefix = node.path("prefix").asString("##");
        boolean clean = node.path("cleanup").asBoolean(true);
        steps.add((token, place) -> {
            String word =
                    place == Place.FIRST
                            ? token
                            : token.startsWith(prefix)
                                    ? token.substring(prefix.length())
                                    : " " + token;
            return clean ? cleaned(word) : word;
        });
    }

    private static String cleaned(String text) {
        String result = text;
        for (String[] pair : CLEAN) {
            result = result.replace(pair[0], pair[1]);
        }
        return result;
    }
}
