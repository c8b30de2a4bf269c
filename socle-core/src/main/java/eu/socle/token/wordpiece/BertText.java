package eu.socle.token.wordpiece;

import eu.socle.token.text.Characters;
import eu.socle.token.text.TextStep;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;

/// What BERT does to a text (`BertNormalizer` in tokenizer.json): controls are left out, white
/// space becomes spaces, Chinese characters stand alone, accents are left out, letters become
/// small.
///
/// @param does what of this is done
public record BertText(Set<Part> does) implements TextStep {

    /// One of the things it can do; they are done in this order.
    public enum Part {
        CLEAN,
        CHINESE_APART,
        WITHOUT_ACCENTS,
        SMALL
    }

    private static final int CONTROL =
            1 << Character.CONTROL | 1 << Character.FORMAT | 1 << Character.PRIVATE_USE;

    public BertText {
        does = Set.copyOf(does);
    }

    @Override
    public String apply(String text, int at) {
        String result = text;
        if (does.contains(Part.CLEAN)) {
            result = clean(result);
        }
        if (does.contains(Part.CHINESE_APART)) {
            result = apart(result);
        }
        if (does.contains(Part.WITHOUT_ACCENTS)) {
            String decomposed = Normalizer.normalize(result, Normalizer.Form.NFD);
            StringBuilder out = new StringBuilder(decomposed.length());
            decomposed
                    .codePoints()
                    .filter(c -> !Characters.is(c, 1 << Character.NON_SPACING_MARK))
                    .forEach(out::appendCodePoint);
            result = out.toString();
        }
        return does.contains(Part.SMALL) ? small(result) : result;
    }

    private static String clean(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints()
                .filter(c -> c != 0 && c != 0xfffd && !Characters.is(c, CONTROL) && c != 0x85)
                .map(c -> Characters.is(c, Characters.SPACE) ? ' ' : c)
                .filter(c -> c == ' ' || !(c < ' '))
                .forEach(out::appendCodePoint);
        return out.toString();
    }

    private static String apart(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> {
                    if (chinese(c)) {
                        out.append(' ').appendCodePoint(c).append(' ');
                    } else {
                        out.appendCodePoint(c);
                    }
                });
        return out.toString();
    }

    /// Each character alone, as Rust maps it: a final sigma is not told from another.
    private static String small(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> out.append(Character.toString(c).toLowerCase(Locale.ROOT)));
        return out.toString();
    }

    /// The blocks of the BERT source; one of its numbers is a slip that Hugging Face tokenizers
    /// keeps (2B920 for 2B820), and so do we.
    private static boolean chinese(int c) {
        return (c >= 0x4e00 && c <= 0x9fff)
                || (c >= 0x3400 && c <= 0x4dbf)
                || (c >= 0x20000 && c <= 0x2a6df)
                || (c >= 0x2a700 && c <= 0x2b73f)
                || (c >= 0x2b740 && c <= 0x2b81f)
                || (c >= 0x2b920 && c <= 0x2ceaf)
                || (c >= 0xf900 && c <= 0xfaff)
                || (c >= 0x2f800 && c <= 0x2fa1f);
    }
}
