package eu.socle.data.read.page;

/// A page that was parsed, or one that costs more than a page may.
sealed interface ParsedPage permits HtmlPage, ParsedPage.Refused {

    /// A page beyond the budget.
    ///
    /// @param detail which limit the page is beyond
    record Refused(String detail) implements ParsedPage {}
}
