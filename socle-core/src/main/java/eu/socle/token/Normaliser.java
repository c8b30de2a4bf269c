package eu.socle.token;

import java.text.Normalizer;

/// What is done to text before it is cut.
enum Normaliser {
    /// Nothing: every text survives encoding and decoding.
    NONE {
        @Override
        String apply(String text) {
            return text;
        }
    },
    /// Unicode canonical composition.
    NFC {
        @Override
        String apply(String text) {
            return Normalizer.isNormalized(text, Normalizer.Form.NFC)
                    ? text
                    : Normalizer.normalize(text, Normalizer.Form.NFC);
        }
    };

    abstract String apply(String text);

    /// What the published tokenizers with this split do.
    static Normaliser usualFor(Split split) {
        return switch (split) {
            case GPT_2, LLAMA_3 -> NONE;
            case QWEN_2 -> NFC;
        };
    }
}
