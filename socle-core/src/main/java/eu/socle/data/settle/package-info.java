/// Which documents stay: doubles and passages found among all notes, settled by one rule whatever
/// the order.
@NullMarked
package eu.socle.data.settle;

import org.jspecify.annotations.NullMarked;
