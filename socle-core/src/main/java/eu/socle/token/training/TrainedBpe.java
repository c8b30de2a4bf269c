package eu.socle.token.training;

import eu.socle.token.bpe.ByteAlphabet;
import eu.socle.token.split.Split;
import java.util.List;

/// What training gives: special tokens have the first ids, the 256 bytes the next in the order of
/// their characters, then come the merged tokens.
///
/// @param specials content of the special tokens, ids 0 on
/// @param merges the merges in order
/// @param size how many ids there are
public record TrainedBpe(Split split, List<String> specials, List<Merge> merges, int size) {

    /// Two neighbouring tokens become one.
    public record Merge(int left, int right, int merged) {}

    public TrainedBpe {
        specials = List.copyOf(specials);
        merges = List.copyOf(merges);
    }

    /// The bytes of every id that is not special, spelled with [ByteAlphabet]; special tokens as
    /// they are.
    public String[] spellings() {
        String[] spellings = new String[size];
        int id = 0;
        for (String special : specials) {
            spellings[id++] = special;
        }
        for (int value : ByteAlphabet.bytesInCharacterOrder()) {
            spellings[id++] = String.valueOf(ByteAlphabet.character(value));
        }
        for (Merge merge : merges) {
            spellings[merge.merged] = spellings[merge.left] + spellings[merge.right];
        }
        return spellings;
    }
}
