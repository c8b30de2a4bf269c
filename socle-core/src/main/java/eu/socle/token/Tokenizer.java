package eu.socle.token;

import eu.socle.core.Digest;
import eu.socle.core.Refusal;
import eu.socle.core.Workers;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/// Text to token ids and back. Any thread may use it at any time.
public interface Tokenizer {

    /// Reads a Hugging Face tokenizer.json that holds a byte-level BPE. The end of text is what a
    /// `tokenizer_config.json` beside it calls `eos_token`, else `<|endoftext|>` where there is
    /// such a token.
    ///
    /// @throws Refusal if the file is missing, damaged, or asks for something this reader does not
    ///   know, which it names
    static Tokenizer read(Path tokenizerJson) {
        return TokenizerJson.read(tokenizerJson);
    }

    /// The ids of a text that nobody vouches for: what looks like a special token in it is plain
    /// text.
    int[] encode(String text);

    /// The ids of a text that the caller vouches for, for example a chat template: special tokens
    /// in it are special.
    int[] encodeWithSpecials(String text);

    /// [#encode(String)] of many texts at once, in their order.
    List<int[]> encodeAll(List<String> texts, Workers workers);

    /// The text of these ids, special tokens shown. Bytes that are not UTF-8 become U+FFFD, one for
    /// each maximal subpart.
    ///
    /// @throws IllegalArgumentException for an id that stands for nothing
    default String decode(int[] ids) {
        return decode(ids, Specials.SHOWN);
    }

    /// The text of these ids.
    ///
    /// @throws IllegalArgumentException for an id that stands for nothing
    String decode(int[] ids, Specials specials);

    /// A decoder for ids that arrive one by one.
    default StreamingDecoder streaming(Specials specials) {
        return new StreamingDecoder(this, specials);
    }

    /// The bytes one id stands for, a copy.
    ///
    /// @throws IllegalArgumentException for an id that stands for nothing
    byte[] bytes(int id);

    /// One more than the largest id.
    int vocabularySize();

    /// The id of the added token with this content, if there is one.
    OptionalInt special(String content);

    /// True for a special token, false for a token that stands for text.
    boolean isSpecial(int id);

    /// The token that ends a document and an answer.
    ///
    /// @throws Refusal if the tokenizer names none
    int endOfText();

    /// SHA-256 of the tokenizer.json it was read from.
    Digest digest();
}
