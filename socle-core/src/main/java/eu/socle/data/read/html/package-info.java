/// A parsed page to its main text, within a budget.
///
/// Read first: [eu.socle.data.read.html.MainContent], [eu.socle.data.read.html.Extraction] (what a
/// recipe may choose).
///
/// ```java
/// String text = MainContent.of(Jsoup.parse(html).body(), Extraction.STANDARD);
/// ```
@NullMarked
package eu.socle.data.read.html;

import org.jspecify.annotations.NullMarked;
