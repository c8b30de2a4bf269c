package eu.socle.tensor.cpu;

import eu.socle.core.Refusal;
import eu.socle.core.Workers;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.cpu.matrix.MatrixProducts;
import eu.socle.tensor.cpu.quantised.kernel.Kernels;

/// What the engine finds on this machine.
///
/// @param vectorBits width of the vectors that loops use
/// @param oneDnn version and instruction set of oneDNN
/// @param kernels what multiplies floats, and quantised weights
public record CpuFeatures(int vectorBits, String oneDnn, String kernels) {

    private static final long BUFFER_FLOATS =
            1L << 26; // 256 MiB for each piece: far beyond any last-level cache
    private static final int ROUNDS = 5;

    /// Looks.
    ///
    /// @throws Refusal if the Vector API module or oneDNN is missing
    public static CpuFeatures detect() {
        VectorModule.require();
        try (Kernels kernels = Kernels.best()) {
            return new CpuFeatures(
                    Lanes.L * 32,
                    OneDnn.load().description(),
                    MatrixProducts.describe() + "; " + kernels.description());
        }
    }

    /// Bytes per second that all threads of the pool read from memory together: best of five sweeps
    /// over 256 MiB for each thread.
    public static double readBandwidth(Workers workers) {
        int pieces = workers.threads();
        float[] sums = new float[pieces];
        double best = 0;
        try (Memory memory = new Memory()) {
            Tensor buffer = memory.zeros((long) pieces * BUFFER_FLOATS);
            buffer.clear(); // writes: pages never written are all one page of zeros, in the cache
            long address = buffer.data().address();
            for (int round = 0; round <= ROUNDS; round++) {
                long start = System.nanoTime();
                workers.forEach(
                        pieces,
                        piece ->
                                sums[piece] =
                                        Lanes.sum(
                                                address + 4L * piece * BUFFER_FLOATS,
                                                BUFFER_FLOATS));
                double seconds = (System.nanoTime() - start) / 1e9;
                if (round > 0) { // the first sweep touches the pages
                    best = Math.max(best, 4.0 * pieces * BUFFER_FLOATS / seconds);
                }
            }
        }
        for (float sum : sums) {
            if (sum != 0) {
                throw new IllegalStateException("a buffer of zeros has the sum " + sum);
            }
        }
        return best;
    }
}
