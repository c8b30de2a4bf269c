/// A copy of a dataset for other programs, its rows in an order drawn from a seed.
///
/// Read first: [eu.socle.data.export.Export].
@NullMarked
package eu.socle.data.export;

import org.jspecify.annotations.NullMarked;
