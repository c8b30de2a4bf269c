package eu.socle.token;

import eu.socle.core.Seed;

/// Texts made to hurt a tokenizer: spaces of all kinds, quotes, digits, combining marks, lone
/// surrogates, rare planes.
public final class RandomTexts {

    private static final String LIKELY =
            "''''sStTmMdDrReEvVlLſaéß漢ﷺ٣½Ⅷ²    \n\n\r\t\u00a0\u2003\u3000\u0085\u200b\u0301.,!?-_|<>😀𝔘𞤀𐄇\ud83d\udc00\u0130K";

    private RandomTexts() {}

    /// A text of 0 to `most` - 1 code units or pairs, the same for the same seed.
    public static String of(Seed seed, int most) {
        int length = (int) seed.below(most, 0);
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= length; i++) {
            long kind = seed.below(10, 3L * i);
            if (kind < 8) {
                text.append(LIKELY.charAt((int) seed.below(LIKELY.length(), 3L * i + 1)));
            } else if (kind == 8) {
                text.append((char) seed.below(0x10000, 3L * i + 1));
            } else {
                text.appendCodePoint((int) seed.below(0x110000, 3L * i + 1));
            }
        }
        return text.toString();
    }
}
