package eu.socle.data.language.fasttext;

/// The k best labels in the order in which fastText lists them, equal ones too: a binary heap with
/// the worst at its root, filled and emptied step by step as the original's library does.
public final class Best {

    private final float[] scores;
    private final int[] labels;
    private final int most;
    private int size;

    Best(int most) {
        this.most = most;
        scores = new float[most + 1];
        labels = new int[most + 1];
    }

    /// False where a score could not get in.
    boolean admits(float score) {
        return size < most || score >= scores[0];
    }

    void offer(float score, int label) {
        size++;
        rise(size - 1, score, label);
        if (size > most) {
            takeWorst();
        }
    }

    /// Moves the worst behind the others.
    private void takeWorst() {
        size--;
        float score = scores[size];
        int label = labels[size];
        scores[size] = scores[0];
        labels[size] = labels[0];
        int hole = 0;
        int child = 0;
        while (child < (size - 1) / 2) {
            child = 2 * (child + 1);
            if (scores[child] > scores[child - 1]) {
                child--;
            }
            hole = fill(hole, child);
        }
        if (size % 2 == 0 && child == (size - 2) / 2 && size > 0) {
            hole = fill(hole, 2 * child + 1);
        }
        rise(hole, score, label);
    }

    private int fill(int hole, int from) {
        scores[hole] = scores[from];
        labels[hole] = labels[from];
        return from;
    }

    private void rise(int from, float score, int label) {
        int hole = from;
        while (hole > 0 && scores[(hole - 1) / 2] > score) {
            hole = fill(hole, (hole - 1) / 2);
        }
        scores[hole] = score;
        labels[hole] = label;
    }

    /// Ends the search: the best comes first.
    Best sorted() {
        int all = size;
        while (size > 1) {
            takeWorst();
        }
        size = all;
        return this;
    }

    public int size() {
        return size;
    }

    /// Number of the i-th best label.
    public int label(int i) {
        return labels[i];
    }

    /// Probability of the i-th best label.
    public float probability(int i) {
        return (float) StrictMath.exp(scores[i]);
    }
}
