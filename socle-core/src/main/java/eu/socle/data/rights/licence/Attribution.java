package eu.socle.data.rights.licence;

import eu.socle.core.Document;
import eu.socle.core.Json;
import java.io.IOException;
import java.util.Optional;

/// Who is to be named for a document that is kept, as licences with attribution ask: one line of
/// `attribution.jsonl`.
///
/// @param document its id in the dataset
/// @param author as stated; empty when nobody stated it, which the list then shows
/// @param title as stated
/// @param url where it was published
/// @param licence SPDX expression
/// @param licenceUrl where the licence can be read
public record Attribution(
        String document,
        String author,
        String title,
        String url,
        String licence,
        String licenceUrl) {

    /// File that lists them, in the folder of the dataset.
    public static final String FILE = "attribution.jsonl";

    /// Tags of a document that hold its author and title where they are known.
    public static final String AUTHOR = "author";

    /// See [#AUTHOR].
    public static final String TITLE = "title";

    /// The attribution that a kept document asks for; empty when its licence asks for none.
    public static Optional<Attribution> of(Document document) {
        if (!(document.rights().licence() instanceof eu.socle.core.Rights.Licence.Known known)
                || !asksForIt(known.spdx())) {
            return Optional.empty();
        }
        return Optional.of(
                new Attribution(
                        document.id(),
                        document.tags().getOrDefault(AUTHOR, ""),
                        document.tags().getOrDefault(TITLE, ""),
                        document.rights().url(),
                        known.spdx(),
                        address(known.spdx())));
    }

    /// True unless every licence in the expression is a dedication to the public.
    private static boolean asksForIt(String expression) {
        return SpdxExpression.parse(expression)
                .map(e ->
                        e.ids().stream()
                                .anyMatch(id -> LicenceClass.of(id) != LicenceClass.PUBLIC_DOMAIN))
                .orElse(true);
    }

    private static String address(String expression) {
        boolean single = SpdxList.standard().identifier(expression).isPresent();
        return single ? "https://spdx.org/licenses/" + expression + ".html" : "";
    }

    /// Appends the line.
    ///
    /// @throws IOException if the file cannot be written
    public void write(Appendable out) throws IOException {
        out.append(Json.canonical(this)).append('\n');
    }
}
