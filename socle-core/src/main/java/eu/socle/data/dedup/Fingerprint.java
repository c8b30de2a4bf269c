package eu.socle.data.dedup;

import eu.socle.core.Digest;
import java.util.Arrays;
import java.util.List;

/// What is compared of a document.
///
/// @param exact digest of the text with every run of white space as one space
/// @param bandKeys keys of [MinHash#bandKeys(String)]
public record Fingerprint(Digest exact, List<Long> bandKeys) {

    public Fingerprint {
        bandKeys = List.copyOf(bandKeys);
    }

    /// The fingerprint of a text.
    public static Fingerprint of(String text, MinHash minHash) {
        return new Fingerprint(
                Digest.of(oneSpaced(text)), Arrays.stream(minHash.bandKeys(text)).boxed().toList());
    }

    private static String oneSpaced(String text) {
        StringBuilder out = new StringBuilder(text.length());
        boolean gap = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                gap = !out.isEmpty();
                continue;
            }
            if (gap) {
                out.append(' ');
                gap = false;
            }
            out.append(c);
        }
        return out.toString();
    }
}
