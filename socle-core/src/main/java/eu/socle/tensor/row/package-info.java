/// What is done to every row, or every element, by itself: [eu.socle.tensor.row.RowOperations] has
/// the operations, [eu.socle.tensor.row.Curve] the functions of one number.
@NullMarked
package eu.socle.tensor.row;

import org.jspecify.annotations.NullMarked;
