package eu.socle.train;

import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// The learning rate as a function of the step, never of an accumulated state. Warm-up is linear:
/// peak * n / warmUp for n <= warmUp; from step `total` on the rate is the floor, where there is
/// one.
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
public sealed interface Schedule {

    /// Learning rate at step n, counted from 1.
    double at(long n);

    /// Half a cosine from the peak to the floor (Loshchilov and Hutter, arXiv 1608.03983).
    record Cosine(double peak, double floor, long warmUp, long total) implements Schedule {
        @Override
        public double at(long n) {
            if (n <= warmUp && warmUp > 0) {
                return peak * n / warmUp;
            }
            if (n >= total) {
                return floor;
            }
            double x = (double) (n - warmUp) / (total - warmUp);
            return floor + 0.5 * (peak - floor) * (1 + StrictMath.cos(StrictMath.PI * x));
        }
    }

    /// A straight line from the peak to the floor.
    record Linear(double peak, double floor, long warmUp, long total) implements Schedule {
        @Override
        public double at(long n) {
            if (n <= warmUp && warmUp > 0) {
                return peak * n / warmUp;
            }
            if (n >= total) {
                return floor;
            }
            double x = (double) (n - warmUp) / (total - warmUp);
            return floor + (peak - floor) * (1 - x);
        }
    }

    /// The peak from the end of the warm-up on, without an end.
    record Constant(double peak, long warmUp) implements Schedule {
        @Override
        public double at(long n) {
            return n <= warmUp && warmUp > 0 ? peak * n / warmUp : peak;
        }
    }

    /// Warm-up, stable, decay (Hu et al., arXiv 2404.06395): the peak until total - decay, then
    /// down to the floor.
    record Wsd(double peak, double floor, long warmUp, long decay, long total, Shape shape)
            implements Schedule {
        @Override
        public double at(long n) {
            if (n <= warmUp && warmUp > 0) {
                return peak * n / warmUp;
            }
            if (n >= total) {
                return floor;
            }
            long start = total - decay;
            if (n <= start) {
                return peak;
            }
            return floor + (peak - floor) * shape.at((double) (n - start) / decay);
        }
    }

    /// How a rate falls from 1 at x = 0 to 0 at x = 1.
    enum Shape {
        LINEAR,
        COSINE,
        EXPONENTIAL,
        MINUS_SQRT;

        double at(double x) {
            return switch (this) {
                case LINEAR -> 1 - x;
                case COSINE -> 0.5 * (StrictMath.cos(StrictMath.PI * x) + 1);
                case EXPONENTIAL -> 2 * StrictMath.pow(0.5, x) - 1;
                case MINUS_SQRT -> 1 - StrictMath.sqrt(x);
            };
        }
    }
}
