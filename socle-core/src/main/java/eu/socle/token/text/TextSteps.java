package eu.socle.token.text;

import java.util.List;
import java.util.Set;

/// Small steps that tokenizer.json names.
public final class TextSteps {

    private static final String NMT_BLANKS =
            "\t\n\f\r\u1680\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u2581\ufeff\ufffd";

    private TextSteps() {}

    /// True when nothing is left of a text's first character, so that what comes then does not
    /// stand at the beginning of the input any more.
    ///
    /// @param first the character
    public static boolean leavesOut(TextStep step, String first) {
        return switch (step) {
            case TextStep.Chain chain -> oneLeavesOut(chain.steps(), first);
            case TextStep.Beginning beginning -> beginning.leavesOut(first);
            default -> step.apply(first, 0).isEmpty();
        };
    }

    private static boolean oneLeavesOut(List<TextStep> steps, String first) {
        String result = first;
        for (TextStep step : steps) {
            if (leavesOut(step, result)) {
                return true;
            }
            String next = step.apply(result, 0);
            if (next.isEmpty()) {
                return false; // it looks at more than this character, or counts it
            }
            result = next.substring(0, next.offsetByCodePoints(0, 1));
        }
        return false;
    }

    /// Combining marks (`\p{M}`) are left out.
    public static TextStep withoutMarks() {
        return (text, at) -> without(text, Characters.MARK);
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

    /// An end of a text.
    public enum End {
        LEFT,
        RIGHT
    }

    /// White space (of Unicode, not of Java) at these ends is left out.
    public record Stripped(Set<End> ends) implements TextStep.Beginning {
        public Stripped {
            ends = Set.copyOf(ends);
        }

        @Override
        public String apply(String text, int at) {
            int from = 0;
            int to = text.length();
            while (ends.contains(End.LEFT) && from < to && blank(text.charAt(from))) {
                from++;
            }
            while (ends.contains(End.RIGHT) && to > from && blank(text.charAt(to - 1))) {
                to--;
            }
            return text.substring(from, to);
        }

        @Override
        public boolean leavesOut(String first) {
            return ends.contains(End.LEFT) && apply(first, 0).isEmpty();
        }

        private static boolean blank(char c) {
            return Characters.is(c, Characters.SPACE);
        }
    }

    /// Controls are left out, and what is as good as white space becomes a space (`Nmt`, the rules
    /// of SentencePiece for translation).
    public static TextStep nmt() {
        return (text, at) -> {
            StringBuilder out = new StringBuilder(text.length());
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                boolean control =
                        (c >= 1 && c <= 8)
                                || c == 0xb
                                || (c >= 0xe && c <= 0x1f)
                                || c == 0x7f
                                || c == 0x8f
                                || c == 0x9f;
                if (!control) {
                    out.append(NMT_BLANKS.indexOf(c) >= 0 ? ' ' : c);
                }
            }
            return out.toString();
        };
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
