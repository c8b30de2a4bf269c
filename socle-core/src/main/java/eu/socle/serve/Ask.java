package eu.socle.serve;

import eu.socle.core.Seed;
import eu.socle.infer.ChatTemplate;
import eu.socle.infer.LanguageModel;
import eu.socle.infer.Message;
import eu.socle.infer.Request;
import eu.socle.infer.Sampling;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// What a client asked for, checked.
///
/// @param delivery all at once or as it comes
/// @param usageAtEnd whether a stream ends with a chunk that holds the usage
/// @param logProbabilities whether tokens are reported with their log-probabilities
record Ask(Request request, Delivery delivery, boolean usageAtEnd, boolean logProbabilities) {

    private static final int CHOICES = 16; // answers of one request, over all its prompts
    private static final int STOPS = 16;
    private static final int STOP_LENGTH = 1000; // characters

    enum Delivery {
        WHOLE,
        STREAM
    }

    /// Reads the body of POST /v1/chat/completions.
    ///
    /// @param fallback the seed of a request that names none
    /// @throws ApiError naming the field that is wrong
    static Ask chat(Fields body, LanguageModel model, ChatTemplate template, Seed fallback) {
        checkModel(body, model);
        List<Message> messages = messages(body);
        if (!body.array("tools", "a list").isEmpty()) {
            throw ApiError.field(
                    "tools", "This model was not trained to call tools; leave out \"tools\".");
        }
        boolean logProbabilities = body.flag("logprobs");
        int alternatives = Math.toIntExact(body.integer("top_logprobs", 0, 20).orElse(0L));
        if (alternatives > 0 && !logProbabilities) {
            throw ApiError.field("top_logprobs", "\"top_logprobs\" needs \"logprobs\" to be true.");
        }
        int[] prompt = model.tokenizer().encode(template.render(messages));
        return finish(
                body, model, List.of(prompt), "messages", logProbabilities, alternatives, fallback);
    }

    /// Reads the body of POST /v1/completions.
    ///
    /// @param fallback the seed of a request that names none
    /// @throws ApiError naming the field that is wrong
    static Ask completion(Fields body, LanguageModel model, Seed fallback) {
        checkModel(body, model);
        for (String unsupported : List.of("echo", "suffix", "best_of")) {
            JsonNode value = body.value(unsupported).orElse(null);
            boolean harmless =
                    value == null
                            || (value.isBoolean() && !value.booleanValue())
                            || (value.isInt() && value.intValue() == 1);
            if (!harmless) {
                throw ApiError.field(unsupported, "\"" + unsupported + "\" is not supported here.");
            }
        }
        Long alternatives = body.integer("logprobs", 0, 5).orElse(null);
        return finish(
                body,
                model,
                prompts(body, model),
                "prompt",
                alternatives != null,
                alternatives == null ? 0 : Math.toIntExact(alternatives),
                fallback);
    }

    private static void checkModel(Fields body, LanguageModel model) {
        String asked = body.text("model").orElse(model.name());
        if (!asked.equals(model.name())) {
            throw ApiError.unknownModel(asked, model.name());
        }
    }

    private static Ask finish(
            Fields body,
            LanguageModel model,
            List<int[]> prompts,
            String promptField,
            boolean logProbabilities,
            int alternatives,
            Seed fallback) {
        List<int[]> filled = new ArrayList<>();
        for (int[] prompt : prompts) {
            if (prompt.length >= model.context()) {
                throw ApiError.tooLong(promptField, prompt.length, model.context());
            }
            filled.add(
                    prompt.length == 0
                            ? new int[] {model.tokenizer().endOfText()}
                            : prompt); // a text begins after the end of another
        }
        int choices = Math.toIntExact(body.integer("n", 1, CHOICES).orElse(1L));
        if (choices * filled.size() > CHOICES) {
            throw ApiError.field(
                    "n", "At most " + CHOICES + " answers can be asked for in one request.");
        }
        refuseFormat(body);
        Sampling sampling = sampling(body, model, alternatives, fallback);
        boolean usage = body.section("stream_options").flag("include_usage");
        Delivery delivery = body.flag("stream") ? Delivery.STREAM : Delivery.WHOLE;
        return new Ask(new Request(filled, choices, sampling), delivery, usage, logProbabilities);
    }

    private static void refuseFormat(Fields body) {
        String format = body.section("response_format").text("type").orElse("text");
        if (!format.equals("text")) {
            throw ApiError.field(
                    "response_format",
                    "\"response_format\" can only be text here; \""
                            + format
                            + "\" cannot be guaranteed.");
        }
    }

    private static Sampling sampling(
            Fields body, LanguageModel model, int alternatives, Seed fallback) {
        long newer =
                body.integer("max_completion_tokens", 1, Integer.MAX_VALUE)
                        .orElse((long) Integer.MAX_VALUE);
        long older =
                body.integer("max_tokens", 1, Integer.MAX_VALUE).orElse((long) Integer.MAX_VALUE);
        return new Sampling(
                body.number("temperature", 0, 2, 1),
                Math.toIntExact(body.integer("top_k", 0, Integer.MAX_VALUE).orElse(0L)),
                body.number("top_p", 0, 1, 1),
                body.number("min_p", 0, 1, 0),
                body.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE).orElse(fallback.key()),
                Math.toIntExact(Math.min(newer, older)),
                stop(body),
                body.number("repetition_penalty", 0.01, 100, 1),
                body.number("presence_penalty", -2, 2, 0),
                body.number("frequency_penalty", -2, 2, 0),
                bias(body, model),
                alternatives);
    }

    private static List<String> stop(Fields body) {
        List<String> stop = body.texts("stop");
        if (stop.size() > STOPS) {
            throw body.wrong("stop", "at most " + STOPS + " texts");
        }
        for (String each : stop) {
            if (each.isEmpty() || each.length() > STOP_LENGTH) {
                throw body.wrong("stop", "texts of 1 to " + STOP_LENGTH + " characters");
            }
        }
        return stop;
    }

    private static SortedMap<Integer, Double> bias(Fields body, LanguageModel model) {
        Fields section = body.section("logit_bias");
        SortedMap<Integer, Double> bias = new TreeMap<>();
        for (String name : section.names()) {
            if (!name.matches("[0-9]{1,9}")
                    || Integer.parseInt(name) >= model.tokenizer().vocabularySize()) {
                throw body.wrong(
                        "logit_bias",
                        "an object whose names are token ids below "
                                + model.tokenizer().vocabularySize());
            }
            bias.put(Integer.parseInt(name), section.number(name, -100, 100, 0));
        }
        return bias;
    }

    private static List<Message> messages(Fields body) {
        List<JsonNode> nodes = body.array("messages", "a list of messages");
        if (nodes.isEmpty()) {
            throw body.wrong("messages", "a list of at least one message");
        }
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            Fields message = Fields.of(nodes.get(i), "messages[" + i + "]");
            String role = message.text("role").orElseThrow(() -> message.wrong("role", "a string"));
            messages.add(new Message(role, content(message)));
        }
        return messages;
    }

    /// A string, or a list of text parts.
    private static String content(Fields message) {
        JsonNode content = message.value("content").orElse(null);
        if (content == null) {
            return "";
        }
        if (content.isString()) {
            return content.stringValue();
        }
        StringBuilder text = new StringBuilder();
        List<JsonNode> parts = message.array("content", "a string or a list of parts");
        for (int i = 0; i < parts.size(); i++) {
            String path = message.path("content") + "[" + i + "]";
            Fields part = Fields.of(parts.get(i), path);
            String type = part.text("type").orElseThrow(() -> part.wrong("type", "a string"));
            if (!type.equals("text")) {
                throw ApiError.field(
                        path,
                        "\""
                                + path
                                + "\" is of type \""
                                + type
                                + "\"; this model reads text only.");
            }
            text.append(part.text("text").orElseThrow(() -> part.wrong("text", "a string")));
        }
        return text.toString();
    }

    /// A string, a list of strings, a list of token ids, or a list of such lists.
    private static List<int[]> prompts(Fields body, LanguageModel model) {
        String expected = "a string, a list of strings, or a list of token ids";
        JsonNode prompt = body.value("prompt").orElse(null);
        if (prompt == null || prompt.isString()) {
            return List.of(model.tokenizer().encode(prompt == null ? "" : prompt.stringValue()));
        }
        List<JsonNode> items = body.array("prompt", expected);
        if (items.isEmpty() || (items.size() > CHOICES && !items.getFirst().isNumber())) {
            throw body.wrong(
                    "prompt", expected + ", at least one and at most " + CHOICES + " prompts");
        }
        if (items.getFirst().isNumber()) {
            return List.of(ids(items, body, model));
        }
        List<int[]> prompts = new ArrayList<>();
        for (JsonNode item : items) {
            if (item.isString()) {
                prompts.add(model.tokenizer().encode(item.stringValue()));
            } else if (item.isArray()) {
                List<JsonNode> inner = new ArrayList<>();
                item.forEach(inner::add);
                prompts.add(ids(inner, body, model));
            } else {
                throw body.wrong("prompt", expected);
            }
        }
        return prompts;
    }

    private static int[] ids(List<JsonNode> items, Fields body, LanguageModel model) {
        int vocabulary = model.tokenizer().vocabularySize();
        int[] ids = new int[items.size()];
        for (int i = 0; i < ids.length; i++) {
            JsonNode item = items.get(i);
            if (!item.isInt() || item.intValue() < 0 || item.intValue() >= vocabulary) {
                throw body.wrong("prompt", "made of token ids from 0 to " + (vocabulary - 1));
            }
            ids[i] = item.intValue();
        }
        return ids;
    }
}
