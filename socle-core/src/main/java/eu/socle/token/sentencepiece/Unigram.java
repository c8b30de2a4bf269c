package eu.socle.token.sentencepiece;

import eu.socle.token.piece.PieceMerger;
import eu.socle.token.text.Ids;
import eu.socle.token.text.Trie;
import eu.socle.token.text.Utf8;
import java.util.Arrays;

/// Unigram (Kudo 2018): the tokens whose log-probabilities sum to the most, by Viterbi. A character
/// without a token costs ten more than the least likely token; neighbours of that kind are one
/// unknown.
public final class Unigram implements PieceMerger {

    /// How the sums of log-probabilities are rounded, which decides between equal ones.
    public enum Sums {
        /// Binary64, as Hugging Face tokenizers and llama.cpp add.
        DOUBLE,
        /// Binary32, as SentencePiece adds.
        SINGLE
    }

    /// What the least likely token has more than an unknown character (SentencePiece).
    private static final double UNKNOWN_COSTS = 10;

    private final Trie tokens;
    private final double[] scores;
    private final double unknownScore;
    private final int unknown;
    private final int[] byteIds;
    private final Sums sums;

    private double[] best = new double[0]; // of the text up to each byte
    private int[] begin = new int[0]; // where the last token of that begins
    private int[] last = new int[0]; // its id, -1 when unknown
    private final Ids reversed = new Ids();

    /// @param tokens ids by bytes
    /// @param scores log-probabilities by id
    /// @param least the least of the scores
    /// @param unknown id of what is unknown
    /// @param byteIds the id of each byte for what is unknown, or empty
    /// @param sums how sums are rounded
    public Unigram(
            Trie tokens, double[] scores, double least, int unknown, int[] byteIds, Sums sums) {
        this.tokens = tokens;
        this.scores = scores.clone();
        this.sums = sums;
        this.unknownScore = sum(least, -UNKNOWN_COSTS);
        this.unknown = unknown;
        this.byteIds = byteIds.clone();
    }

    @Override
    public void merge(byte[] text, int from, int to, Ids out) {
        forward(text, from, to);
        int end = to - from;
        reversed.clear();
        boolean unknownBefore = false;
        while (end > 0) {
            int id = last[end];
            if (id >= 0) {
                reversed.add(id);
            } else if (byteIds.length > 0) {
                for (int i = end - 1; i >= begin[end]; i--) {
                    reversed.add(byteIds[text[from + i] & 0xff]);
                }
            } else if (!unknownBefore) {
                reversed.add(unknown);
            }
            unknownBefore = id < 0;
            end = begin[end];
        }
        for (int i = reversed.size() - 1; i >= 0; i--) {
            out.add(reversed.get(i));
        }
    }

    private void forward(byte[] text, int from, int to) {
        int length = to - from;
        if (best.length <= length) {
            best = new double[length + 1];
            begin = new int[length + 1];
            last = new int[length + 1];
        }
        Arrays.fill(best, 0, length + 1, Double.NEGATIVE_INFINITY);
        best[0] = 0;
        for (int at = 0; at < length; ) {
            int character = Utf8.size(text[from + at]);
            boolean known = false;
            int node = 0;
            for (int i = at; i < length; i++) {
                node = tokens.child(node, text[from + i] & 0xff);
                if (node < 0) {
                    break;
                }
                int id = tokens.value(node);
                if (id >= 0) {
                    offer(at, i + 1, sum(best[at], scores[id]), id);
                    known |= i + 1 - at == character;
                }
            }
            if (!known) {
                offer(at, at + character, sum(best[at], unknownScore), -1);
            }
            at += character;
        }
    }

    private double sum(double a, double b) {
        return sums == Sums.SINGLE ? (float) (a + b) : a + b;
    }

    private void offer(int from, int to, double score, int id) {
        if (score > best[to]) {
            best[to] = score;
            begin[to] = from;
            last[to] = id;
        }
    }
}
