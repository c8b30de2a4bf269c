/// E-mail and IP addresses, phone numbers, postal addresses, and names from a list.
@NullMarked
package eu.socle.data.personal.contact;

import org.jspecify.annotations.NullMarked;
