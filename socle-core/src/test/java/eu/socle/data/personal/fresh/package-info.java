/// Fresh cases of personal data: numbers made by the published rules, put into sentences of the
/// Union's languages, and what looks like them. Written from the standards, apart from the finder:
/// nothing here calls its code, so that both would have to be wrong in the same way.
@NullMarked
package eu.socle.data.personal.fresh;

import org.jspecify.annotations.NullMarked;
