package eu.socle.data.personal;

import java.util.Arrays;

/// Where personal data stands in one text, in order, without overlaps: types and places, never
/// values. Reused from text to text, so that finding allocates nothing once it is warm.
public final class Spans {
    private static final PersonalType[] NO_TYPES = {};
    private static final String[] NO_COUNTRIES = {};
    private static final Confidence[] NO_CONFIDENCES = {};

    private int size;
    private int[] starts = {};
    private int[] ends = {};
    private PersonalType[] types = NO_TYPES;
    private String[] countries = NO_COUNTRIES;
    private Confidence[] confidences = NO_CONFIDENCES;
    private boolean[] contexts = {};

    /// How many.
    public int size() {
        return size;
    }

    public PersonalType type(int i) {
        return types[check(i)];
    }

    /// ISO 3166 code, or empty where no country is known (an e-mail address).
    public String country(int i) {
        return countries[check(i)];
    }

    /// First UTF-16 unit.
    public int start(int i) {
        return starts[check(i)];
    }

    /// After the last UTF-16 unit.
    public int end(int i) {
        return ends[check(i)];
    }

    public Confidence confidence(int i) {
        return confidences[check(i)];
    }

    /// Whether a word nearby names the type.
    public boolean hasContext(int i) {
        return contexts[check(i)];
    }

    /// [start, end) of every span in code points, in the order of the spans, in one walk.
    ///
    /// @param text the text these spans were found in
    /// @return 2 x size: start and end in turn
    public int[] codePoints(CharSequence text) {
        int[] places = new int[2 * size];
        int unit = 0;
        int point = 0;
        for (int i = 0; i < places.length; i++) {
            int goal = i % 2 == 0 ? starts[i / 2] : ends[i / 2];
            for (; unit < goal; unit++) {
                boolean second =
                        unit > 0
                                && Character.isSurrogatePair(
                                        text.charAt(unit - 1), text.charAt(unit));
                point += second ? 0 : 1;
            }
            places[i] = point;
        }
        return places;
    }

    void clear() {
        size = 0;
    }

    /// Takes back what reaches beyond `start`: a wider find replaces it.
    void dropFrom(int start) {
        while (size > 0 && ends[size - 1] > start) {
            size--;
        }
    }

    int lastEnd() {
        return size == 0 ? 0 : ends[size - 1];
    }

    void add(
            int start,
            int end,
            PersonalType type,
            String country,
            Confidence confidence,
            boolean context) {
        if (size == starts.length) {
            int more = Math.max(8, size * 2);
            starts = Arrays.copyOf(starts, more);
            ends = Arrays.copyOf(ends, more);
            types = Arrays.copyOf(types, more);
            countries = Arrays.copyOf(countries, more);
            confidences = Arrays.copyOf(confidences, more);
            contexts = Arrays.copyOf(contexts, more);
        }
        starts[size] = start;
        ends[size] = end;
        types[size] = type;
        countries[size] = country;
        confidences[size] = confidence;
        contexts[size] = context;
        size++;
    }

    private int check(int i) {
        if (i < 0 || i >= size) {
            throw new IndexOutOfBoundsException("span " + i + " of " + size);
        }
        return i;
    }
}
