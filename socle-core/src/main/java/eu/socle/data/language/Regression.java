package eu.socle.data.language;

import eu.socle.core.Digest;
import java.util.Arrays;
import java.util.List;

/// The weights while they are learned.
///
/// Legend: B buckets, L languages, n features of an example, w (B, L), b (L). The logits are `z =
/// sum of the rows of w / sqrt(n) + b`, the loss is the cross-entropy of softmax(z).
final class Regression {

    private static final double BIAS_RATE =
            0.01; // of the rate: classes are balanced, biases are small
    private static final float EPSILON = 1e-3f; // first steps are not larger than the rate

    private final int languages;
    private final float[] w;
    private final float[] squares; // (B): mean square of the gradient of a row, summed
    private final float[] b;
    private final float[] z;
    private final float[] g;

    Regression(int buckets, int languages) {
        this.languages = languages;
        w = new float[buckets * languages];
        squares = new float[buckets];
        b = new float[languages];
        z = new float[languages];
        g = new float[languages];
    }

    /// One step.
    ///
    /// @param features buckets, the first n count
    void learn(int[] features, int n, int language, double rate) {
        float share = (float) (1 / Math.sqrt(n));
        Arrays.fill(z, 0);
        for (int i = 0; i < n; i++) {
            int row = features[i] * languages;
            for (int l = 0; l < languages; l++) {
                z[l] += w[row + l];
            }
        }
        float square = gradient(share, language);
        for (int i = 0; i < n; i++) {
            int bucket = features[i];
            squares[bucket] += square;
            float step = (float) (rate * share / Math.sqrt(squares[bucket] + EPSILON));
            int row = bucket * languages;
            for (int l = 0; l < languages; l++) {
                w[row + l] -= step * g[l];
            }
        }
        for (int l = 0; l < languages; l++) {
            b[l] -= (float) (rate * BIAS_RATE) * g[l];
        }
    }

    /// g = softmax(z) - onehot(language).
    ///
    /// @return sum of squares of the gradient of one row
    private float gradient(float share, int language) {
        float top = Float.NEGATIVE_INFINITY;
        for (int l = 0; l < languages; l++) {
            z[l] = z[l] * share + b[l];
            top = Math.max(top, z[l]);
        }
        double sum = 0;
        for (int l = 0; l < languages; l++) {
            double e = StrictMath.exp(z[l] - top);
            g[l] = (float) e;
            sum += e;
        }
        float square = 0;
        for (int l = 0; l < languages; l++) {
            g[l] = (float) (g[l] / sum) - (l == language ? 1 : 0);
            square += g[l] * g[l];
        }
        return square * share * share;
    }

    /// The model of 8 bits. The step of a language is the 1/127 of a weight that all but one in ten
    /// thousand stay below; larger ones are cut to it.
    LanguageModel quantised(List<String> codes, Features features, Digest digest, double smallest) {
        int buckets = features.buckets();
        byte[] weights = new byte[w.length];
        float[] scales = new float[languages];
        for (int l = 0; l < languages; l++) {
            float[] sizes = new float[buckets];
            for (int bucket = 0; bucket < buckets; bucket++) {
                sizes[bucket] = Math.abs(w[bucket * languages + l]);
            }
            Arrays.sort(sizes);
            float largest = Math.max(sizes[buckets - 1 - buckets / 10_000], Float.MIN_NORMAL);
            scales[l] = largest / 127;
            for (int bucket = 0; bucket < buckets; bucket++) {
                float steps = w[bucket * languages + l] / scales[l];
                long rounded = Math.abs(steps) < smallest ? 0 : Math.round((double) steps);
                weights[bucket * languages + l] = (byte) Math.min(127, Math.max(-127, rounded));
            }
        }
        return new LanguageModel(codes, features, digest, scales, b, weights);
    }
}
