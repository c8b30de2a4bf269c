/// Finds personal data in text and replaces it: identifiers of the 27 Member States, VAT numbers,
/// accounts, cards, phones, e-mail and IP addresses, postal addresses.
///
/// Read first: [eu.socle.data.personal.PersonalData], [eu.socle.data.personal.Spans],
/// [eu.socle.data.personal.Replacement].
///
/// ```java
/// PersonalData finder = PersonalData.of(PersonalConfig.standard());
/// Spans spans = finder.find("Tél. 01 42 68 53 00", "fr", new Scratch());
/// ```
@NullMarked
package eu.socle.data.personal;

import org.jspecify.annotations.NullMarked;
