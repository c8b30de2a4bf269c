package eu.socle.data.language.fasttext;

import java.util.ArrayList;
import java.util.List;

/// The binary tree of hierarchical softmax (Huffman 1952): leaves are labels, sorted by falling
/// count; inner node i decides with row i - labels of the output matrix.
final class Tree {

    private static final long UNBUILT = Long.MAX_VALUE; // above any sum of counts

    private final int leaves;
    private final int[] left;
    private final int[] right;

    Tree(List<Dictionary.Label> labels) {
        leaves = labels.size();
        int nodes = 2 * leaves - 1;
        left = new int[nodes];
        right = new int[nodes];
        long[] counts = new long[nodes];
        for (int i = 0; i < nodes; i++) {
            counts[i] = i < leaves ? labels.get(i).count() : UNBUILT;
        }
        int leaf = leaves - 1;
        int node = leaves;
        for (int i = leaves; i < nodes; i++) {
            left[i] = leaf >= 0 && counts[leaf] < counts[node] ? leaf-- : node++;
            right[i] = leaf >= 0 && counts[leaf] < counts[node] ? leaf-- : node++;
            counts[i] = counts[left[i]] + counts[right[i]];
        }
    }

    private record Step(int node, float score) {}

    /// Walks down from the root, left before right, past nothing below 1e-5 or too low for the
    /// best.
    void search(Matrix output, float[] hidden, Best best) {
        List<Step> open = new ArrayList<>();
        open.add(new Step(2 * leaves - 2, 0));
        while (!open.isEmpty()) {
            Step step = open.removeLast();
            if (step.score() < Loss.log(0) || !best.admits(step.score())) {
                continue;
            }
            if (step.node() < leaves) {
                best.offer(step.score(), step.node());
                continue;
            }
            float z = output.dotRow(step.node() - leaves, hidden);
            float p = (float) (1.0 / (1 + (float) StrictMath.exp(-z)));
            open.add(new Step(right[step.node()], step.score() + Loss.log(p)));
            open.add(new Step(left[step.node()], step.score() + Loss.log((float) (1.0 - p))));
        }
    }
}
