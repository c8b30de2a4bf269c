package eu.socle.tensor.experts;

/// Which rows go to which expert: the choices of all tokens in the order of the experts, and within
/// an expert in the order of the tokens. M = N k rows for N tokens with k choices each.
///
/// @param active k
/// @param offsets expert e has rows offsets[e] to offsets[e + 1]
/// @param tokens the token of each row
/// @param rows the row of choice n * k + j
public record Dispatch(int active, int[] offsets, int[] tokens, int[] rows) {

    /// Sorts choices by expert, keeping their order within each.
    ///
    /// @param chosen expert of each choice, token by token
    /// @param active choices of each token
    public static Dispatch of(int[] chosen, int experts, int active) {
        int[] offsets = new int[experts + 1];
        for (int expert : chosen) {
            offsets[expert + 1]++;
        }
        for (int e = 0; e < experts; e++) {
            offsets[e + 1] += offsets[e];
        }
        int[] next = offsets.clone();
        int[] tokens = new int[chosen.length];
        int[] rows = new int[chosen.length];
        for (int choice = 0; choice < chosen.length; choice++) {
            int row = next[chosen[choice]]++;
            rows[choice] = row;
            tokens[row] = choice / active;
        }
        return new Dispatch(active, offsets, tokens, rows);
    }

    /// E, number of experts.
    public int experts() {
        return offsets.length - 1;
    }

    /// Rows of one expert: how often it was chosen.
    public int count(int expert) {
        return offsets[expert + 1] - offsets[expert];
    }
}
