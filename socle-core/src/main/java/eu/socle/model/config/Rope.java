package eu.socle.model.config;

import eu.socle.tensor.Pairing;

/// Rotary positions (Su et al., arXiv 2104.09864).
///
/// @param theta base of the frequencies
/// @param scaling how frequencies are stretched for longer contexts
/// @param pairing which elements rotate together
public record Rope(double theta, RopeScaling scaling, Pairing pairing) {

    /// Without scaling, in halves: Llama's.
    public static Rope plain(double theta) {
        return new Rope(theta, new RopeScaling.None(), Pairing.HALVES);
    }

    /// Angle per position of each of the D/2 pairs.
    public double[] frequencies(int size) {
        double[] base = new double[size / 2];
        for (int i = 0; i < base.length; i++) {
            base[i] = StrictMath.pow(theta, -2.0 * i / size);
        }
        return scaling.stretched(base, theta, size);
    }
}
