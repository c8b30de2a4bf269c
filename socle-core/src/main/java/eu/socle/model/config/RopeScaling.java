package eu.socle.model.config;

import java.util.OptionalDouble;

/// Stretched rotary frequencies, so that positions beyond those of training stay known angles.
public sealed interface RopeScaling {

    /// The frequencies after scaling.
    ///
    /// @param base theta^(-2i/size)
    double[] stretched(double[] base, double theta, int size);

    /// Factor of cos and sin.
    default double amplitude() {
        return 1;
    }

    /// None.
    record None() implements RopeScaling {
        @Override
        public double[] stretched(double[] base, double theta, int size) {
            return base;
        }
    }

    /// All frequencies divided.
    record Linear(double factor) implements RopeScaling {
        @Override
        public double[] stretched(double[] base, double theta, int size) {
            double[] result = base.clone();
            for (int i = 0; i < result.length; i++) {
                result[i] /= factor;
            }
            return result;
        }
    }

    /// Llama 3.1: short waves stay, long ones are divided, those between are blended.
    ///
    /// @param low waves longer than original / low are divided
    /// @param high waves shorter than original / high stay
    /// @param original context of training
    record Llama3(double factor, double low, double high, int original) implements RopeScaling {
        @Override
        public double[] stretched(double[] base, double theta, int size) {
            double[] result = base.clone();
            for (int i = 0; i < result.length; i++) {
                double wave = 2 * Math.PI / base[i];
                if (wave < original / high) {
                    continue;
                }
                double smooth = wave > original / low ? 0 : (original / wave - low) / (high - low);
                result[i] = (1 - smooth) * base[i] / factor + smooth * base[i];
            }
            return result;
        }
    }

    /// YaRN (Peng et al., arXiv 2309.00071): a ramp over the pairs from their rotations within the
    /// original context, and an amplitude.
    ///
    /// @param fast rotations from which a pair keeps its frequency
    /// @param slow rotations up to which it is divided
    /// @param rounded true when the ends of the ramp are whole pairs
    /// @param attention explicit amplitude
    /// @param mscale of the amplitude, with `mscaleAll`
    record Yarn(
            double factor,
            int original,
            double fast,
            double slow,
            boolean rounded,
            OptionalDouble attention,
            OptionalDouble mscale,
            OptionalDouble mscaleAll)
            implements RopeScaling {

        @Override
        public double[] stretched(double[] base, double theta, int size) {
            double from = pair(fast, theta, size);
            double to = pair(slow, theta, size);
            if (rounded) {
                from = Math.floor(from);
                to = Math.ceil(to);
            }
            from = Math.max(from, 0);
            to = Math.min(to, size - 1);
            double length = from == to ? 0.001 : to - from;
            double[] result = base.clone();
            for (int i = 0; i < result.length; i++) {
                double ramp = Math.clamp((i - from) / length, 0, 1);
                result[i] = base[i] / factor * ramp + base[i] * (1 - ramp);
            }
            return result;
        }

        /// The (fractional) pair that turns this often within the original context.
        private double pair(double rotations, double theta, int size) {
            return size
                    * StrictMath.log(original / (rotations * 2 * Math.PI))
                    / (2 * StrictMath.log(theta));
        }

        @Override
        public double amplitude() {
            if (attention.isPresent()) {
                return attention.getAsDouble();
            }
            if (mscale.orElse(0) != 0 && mscaleAll.orElse(0) != 0) {
                return growth(mscale.getAsDouble()) / growth(mscaleAll.getAsDouble());
            }
            return growth(1);
        }

        /// m(factor, k) = 0.1 k ln factor + 1; 1 without stretching.
        public double growth(double k) {
            return factor <= 1 ? 1 : 0.1 * k * StrictMath.log(factor) + 1;
        }
    }
}
