package eu.socle.serve;

import eu.socle.infer.Finish;
import eu.socle.infer.Sampler;
import eu.socle.infer.Token;
import eu.socle.token.Tokenizer;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What an answer looks like on the wire, in the two forms OpenAI clients read. One object is made
/// for each response: every chunk carries the same id and time.
final class Shape {

    /// Which of the two forms.
    enum Form {
        CHAT("chatcmpl-", "chat.completion"),
        COMPLETION("cmpl-", "text_completion");

        private final String prefix;
        private final String object;

        Form(String prefix, String object) {
            this.prefix = prefix;
            this.object = object;
        }
    }

    private static final double LEAST =
            -9999; // what OpenAI writes for a probability of zero; JSON has no infinity

    private final Form form;
    private final String id;
    private final long created;
    private final String model;
    private final String fingerprint;
    private final Tokenizer tokenizer;

    Shape(
            Form form,
            String number,
            long created,
            String model,
            String fingerprint,
            Tokenizer tokenizer) {
        this.form = form;
        this.id = form.prefix + number;
        this.created = created;
        this.model = model;
        this.fingerprint = fingerprint;
        this.tokenizer = tokenizer;
    }

    /// A finished choice of an answer given all at once.
    ObjectNode choice(int index, String text, Finish finish, @Nullable List<Token> tokens) {
        ObjectNode choice = node();
        choice.put("index", index);
        choice.put("finish_reason", label(finish));
        choice.set("logprobs", tokens == null ? null : logProbabilities(tokens, 0));
        switch (form) {
            case CHAT -> {
                ObjectNode message = node();
                message.put("role", "assistant");
                message.put("content", text);
                message.putNull("refusal");
                choice.set("message", message);
            }
            case COMPLETION -> choice.put("text", text);
        }
        return choice;
    }

    /// A whole answer.
    ObjectNode whole(List<ObjectNode> choices, ObjectNode usage) {
        ObjectNode answer = frame(form.object);
        ArrayNode array = answer.putArray("choices");
        choices.forEach(array::add);
        answer.set("usage", usage);
        return answer;
    }

    /// The chunk that begins a choice, where the form has one.
    @Nullable ObjectNode beginning(int index) {
        return switch (form) {
            case CHAT -> {
                ObjectNode delta = node();
                delta.put("role", "assistant");
                delta.put("content", "");
                yield chunk(index, delta, null, null);
            }
            case COMPLETION -> null;
        };
    }

    /// A chunk with text.
    ///
    /// @param offset characters of this choice sent before
    ObjectNode piece(int index, Token token, boolean logProbabilities, int offset) {
        ObjectNode delta = node();
        delta.put(form == Form.CHAT ? "content" : "text", token.text());
        return chunk(
                index,
                delta,
                null,
                logProbabilities ? logProbabilities(List.of(token), offset) : null);
    }

    /// The chunk that ends a choice: why, and no text.
    ObjectNode ending(int index, Finish finish) {
        ObjectNode delta = node();
        if (form == Form.COMPLETION) {
            delta.put("text", "");
        }
        return chunk(index, delta, finish, null);
    }

    /// The chunk that ends a stream: the usage, and no choices.
    ObjectNode usage(ObjectNode usage) {
        ObjectNode chunk = frame(chunkObject());
        chunk.putArray("choices");
        chunk.set("usage", usage);
        return chunk;
    }

    private ObjectNode chunk(
            int index,
            ObjectNode delta,
            @Nullable Finish finish,
            @Nullable ObjectNode logProbabilities) {
        ObjectNode choice = node();
        choice.put("index", index);
        choice.put("finish_reason", finish == null ? null : label(finish));
        choice.set("logprobs", logProbabilities);
        switch (form) {
            case CHAT -> choice.set("delta", delta);
            case COMPLETION -> choice.setAll(delta);
        }
        ObjectNode chunk = frame(chunkObject());
        chunk.putArray("choices").add(choice);
        return chunk;
    }

    private String chunkObject() {
        return form == Form.CHAT ? form.object + ".chunk" : form.object;
    }

    private ObjectNode frame(String object) {
        ObjectNode frame = node();
        frame.put("id", id);
        frame.put("object", object);
        frame.put("created", created);
        frame.put("model", model);
        frame.put("system_fingerprint", fingerprint);
        return frame;
    }

    private ObjectNode logProbabilities(List<Token> tokens, int offset) {
        return switch (form) {
            case CHAT -> chatLogProbabilities(tokens);
            case COMPLETION -> completionLogProbabilities(tokens, offset);
        };
    }

    private ObjectNode chatLogProbabilities(List<Token> tokens) {
        ObjectNode whole = node();
        ArrayNode content = whole.putArray("content");
        for (Token token : tokens) {
            ObjectNode each = described(token.id(), token.logProbability());
            ArrayNode top = each.putArray("top_logprobs");
            for (Sampler.Alternative other : token.alternatives()) {
                top.add(described(other.id(), other.logProbability()));
            }
            content.add(each);
        }
        whole.putNull("refusal");
        return whole;
    }

    private ObjectNode described(int id, double logProbability) {
        byte[] bytes = tokenizer.bytes(id);
        ObjectNode each = node();
        each.put("token", tokenizer.decode(new int[] {id}));
        each.put("logprob", finite(logProbability));
        ArrayNode array = each.putArray("bytes");
        for (byte b : bytes) {
            array.add(b & 0xff);
        }
        return each;
    }

    private ObjectNode completionLogProbabilities(List<Token> tokens, int offset) {
        ObjectNode whole = node();
        ArrayNode texts = whole.putArray("tokens");
        ArrayNode numbers = whole.putArray("token_logprobs");
        ArrayNode tops = whole.putArray("top_logprobs");
        ArrayNode offsets = whole.putArray("text_offset");
        int at = offset;
        for (Token token : tokens) {
            texts.add(tokenizer.decode(new int[] {token.id()}));
            numbers.add(finite(token.logProbability()));
            offsets.add(at);
            at += token.text().length();
            ObjectNode top = tops.addObject();
            for (Sampler.Alternative other : token.alternatives()) {
                top.put(tokenizer.decode(new int[] {other.id()}), finite(other.logProbability()));
            }
        }
        return whole;
    }

    private static double finite(double logProbability) {
        return Math.max(logProbability, LEAST);
    }

    private static String label(Finish finish) {
        return finish.name().toLowerCase(Locale.ROOT);
    }

    private static ObjectNode node() {
        return JsonNodeFactory.instance.objectNode();
    }
}
