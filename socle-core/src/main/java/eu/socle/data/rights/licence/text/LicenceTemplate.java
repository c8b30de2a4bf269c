package eu.socle.data.rights.licence.text;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// A standard licence text as digests of its fixed runs of words, with gaps for what may vary and
/// parts that may be missing (SPDX licence templates). No word of the text is kept.
///
/// Written as `12:9f..` (a run of 12 words with that hash), `~4` (a gap of at most 4 words of
/// names), `*3` (at most 3 words that number a clause), `c40` (a copyright notice of at most 40
/// words, or none), `[ a | b ]` (one of several), `(` and `)` around an optional part, separated by
/// blanks.
///
/// @param id SPDX identifier
/// @param parts the text in order
/// @param sketch of the whole text, for resemblance
public record LicenceTemplate(String id, List<Part> parts, int[] sketch) {

    private static final int SKETCH = 40; // resemblance within about 0.08

    /// A piece of a template.
    sealed interface Part {}

    /// Exactly these words.
    record Run(int words, long hash) implements Part {}

    /// At most so many words, none of which may turn the sense.
    record Names(int most) implements Part {}

    /// At most so many words that number a clause.
    record Bullet(int most) implements Part {}

    /// Nothing, or a copyright notice of at most so many words.
    record Notice(int most) implements Part {}

    /// One of these.
    record Choice(List<List<Part>> sides) implements Part {}

    /// Reads the written form.
    static LicenceTemplate read(String id, String written, String sketch) {
        int[] hashes = new int[sketch.length() / 8];
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = Integer.parseUnsignedInt(sketch.substring(i * 8, i * 8 + 8), 16);
        }
        return new LicenceTemplate(id, new Reader(written).parts(), hashes);
    }

    /// Reads words up to a closing one.
    private static final class Reader {
        private final String[] words;
        private int at;

        Reader(String written) {
            words = written.split(" ", -1);
        }

        List<Part> parts() {
            List<Part> parts = new ArrayList<>();
            while (at < words.length) {
                String word = words[at];
                char kind = word.charAt(0);
                if (kind == ')' || kind == ']' || kind == '|') {
                    return List.copyOf(parts);
                }
                at++;
                parts.add(
                        switch (kind) {
                            case '(' -> new Choice(List.of(List.of(), closed()));
                            case '[' -> choice();
                            case '~' -> new Names(Integer.parseInt(word.substring(1)));
                            case '*' -> new Bullet(Integer.parseInt(word.substring(1)));
                            case 'c' -> new Notice(Integer.parseInt(word.substring(1)));
                            default -> run(word);
                        });
            }
            return List.copyOf(parts);
        }

        private List<Part> closed() {
            List<Part> inner = parts();
            at++;
            return inner;
        }

        private Choice choice() {
            List<List<Part>> sides = new ArrayList<>();
            do {
                sides.add(closed());
            } while (words[at - 1].equals("|"));
            return new Choice(List.copyOf(sides));
        }

        private static Run run(String word) {
            int colon = word.indexOf(':');
            return new Run(
                    Integer.parseInt(word.substring(0, colon)),
                    Long.parseUnsignedLong(word.substring(colon + 1), 16));
        }
    }

    /// The sketch of a text, to compare with templates.
    static int[] sketchOf(LicenceTokens text) {
        return text.sketch(SKETCH);
    }

    /// Estimated share of runs of three words that both texts have, of all that either has.
    double resemblance(int[] other) {
        int i = 0;
        int j = 0;
        int both = 0;
        int seen = 0;
        while (seen < SKETCH && (i < sketch.length || j < other.length)) {
            int order =
                    i == sketch.length
                            ? 1
                            : j == other.length ? -1 : Integer.compareUnsigned(sketch[i], other[j]);
            both += order == 0 ? 1 : 0;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
            seen++;
        }
        return seen == 0 ? 0 : (double) both / seen;
    }

    /// Where this licence ends, word for word, when it begins at one of these words: numbers of the
    /// words behind its last one.
    BitSet ends(LicenceTokens text, BitSet starts) {
        return through(parts, (BitSet) starts.clone(), text);
    }

    /// Where a reader can be after these parts, having been at one of these places before.
    private static BitSet through(List<Part> parts, BitSet places, LicenceTokens text) {
        BitSet now = places;
        for (Part part : parts) {
            if (now.isEmpty()) {
                return now;
            }
            now =
                    switch (part) {
                        case Run run -> afterRun(run, now, text);
                        case Names gap -> afterNames(now, text, gap.most());
                        case Bullet gap -> afterBullet(now, text, gap.most());
                        case Notice notice -> afterNotice(notice, now, text);
                        case Choice choice -> {
                            BitSet either = new BitSet();
                            for (List<Part> side : choice.sides()) {
                                either.or(through(side, now, text));
                            }
                            yield either;
                        }
                    };
        }
        return now;
    }

    private static BitSet afterRun(Run run, BitSet places, LicenceTokens text) {
        BitSet after = new BitSet();
        for (int p = places.nextSetBit(0); p >= 0; p = places.nextSetBit(p + 1)) {
            if (p + run.words() <= text.length() && text.hash(p, run.words()) == run.hash()) {
                after.set(p + run.words());
            }
        }
        return after;
    }

    private static BitSet afterNotice(Notice notice, BitSet places, LicenceTokens text) {
        BitSet begun = new BitSet();
        for (int p = places.nextSetBit(0); p >= 0; p = places.nextSetBit(p + 1)) {
            begun.set(p, p < text.length() && text.notice(p));
        }
        BitSet after = (BitSet) places.clone();
        after.or(afterNames(begun, text, notice.most()));
        return after;
    }

    private static BitSet afterNames(BitSet places, LicenceTokens text, int most) {
        BitSet after = new BitSet();
        for (int p = places.nextSetBit(0); p >= 0; p = places.nextSetBit(p + 1)) {
            after.set(p, text.namesEnd(p, most) + 1);
        }
        return after;
    }

    private static BitSet afterBullet(BitSet places, LicenceTokens text, int most) {
        BitSet after = (BitSet) places.clone();
        for (int p = places.nextSetBit(0); p >= 0; p = places.nextSetBit(p + 1)) {
            int end = Math.min(text.length(), p + most);
            for (int i = p; i < end && text.bullet(i); i++) {
                after.set(i + 1);
            }
        }
        return after;
    }
}
