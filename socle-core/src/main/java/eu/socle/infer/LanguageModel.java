package eu.socle.infer;

import eu.socle.core.Digest;
import eu.socle.token.Tokenizer;

/// A causal language model with its tokenizer. One thread at a time, except for what only describes
/// it (name, digest, sizes, tokenizer).
public interface LanguageModel {

    /// What people and clients call it, for example `hello`.
    String name();

    /// What it is, byte for byte: digest of the weights.
    Digest digest();

    /// How many tokens prompt and answer may have together.
    int context();

    /// How many weights it has.
    long parameters();

    /// Its vocabulary. Any thread may use it.
    Tokenizer tokenizer();

    /// Begins to read a text.
    ///
    /// @param capacity how many tokens the text may have in the end, at most [#context()]
    Reading begin(int capacity);

    /// Log-probabilities in nats of `ids[1]`, `ids[2]`, ..., each given all ids before it:
    /// `ids.length - 1` of them.
    ///
    /// @throws IllegalArgumentException if there are no ids, or more than [#context()]
    double[] logProbabilities(int[] ids);

    /// A text being read: the keys and values of what was read so far.
    interface Reading extends AutoCloseable {

        /// Reads more tokens.
        ///
        /// @return the logits `[V]` of the token after the last one, valid until the next call
        float[] append(int[] ids);

        @Override
        void close();
    }
}
