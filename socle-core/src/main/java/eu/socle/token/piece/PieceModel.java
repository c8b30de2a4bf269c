package eu.socle.token.piece;

import eu.socle.token.Frame;
import eu.socle.token.split.Cut;
import eu.socle.token.text.TextStep;
import java.util.List;
import java.util.function.Supplier;

/// All that a [PieceTokenizer] is made of.
///
/// @param normaliser what is done to text between the added tokens that are sought in it as it came
/// @param preparation what is done to the text between all added tokens
/// @param cut how that is cut into pieces
/// @param mergers makes what turns pieces into ids, one for each thread
/// @param bytes what ids stand for
/// @param added tokens that are sought before the text is cut
/// @param frame ids around one text
/// @param cuttable whether a text may be cut between an ASCII letter and a space without changing
///   its ids
public record PieceModel(
        TextStep normaliser,
        TextStep preparation,
        Cut cut,
        Supplier<PieceMerger> mergers,
        TokenBytes bytes,
        List<Added> added,
        Frame frame,
        Cuttable cuttable) {

    /// Whether the steps before the cut look at more than the characters near by.
    public enum Cuttable {
        NO,
        BEFORE_SPACES
    }

    public PieceModel {
        added = List.copyOf(added);
    }
}
