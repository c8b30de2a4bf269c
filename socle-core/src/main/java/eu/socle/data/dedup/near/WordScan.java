package eu.socle.data.dedup.near;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;

/// The words of a text in any language, as 64-bit hashes, in one pass over its UTF-16 units and
/// without allocation once their characters were met. For one thread.
///
/// ```java
/// scan.begin(text);
/// for (int count = scan.next(words, 0); count > 0; count = scan.next(words, 0)) { ... }
/// ```
///
/// Letters count in lower case and without accents, composed or not; a number with its decimal part
/// counts as `0`; everything else separates. Writing without spaces between words (Han, kana, Thai,
/// Lao, Khmer, Burmese) gives one word for each letter.
public final class WordScan {

    // the kind of a character; an entry is its kind above the 16 bits of what it counts as
    private static final int LETTER = 1;
    private static final int SEPARATOR = 2;
    private static final int DIGIT = 3;
    private static final int IGNORED = 4; // accents and joiners inside words
    private static final int SINGLE = 5; // a word of its own

    private static final int NEITHER = DIGIT << Character.SIZE; // from here no letter or separator

    private static final long START = 0x9e3779b97f4a7c15L;
    private static final long FACTOR = 0xd1342543de82ef95L;
    private static final long RESTART = 0x87b84a57bee83a81L; // times FACTOR it is START

    private static final char FIRST_UNSPACED = '\u0e00'; // Thai

    // Latin, Greek and Cyrillic letters that decompose, each before its base, and the two small
    // sigmas (Unicode Character Database): the JDK's own normaliser takes 12 ms to begin
    private static final char ACCENTED_END = '\u0530';
    private static final String ACCENTED =
            "àaáaâaãaäaåaçcèeéeêeëeìiíiîiïiñnòoóoôoõoöoùuúuûuüuýyÿyāaăaąaćcĉcċcčcďdēeĕeėe"
                    + "ęeěeĝgğgġgģgĥhĩiīiĭiįiĵjķkĺlļlľlńnņnňnōoŏoőoŕrŗrřrśsŝsşsšsţtťtũuūuŭuůuűuųuŵw"
                    + "ŷyźzżzžzơoưuǎaǐiǒoǔuǖuǘuǚuǜuǟaǡaǣæǧgǩkǫoǭoǯʒǰjǵgǹnǻaǽæǿøȁaȃaȅeȇeȉiȋiȍoȏoȑrȓr"
                    + "ȕuȗușsțtȟhȧaȩeȫoȭoȯoȱoȳyʹʹΐιάαέεήηίιΰυςσϊιϋυόούυώωϓϒϔϒйиѐеёеѓгїіќкѝиўуѷѵӂжӑа"
                    + "ӓаӗеӛәӝжӟзӣиӥиӧоӫөӭэӯуӱуӳуӵчӹы";

    private static final int[] UNKNOWN = new int[1 << Byte.SIZE];

    // page of a character -> entries, found out when one is met: a start need not know them all
    private final int[][] pages = new int[256][];
    private final char[] block = new char[4096];
    private String text = "";
    private int at; // where the next block begins
    private long hash = START; // of the word that is not complete yet
    private int number; // 0 outside, 1 in digits, 2 after a decimal mark, 3 in the decimal part
    private int found; // where the next word goes

    /// A scan that has met no character yet.
    public WordScan() {
        Arrays.fill(pages, UNKNOWN);
    }

    /// Begins a text; what was left of another is forgotten.
    public void begin(String newText) {
        text = newText;
        at = 0;
        hash = START;
        number = 0;
    }

    /// Finds the next words of the text.
    ///
    /// @param into where their hashes go, which are well mixed
    /// @param from where the first one goes; at least three places lie after it
    /// @return how many; 0 at the end of the text
    public int next(long[] into, int from) {
        found = from;
        while (found == from && at < text.length()) {
            int most = Math.min(block.length, into.length - from - 2); // one left over, one ahead
            int count = Math.min(most, text.length() - at);
            text.getChars(at, at + count, block, 0);
            at += count;
            words(count, into);
            if (at == text.length()) {
                endWord(into);
            }
        }
        for (int i = from; i < found; i++) {
            into[i] = MinHash.mix(into[i]);
        }
        return found - from;
    }

    /// The words that end in the block.
    private void words(int count, long[] into) {
        int i = 0;
        while (i < count) {
            if (number == 0) {
                i = lettersAndSeparators(i, count, into);
            }
            if (i < count) {
                take(block[i++], into);
            }
        }
    }

    /// Takes letters and separators until there is something else, without a branch on which of
    /// both it is: where words end cannot be predicted.
    ///
    /// @return where it stopped
    private int lettersAndSeparators(int from, int to, long[] into) {
        long word = hash;
        int next = found;
        int i = from;
        for (; i < to; i++) {
            char c = block[i];
            int entry = pages[c >>> Byte.SIZE][c & 0xff];
            if (entry == 0 || entry >= NEITHER) {
                break;
            }
            long letter = -(long) ((entry >>> Character.SIZE) & LETTER); // all ones, or none
            long begun = word ^ START;
            into[next] = word; // counts when a separator ends it
            next += (int) (((begun | -begun) & ~letter) >>> 63);
            word = ((word & letter) ^ (((char) entry & letter) | (RESTART & ~letter))) * FACTOR;
        }
        hash = word;
        found = next;
        return i;
    }

    private void take(char c, long[] into) {
        int entry = entry(c);
        int kind = entry >>> Character.SIZE;
        if (kind == IGNORED) {
            return;
        }
        if (kind == DIGIT) {
            if (number == 0) {
                hash = (hash ^ '0') * FACTOR;
                number = 1;
            } else if (number == 2) {
                number = 3;
            }
            return;
        }
        if (number == 1 && isDecimalMark(c)) {
            number = 2; // ends the word unless a digit follows
            return;
        }
        if (number == 2) {
            endWord(into);
        }
        number = 0;
        if (kind == LETTER) {
            hash = (hash ^ (char) entry) * FACTOR;
            return;
        }
        endWord(into);
        if (kind == SINGLE) {
            into[found++] = (START ^ (char) entry) * FACTOR;
        }
    }

    private void endWord(long[] into) {
        if (hash != START) {
            into[found++] = hash;
            hash = START;
        }
    }

    /// True for a letter that is a word of its own, because its script writes no spaces.
    static boolean isWord(char c) {
        return c >= FIRST_UNSPACED && kind(c) == SINGLE;
    }

    private int entry(char c) {
        int entry = pages[c >>> Byte.SIZE][c & 0xff];
        return entry == 0 ? meet(c) : entry;
    }

    @SuppressWarnings("ReferenceEquality") // which page, not what is on it
    private int meet(char c) {
        int page = c >>> Byte.SIZE;
        if (pages[page] == UNKNOWN) {
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
        if (c < FIRST_UNSPACED) {
            return false;
        }
        return switch (Character.UnicodeScript.of(c)) {
            case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> true;
            default -> c == '\u30fc'; // the long vowel mark of both kana
        };
    }

    /// A letter in lower case and without accents.
    private static char folded(char c) {
        if (c >= ACCENTED_END) {
            return decomposed(c);
        }
        char lower = Character.toLowerCase(c);
        for (int i = 0; i < ACCENTED.length(); i += 2) {
            if (ACCENTED.charAt(i) == lower) {
                return ACCENTED.charAt(i + 1);
            }
        }
        return lower;
    }

    private static char decomposed(char c) {
        String lower = Character.toString(c).toLowerCase(Locale.ROOT);
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
        return base == 0 ? c : base;
    }
}
