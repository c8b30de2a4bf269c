package eu.socle.data.personal.replace;

import eu.socle.data.personal.PersonalType;
import eu.socle.data.personal.Spans;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// A text without the personal data that was found in it, and what it was, never the values.
///
/// @param text the new text
/// @param counts finds by type and, where known, country: `IBAN FR`, `FR_NIR`, `EMAIL_ADDRESS`
/// @param places where the replacements stand in the new text
public record Redaction(String text, SortedMap<String, Long> counts, List<Place> places) {

    /// A replacement in the new text.
    ///
    /// @param offset in UTF-16 units
    /// @param length in UTF-16 units
    public record Place(PersonalType type, int offset, int length) {}

    public Redaction {
        counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
        places = List.copyOf(places);
    }

    /// Replaces what `spans` says stands in `text`.
    ///
    /// @param documentId the same value becomes another in another document
    public static Redaction of(
            String text, Spans spans, Replacement replacement, String documentId) {
        StringBuilder out = new StringBuilder(text.length());
        SortedMap<String, Long> counts = new TreeMap<>();
        List<Place> places = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < spans.size(); i++) {
            String value = text.substring(spans.start(i), spans.end(i));
            String instead =
                    switch (replacement) {
                        case Replacement.Placeholder() -> spans.type(i).placeholder();
                        case Replacement.Synthetic(var seed) ->
                                Inventions.of(
                                        seed, documentId, spans.type(i), spans.country(i), value);
                    };
            out.append(text, from, spans.start(i));
            places.add(new Place(spans.type(i), out.length(), instead.length()));
            out.append(instead);
            counts.merge(label(spans.type(i), spans.country(i)), 1L, Long::sum);
            from = spans.end(i);
        }
        out.append(text, from, text.length());
        return new Redaction(out.toString(), counts, places);
    }

    private static String label(PersonalType type, String country) {
        boolean told = country.isEmpty() || !type.country().isEmpty();
        return told ? type.name() : type.name() + " " + country;
    }
}
