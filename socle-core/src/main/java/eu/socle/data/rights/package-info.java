/// The right to use a document: licences as SPDX identifiers with their evidence, and the signals
/// with which an owner reserves text and data mining.
///
/// Read first: [eu.socle.data.rights.Spdx] (words to licence), [eu.socle.data.rights.Reservations]
/// (signals to opt-outs).
///
/// ```java
/// Rights.Licence licence = Spdx.licence("https://creativecommons.org/licenses/by/4.0/"); // Known[CC-BY-4.0]
/// ```
@NullMarked
package eu.socle.data.rights;

import org.jspecify.annotations.NullMarked;
