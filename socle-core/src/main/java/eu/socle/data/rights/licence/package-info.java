/// Licences as SPDX expressions: words, addresses, pages, file headers and whole texts to the
/// expression they state, and a policy over classes of licences.
///
/// Read first: [eu.socle.data.rights.licence.Spdx] (words to licence),
/// [eu.socle.data.rights.licence.PageLicence] (a page to licence and scope),
/// [eu.socle.data.rights.licence.LicencePolicy] (what is allowed).
///
/// ```java
/// Rights.Licence licence = Spdx.licence("https://creativecommons.org/licenses/by/4.0/"); // Known[CC-BY-4.0]
/// boolean kept = LicencePolicy.DEFAULT.allows("MIT OR GPL-3.0-only"); // true, by MIT
/// ```
@NullMarked
package eu.socle.data.rights.licence;

import org.jspecify.annotations.NullMarked;
