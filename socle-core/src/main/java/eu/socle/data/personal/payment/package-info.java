/// Bank accounts (IBAN) and payment cards.
@NullMarked
package eu.socle.data.personal.payment;

import org.jspecify.annotations.NullMarked;
