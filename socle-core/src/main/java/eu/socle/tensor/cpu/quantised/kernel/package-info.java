/// Kernels of quantised products: tiles of 64 rows of weights against a few rows of activations, in
/// machine code where the machine has what it takes, else in the Vector API; both give the same
/// bits.
///
/// Read first: [TileKernel], [Kernels], [FourBitTiles], [MachineTiles].
@NullMarked
package eu.socle.tensor.cpu.quantised.kernel;

import org.jspecify.annotations.NullMarked;
