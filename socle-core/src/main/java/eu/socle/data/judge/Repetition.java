package eu.socle.data.judge;

import eu.socle.core.Document;
import eu.socle.data.read.Tags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Drops texts that repeat themselves: lines, paragraphs, one phrase, or many (arXiv 2112.11446,
/// table A1).
///
/// The native profile: all copies of a repeated part count, also the first; n-grams are over
/// [Words]; a share is code points of the words covered by any repeated n-gram (their union) / code
/// points of all words. Other pipelines compute these figures in other ways under the same name.
///
/// @param limits the shares beyond which a text is dropped
public record Repetition(Quality.Limits limits) implements Judge {

    private static final int FIRST_TOP = 2;
    private static final int FIRST_DUPLICATE = 5;

    @Override
    public String name() {
        return "repetition";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Verdict judge(Document document) {
        Parts paragraphs = Parts.of(document.text().split("\n{2,}", -1));
        Parts lines = Parts.of(document.text().split("\n", -1));
        if (paragraphs.repeatedShare() > limits.paragraphs()) {
            return drop("repeated paragraphs", paragraphs.repeatedShare());
        }
        if (paragraphs.characterShare() > limits.paragraphCharacters()) {
            return drop("characters in repeated paragraphs", paragraphs.characterShare());
        }
        if (lines.repeatedShare() > limits.lines()) {
            return drop("repeated lines", lines.repeatedShare());
        }
        if (lines.characterShare() > limits.lineCharacters()) {
            return drop("characters in repeated lines", lines.characterShare());
        }
        Grams grams = Grams.of(Words.of(document.text()));
        for (int i = 0; i < limits.topNgrams().size(); i++) {
            double share = grams.topShare(FIRST_TOP + i);
            if (share > limits.topNgrams().get(i)) {
                return drop("the most frequent " + (FIRST_TOP + i) + "-gram", share);
            }
        }
        for (int i = 0; i < limits.duplicateNgrams().size(); i++) {
            double share = grams.repeatedShare(FIRST_DUPLICATE + i);
            if (share > limits.duplicateNgrams().get(i)) {
                return drop("repeated " + (FIRST_DUPLICATE + i) + "-grams", share);
            }
        }
        String five = Tags.decimal(grams.repeatedShare(FIRST_DUPLICATE));
        return new Verdict.Keep(document.withTag(Tags.DUPLICATE_5_GRAMS, five));
    }

    private static Verdict drop(String what, double share) {
        return new Verdict.Drop(
                "repetition",
                what + " cover " + String.format(Locale.ROOT, "%.3f", share) + " of the text");
    }

    /// Lines or paragraphs that are not blank, and those that occur more than once.
    private record Parts(int all, int repeated, long characters, long repeatedCharacters) {
        static Parts of(String[] parts) {
            Map<String, Integer> counts = new HashMap<>();
            List<String> present = new ArrayList<>();
            for (String part : parts) {
                String bare = part.strip();
                if (!bare.isEmpty()) {
                    present.add(bare);
                    counts.merge(bare, 1, Integer::sum);
                }
            }
            int repeated = 0;
            long characters = 0;
            long repeatedCharacters = 0;
            for (String part : present) {
                int length = part.codePointCount(0, part.length());
                characters += length;
                if (counts.getOrDefault(part, 0) > 1) {
                    repeated++;
                    repeatedCharacters += length;
                }
            }
            return new Parts(present.size(), repeated, characters, repeatedCharacters);
        }

        double repeatedShare() {
            return all == 0 ? 0 : (double) repeated / all;
        }

        double characterShare() {
            return characters == 0 ? 0 : (double) repeatedCharacters / characters;
        }
    }

    /// The words of a text as hashes and lengths.
    private record Grams(long[] words, int[] lengths, long characters) {

        static Grams of(List<String> list) {
            long[] words = new long[list.size()];
            int[] lengths = new int[list.size()];
            long characters = 0;
            for (int i = 0; i < words.length; i++) {
                String word = list.get(i);
                words[i] = hash(word);
                lengths[i] = word.codePointCount(0, word.length());
                characters += lengths[i];
            }
            return new Grams(words, lengths, characters);
        }

        /// FNV-1a over UTF-16 units.
        private static long hash(String word) {
            long hash = 0xcbf29ce484222325L;
            for (int i = 0; i < word.length(); i++) {
                hash = (hash ^ word.charAt(i)) * 0x100000001b3L;
            }
            return hash;
        }

        private long[] hashes(int n) {
            long[] hashes = new long[Math.max(0, words.length - n + 1)];
            for (int i = 0; i < hashes.length; i++) {
                long hash = n;
                for (int k = i; k < i + n; k++) {
                    hash = (hash ^ words[k]) * 0x9e3779b97f4a7c15L;
                    hash ^= hash >>> 29;
                }
                hashes[i] = hash;
            }
            return hashes;
        }

        /// Share covered by the most frequent n-gram that occurs more than once (ties: the one that
        /// covers more).
        double topShare(int n) {
            long[] hashes = hashes(n);
            LongCounts counts = count(hashes);
            int most = 1;
            long longest = 0;
            long top = 0;
            for (int i = 0; i < hashes.length; i++) {
                int count = counts.of(hashes[i]);
                long length = count < 2 || count < most ? 0 : length(i, n);
                if (count > most || (count == most && length > longest)) {
                    most = count;
                    longest = length;
                    top = hashes[i];
                }
            }
            boolean[] wanted = new boolean[hashes.length];
            for (int i = 0; i < hashes.length; i++) {
                wanted[i] = longest > 0 && hashes[i] == top;
            }
            return covered(wanted, n);
        }

        /// Share covered by n-grams that occur more than once.
        double repeatedShare(int n) {
            long[] hashes = hashes(n);
            LongCounts counts = count(hashes);
            boolean[] wanted = new boolean[hashes.length];
            for (int i = 0; i < hashes.length; i++) {
                wanted[i] = counts.of(hashes[i]) > 1;
            }
            return covered(wanted, n);
        }

        private static LongCounts count(long[] hashes) {
            LongCounts counts = new LongCounts(hashes.length);
            for (long hash : hashes) {
                counts.add(hash);
            }
            return counts;
        }

        private long length(int from, int n) {
            long length = 0;
            for (int i = from; i < from + n; i++) {
                length += lengths[i];
            }
            return length;
        }

        /// Code points of words inside a wanted n-gram, each counted once, over code points of all
        /// words.
        private double covered(boolean[] wanted, int n) {
            long sum = 0;
            int until = 0;
            for (int i = 0; i < lengths.length; i++) {
                if (i < wanted.length && wanted[i]) {
                    until = i + n;
                }
                sum += i < until ? lengths[i] : 0;
            }
            return characters == 0 ? 0 : (double) sum / characters;
        }
    }
}
