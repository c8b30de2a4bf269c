package eu.socle.token.text;

/// Small steps that tokenizer.json names.
public final class TextSteps {

    private TextSteps() {}

    /// Combining marks (`\p{Mn}`) are left out.
    public static TextStep withoutMarks() {
        return (text, at) -> without(text, 1 << Character.NON_SPACING_MARK);
    }

    /// Every occurrence of one text becomes another.
    public static TextStep replace(String what, String by) {
        return (text, at) -> text.replace(what, by);
    }

    /// A text that is not empty gets this before it.
    public static TextStep prepend(String what) {
        return (text, at) -> text.isEmpty() ? text : what + text;
    }

    /// A text that does not begin with a space gets one.
    public static TextStep spaceBefore() {
        return (text, at) -> text.startsWith(" ") ? text : " " + text;
    }

    /// White space at both ends is left out.
    public static TextStep stripped() {
        return (text, at) -> text.strip();
    }

    /// Runs of two or more spaces become this (the expression ` {2,}`).
    public static TextStep spacesTogether(String by) {
        return (text, at) -> {
            StringBuilder out = new StringBuilder(text.length());
            for (int i = 0; i < text.length(); ) {
                int end = i;
                while (end < text.length() && text.charAt(end) == ' ') {
                    end++;
                }
                if (end - i >= 2) {
                    out.append(by);
                    i = end;
                } else {
                    out.append(text.charAt(i++));
                }
            }
            return out.toString();
        };
    }

    /// White space is left out, and each word between has this before it, once.
    public static TextStep signedWords(String sign) {
        return (text, at) -> {
            StringBuilder out = new StringBuilder(text.length() + 16);
            boolean between = true;
            for (int i = 0; i < text.length(); i++) {
                boolean blank = Characters.is(text.charAt(i), Characters.SPACE);
                if (!blank && between && !text.startsWith(sign, i)) {
                    out.append(sign);
                }
                if (!blank) {
                    out.append(text.charAt(i));
                }
                between = blank;
            }
            return out.toString();
        };
    }

    /// The text without characters of these kinds ([Characters]).
    static String without(String text, int kinds) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().filter(c -> !Characters.is(c, kinds)).forEach(out::appendCodePoint);
        return out.toString();
    }
}
