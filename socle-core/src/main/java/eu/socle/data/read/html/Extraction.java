package eu.socle.data.read.html;

/// What is kept of a page besides its running text.
///
/// @param tables rows of tables that hold content
/// @param lists items of lists, each behind `- `
/// @param code program text, as it stands
/// @param headings headings of sections
public record Extraction(boolean tables, boolean lists, boolean code, boolean headings) {

    /// Everything an article holds.
    public static final Extraction STANDARD = new Extraction(true, true, true, true);
}
