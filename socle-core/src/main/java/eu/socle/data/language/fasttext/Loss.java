package eu.socle.data.language.fasttext;

import java.util.List;

/// How the logits of a model become probabilities, by the loss it was trained with.
public enum Loss {
    /// A tree of yes and no, the more frequent a label the nearer to its root.
    HIERARCHICAL_SOFTMAX(1),
    /// Labels apart, trained against some others drawn at random.
    NEGATIVE_SAMPLING(2),
    SOFTMAX(3),
    /// Labels apart, each against all others.
    ONE_VERSUS_ALL(4);

    private static final int TABLE = 512; // intervals of the logistic function
    private static final int EDGE = 8; // beyond it is 0 or 1
    private static final double FLOOR = 1e-5; // added to what a logarithm is taken of

    private final int number;

    Loss(int number) {
        this.number = number;
    }

    /// The loss of that number in the file.
    public static Loss of(int number, Bytes in) {
        for (Loss loss : values()) {
            if (loss.number == number) {
                return loss;
            }
        }
        throw in.damaged("its loss has the number " + number);
    }

    /// The likeliest labels. A probability is as fastText prints it: with 1e-5 added, for it goes
    /// through a logarithm that must not see zero.
    ///
    /// @param labels in the order of the rows of `output`
    /// @param hidden vector of the text
    /// @param k how many at most
    public Best best(Matrix output, List<Dictionary.Label> labels, float[] hidden, int k) {
        Best best = new Best(Math.min(k, labels.size()));
        if (this == HIERARCHICAL_SOFTMAX) {
            new Tree(labels).search(output, hidden, best);
            return best.sorted();
        }
        float[] p = new float[labels.size()];
        for (int i = 0; i < p.length; i++) {
            p[i] = output.dotRow(i, hidden);
        }
        if (this == SOFTMAX) {
            softmax(p);
        }
        for (int i = 0; i < p.length; i++) {
            float score = log(this == SOFTMAX ? p[i] : logistic(p[i]));
            if (best.admits(score)) {
                best.offer(score, i);
            }
        }
        return best.sorted();
    }

    private static void softmax(float[] z) {
        float top = z[0];
        for (float value : z) {
            top = Math.max(top, value);
        }
        float sum = 0;
        for (int i = 0; i < z.length; i++) {
            z[i] = (float) StrictMath.exp(z[i] - top);
            sum += z[i];
        }
        for (int i = 0; i < z.length; i++) {
            z[i] /= sum;
        }
    }

    /// The logistic function in steps, as the original tabulates it.
    private static float logistic(float x) {
        if (x < -EDGE) {
            return 0;
        }
        if (x > EDGE) {
            return 1;
        }
        int i = (int) ((x + EDGE) * TABLE / EDGE / 2);
        float left = (float) (i * 2 * EDGE) / TABLE - EDGE;
        return (float) (1.0 / (1.0 + (float) StrictMath.exp(-left)));
    }

    static float log(float p) {
        return (float) StrictMath.log(p + FLOOR);
    }
}
