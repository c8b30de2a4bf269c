package eu.socle.data.read.html;

import java.util.Locale;
import java.util.Optional;

/// What becomes of the parts of a page besides its running text.
///
/// @param tables tables of data; a table that only lays out a page is no part of it
/// @param lists items of lists
/// @param code program text that stands by itself
/// @param headings headings of sections
public record Extraction(Part tables, Part lists, Part code, Part headings) {

    /// Everything an article holds, lists with their dashes.
    public static final Extraction STANDARD =
            new Extraction(Part.KEEP, Part.MARK, Part.KEEP, Part.KEEP);

    /// What becomes of one kind of part.
    public enum Part {
        DROP,
        /// As plain text.
        KEEP,
        /// As plain text with the light marks of Markdown.
        MARK;

        /// The part that a recipe means by this word.
        public static Optional<Part> of(String word) {
            for (Part part : values()) {
                if (part.word().equals(word)) {
                    return Optional.of(part);
                }
            }
            return Optional.empty();
        }

        /// The word in recipes.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
