/// From files to documents: which files a recipe means, what they say in which encoding, and what
/// of a page is its text.
///
/// Read first: [eu.socle.data.read.plan.Plan] (the files), [eu.socle.data.read.FileReader] (a file
/// to its documents), [eu.socle.data.read.html.MainContent] (a page to its text).
///
/// ```java
/// Plan plan = Plan.of(sources, base);
/// new FileReader(base).read(plan.files().getFirst(), reading -> collect(reading));
/// ```
@NullMarked
package eu.socle.data.read;

import org.jspecify.annotations.NullMarked;
