/// Runs of letters and digits, their edges, and the folding of letters for comparison.
@NullMarked
package eu.socle.data.personal.text;

import org.jspecify.annotations.NullMarked;
