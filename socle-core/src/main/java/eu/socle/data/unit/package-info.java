/// One unit of reading: the documents of a slice of a source are read in batches, judged by a crew,
/// and what is noted of each stands in files of its own until the dataset is decided.
@NullMarked
package eu.socle.data.unit;

import org.jspecify.annotations.NullMarked;
