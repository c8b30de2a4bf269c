package eu.socle.data.read.page;

import java.util.List;

/// What the fields of records and the columns of tables are called.
///
/// @param text the field that holds the text
/// @param url address
/// @param licence names that are looked for
/// @param date fetched or published
/// @param language declared language
public record Fields(String text, String url, List<String> licence, String date, String language) {

    /// `text`, `url`, `licence` or `license`, `date`, `language`.
    public static final Fields USUAL =
            new Fields("text", "url", List.of("licence", "license"), "date", "language");

    public Fields {
        licence = List.copyOf(licence);
    }

    /// The same names but for the text.
    public Fields withText(String name) {
        return new Fields(name, url, licence, date, language);
    }
}
