package eu.socle.model.exchange;

import eu.socle.core.Json;
import eu.socle.core.Refusal;
import eu.socle.model.gguf.MetadataValue;
import eu.socle.model.gguf.ValueType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// The tokenizer.json of a folder, a byte-level BPE, said in the keys of GGUF.
///
/// Token types: 1 normal, 3 control, 4 user-defined, 5 unused.
final class Vocabulary {

    static final String PREFIX = "tokenizer.ggml.";
    private static final int MOST_TOKENS = 1 << 22; // ten times the largest vocabulary known
    private static final int NORMAL = 1;
    private static final int CONTROL = 3;
    private static final int USER_DEFINED = 4;
    private static final int UNUSED = 5;

    private final Path file;
    private final JsonNode root;

    private Vocabulary(Path file, JsonNode root) {
        this.file = file;
        this.root = root;
    }

    /// @param config the model's config.json, which names its special tokens
    /// @param tokens how many rows the embedding has
    /// @return the keys; only `tokenizer.ggml.model` "no_vocab" where there is no tokenizer.json
    /// @throws Refusal if it is there and cannot be said in GGUF
    static Map<String, MetadataValue> keys(Path folder, JsonNode config, int tokens) {
        Path file = folder.resolve("tokenizer.json");
        Map<String, MetadataValue> keys = new LinkedHashMap<>();
        if (!Files.isRegularFile(file)) {
            keys.put(PREFIX + "model", MetadataValue.of("no_vocab"));
            return keys;
        }
        Vocabulary vocabulary = new Vocabulary(file, parse(file));
        keys.put(PREFIX + "model", MetadataValue.of("gpt2"));
        keys.put(PREFIX + "pre", MetadataValue.of(vocabulary.pre()));
        vocabulary.tokens(tokens, keys);
        keys.put(PREFIX + "merges", MetadataValue.of(vocabulary.merges()));
        JsonNode settings = settings(folder);
        for (String token : List.of("bos", "eos")) {
            int id =
                    vocabulary.id(
                            config.path(token + "_token_id"), settings.path(token + "_token"));
            if (id >= 0) {
                keys.put(PREFIX + token + "_token_id", MetadataValue.of((long) id));
            }
        }
        int padding = vocabulary.id(config.path("pad_token_id"), settings.path("pad_token"));
        if (padding >= 0) {
            keys.put(PREFIX + "padding_token_id", MetadataValue.of((long) padding));
        }
        keys.put(PREFIX + "add_bos_token", MetadataValue.of(vocabulary.addsBegin(settings)));
        String template = template(folder, settings);
        if (!template.isEmpty()) {
            keys.put("tokenizer.chat_template", MetadataValue.of(template));
        }
        return keys;
    }

    private static JsonNode parse(Path file) {
        try {
            return Json.parse(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw Refusal.failure(file + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static JsonNode settings(Path folder) {
        Path file = folder.resolve("tokenizer_config.json");
        return Files.isRegularFile(file) ? parse(file) : Json.parse("{}", "");
    }

    private static String template(Path folder, JsonNode settings) {
        Path file = folder.resolve("chat_template.jinja");
        try {
            return Files.isRegularFile(file)
                    ? Files.readString(file)
                    : settings.path("chat_template").asString("");
        } catch (IOException e) {
            throw Refusal.failure(file + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /// The name by which llama.cpp knows the split.
    private String pre() {
        JsonNode pre = root.path("pre_tokenizer");
        if (pre.path("type").asString("").equals("ByteLevel")) {
            return "gpt-2";
        }
        JsonNode first = pre.path("pretokenizers").path(0);
        JsonNode second = pre.path("pretokenizers").path(1);
        boolean bytes =
                pre.path("pretokenizers").size() == 2
                        && second.path("type").asString("").equals("ByteLevel");
        String regex = first.path("pattern").path("Regex").asString("");
        if (bytes && regex.equals(regex("\\p{N}{1,3}"))) {
            return "llama-bpe";
        }
        if (bytes && regex.equals(regex("\\p{N}"))) {
            return "qwen2";
        }
        if (bytes && first.path("individual_digits").asBoolean(false)) {
            return "smollm";
        }
        throw refusal("a split that has no name in GGUF: " + shown(pre));
    }

    /// The expression of Llama 3 and Qwen 2, which differ in how digits go together.
    static String regex(String digits) {
        return "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|"
                + digits
                + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    }

    private void tokens(int rows, Map<String, MetadataValue> keys) {
        JsonNode model = root.path("model");
        if (!model.path("type").asString("").equals("BPE")
                || !root.path("decoder").path("type").asString("").equals("ByteLevel")) {
            throw refusal("a tokenizer that is no byte-level BPE");
        }
        List<String> tokens = new ArrayList<>();
        List<Integer> types = new ArrayList<>();
        model.path("vocab")
                .properties()
                .forEach(entry -> set(tokens, types, id(entry.getValue()), entry.getKey(), NORMAL));
        for (JsonNode added : root.path("added_tokens")) {
            int type = added.path("special").asBoolean(false) ? CONTROL : USER_DEFINED;
            set(tokens, types, id(added.path("id")), added.path("content").asString(""), type);
        }
        if (tokens.size() > rows) {
            throw refusal(tokens.size() + " ids for a model of " + rows);
        }
        while (tokens.size() < rows) {
            tokens.add("");
            types.add(UNUSED);
        }
        for (int id = 0; id < rows; id++) {
            if (types.get(id) == UNUSED) {
                tokens.set(id, "[PAD" + id + "]"); // names must differ
            }
        }
        keys.put(PREFIX + "tokens", MetadataValue.of(tokens));
        keys.put(
                PREFIX + "token_type",
                new MetadataValue.Wholes(
                        ValueType.I32, types.stream().mapToLong(Integer::longValue).toArray()));
    }

    private static void set(
            List<String> tokens, List<Integer> types, int id, String token, int type) {
        while (tokens.size() <= id) {
            tokens.add("");
            types.add(UNUSED);
        }
        tokens.set(id, token);
        types.set(id, type);
    }

    private int id(JsonNode node) {
        if (!node.isInt() || node.intValue() < 0 || node.intValue() >= MOST_TOKENS) {
            throw refusal("the id " + node);
        }
        return node.intValue();
    }

    private List<String> merges() {
        List<String> merges = new ArrayList<>();
        for (JsonNode merge : root.path("model").path("merges")) {
            merges.add(
                    merge.isArray()
                            ? merge.path(0).asString("") + " " + merge.path(1).asString("")
                            : merge.asString(""));
        }
        return merges;
    }

    /// The id that the model's config states (the first of several), else that of the token which
    /// the tokenizer's settings name; -1 for none.
    private int id(JsonNode stated, JsonNode named) {
        JsonNode first = stated.isArray() ? stated.path(0) : stated;
        if (first.isInt() && first.intValue() >= 0) {
            return first.intValue();
        }
        String content = named.isObject() ? named.path("content").asString("") : named.asString("");
        for (JsonNode added : root.path("added_tokens")) {
            if (!content.isEmpty() && added.path("content").asString("").equals(content)) {
                return id(added.path("id"));
            }
        }
        return -1;
    }

    /// Whether texts begin with the begin token: as the settings say, else as the post-processor
    /// does.
    private boolean addsBegin(JsonNode settings) {
        if (settings.path("add_bos_token").isBoolean()) {
            return settings.path("add_bos_token").booleanValue();
        }
        JsonNode processor = root.path("post_processor");
        List<JsonNode> steps = new ArrayList<>();
        if (processor.path("processors").isArray()) {
            processor.path("processors").forEach(steps::add);
        } else {
            steps.add(processor);
        }
        return steps.stream()
                .anyMatch(step ->
                        step.path("type").asString("").equals("TemplateProcessing")
                                && step.path("single").path(0).has("SpecialToken"));
    }

    private Refusal refusal(String found) {
        return Refusal.failure(
                file
                        + " holds "
                        + found
                        + "; byte-level BPE with a split that llama.cpp knows can be written.");
    }

    private static String shown(JsonNode node) {
        String text = node.toString();
        return text.length() <= 200 ? text : text.substring(0, 200) + "...";
    }
}
