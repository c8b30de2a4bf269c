package eu.socle.model.exchange;

import eu.socle.core.AtomicFile;
import eu.socle.core.Refusal;
import eu.socle.model.gguf.Metadata;
import eu.socle.model.gguf.MetadataValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A GGUF vocabulary of byte-level BPE written as tokenizer.json and tokenizer_config.json, with
/// the ids that llama.cpp gives.
public final class VocabularyFiles {

    private static final int CONTROL = 3;
    private static final int USER_DEFINED = 4;
    private static final String PREFIX = "tokenizer.ggml.";

    private final Metadata vocabulary;
    private final ObjectNode root = JsonNodeFactory.instance.objectNode();

    private VocabularyFiles(Metadata vocabulary) {
        this.vocabulary = vocabulary;
    }

    /// Writes both files.
    ///
    /// @param where the file that the keys come from
    /// @param keys its keys; those of the vocabulary are used
    /// @throws Refusal if it has no vocabulary, or one of another kind
    public static void write(Path folder, String where, Map<String, MetadataValue> keys) {
        VocabularyFiles files = new VocabularyFiles(new Metadata(where, keys));
        String text = files.tokenizer();
        AtomicFile.write(folder.resolve("tokenizer.json"), text + "\n");
        AtomicFile.write(folder.resolve("tokenizer_config.json"), files.settings() + "\n");
    }

    private String tokenizer() {
        String kind = vocabulary.has(PREFIX + "model") ? vocabulary.text(PREFIX + "model") : "none";
        if (!kind.equals("gpt2")) {
            throw Refusal.failure(
                    vocabulary.where()
                            + " has a vocabulary of the kind \""
                            + kind
                            + "\"; a tokenizer.json can be made of gpt2, byte-level BPE.");
        }
        String pre = vocabulary.has(PREFIX + "pre") ? vocabulary.text(PREFIX + "pre") : "default";
        root.put("version", "1.0");
        added();
        if (List.of("qwen2").contains(pre)) {
            root.putObject("normalizer").put("type", "NFC"); // as the family's tokenizers have it
        } else {
            root.putNull("normalizer");
        }
        preTokenizer(pre);
        root.putNull("post_processor");
        byteLevel(root.putObject("decoder"), true);
        model(pre);
        return root.toString();
    }

    private long[] types(int tokens) {
        long[] types = vocabulary.wholes(PREFIX + "token_type");
        if (types.length != tokens) {
            throw Refusal.failure(
                    vocabulary.where()
                            + ": the key tokenizer.ggml.token_type has "
                            + types.length
                            + " items for "
                            + tokens
                            + " tokens.");
        }
        return types;
    }

    private void added() {
        List<String> tokens = vocabulary.texts(PREFIX + "tokens");
        long[] types = types(tokens.size());
        ArrayNode added = root.putArray("added_tokens");
        for (int id = 0; id < types.length; id++) {
            if (types[id] == CONTROL || types[id] == USER_DEFINED) {
                ObjectNode token = added.addObject();
                token.put("id", id).put("content", tokens.get(id));
                token.put("single_word", false).put("lstrip", false).put("rstrip", false);
                token.put("normalized", false).put("special", types[id] == CONTROL);
            }
        }
    }

    private void preTokenizer(String pre) {
        ObjectNode node = root.putObject("pre_tokenizer");
        switch (pre) {
            case "gpt-2", "olmo", "mpt" -> byteLevel(node, true);
            case "llama-bpe", "llama3", "llama-v3" -> split(node, Vocabulary.regex("\\p{N}{1,3}"));
            case "qwen2", "deepseek-r1-qwen" -> split(node, Vocabulary.regex("\\p{N}"));
            case "smollm", "starcoder", "refact", "command-r" -> {
                node.put("type", "Sequence");
                ArrayNode steps = node.putArray("pretokenizers");
                steps.addObject().put("type", "Digits").put("individual_digits", true);
                byteLevel(steps.addObject(), true);
            }
            default ->
                    throw Refusal.failure(
                            vocabulary.where()
                                    + ": the key tokenizer.ggml.pre is \""
                                    + pre
                                    + "\", a way to cut text that no tokenizer.json can be made for here.");
        }
    }

    private static void split(ObjectNode node, String regex) {
        node.put("type", "Sequence");
        ArrayNode steps = node.putArray("pretokenizers");
        ObjectNode split = steps.addObject().put("type", "Split");
        split.putObject("pattern").put("Regex", regex);
        split.put("behavior", "Isolated").put("invert", false);
        byteLevel(steps.addObject(), false);
    }

    private static void byteLevel(ObjectNode node, boolean regex) {
        node.put("type", "ByteLevel").put("add_prefix_space", false);
        node.put("trim_offsets", true).put("use_regex", regex);
    }

    private void model(String pre) {
        ObjectNode model = root.putObject("model");
        model.put("type", "BPE").putNull("dropout").putNull("unk_token");
        model.putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
        model.put("fuse_unk", false).put("byte_fallback", false);
        model.put("ignore_merges", List.of("llama-bpe", "llama3", "llama-v3").contains(pre));
        List<String> tokens = vocabulary.texts(PREFIX + "tokens");
        ObjectNode ids = model.putObject("vocab");
        for (int id = 0; id < tokens.size(); id++) {
            if (ids.has(tokens.get(id))) {
                throw Refusal.failure(
                        vocabulary.where()
                                + ": the key tokenizer.ggml.tokens has \""
                                + tokens.get(id)
                                + "\" twice.");
            }
            ids.put(tokens.get(id), id);
        }
        ArrayNode merges = model.putArray("merges");
        for (String merge : vocabulary.texts(PREFIX + "merges")) {
            int space = merge.indexOf(' ', 1);
            if (space < 0) {
                throw Refusal.failure(
                        vocabulary.where()
                                + ": the key tokenizer.ggml.merges holds \""
                                + merge
                                + "\", which is no pair.");
            }
            merges.addArray().add(merge.substring(0, space)).add(merge.substring(space + 1));
        }
    }

    private String settings() {
        ObjectNode settings = JsonNodeFactory.instance.objectNode();
        settings.put("tokenizer_class", "PreTrainedTokenizerFast");
        settings.put("clean_up_tokenization_spaces", false);
        token(settings, "bos_token_id", "bos_token");
        token(settings, "eos_token_id", "eos_token");
        token(settings, "padding_token_id", "pad_token");
        if (vocabulary.has(PREFIX + "add_bos_token")) {
            settings.put("add_bos_token", vocabulary.flag(PREFIX + "add_bos_token"));
        }
        if (vocabulary.has("tokenizer.chat_template")) {
            settings.put("chat_template", vocabulary.text("tokenizer.chat_template"));
        }
        return settings.toString();
    }

    private void token(ObjectNode settings, String key, String name) {
        List<String> tokens = vocabulary.texts(PREFIX + "tokens");
        if (!vocabulary.has(PREFIX + key)) {
            return;
        }
        long id = vocabulary.whole(PREFIX + key);
        if (id >= tokens.size()) {
            throw Refusal.failure(
                    vocabulary.where()
                            + ": the key tokenizer.ggml."
                            + key
                            + " is "
                            + id
                            + ", the vocabulary has "
                            + tokens.size()
                            + " tokens.");
        }
        settings.put(name, tokens.get((int) id));
    }
}
