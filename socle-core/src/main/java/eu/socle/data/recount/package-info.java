/// Counting a finished dataset again from what it holds, to the last document, and comparing that
/// with every figure that was stated of it.
///
/// Read first: [eu.socle.data.recount.Recount] (what is compared), [eu.socle.data.recount.RowSums]
/// (what is counted).
@NullMarked
package eu.socle.data.recount;

import org.jspecify.annotations.NullMarked;
