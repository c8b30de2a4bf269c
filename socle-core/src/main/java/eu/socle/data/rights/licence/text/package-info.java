/// Whole licence texts: digests of the standard ones with room for names and years, and the
/// comparison word by word. What is nearly a licence is unknown.
///
/// Read first: [eu.socle.data.rights.licence.text.LicenceText] (a text to licence),
/// [eu.socle.data.rights.licence.text.LicenceTemplate] (what may vary),
/// [eu.socle.data.rights.licence.text.Surroundings] (notices and titles around a text).
@NullMarked
package eu.socle.data.rights.licence.text;

import org.jspecify.annotations.NullMarked;
