package eu.socle.token.training;

import eu.socle.core.Progress;
import eu.socle.core.Workers;
import eu.socle.token.bpe.ByteAlphabet;
import eu.socle.token.split.Split;
import eu.socle.token.text.Ids;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/// Trains a byte-level BPE, with the same merges as Hugging Face tokenizers: at each step the pair
/// that occurs most often (overlapping occurrences count) is merged from left to right; of equally
/// frequent pairs the one with the smaller left id, then the smaller right id. A merge whose bytes
/// are a token already reuses its id.
///
/// Pair counts are kept exact while merging (no re-counting): a merge costs as much as the places
/// it changes. Counting is cut by text, not by thread, and the result does not depend on the order
/// of texts.
///
/// ```java
/// BpeTrainer trainer = new BpeTrainer(Split.GPT_2);
/// trainer.count(texts, workers);
/// TrainedBpe bpe = trainer.train(4096, 2, List.of("<|endoftext|>"), Progress.SILENT);
/// ```
public final class BpeTrainer {

    private final Split split;
    private final PieceCounts pieces = new PieceCounts();

    /// A trainer that has counted nothing yet.
    public BpeTrainer(Split split) {
        this.split = split;
    }

    /// Counts the pieces of more texts, already normalised.
    public void count(List<String> texts, Workers workers) {
        int share =
                Math.max(
                        1,
                        (texts.size() + 7)
                                / 8); // at most eight tables to add up, whatever the threads
        int shares = (texts.size() + share - 1) / share;
        List<PieceCounts> tables =
                workers.map(
                        shares,
                        s -> {
                            PieceCounts table = new PieceCounts();
                            int end = Math.min(texts.size(), (s + 1) * share);
                            for (int i = s * share; i < end; i++) {
                                table.addText(split.cut(), texts.get(i));
                            }
                            return table;
                        });
        for (PieceCounts table : tables) {
            pieces.addAll(table);
        }
    }

    /// Merges until the vocabulary is full or no pair occurs `minimumFrequency` times (at least
    /// once).
    ///
    /// @param vocabulary most ids, special tokens and the 256 bytes included
    public TrainedBpe train(
            int vocabulary, long minimumFrequency, List<String> specials, Progress progress) {
        Merging merging = new Merging(specials);
        long least = Math.max(1, minimumFrequency);
        try (Progress.Work work =
                progress.begin("tokenizer", "merges", Math.max(0, vocabulary - merging.size))) {
            while (merging.size < vocabulary && merging.mergeNext(least)) {
                work.advance(1);
            }
        }
        return new TrainedBpe(split, specials, merging.merges, merging.size);
    }

    /// A pair as the queue knows it; its count may since have fallen.
    private record Candidate(long count, int left, int right, int number)
            implements Comparable<Candidate> {
        @Override
        public int compareTo(Candidate other) {
            if (count != other.count) {
                return Long.compare(other.count, count);
            }
            return left != other.left
                    ? Integer.compare(left, other.left)
                    : Integer.compare(right, other.right);
        }
    }

    /// All pieces as one array of symbols, each linked to its neighbours; -1 where a symbol was
    /// merged away, and no neighbour beyond a piece.
    private final class Merging {
        private final int[] symbols = new int[pieces.totalBytes()];
        private final int[] next = new int[symbols.length];
        private final int[] previous = new int[symbols.length];
        private final int[] pieceOf = new int[symbols.length];
        private final PairCounts pairs = new PairCounts();
        private final PriorityQueue<Candidate> queue = new PriorityQueue<>();
        private final Map<String, Integer> ids = new HashMap<>();
        private final List<String> spellings = new ArrayList<>();
        private final List<TrainedBpe.Merge> merges = new ArrayList<>();
        private final Ids risen = new Ids(); // pairs that a merge made more frequent
        private int size;

        Merging(List<String> specials) {
            for (String special : specials) {
                newToken(special);
            }
            int[] byteIds = new int[256];
            for (int value : ByteAlphabet.bytesInCharacterOrder()) {
                byteIds[value] = size;
                newToken(String.valueOf(ByteAlphabet.character(value)));
            }
            for (int piece = 0; piece < pieces.size(); piece++) {
                link(piece, byteIds);
            }
            for (int pair = 0; pair < pairs.size(); pair++) {
                offer(pair);
            }
        }

        private void link(int piece, int[] byteIds) {
            int start = pieces.start(piece);
            int end = pieces.end(piece);
            for (int i = start; i < end; i++) {
                symbols[i] = byteIds[pieces.byteAt(i)];
                previous[i] = i > start ? i - 1 : -1;
                next[i] = i + 1 < end ? i + 1 : -1;
                pieceOf[i] = piece;
                if (i > start) {
                    pairs.occurs(
                            pairs.number(symbols[i - 1], symbols[i]), i - 1, pieces.count(piece));
                }
            }
        }

        /// @return false when no pair is frequent enough
        boolean mergeNext(long least) {
            Candidate best = queue.poll();
            while (best != null && pairs.count(best.number) != best.count) {
                offer(best.number);
                best = queue.poll();
            }
            if (best == null || best.count < least) {
                return false;
            }
            String spelling = spellings.get(best.left) + spellings.get(best.right);
            Integer known = ids.get(spelling);
            int merged = known == null ? newToken(spelling) : known;
            merges.add(new TrainedBpe.Merge(best.left, best.right, merged));
            risen.clear();
            for (int position : pairs.takePositions(best.number)) {
                int right = symbols[position] == best.left ? next[position] : -1;
                if (right >= 0 && symbols[right] == best.right) {
                    mergeAt(position, right, merged);
                }
            }
            for (int i = 0; i < risen.size(); i++) {
                offer(risen.get(i));
            }
            return true;
        }

        private void mergeAt(int left, int right, int merged) {
            long times = pieces.count(pieceOf[left]);
            int before = previous[left];
            int after = next[right];
            pairs.vanishes(pairs.number(symbols[left], symbols[right]), times);
            if (before >= 0) {
                pairs.vanishes(pairs.number(symbols[before], symbols[left]), times);
                rises(symbols[before], merged, before, times);
            }
            if (after >= 0) {
                pairs.vanishes(pairs.number(symbols[right], symbols[after]), times);
                rises(merged, symbols[after], left, times);
                previous[after] = left;
            }
            symbols[left] = merged;
            symbols[right] = -1;
            next[left] = after;
        }

        private void rises(int left, int right, int position, long times) {
            int number = pairs.number(left, right);
            pairs.occurs(number, position, times);
            if (risen.size() == 0 || risen.get(risen.size() - 1) != number) {
                risen.add(number);
            }
        }

        private void offer(int pair) {
            if (pairs.count(pair) > 0) {
                queue.add(
                        new Candidate(
                                pairs.count(pair), pairs.left(pair), pairs.right(pair), pair));
            }
        }

        private int newToken(String spelling) {
            ids.put(spelling, size);
            spellings.add(spelling);
            return size++;
        }
    }
}
