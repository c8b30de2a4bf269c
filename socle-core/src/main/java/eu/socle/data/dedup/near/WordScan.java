package eu.socle.data.dedup.near;

import java.text.Normalizer;

/// The words of a text in any language, as 64-bit hashes, in one pass over its UTF-16 units and
/// without allocation once their characters were met. For one thread.
///
/// Letters count in lower case and without accents, composed or not; a number with its decimal part
/// counts as `0`; everything else separates. Writing without spaces between words (Han, kana, Thai,
/// Lao, Khmer, Burmese) gives one word for each letter.
public final class WordScan {

    // the kind of a character; an entry is its kind above the 16 bits of what it counts as
    private static final int LETTER = 1;
    private static final int DIGIT = 2;
    private static final int IGNORED = 3; // accents and joiners inside words
    private static final int SINGLE = 4; // a word of its own
    private static final int SEPARATOR = 5;

    private static final long START = 0x9e3779b97f4a7c15L;
    private static final long FACTOR = 0xd1342543de82ef95L;

    private static final char FIRST_UNSPACED = '\u0e00'; // Thai
    private static final int LATIN_END = 0x180; // Basic Latin to Latin Extended-A
    private static final int[] LATIN = new int[LATIN_END]; // entries

    static {
        for (int c = 0; c < LATIN_END; c++) {
            LATIN[c] = newEntry((char) c);
        }
    }

    // entries of the other characters, found out when one is met: a start need not know them all
    private final int[][] pages = new int[256][];
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
                int entry = c < LATIN_END ? LATIN[c] : entry(c);
                int kind = entry >>> Character.SIZE;
                if (kind == LETTER && number == 0) {
                    hash = (hash ^ (char) entry) * FACTOR;
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
                    hash = (hash ^ (char) entry) * FACTOR;
                    continue;
                }
                if (hash != START) {
                    words.accept(MinHash.mix(hash));
                    hash = START;
                }
                if (kind == SINGLE) {
                    words.accept(MinHash.mix((START ^ (char) entry) * FACTOR));
                }
            }
        }
        if (hash != START) {
            words.accept(MinHash.mix(hash));
        }
    }

    /// True for a letter that is a word of its own, because its script writes no spaces.
    static boolean isWord(char c) {
        return c >= FIRST_UNSPACED && kind(c) == SINGLE;
    }

    private int entry(char c) {
        int[] page = pages[c >>> Byte.SIZE];
        int entry = page == null ? 0 : page[c & 0xff];
        return entry == 0 ? meet(c) : entry;
    }

    private int meet(char c) {
        int page = c >>> Byte.SIZE;
        if (pages[page] == null) {
            pages[page] = new int[1 << Byte.SIZE];
        }
        int entry = newEntry(c);
        pages[page][c & 0xff] = entry;
        return entry;
    }

    private static int newEntry(char c) {
        int kind = kind(c);
        char as =
                switch (kind) {
                    case DIGIT -> '0';
                    case LETTER, SINGLE ->
                            isHan(c) ? c : c < 0x80 ? Character.toLowerCase(c) : folded(c);
                    default -> c;
                };
        return kind << Character.SIZE | as;
    }

    /// The block of Han with almost all that is written in it; it is in one case and decomposed.
    private static boolean isHan(char c) {
        return c >= 0x4e00 && c <= 0x9fff;
    }

    private static boolean isDecimalMark(char c) {
        return c == '.' || c == ',' || c == '\u066b';
    }

    private static int kind(char c) {
        if (Character.isSurrogate(c)) {
            return LETTER; // a pair is two letters of one word
        }
        if (isHan(c)) {
            return SINGLE;
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
