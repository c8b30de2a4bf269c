package eu.socle.data.settle;

import eu.socle.core.Json;
import eu.socle.core.Rights;
import eu.socle.data.unit.Note;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A document or record that is not kept, and why; never its text.
///
/// @param failed true when it could not be read
/// @param licence SPDX expression or `unknown`; null when it could not be read
/// @param characters code points; 0 when it could not be read
/// @param reservations protocols by which its owner reserved the right
/// @param signals what all of its signals say
public record Reject(
        String id,
        String source,
        String step,
        String reason,
        String detail,
        boolean failed,
        @Nullable String licence,
        long characters,
        List<String> reservations,
        List<Rights.OptOut> signals) {

    /// One line of the rejects file.
    private record Line(
            String id,
            String source,
            String step,
            String reason,
            String detail,
            boolean failed,
            @Nullable String licence) {}

    /// The step of what the other documents of this dataset make superfluous.
    static final String DEDUP = "dedup";

    /// The step of a double of a document that an existing dataset holds.
    static final String AGAINST = "dedup-against";

    /// The step of a whole record that holds no document.
    public static final String SKIPPED = "skip";

    public static Reject of(Note.NoPage none) {
        return new Reject(
                none.id(),
                none.source(),
                none.failed() ? "read" : SKIPPED,
                none.reason(),
                none.detail(),
                none.failed(),
                null,
                0,
                List.of(),
                List.of());
    }

    public static Reject of(Note.Page page, Note.Drop drop) {
        Rights rights = page.rights();
        return new Reject(
                page.id(),
                rights.source(),
                drop.step(),
                drop.reason(),
                drop.detail(),
                false,
                rights.licence().label(),
                page.characters(),
                rights.optOuts().stream()
                        .filter(Rights.OptOut::reserved)
                        .map(Rights.OptOut::protocol)
                        .distinct()
                        .toList(),
                rights.optOuts());
    }

    /// A candidate that does not stay.
    public static Reject of(
            Note.Page page, Doubles.Place place, Standing standing, Existing existing)
            throws IOException {
        String detail =
                switch (place.fate()) {
                    case EXACT_DUPLICATE ->
                            "the same text as " + standing.name(place.other(), existing);
                    case SAME_ADDRESS ->
                            "the same address as " + standing.name(place.other(), existing);
                    case NEAR_DUPLICATE ->
                            "nearly the text of " + standing.name(place.other(), existing);
                    case SEEN_NGRAMS ->
                            place.a() + " of " + place.b() + " n-grams are in documents before it";
                    case TOO_LITTLE_LEFT ->
                            place.a()
                                    + " words and "
                                    + place.b()
                                    + " sentences are left when what occurred before is cut out";
                    case STAYS -> throw new IllegalStateException(page.id() + " stays");
                };
        return new Reject(
                page.id(),
                page.rights().source(),
                place.isDouble() && place.representative() < 0 ? AGAINST : DEDUP,
                place.fate().word(),
                detail,
                false,
                page.rights().licence().label(),
                page.characters(),
                List.of(),
                page.rights().optOuts());
    }

    /// Its line, with the newline.
    public String line() {
        return Json.canonical(new Line(id, source, step, reason, detail, failed, licence)) + "\n";
    }
}
