package eu.socle.token.gguf;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What a GGUF file says about its vocabulary (keys `tokenizer.ggml.*`), as plain values. Lists
/// that a file leaves out are empty.
///
/// @param model `gpt2`, `llama`, `t5` or `bert`
/// @param pre how text is cut (`gpt2` only), if stated
/// @param tokens by id
/// @param scores by id, or empty
/// @param types by id (1 normal, 2 unknown, 3 control, 4 user-defined, 5 unused, 6 byte), or empty
/// @param merges by rank, two tokens with a space between, or empty
/// @param beginOfText `bos_token_id`
/// @param endOfText `eos_token_id`
/// @param unknown `unknown_token_id`
/// @param separator `seperator_token_id` (so spelled there)
/// @param addBegin `add_bos_token`
/// @param addEnd `add_eos_token`
/// @param addSpacePrefix `add_space_prefix`
/// @param removeExtraSpaces `remove_extra_whitespaces`
/// @param charsMap `precompiled_charsmap`, or empty
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record VocabularyMetadata(
        String model,
        Optional<String> pre,
        List<String> tokens,
        float[] scores,
        int[] types,
        List<String> merges,
        OptionalInt beginOfText,
        OptionalInt endOfText,
        OptionalInt unknown,
        OptionalInt separator,
        Optional<Boolean> addBegin,
        Optional<Boolean> addEnd,
        Optional<Boolean> addSpacePrefix,
        Optional<Boolean> removeExtraSpaces,
        byte[] charsMap) {

    /// Kinds of tokens.
    public static final int NORMAL = 1;

    /// The token for what is unknown.
    public static final int UNKNOWN = 2;

    /// A token that stands for structure.
    public static final int CONTROL = 3;

    /// A token that is sought in text before it is cut.
    public static final int USER_DEFINED = 4;

    /// A token without use.
    public static final int UNUSED = 5;

    /// A token for one byte, `<0xNN>`.
    public static final int BYTE = 6;

    public VocabularyMetadata {
        tokens = List.copyOf(tokens);
        merges = List.copyOf(merges);
    }
}
