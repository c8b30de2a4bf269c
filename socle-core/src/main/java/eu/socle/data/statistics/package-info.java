/// Statistics of a dataset, gathered by the tasks of the data stage while they pass over the
/// documents, and added up by its driver within a memory that does not grow with the documents.
///
/// Read first: [eu.socle.data.statistics.Gathering] (one task), [eu.socle.data.statistics.Gathered]
/// (adding up), [eu.socle.core.dataset.Statistics] (the result).
@NullMarked
package eu.socle.data.statistics;

import org.jspecify.annotations.NullMarked;
