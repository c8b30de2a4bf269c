package eu.socle.tensor.reference;

import static eu.socle.tensor.reference.Scalars.at;
import static eu.socle.tensor.reference.Scalars.increase;
import static eu.socle.tensor.reference.Scalars.sigmoid;
import static eu.socle.tensor.reference.Scalars.softplus;

import eu.socle.tensor.Tensor;

/// The element-wise functions between the products of a feed-forward network.
final class Activations {

    private Activations() {}

    static void swiglu(Tensor y, Tensor gateUp) {
        int width = y.columns();
        for (int n = 0; n < y.rows(); n++) {
            for (int f = 0; f < width; f++) {
                double gate = gateUp.get(at(n, 2 * width, f));
                double up = gateUp.get(at(n, 2 * width, width + f));
                y.set(at(n, width, f), (float) (gate * sigmoid(gate) * up));
            }
        }
    }

    static void swigluBackward(Tensor dGateUp, Tensor dY, Tensor gateUp) {
        int width = dY.columns();
        for (int n = 0; n < dY.rows(); n++) {
            for (int f = 0; f < width; f++) {
                double gate = gateUp.get(at(n, 2 * width, f));
                double up = gateUp.get(at(n, 2 * width, width + f));
                double d = dY.get(at(n, width, f));
                double s = sigmoid(gate);
                dGateUp.set(at(n, 2 * width, f), (float) (d * up * s * (1 + gate * (1 - s))));
                dGateUp.set(at(n, 2 * width, width + f), (float) (d * gate * s));
            }
        }
    }

    static void clampedSwiglu(Tensor y, Tensor x, float alpha, float limit) {
        for (long i = 0; i < y.size(); i++) {
            double gate = Math.min(x.get(2 * i), limit);
            double up = Math.clamp(x.get(2 * i + 1), -limit, limit);
            y.set(i, (float) ((up + 1) * gate * sigmoid(alpha * gate)));
        }
    }

    static void clampedSwigluBackward(Tensor dX, Tensor dY, Tensor x, float alpha, float limit) {
        for (long i = 0; i < dY.size(); i++) {
            double gate = Math.min(x.get(2 * i), limit);
            double up = Math.clamp(x.get(2 * i + 1), -limit, limit);
            double s = sigmoid(alpha * gate);
            double d = dY.get(i);
            boolean gateMoves = x.get(2 * i) <= limit;
            boolean upMoves = Math.abs(x.get(2 * i + 1)) <= limit;
            dX.set(
                    2 * i,
                    gateMoves ? (float) (d * (up + 1) * s * (1 + alpha * gate * (1 - s))) : 0);
            dX.set(2 * i + 1, upMoves ? (float) (d * gate * s) : 0);
        }
    }

    static void xielu(
            Tensor y,
            Tensor x,
            Tensor alphaPositive,
            Tensor alphaNegative,
            float beta,
            float epsilon) {
        double p = softplus(alphaPositive.get(0));
        double n = beta + softplus(alphaNegative.get(0));
        for (long i = 0; i < x.size(); i++) {
            double v = x.get(i);
            double curved = v > 0 ? p * v * v : n * (Math.expm1(Math.min(v, epsilon)) - v);
            y.set(i, (float) (curved + beta * v));
        }
    }

    static void xieluBackward(
            Tensor dX,
            Tensor dAlphaPositive,
            Tensor dAlphaNegative,
            Tensor dY,
            Tensor x,
            Tensor alphaPositive,
            Tensor alphaNegative,
            float beta,
            float epsilon) {
        double p = softplus(alphaPositive.get(0));
        double n = beta + softplus(alphaNegative.get(0));
        double dP = 0;
        double dN = 0;
        for (long i = 0; i < x.size(); i++) {
            double v = x.get(i);
            double d = dY.get(i);
            if (v > 0) {
                dX.set(i, (float) (d * (2 * p * v + beta)));
                dP += d * v * v;
                continue;
            }
            double slope = v <= epsilon ? Math.exp(v) : 0; // of expm1(min(v, epsilon))
            dX.set(i, (float) (d * (n * (slope - 1) + beta)));
            dN += d * (Math.expm1(Math.min(v, epsilon)) - v);
        }
        increase(dAlphaPositive, 0, dP * sigmoid(alphaPositive.get(0))); // softplus' is the sigmoid
        increase(dAlphaNegative, 0, dN * sigmoid(alphaNegative.get(0)));
    }
}
