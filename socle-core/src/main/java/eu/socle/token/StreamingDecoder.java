package eu.socle.token;

import eu.socle.token.text.Utf8;
import java.util.Arrays;

/// Text from ids that arrive one by one: a character whose bytes are not all there is held back.
/// All that it gives, joined, is what [Tokenizer#decode(int[], Specials)] gives for all ids. Not
/// for two threads at once.
///
/// ```java
/// StreamingDecoder decoder = tokenizer.streaming(Specials.HIDDEN);
/// for (int id : ids) {
///     send(decoder.add(id));
/// }
/// send(decoder.finish());
/// ```
public final class StreamingDecoder {

    private final Tokenizer tokenizer;
    private final Specials specials;
    private byte[] held = new byte[0];
    private boolean begun;

    StreamingDecoder(Tokenizer tokenizer, Specials specials) {
        this.tokenizer = tokenizer;
        this.specials = specials;
    }

    /// The text that this id makes certain; often empty.
    ///
    /// @throws IllegalArgumentException for an id that stands for nothing
    public String add(int id) {
        if (specials == Specials.HIDDEN && tokenizer.isSpecial(id)) {
            return "";
        }
        byte[] more = begun ? tokenizer.bytes(id) : tokenizer.firstBytes(id);
        begun = begun || tokenizer.begins(id);
        byte[] all = Arrays.copyOf(held, held.length + more.length);
        System.arraycopy(more, 0, all, held.length, more.length);
        int certain = all.length - Utf8.unfinished(all, all.length);
        held = Arrays.copyOfRange(all, certain, all.length);
        return Utf8.decode(all, certain, tokenizer.malformed());
    }

    /// What was held back: U+FFFD for a character that never became whole, else nothing. The
    /// decoder can then be used again.
    public String finish() {
        String rest = Utf8.decode(held, held.length, tokenizer.malformed());
        held = new byte[0];
        begun = false;
        return rest;
    }
}
