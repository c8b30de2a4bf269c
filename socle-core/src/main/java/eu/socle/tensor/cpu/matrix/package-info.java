/// Products of floats with the matrix registers of AMX, which multiply bfloat16: each float is
/// split exactly into three, and what is summed is as accurate as floats are.
///
/// Read [eu.socle.tensor.cpu.matrix.MatrixProducts] (accuracy, and who does what), then
/// [eu.socle.tensor.cpu.matrix.Panels] (where the parts lie) and
/// [eu.socle.tensor.cpu.matrix.TileCode] (the kernel).
@NullMarked
package eu.socle.tensor.cpu.matrix;

import org.jspecify.annotations.NullMarked;
