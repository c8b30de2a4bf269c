/// The words near a number that say what it is, in the 24 official languages, and one automaton
/// that finds them.
@NullMarked
package eu.socle.data.personal.context;

import org.jspecify.annotations.NullMarked;
