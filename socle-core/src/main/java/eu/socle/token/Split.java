package eu.socle.token;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;

/// How text is cut into pieces before merging: three published regular expressions, each walked by
/// hand in linear time.
///
/// The pieces cover the whole text, in order, without gaps. A test compares every walk with the
/// expression itself.
public enum Split {
    /// GPT-2 (2019): words and numbers take one leading space.
    GPT_2(
            "gpt-2",
            "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+") {
        @Override
        int end(String text, int from) {
            int contraction = contraction(text, from);
            if (contraction > from) {
                return contraction;
            }
            int first = text.charAt(from) == ' ' ? from + 1 : from;
            if (first < text.length()) {
                int kind = CharacterKind.at(text, first);
                if (kind != CharacterKind.SPACE) {
                    return CharacterKind.run(text, first, kind);
                }
            }
            return spaces(text, from, CharacterKind.run(text, from, CharacterKind.SPACE));
        }

        @Override
        char folded(char c) {
            return c;
        }
    },

    /// Llama 3 (2024): words take any one leading mark, numbers come in groups of three digits,
    /// line ends stay together.
    LLAMA_3("llama-3", newer("\\p{N}{1,3}")) {
        @Override
        int end(String text, int from) {
            return newerEnd(text, from, 3);
        }
    },

    /// Qwen 2 (2024): as Llama 3 with single digits; its tokenizers also normalise text to NFC.
    QWEN_2("qwen-2", newer("\\p{N}")) {
        @Override
        int end(String text, int from) {
            return newerEnd(text, from, 1);
        }
    };

    private final String label;
    private final String regex;

    Split(String label, String regex) {
        this.label = label;
        this.regex = regex;
    }

    /// The name in a recipe.
    @JsonValue
    public String label() {
        return label;
    }

    /// The expression this split is equal to, as tokenizer.json writes it.
    public String regex() {
        return regex;
    }

    /// Where the piece that begins at `from` ends; always beyond `from`.
    ///
    /// @param from index of a code point of the text, below its length
    abstract int end(String text, int from);

    /// The split of this name, if there is one.
    public static Optional<Split> named(String label) {
        for (Split split : values()) {
            if (split.label.equals(label)) {
                return Optional.of(split);
            }
        }
        return Optional.empty();
    }

    /// The split equal to this expression, if there is one.
    static Optional<Split> ofRegex(String regex) {
        for (Split split : values()) {
            if (split.regex.equals(regex)) {
                return Optional.of(split);
            }
        }
        return Optional.empty();
    }

    private static String newer(String numbers) {
        return "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|"
                + numbers
                + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    }

    int newerEnd(String text, int from, int digits) {
        int contraction = contraction(text, from);
        if (contraction > from) {
            return contraction;
        }
        char c = text.charAt(from);
        int kind = CharacterKind.at(text, from);
        if (kind == CharacterKind.LETTER) {
            return CharacterKind.run(text, from, CharacterKind.LETTER);
        }
        if (kind == CharacterKind.NUMBER) {
            return number(text, from, digits);
        }
        int second = CharacterKind.after(text, from);
        if (c != '\r' && c != '\n' && second < text.length()) {
            int word = CharacterKind.run(text, second, CharacterKind.LETTER);
            if (word > second) {
                return word;
            }
        }
        int marks = CharacterKind.run(text, c == ' ' ? second : from, CharacterKind.OTHER);
        if (marks > (c == ' ' ? second : from)) {
            return lineEnds(text, marks);
        }
        int end = CharacterKind.run(text, from, CharacterKind.SPACE);
        for (int i = end - 1; i >= from; i--) {
            if (text.charAt(i) == '\n' || text.charAt(i) == '\r') {
                return i + 1;
            }
        }
        return spaces(text, from, end);
    }

    private static int number(String text, int from, int digits) {
        int end = from;
        for (int n = 0; n < digits && end < text.length(); n++) {
            if (CharacterKind.at(text, end) != CharacterKind.NUMBER) {
                break;
            }
            end = CharacterKind.after(text, end);
        }
        return end;
    }

    private static int lineEnds(String text, int from) {
        int end = from;
        while (end < text.length() && (text.charAt(end) == '\r' || text.charAt(end) == '\n')) {
            end++;
        }
        return end;
    }

    /// `\s+(?!\S)|\s+`: a run of spaces leaves its last one to the word that follows.
    private static int spaces(String text, int from, int end) {
        return end < text.length() && end - from > 1 ? end - 1 : end;
    }

    /// Where the English contraction that begins at `from` ends, or `from`.
    int contraction(String text, int from) {
        if (text.charAt(from) != '\'' || from + 1 >= text.length()) {
            return from;
        }
        char a = folded(text.charAt(from + 1));
        if (a == 's' || a == 't' || a == 'm' || a == 'd') {
            return from + 2;
        }
        char b = from + 2 < text.length() ? folded(text.charAt(from + 2)) : 0;
        boolean two = b == 'e' ? a == 'r' || a == 'v' : a == 'l' && b == 'l';
        return two ? from + 3 : from;
    }

    /// A character as the contractions compare it: the newer expressions ignore case, and U+017F is
    /// a case of s.
    char folded(char c) {
        if (c >= 'A' && c <= 'Z') {
            return (char) (c + 32);
        }
        return c == '\u017f' ? 's' : c;
    }
}
