package eu.socle.data.language;

import eu.socle.core.Seed;
import java.text.Normalizer;
import java.util.List;

/// Examples of one language, one after the other: some words in a row out of some passage.
final class Cuts {

    /// Features of an example that are used.
    static final int MOST_FEATURES = 1 << 10;

    private static final int LONGEST = 24; // words: the mean length of a sentence of a newspaper

    private static final double PLAIN = 0.1; // share of cuts that are written without accents

    private final List<String> passages;
    private final Seed seed;
    private long drawn;

    Cuts(List<String> passages, Seed seed) {
        this.passages = passages;
        this.seed = seed;
    }

    /// The buckets of the next example.
    ///
    /// @return how many were written to `all`
    int next(Features features, Scratch scratch, int[] all) {
        long pass = drawn / passages.size();
        long place = seed.of("pass").of(pass).permute(passages.size(), drawn % passages.size());
        Seed draw = seed.of(drawn);
        CharSequence cut = cut(Features.composed(passages.get((int) place)), draw);
        if (draw.uniform(4) < PLAIN) {
            cut = plain(cut);
        }
        drawn++;
        int n = 0;
        int at = 0;
        while (at < cut.length()) {
            scratch.count = 0;
            at = features.take(cut, at, scratch);
            int copied = Math.min(scratch.count, all.length - n);
            System.arraycopy(scratch.buckets, 0, all, n, copied);
            n += copied;
        }
        return n;
    }

    private static CharSequence cut(CharSequence passage, Seed draw) {
        int words = words(draw);
        int most = words * 12; // characters, where no space ends a word
        int from = 0;
        if (passage.length() > most) {
            from = (int) draw.below(passage.length() - most / 2, 3);
            while (from > 0
                    && passage.charAt(from - 1) != ' '
                    && from + most / 2 < passage.length()) {
                from++;
            }
        }
        int to = from;
        int seen = 0;
        while (to < passage.length() && to - from < most * 2) {
            if (passage.charAt(to) == ' ' && ++seen == words) {
                break;
            }
            to++;
        }
        return passage.subSequence(from, to);
    }

    /// Latin letters without their accents, as many people type them.
    private static String plain(CharSequence cut) {
        String apart = Normalizer.normalize(cut, Normalizer.Form.NFD);
        StringBuilder plain = new StringBuilder(apart.length());
        for (int i = 0; i < apart.length(); i++) {
            char c = apart.charAt(i);
            boolean accent = c >= 0x0300 && c <= 0x036f;
            if (!accent || i == 0 || apart.charAt(i - 1) > 0x024f) {
                plain.append(c);
            }
        }
        return Normalizer.normalize(plain, Normalizer.Form.NFC);
    }

    /// Half of all cuts are short, for words and pairs are what is hard to tell.
    private static int words(Seed draw) {
        double u = draw.uniform(1);
        if (u < 0.15) {
            return 1;
        }
        if (u < 0.30) {
            return 2;
        }
        if (u < 0.50) {
            return 3 + (int) draw.below(4, 2);
        }
        return 7 + (int) draw.below(LONGEST - 6, 2);
    }
}
