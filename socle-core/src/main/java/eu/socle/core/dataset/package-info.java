/// What is counted about a dataset: the words that the data stage writes and the report reads.
///
/// Read first: [eu.socle.core.dataset.Statistics].
@NullMarked
package eu.socle.core.dataset;

import org.jspecify.annotations.NullMarked;
