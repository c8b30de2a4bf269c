package eu.socle.data.erase;

import eu.socle.core.Digest;
import eu.socle.core.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.text.Normalizer;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Words that name a person. Outside this program they are a keyed hash only: a plain hash of a
/// name is no secret, for names can be tried out.
public final class Identifier {

    private static final int LEAST_KEY_BYTES = 16; // 128 bits cannot be tried out

    private final String words;

    /// @throws Refusal usage, if there is no letter or digit in it
    Identifier(String text) {
        words = words(text);
        if (words.isBlank()) {
            throw Refusal.usage("--identifier must have letters or digits.");
        }
    }

    /// A text as its letters and digits, folded, with one blank around each word.
    static String words(String text) {
        String folded = Normalizer.normalize(text, Normalizer.Form.NFKC);
        StringBuilder out = new StringBuilder(folded.length() + 2).append(' ');
        for (int i = 0; i < folded.length(); ) {
            int c = folded.codePointAt(i);
            i += Character.charCount(c);
            if (Character.isLetterOrDigit(c)
                    || Character.getType(c) == Character.NON_SPACING_MARK) {
                out.appendCodePoint(Character.toLowerCase(Character.toUpperCase(c)));
            } else if (out.charAt(out.length() - 1) != ' ') {
                out.append(' ');
            }
        }
        return out.charAt(out.length() - 1) == ' ' ? out.toString() : out.append(' ').toString();
    }

    /// True when these words stand, whole, in what [#words(String)] made of a text.
    boolean isIn(String text) {
        return text.contains(words);
    }

    /// HMAC-SHA-256 (RFC 2104) of its words.
    ///
    /// @param key held by the controller
    /// @throws Refusal usage, if the key is too short
    public static Digest keyed(byte[] key, String text) {
        if (key.length < LEAST_KEY_BYTES) {
            throw Refusal.usage(
                    "the key of --key has "
                            + key.length
                            + " bytes, too few to keep a name secret; make one of 32 random bytes.");
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            byte[] words = words(text).getBytes(StandardCharsets.UTF_8);
            return new Digest(HexFormat.of().formatHex(mac.doFinal(words)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
