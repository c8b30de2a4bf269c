package eu.socle.data.rights.licence;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// A standard licence text as digests of its fixed runs of words, with gaps for what may vary and
/// parts that may be missing (SPDX licence templates). No word of the text is kept.
///
/// Written as `12:9f..` (a run of 12 words with that hash), `~4` (a gap of at most 4 words), `(`
/// and `)` around an optional part, separated by blanks.
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
    record Gap(int most) implements Part {}

    /// May be there or not.
    record Optional(List<Part> parts) implements Part {}

    /// Reads the written form.
    static LicenceTemplate read(String id, String written, String sketch) {
        List<List<Part>> open = new ArrayList<>();
        open.add(new ArrayList<>());
        for (String word : written.split(" ", -1)) {
            switch (word.charAt(0)) {
                case '(' -> open.add(new ArrayList<>());
                case ')' -> {
                    List<Part> inner = open.removeLast();
                    open.getLast().add(new Optional(List.copyOf(inner)));
                }
                case '~' -> open.getLast().add(new Gap(Integer.parseInt(word.substring(1))));
                default -> {
                    int colon = word.indexOf(':');
                    open.getLast()
                            .add(
                                    new Run(
                                            Integer.parseInt(word.substring(0, colon)),
                                            Long.parseUnsignedLong(word.substring(colon + 1), 16)));
                }
            }
        }
        int[] hashes = new int[sketch.length() / 8];
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = Integer.parseUnsignedInt(sketch.substring(i * 8, i * 8 + 8), 16);
        }
        return new LicenceTemplate(id, List.copyOf(open.getFirst()), hashes);
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

    /// True when the words are this licence from the first to the last, with nothing else.
    boolean matches(LicenceTokens text) {
        BitSet start = new BitSet(text.length() + 1);
        start.set(0);
        return through(parts, start, text).get(text.length());
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
                        case Gap gap -> afterGap(gap, now, text);
                        case Optional optional -> {
                            BitSet either = (BitSet) now.clone();
                            either.or(through(optional.parts(), now, text));
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

    private static BitSet afterGap(Gap gap, BitSet places, LicenceTokens text) {
        BitSet after = (BitSet) places.clone();
        for (int p = places.nextSetBit(0); p >= 0; p = places.nextSetBit(p + 1)) {
            int end = Math.min(text.length(), p + gap.most());
            for (int i = p; i < end && !text.turning(i); i++) {
                after.set(i + 1);
            }
        }
        return after;
    }
}
