package eu.socle.token;

import eu.socle.core.Digest;
import eu.socle.core.Refusal;
import eu.socle.core.Workers;
import java.io.ByteArrayOutputStream;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/// Byte-level BPE (Sennrich et al. 2016; over bytes: Radford et al. 2019), equal to Hugging Face
/// tokenizers on the same tokenizer.json.
final class BpeTokenizer implements Tokenizer {

    private static final int MOST_IDLE = 16; // encoders kept for the next caller, about 1.5 MB each

    private final BpeVocabulary vocabulary;
    private final Digest digest;
    private final OptionalInt endOfText;
    private final AddedTokens all;
    private final AddedTokens plain;
    private final Map<String, Integer> ids =
            new HashMap<>(); // added tokens only; only read after construction
    private final BitSet special = new BitSet();
    private final BlockingQueue<BpeEncoder> idle = new ArrayBlockingQueue<>(MOST_IDLE);

    /// @param endOfText content of the token that ends a document, or null when none is named
    BpeTokenizer(BpeVocabulary vocabulary, @Nullable String endOfText, Digest digest) {
        this.vocabulary = vocabulary;
        this.digest = digest;
        for (BpeVocabulary.Added token : vocabulary.added()) {
            ids.put(token.content(), token.id());
            if (token.special()) {
                special.set(token.id());
            }
        }
        this.all = new AddedTokens(vocabulary.added());
        this.plain =
                new AddedTokens(vocabulary.added().stream().filter(t -> !t.special()).toList());
        this.endOfText = endOfText == null ? OptionalInt.empty() : special(endOfText);
    }

    @Override
    public int[] encode(String text) {
        return encode(text, plain);
    }

    @Override
    public int[] encodeWithSpecials(String text) {
        return encode(text, all);
    }

    @Override
    public List<int[]> encodeAll(List<String> texts, Workers workers) {
        return workers.map(texts.size(), i -> encode(texts.get(i)));
    }

    private int[] encode(String text, AddedTokens added) {
        BpeEncoder polled = idle.poll();
        BpeEncoder encoder = polled == null ? new BpeEncoder(vocabulary) : polled;
        Ids out = new Ids();
        int from = 0;
        int i = added.candidate(text, 0);
        while (i < text.length()) {
            BpeVocabulary.Added token = added.at(text, i);
            if (token == null) {
                i = added.candidate(text, i + 1);
                continue;
            }
            encoder.encode(vocabulary.normaliser().apply(text.substring(from, i)), out);
            out.add(token.id());
            from = i + token.content().length();
            i = added.candidate(text, from);
        }
        encoder.encode(vocabulary.normaliser().apply(text.substring(from)), out);
        if (!idle.offer(encoder)) {
            return out.toArray(); // enough encoders are idle; this one goes
        }
        return out.toArray();
    }

    @Override
    public String decode(int[] ids, Specials specials) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4 * ids.length);
        for (int id : ids) {
            if (specials == Specials.SHOWN || !special.get(id)) {
                bytes.writeBytes(known(id));
            }
        }
        return Utf8.decode(bytes.toByteArray(), bytes.size());
    }

    @Override
    public byte[] bytes(int id) {
        return known(id).clone();
    }

    @Override
    public int vocabularySize() {
        return vocabulary.size();
    }

    @Override
    public OptionalInt special(String content) {
        Integer id = ids.get(content);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    @Override
    public boolean isSpecial(int id) {
        return id >= 0 && special.get(id);
    }

    @Override
    public int endOfText() {
        return endOfText.orElseThrow(() ->
                Refusal.failure(
                        "the tokenizer names no end of text; state eos_token in a tokenizer_config.json beside its"
                                + " tokenizer.json."));
    }

    @Override
    public Digest digest() {
        return digest;
    }

    /// How many merges it knows.
    int merges() {
        return vocabulary.merges().size();
    }

    private byte[] known(int id) {
        byte[] bytes = vocabulary.bytes(id);
        if (bytes == null) {
            throw new IllegalArgumentException(
                    "no token has the id "
                            + id
                            + "; the vocabulary has "
                            + vocabulary.size()
                            + " ids.");
        }
        return bytes;
    }
}
