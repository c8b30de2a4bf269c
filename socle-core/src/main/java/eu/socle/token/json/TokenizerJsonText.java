package eu.socle.token.json;

import eu.socle.core.Json;
import eu.socle.token.split.Split;
import eu.socle.token.text.TextStep;
import eu.socle.token.training.TrainedBpe;
import java.util.SortedMap;
import java.util.TreeMap;

/// Writes tokenizer.json and the tokenizer_config.json beside it.
public final class TokenizerJsonText {

    private TokenizerJsonText() {}

    /// A trained tokenizer as the text of a tokenizer.json, which Hugging Face tokenizers loads
    /// with the same ids.
    public static String text(TrainedBpe bpe) {
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
                bpe.split().usualNormaliser().equals(TextStep.NONE)
                        ? "null"
                        : "{\"type\": \"NFC\"}");
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
    public static String configText(String endOfText, int longest) {
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
        if (split == Split.GPT_2) {
            return byteLevel("true");
        }
        StringBuilder out = new StringBuilder("{\"type\": \"Sequence\", \"pretokenizers\": [");
        for (String regex : split.regexes()) {
            out.append("{\"type\": \"Split\", \"pattern\": {\"Regex\": ")
                    .append(Json.canonical(regex))
                    .append("}, \"behavior\": \"Isolated\", \"invert\": false}, ");
        }
        return out.append(byteLevel("false")).append("]}").toString();
    }

    private static String byteLevel(String useRegex) {
        return "{\"type\": \"ByteLevel\", \"add_prefix_space\": false, \"trim_offsets\": true, \"use_regex\": "
                + useRegex
                + "}";
    }
}
