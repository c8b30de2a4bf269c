package eu.socle.token;

import eu.socle.core.Digest;
import eu.socle.core.Refusal;
import eu.socle.core.Workers;
import eu.socle.token.gguf.GgufTokenizer;
import eu.socle.token.gguf.VocabularyMetadata;
import eu.socle.token.json.TokenizerJson;
import eu.socle.token.sentencepiece.ModelFile;
import eu.socle.token.text.Utf8;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;

/// Text to token ids and back. Any thread may use it at any time.
public interface Tokenizer {

    /// Reads a Hugging Face tokenizer.json (BPE, Unigram or WordPiece), or a SentencePiece file
    /// where the name ends in `.model`. The end of text is what a `tokenizer_config.json` beside it
    /// calls `eos_token`, else `<|endoftext|>` where there is such a token; a SentencePiece file
    /// names its own.
    ///
    /// @throws Refusal if the file is missing, damaged, or asks for something this reader does not
    ///   know, which it names
    static Tokenizer read(Path file) {
        return file.toString().endsWith(".model") ? ModelFile.read(file) : TokenizerJson.read(file);
    }

    /// The tokenizer that a GGUF file carries.
    ///
    /// @param vocabulary what its keys `tokenizer.ggml.*` say
    /// @param digest SHA-256 of the file it comes from, asked for when it is wanted
    /// @param where the file, for messages
    /// @throws Refusal if the vocabulary contradicts itself, or names a kind or a way of cutting
    ///   text that this version does not know
    static Tokenizer of(VocabularyMetadata vocabulary, Supplier<Digest> digest, String where) {
        return GgufTokenizer.of(vocabulary, digest, where);
    }

    /// The ids of a text that nobody vouches for: what looks like a special token in it is plain
    /// text.
    int[] encode(String text);

    /// The ids of a text that the caller vouches for, for example a chat template: special tokens
    /// in it are special.
    int[] encodeWithSpecials(String text);

    /// [#encode(String)] of many texts at once, in their order.
    List<int[]> encodeAll(List<String> texts, Workers workers);

    /// The text of these ids, special tokens shown. Bytes that are not UTF-8 become U+FFFD, as
    /// [#malformed()] says.
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

    /// The bytes one id stands for where a text begins with it, a copy: without the space that some
    /// tokenizers put before a text.
    ///
    /// @throws IllegalArgumentException for an id that stands for nothing
    default byte[] firstBytes(int id) {
        return bytes(id);
    }

    /// True when the id after this one, with which a text begins, stands for its [#bytes(int)], not
    /// its [#firstBytes(int)].
    ///
    /// @throws IllegalArgumentException for an id that stands for nothing
    default boolean begins(int id) {
        return true;
    }

    /// What bytes that are not UTF-8 become: one U+FFFD for each maximal subpart; for each byte
    /// where tokens for single bytes are only what a vocabulary falls back on, as in SentencePiece.
    default Utf8.Malformed malformed() {
        return Utf8.Malformed.ONE_FOR_EACH_SUBPART;
    }

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

    /// The ids that the vocabulary's makers put around one text.
    default Frame frame() {
        return Frame.NONE;
    }

    /// SHA-256 of the file it was read from.
    Digest digest();
}
