package eu.socle.model;

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
            labels[row] = t + 1 < tokens ? sequence[t + 1] : eu.socle.tensor.Backend.IGNORED;
            positions[row] = t;
        }
        return new Batch(sequences.length, tokens, ids, labels, new int[rows], positions);
    }

    /// How many tokens have a label that counts.
    public int counted() {
        int counted = 0;
        for (int label : labels) {
            counted += label == eu.socle.tensor.Backend.IGNORED ? 0 : 1;
        }
        return counted;
    }

    /// The token after each, 0 at the end of a sequence, where nothing is asked of it.
    int[] nextIds() {
        int[] next = new int[ids.length];
        for (int row = 0; row < next.length; row++) {
            next[row] = row % tokens + 1 < tokens ? ids[row + 1] : 0;
        }
        return next;
    }

    /// The label of the token after each, within the same document: what multi-token prediction
    /// guesses.
    int[] secondLabels() {
        int[] second = new int[labels.length];
        for (int row = 0; row < second.length; row++) {
            boolean within = row % tokens + 1 < tokens && firstKey[row + 1] == firstKey[row];
            second[row] = within ? labels[row + 1] : eu.socle.tensor.Backend.IGNORED;
        }
        return second;
    }

    /// How many tokens have a label that counts two tokens ahead.
    public int countedSecond() {
        int counted = 0;
        for (int label : secondLabels()) {
            counted += label == eu.socle.tensor.Backend.IGNORED ? 0 : 1;
        }
        return counted;
    }
}
