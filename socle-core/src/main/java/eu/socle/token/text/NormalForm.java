package eu.socle.token.text;

import java.text.Normalizer;

/// A Unicode normal form.
public record NormalForm(Normalizer.Form form) implements TextStep {

    /// Canonical composition.
    public static final NormalForm NFC = new NormalForm(Normalizer.Form.NFC);

    @Override
    public String apply(String text, int at) {
        return Normalizer.isNormalized(text, form) ? text : Normalizer.normalize(text, form);
    }
}
