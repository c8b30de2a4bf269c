package eu.socle.data.dedup.near;

import java.text.Normalizer;

/// The words of a text in any language, as 64-bit hashes, in one pass over its UTF-16 units and
/// without allocation.
///
/// Letters count in lower case and without accents, composed or not; a number with its decimal part
/// counts as `0`; everything else separates. Writing without spaces between words (Han, kana, Thai,
/// Lao, Khmer, Burmese) gives one word for each letter.
public final class WordScan {

    private static final byte SEPARATOR = 0;
    private static final byte LETTER = 1;
    private static final byte DIGIT = 2;
    private static final byte IGNORED = 3; // accents and joiners inside words
    private static final byte SINGLE = 4; // a word of its own

    private static final long START = 0x9e3779b97f4a7c15L;
    private static final long FACTOR = 0xd1342543de82ef95L;

    private static final byte[] KINDS = new byte[1 << 16];
    private static final char[] FOLDED = new char[1 << 16];

    static {
        for (int c = 0; c < 1 << 16; c++) {
            KINDS[c] = kind((char) c);
            FOLDED[c] =
                    KINDS[c] == DIGIT
                            ? '0'
                            : c < 0x80 ? Character.toLowerCase((char) c) : folded((char) c);
        }
    }

    private final char[] block = new char[4096];
    private final Words words;

    /// Takes the words in order.
    @FunctionalInterface
    public interface Words {
        /// One word.
        ///
        /// @param hash well mixed
        void accept(long hash);
    }

    /// A scan that gives its words to `words`.
    public WordScan(Words words) {
        this.words = words;
    }

    /// Scans a text.
    public void scan(String text) {
        long hash = START;
        int number = 0; // 0 outside, 1 in digits, 2 after a decimal mark, 3 in the decimal part
        for (int from = 0; from < text.length(); from += block.length) {
            int count = Math.min(block.length, text.length() - from);
            text.getChars(from, from + count, block, 0);
            for (int i = 0; i < count; i++) {
                char c = block[i];
                byte kind = KINDS[c];
                if (kind == LETTER && number == 0) {
                    hash = (hash ^ FOLDED[c]) * FACTOR;
                    continue;
                }
                if (kind == DIGIT) {
                    if (number == 0) {
                        hash = (hash ^ '0') * FACTOR;
                        number = 1;
                    } else if (number == 2) {
                        number = 3;
                    }
                    continue;
                }
                if (kind == IGNORED) {
                    continue;
                }
                if (number == 1 && isDecimalMark(c)) {
                    number = 2; // ends the word unless a digit follows
                    continue;
                }
                if (number == 2) {
                    words.accept(MinHash.mix(hash));
                    hash = START;
                }
                number = 0;
                if (kind == LETTER) {
                    hash = (hash ^ FOLDED[c]) * FACTOR;
                    continue;
                }
                if (hash != START) {
                    words.accept(MinHash.mix(hash));
                    hash = START;
                }
                if (kind == SINGLE) {
                    words.accept(MinHash.mix((START ^ FOLDED[c]) * FACTOR));
                }
            }
        }
        if (hash != START) {
            words.accept(MinHash.mix(hash));
        }
    }

    private static boolean isDecimalMark(char c) {
        return c == '.' || c == ',' || c == '\u066b';
    }

    private static byte kind(char c) {
        if (Character.isSurrogate(c)) {
            return LETTER; // a pair is two letters of one word
        }
        return switch (Character.getType(c)) {
            case Character.DECIMAL_DIGIT_NUMBER -> DIGIT;
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT ->
                    c == '\u200b' ? SEPARATOR : IGNORED;
            case Character.COMBINING_SPACING_MARK -> isUnspaced(c) ? IGNORED : LETTER;
            default -> {
                if (!Character.isLetter(c)) {
                    yield SEPARATOR;
                }
                yield isUnspaced(c) ? SINGLE : LETTER;
            }
        };
    }

    private static boolean isUnspaced(char c) {
        return switch (Character.UnicodeScript.of(c)) {
            case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> true;
            default -> c == '\u30fc'; // the long vowel mark of both kana
        };
    }

    private static char folded(char c) {
        String lower = Character.toString(c).toLowerCase(java.util.Locale.ROOT);
        String decomposed = Normalizer.normalize(lower, Normalizer.Form.NFD);
        char base = 0;
        for (int i = 0; i < decomposed.length(); i++) {
            if (Character.getType(decomposed.charAt(i)) != Character.NON_SPACING_MARK) {
                if (base != 0) {
                    return c; // Hangul syllables stay whole
                }
                base = decomposed.charAt(i);
            }
        }
        if (base == '\u03c2') {
            return '\u03c3'; // the two small sigmas
        }
        return base == 0 ? c : base;
    }
}
