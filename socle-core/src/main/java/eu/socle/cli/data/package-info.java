/// The verbs of `socle data` beside the stage itself: describe, report, prove, erase, train a
/// language model.
@NullMarked
package eu.socle.cli.data;

import org.jspecify.annotations.NullMarked;
