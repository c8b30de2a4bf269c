package eu.socle.token;

import eu.socle.core.Digest;
import eu.socle.core.Json;
import eu.socle.core.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads and writes tokenizer.json, the format of Hugging Face tokenizers, where it holds a
/// byte-level BPE; refuses by name whatever it would have to guess.
final class TokenizerJson {

    static final String END_OF_TEXT = "<|endoftext|>";

    private static final int MOST_IDS =
            1 << 24; // far above any vocabulary; keeps a damaged id from asking for gigabytes

    private final Path file;
    private final JsonNode root;

    private TokenizerJson(Path file, JsonNode root) {
        this.file = file;
        this.root = root;
    }

    static BpeTokenizer read(Path file) {
        byte[] bytes;
        try {
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
        BpeVocabulary vocabulary = new TokenizerJson(file, root).vocabulary();
        return new BpeTokenizer(vocabulary, endOfText(file), Digest.of(bytes));
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

    /// A trained tokenizer as the text of a tokenizer.json, which Hugging Face tokenizers loads
    /// with the same ids.
    static String text(TrainedBpe bpe) {
        StringBuilder out =
                new StringBuilder(
                        "{\n  \"version\": \"1.0\",\n  \"truncation\": null,\n  \"padding\": null,\n");
        out.append("  \"added_tokens\": [");
        for (int id = 0; id < bpe.specials().size(); id++) {
            out.append(id == 0 ? "\n" : ",\n")
                    .append("    {\"id\": ")
                    .append(id)
                    .append(", \"content\": ");
            out.append(Json.canonical(bpe.specials().get(id)));
            out.append(
                    ", \"single_word\": false, \"lstrip\": false, \"rstrip\": false, \"normalized\": false, \"special\": true}");
        }
        out.append("\n  ],\n  \"normalizer\": ");
        out.append(
                switch (Normaliser.usualFor(bpe.split())) {
                    case NONE -> "null";
                    case NFC -> "{\"type\": \"NFC\"}";
                });
        out.append(",\n  \"pre_tokenizer\": ").append(preTokenizer(bpe.split()));
        out.append(",\n  \"post_processor\": null,\n  \"decoder\": ").append(byteLevel("true"));
        out.append(
                ",\n  \"model\": {\n    \"type\": \"BPE\", \"dropout\": null, \"unk_token\": null, \"continuing_subword_prefix\": null,");
        out.append(
                " \"end_of_word_suffix\": null, \"fuse_unk\": false, \"byte_fallback\": false, \"ignore_merges\": false,\n    \"vocab\": {");
        String[] spellings = bpe.spellings();
        for (int id = 0; id < spellings.length; id++) {
            out.append(id == 0 ? "\n      " : ",\n      ")
                    .append(Json.canonical(spellings[id]))
                    .append(": ")
                    .append(id);
        }
        out.append("\n    },\n    \"merges\": [");
        String separator = "\n      [";
        for (TrainedBpe.Merge merge : bpe.merges()) {
            out.append(separator).append(Json.canonical(spellings[merge.left()])).append(", ");
            out.append(Json.canonical(spellings[merge.right()])).append(']');
            separator = ",\n      [";
        }
        return out.append("\n    ]\n  }\n}\n").toString();
    }

    /// The text of the tokenizer_config.json beside it: end of text, longest input, and a plain
    /// chat template (each message's content on a line of its own).
    ///
    /// @param endOfText content of the token that ends a document
    /// @param longest most tokens of one input; 0 when nobody has decided yet
    static String configText(String endOfText, int longest) {
        SortedMap<String, Object> config = new TreeMap<>();
        config.put("tokenizer_class", "PreTrainedTokenizerFast");
        config.put("eos_token", endOfText);
        config.put("clean_up_tokenization_spaces", false);
        config.put(
                "chat_template",
                "{% for message in messages %}{{ message['content'] }}{{ '\\n' }}{% endfor %}");
        if (longest > 0) {
            config.put("model_max_length", longest);
        }
        return Json.canonical(config) + "\n";
    }

    private static String preTokenizer(Split split) {
        return switch (split) {
            case GPT_2 -> byteLevel("true");
            case LLAMA_3, QWEN_2 ->
                    "{\"type\": \"Sequence\", \"pretokenizers\": [{\"type\": \"Split\", \"pattern\": {\"Regex\": "
                            + Json.canonical(split.regex())
                            + "}, \"behavior\": \"Isolated\", \"invert\": false}, "
                            + byteLevel("false")
                            + "]}";
        };
    }

    private static String byteLevel(String useRegex) {
        return "{\"type\": \"ByteLevel\", \"add_prefix_space\": false, \"trim_offsets\": true, \"use_regex\": "
                + useRegex
                + "}";
    }

    private BpeVocabulary vocabulary() {
        JsonNode model = root.path("model");
        require(
                model.path("type").asString("BPE").equals("BPE"),
                "a model of type " + model.path("type"));
        for (String option :
                List.of("dropout", "continuing_subword_prefix", "end_of_word_suffix")) {
            JsonNode value = model.path(option);
            boolean absent =
                    value.isMissingNode() || value.isNull() || value.asString("-").isEmpty();
            require(absent, "a BPE with " + option + " " + value);
        }
        require(
                !model.path("byte_fallback").asBoolean(false),
                "a BPE with byte_fallback, which is not byte-level");
        require(
                root.path("decoder").path("type").asString("").equals("ByteLevel"),
                "a decoder that is not ByteLevel");
        Normaliser normaliser = normaliser();
        Map<String, Integer> ids = ids(model.path("vocab"));
        List<BpeVocabulary.Added> added = added(normaliser);
        byte[] @Nullable [] tokens = tokens(ids, added);
        return new BpeVocabulary(
                split(),
                normaliser,
                model.path("ignore_merges").asBoolean(false)
                        ? BpeVocabulary.Pieces.WHOLE_WHEN_KNOWN
                        : BpeVocabulary.Pieces.MERGED,
                tokens,
                byteIds(ids),
                merges(model.path("merges"), ids),
                added);
    }

    private Normaliser normaliser() {
        JsonNode normalizer = root.path("normalizer");
        if (normalizer.isMissingNode() || normalizer.isNull()) {
            return Normaliser.NONE;
        }
        require(
                normalizer.path("type").asString("").equals("NFC"),
                "the normalizer " + normalizer.path("type"));
        return Normaliser.NFC;
    }

    private Split split() {
        JsonNode pre = root.path("pre_tokenizer");
        String type = pre.path("type").asString("");
        if (type.equals("ByteLevel")) {
            byteLevel(pre, true);
            return Split.GPT_2;
        }
        require(
                type.equals("Sequence") && pre.path("pretokenizers").size() == 2,
                "the pre-tokenizer " + shown(pre));
        JsonNode first = pre.path("pretokenizers").get(0);
        JsonNode second = pre.path("pretokenizers").get(1);
        boolean isolated =
                first.path("type").asString("").equals("Split")
                        && first.path("behavior").asString("").equals("Isolated")
                        && !first.path("invert").asBoolean(false);
        require(isolated, "the pre-tokenizer " + shown(first));
        require(
                second.path("type").asString("").equals("ByteLevel"),
                "the pre-tokenizer " + shown(second));
        byteLevel(second, false);
        String regex = first.path("pattern").path("Regex").asString("");
        return Split.ofRegex(regex)
                .orElseThrow(() ->
                        refusal(
                                "the split "
                                        + shown(first)
                                        + "; known are those of gpt-2, llama-3 and qwen-2"));
    }

    private void byteLevel(JsonNode byteLevel, boolean regex) {
        require(
                !byteLevel.path("add_prefix_space").asBoolean(true),
                "ByteLevel with add_prefix_space");
        require(
                byteLevel.path("use_regex").asBoolean(true) == regex,
                "the pre-tokenizer " + shown(byteLevel));
    }

    private Map<String, Integer> ids(JsonNode vocab) {
        require(vocab.isObject() && !vocab.isEmpty(), "no vocabulary");
        Map<String, Integer> ids = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : vocab.properties()) {
            ids.put(entry.getKey(), id(entry.getValue(), entry.getKey()));
        }
        return ids;
    }

    private int id(JsonNode node, String token) {
        require(
                node.isInt() && node.intValue() >= 0 && node.intValue() < MOST_IDS,
                "the id " + node + " of the token " + token);
        return node.intValue();
    }

    private List<BpeVocabulary.Added> added(Normaliser normaliser) {
        List<BpeVocabulary.Added> added = new ArrayList<>();
        for (JsonNode node : root.path("added_tokens")) {
            String content = node.path("content").asString("");
            for (String option : List.of("single_word", "lstrip", "rstrip")) {
                require(
                        !node.path(option).asBoolean(false),
                        "the added token " + content + " with " + option);
            }
            boolean normalised =
                    normaliser != Normaliser.NONE && node.path("normalized").asBoolean(false);
            require(
                    !normalised,
                    "the added token " + content + " that is sought in normalised text");
            added.add(
                    new BpeVocabulary.Added(
                            id(node.path("id"), content),
                            content,
                            node.path("special").asBoolean(false)));
        }
        return added;
    }

    private byte[] @Nullable [] tokens(Map<String, Integer> ids, List<BpeVocabulary.Added> added) {
        int size = 0;
        for (int id : ids.values()) {
            size = Math.max(size, id + 1);
        }
        for (BpeVocabulary.Added token : added) {
            size = Math.max(size, token.id() + 1);
        }
        byte[] @Nullable [] tokens = new byte[size][];
        for (Map.Entry<String, Integer> entry : ids.entrySet()) {
            require(tokens[entry.getValue()] == null, "two tokens with the id " + entry.getValue());
            byte[] bytes = ByteAlphabet.read(entry.getKey());
            tokens[entry.getValue()] = bytes == null ? ByteAlphabet.plain(entry.getKey()) : bytes;
        }
        for (BpeVocabulary.Added token : added) {
            tokens[token.id()] = ByteAlphabet.plain(token.content());
        }
        return tokens;
    }

    private int[] byteIds(Map<String, Integer> ids) {
        int[] byteIds = new int[256];
        for (int b = 0; b < 256; b++) {
            Integer id = ids.get(String.valueOf(ByteAlphabet.character(b)));
            if (id == null) {
                throw refusal("a vocabulary without the byte " + b + ", which is not byte-level");
            }
            byteIds[b] = id;
        }
        return byteIds;
    }

    private MergeTable merges(JsonNode merges, Map<String, Integer> ids) {
        require(merges.isArray(), "no list of merges");
        int[] left = new int[merges.size()];
        int[] right = new int[left.length];
        int[] merged = new int[left.length];
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
                throw refusal(
                        "merge number "
                                + rank
                                + ", "
                                + merge
                                + ", of tokens that are not in the vocabulary");
            }
            left[rank] = a;
            right[rank] = b;
            merged[rank] = whole;
        }
        return new MergeTable(left, right, merged);
    }

    private void require(boolean holds, String found) {
        if (!holds) {
            throw refusal(found);
        }
    }

    private Refusal refusal(String found) {
        return Refusal.failure(
                file
                        + " holds "
                        + found
                        + "; this version reads byte-level BPE with the splits of gpt-2, llama-3 and qwen-2.");
    }

    private static String shown(JsonNode node) {
        String text = node.toString();
        return text.length() <= 300 ? text : text.substring(0, 300) + "...";
    }
}
