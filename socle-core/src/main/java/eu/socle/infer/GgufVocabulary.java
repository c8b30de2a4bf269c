package eu.socle.infer;

import eu.socle.core.Digest;
import eu.socle.core.Refusal;
import eu.socle.model.gguf.Metadata;
import eu.socle.token.Tokenizer;
import eu.socle.token.gguf.VocabularyMetadata;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/// The tokenizer that a GGUF file carries in its keys `tokenizer.ggml.*`.
///
/// @param metadata of the file
record GgufVocabulary(Metadata metadata) {

    private static final String KEYS = "tokenizer.ggml.";

    /// The tokenizer.
    ///
    /// @param digest of the file, asked for when it is wanted
    /// @throws Refusal if the vocabulary contradicts itself or is of a kind that is not known
    Tokenizer read(Supplier<Digest> digest) {
        return Tokenizer.of(vocabulary(), digest, metadata.where());
    }

    private VocabularyMetadata vocabulary() {
        return new VocabularyMetadata(
                metadata.text(KEYS + "model"),
                has("pre") ? Optional.of(metadata.text(KEYS + "pre")) : Optional.empty(),
                metadata.texts(KEYS + "tokens"),
                scores(),
                types(),
                has("merges") ? metadata.texts(KEYS + "merges") : List.of(),
                id("bos_token_id"),
                id("eos_token_id"),
                id("unknown_token_id"),
                id("seperator_token_id"), // so spelled in the format
                flag("add_bos_token"),
                flag("add_eos_token"),
                flag("add_space_prefix"),
                flag("remove_extra_whitespaces"),
                charsMap());
    }

    private boolean has(String key) {
        return metadata.has(KEYS + key);
    }

    private OptionalInt id(String key) {
        if (!has(key)) {
            return OptionalInt.empty();
        }
        long id = metadata.whole(KEYS + key);
        if (id < 0 || id > Integer.MAX_VALUE) {
            throw Refusal.failure(
                    metadata.where() + ": " + KEYS + key + " is " + id + ", which is no token.");
        }
        return OptionalInt.of((int) id);
    }

    private Optional<Boolean> flag(String key) {
        return has(key) ? Optional.of(metadata.flag(KEYS + key)) : Optional.empty();
    }

    private float[] scores() {
        if (!has("scores")) {
            return new float[0];
        }
        double[] stated = metadata.reals(KEYS + "scores");
        float[] scores = new float[stated.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) stated[i];
        }
        return scores;
    }

    private int[] types() {
        if (!has("token_type")) {
            return new int[0];
        }
        long[] stated = metadata.wholes(KEYS + "token_type");
        int[] types = new int[stated.length];
        for (int i = 0; i < types.length; i++) {
            types[i] = (int) stated[i];
        }
        return types;
    }

    private byte[] charsMap() {
        if (!has("precompiled_charsmap")) {
            return new byte[0];
        }
        long[] stated = metadata.wholes(KEYS + "precompiled_charsmap");
        byte[] bytes = new byte[stated.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) stated[i];
        }
        return bytes;
    }
}
