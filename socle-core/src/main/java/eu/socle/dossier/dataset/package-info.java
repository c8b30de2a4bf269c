/// The report of a dataset: one page with charts, made from the statistics that the dataset holds.
///
/// Read first: [eu.socle.dossier.dataset.DatasetReport].
@NullMarked
package eu.socle.dossier.dataset;

import org.jspecify.annotations.NullMarked;
