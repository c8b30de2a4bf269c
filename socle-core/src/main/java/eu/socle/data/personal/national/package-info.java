/// The published rules of national identifiers and VAT numbers; each is a pure function of the
/// compact form.
@NullMarked
package eu.socle.data.personal.national;

import org.jspecify.annotations.NullMarked;
