/// What the data stage leaves: parts in Parquet, their columns, how they are read, and how one is
/// rewritten.
@NullMarked
package eu.socle.data.dataset;

import org.jspecify.annotations.NullMarked;
