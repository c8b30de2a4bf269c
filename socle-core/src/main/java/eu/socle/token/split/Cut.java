package eu.socle.token.split;

import java.util.List;

/// Stages in a row: each cuts the pieces of the one before. The pieces cover the whole text, in
/// order, without gaps.
///
/// @param stages none leaves the text in one piece
public record Cut(List<Stage> stages) {

    /// The text in one piece.
    public static final Cut NONE = new Cut(List.of());

    public Cut {
        stages = List.copyOf(stages);
    }

    /// What a piece is given to.
    public interface Taker {
        /// Takes `text[from, to)`, never empty.
        void take(byte[] text, int from, int to);
    }

    /// A cut of these stages.
    public static Cut of(Stage... stages) {
        return new Cut(List.of(stages));
    }

    /// Gives every piece of `text[from, to)` to the taker.
    public void pieces(byte[] text, int from, int to, Taker taker) {
        pieces(0, text, from, to, taker);
    }

    private void pieces(int number, byte[] text, int from, int to, Taker taker) {
        if (number == stages.size()) {
            taker.take(text, from, to);
            return;
        }
        Stage stage = stages.get(number);
        boolean last = number + 1 == stages.size();
        for (int at = from; at < to; ) {
            int end = stage.end(text, at, to);
            if (last) {
                taker.take(text, at, end);
            } else {
                pieces(number + 1, text, at, end, taker);
            }
            at = end;
        }
    }
}
