package eu.socle.model;

import eu.socle.tensor.Backend;

/// Packed sequences of equal length, side by side.
///
/// @param batch B, number of sequences
/// @param tokens T, tokens of each
/// @param ids B*T token ids
/// @param labels B*T ids to predict, [eu.socle.tensor.Backend#IGNORED] where none counts
/// @param firstKey for each token the first position of its sequence that it may see (the start of
///   its document)
/// @param positions rotary position of each token
public record Batch(
        int batch, int tokens, int[] ids, int[] labels, int[] firstKey, int[] positions) {

    public Batch {
        int rows = batch * tokens;
        if (ids.length != rows
                || labels.length != rows
                || firstKey.length != rows
                || positions.length != rows) {
            throw new IllegalArgumentException(
                    "a batch of " + batch + " x " + tokens + " needs " + rows + " of each");
        }
    }

    /// Whole sequences, each one document, that predict their own next token; the last token of
    /// each predicts nothing.
    public static Batch of(int[][] sequences) {
        int tokens = sequences[0].length;
        int rows = sequences.length * tokens;
        int[] ids = new int[rows];
        int[] labels = new int[rows];
        int[] positions = new int[rows];
        for (int row = 0; row < rows; row++) {
            int t = row % tokens;
            int[] sequence = sequences[row / tokens];
            ids[row] = sequence[t];
            labels[row] = t + 1 < tokens ? sequence[t + 1] : Backend.IGNORED;
            positions[row] = t;
        }
        return new Batch(sequences.length, tokens, ids, labels, new int[rows], positions);
    }

    /// How many tokens have a label that counts.
    public int counted() {
        return counted(labels);
    }

    private static int counted(int[] labels) {
        int counted = 0;
        for (int label : labels) {
            counted += label == Backend.IGNORED ? 0 : 1;
        }
        return counted;
    }

    /// The token `ahead` places after each, 0 beyond the end of a sequence, where nothing is asked
    /// of it.
    int[] idsAhead(int ahead) {
        int[] after = new int[ids.length];
        for (int row = 0; row < after.length; row++) {
            after[row] = row % tokens + ahead < tokens ? ids[row + ahead] : 0;
        }
        return after;
    }

    /// The label of the token `ahead` places after each, within the same document: what multi-token
    /// prediction guesses.
    int[] labelsAhead(int ahead) {
        int[] after = new int[labels.length];
        for (int row = 0; row < after.length; row++) {
            boolean within =
                    row % tokens + ahead < tokens && firstKey[row + ahead] == firstKey[row];
            after[row] = within ? labels[row + ahead] : Backend.IGNORED;
        }
        return after;
    }

    /// How many tokens have a label that counts `ahead` places after their own.
    public int countedAhead(int ahead) {
        return counted(labelsAhead(ahead));
    }
}
