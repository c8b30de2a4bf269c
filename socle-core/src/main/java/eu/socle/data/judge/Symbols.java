package eu.socle.data.judge;

import eu.socle.core.Document;
import java.util.Locale;

/// Drops texts made of hash signs, ellipses, bullets or numbers rather than of sentences (Gopher's
/// symbol rules).
///
/// @param quality the thresholds
public record Symbols(Quality quality) implements Judge {

    @Override
    public String name() {
        return "symbols";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Verdict judge(Document document) {
        String text = document.text();
        Tokens tokens = Tokens.of(text);
        if (tokens.all == 0) {
            return new Verdict.Drop("symbols", "no words");
        }
        double hashes = (double) count(text, "#") / tokens.all;
        double ellipses = (double) (count(text, "...") + count(text, "…")) / tokens.all;
        Lines lines = Lines.of(text);
        if (hashes > quality.mostSymbolsPerWord()) {
            return drop("hash signs per word", hashes);
        }
        if (ellipses > quality.mostSymbolsPerWord()) {
            return drop("ellipses per word", ellipses);
        }
        if (lines.bulleted > quality.mostBulletLines() * lines.all) {
            return drop("share of lines with a bullet", (double) lines.bulleted / lines.all);
        }
        if (lines.trailingOff > quality.mostEllipsisLines() * lines.all) {
            return drop(
                    "share of lines ending in an ellipsis", (double) lines.trailingOff / lines.all);
        }
        double alphabetic = (double) tokens.alphabetic / tokens.all;
        if (alphabetic < quality.leastAlphabeticWords()) {
            return drop("share of words with a letter", alphabetic);
        }
        return new Verdict.Keep(document);
    }

    private static Verdict drop(String what, double value) {
        return new Verdict.Drop(
                "symbols", what + " is " + String.format(Locale.ROOT, "%.3f", value));
    }

    private static int count(String text, String symbol) {
        int count = 0;
        for (int at = text.indexOf(symbol);
                at >= 0;
                at = text.indexOf(symbol, at + symbol.length())) {
            count++;
        }
        return count;
    }

    /// White-space tokens, and how many of them have a letter.
    private record Tokens(int all, int alphabetic) {
        static Tokens of(String text) {
            int all = 0;
            int alphabetic = 0;
            int at = 0;
            while (at < text.length()) {
                int end = Words.endOfToken(text, at);
                if (end > at) {
                    all++;
                    alphabetic +=
                            text.substring(at, end).codePoints().anyMatch(Character::isLetter)
                                    ? 1
                                    : 0;
                }
                at = end + 1;
            }
            return new Tokens(all, alphabetic);
        }
    }

    /// Lines that are not blank, those that begin with a bullet and those that end in an ellipsis.
    private record Lines(int all, int bulleted, int trailingOff) {
        static Lines of(String text) {
            int all = 0;
            int bulleted = 0;
            int trailingOff = 0;
            for (String line : text.split("\n", -1)) {
                String bare = line.strip();
                if (bare.isEmpty()) {
                    continue;
                }
                all++;
                char first = bare.charAt(0);
                bulleted += first == '•' || first == '-' || first == '*' ? 1 : 0;
                trailingOff += bare.endsWith("...") || bare.endsWith("…") ? 1 : 0;
            }
            return new Lines(all, bulleted, trailingOff);
        }
    }
}
