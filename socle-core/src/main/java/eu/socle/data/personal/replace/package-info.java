/// Puts something else where personal data stood: a typed placeholder, or an invented value that is
/// nobody's.
@NullMarked
package eu.socle.data.personal.replace;

import org.jspecify.annotations.NullMarked;
