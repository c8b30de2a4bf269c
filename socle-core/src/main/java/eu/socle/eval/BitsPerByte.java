package eu.socle.eval;

import eu.socle.infer.LanguageModel;
import eu.socle.token.shard.TokenShards;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/// How many bits the model needs for a byte of text it has not seen: the sum of -log2 p over all
/// tokens of the held-out documents, divided by their bytes in UTF-8. It does not depend on the
/// tokenizer.
///
/// Each document is read alone, after an end of text, and its own end is counted too. A document
/// longer than the context W is read in windows that begin W/2 tokens apart, and each token is
/// counted once, in the first window that holds it: all but those of the first window have at least
/// W/2 tokens before them.
public final class BitsPerByte implements Task<Long, BitsPerByte.Grade> {

    private final TokenShards heldOut;
    private final ByteUnigram unigram;
    private final long most;

    /// @param heldOut the documents; the caller keeps them open
    /// @param unigram the baseline
    /// @param most how many documents at most, from the first; 0 for all
    public BitsPerByte(TokenShards heldOut, ByteUnigram unigram, long most) {
        this.heldOut = heldOut;
        this.unigram = unigram;
        this.most = most;
    }

    /// One document.
    ///
    /// @param row its line in the token stage's documents.jsonl, from 0
    /// @param bits that the model needs for it
    /// @param unigramBits that the frequencies of bytes in the training documents need for it
    public record Grade(long row, long bytes, long tokens, double bits, double unigramBits) {}

    @Override
    public String name() {
        return "bits-per-byte";
    }

    @Override
    public List<Long> examples() {
        long count = most == 0 ? heldOut.documents() : Math.min(most, heldOut.documents());
        return LongStream.range(0, count).boxed().toList();
    }

    @Override
    public Grade grade(LanguageModel model, Long number) {
        TokenShards.PackedDocument document = heldOut.document(number);
        double nats = -logProbability(model, document.ids());
        double unigramBits = 0;
        for (int i = 0; i < document.ids().length - 1; i++) { // the end of document has no bytes
            unigramBits += unigram.bits(model.tokenizer().bytes(document.ids()[i]));
        }
        return new Grade(
                document.row(),
                document.bytes(),
                document.ids().length,
                nats / Math.log(2),
                unigramBits);
    }

    /// Log-probability in nats of these tokens after an end of text.
    static double logProbability(LanguageModel model, int[] ids) {
        int[] all = new int[ids.length + 1];
        all[0] = model.tokenizer().endOfText();
        System.arraycopy(ids, 0, all, 1, ids.length);
        int window = model.context();
        int stride = Math.max(1, window / 2);
        double sum = 0;
        int counted = 1; // all[0] is given
        for (int start = 0; counted < all.length; start += stride) {
            int end = Math.min(all.length, start + window);
            double[] each = model.logProbabilities(Arrays.copyOfRange(all, start, end));
            for (int i = counted; i < end; i++) {
                sum += each[i - start - 1];
            }
            counted = end;
        }
        return sum;
    }

    @Override
    public List<Score> scores(List<Grade> grades) {
        double bits = 0;
        double unigramBits = 0;
        long bytes = 0;
        for (Grade grade : grades) {
            bits += grade.bits();
            unigramBits += grade.unigramBits();
            bytes += grade.bytes();
        }
        List<Score> scores = new ArrayList<>();
        if (bytes > 0) {
            scores.add(
                    score(
                            "bits per byte",
                            bits / bytes,
                            grades.size(),
                            "sum of bits over sum of bytes in eval/bits-per-byte.jsonl, one line for each held-out document"));
            scores.add(
                    score(
                            "bits per byte of a byte unigram",
                            unigramBits / bytes,
                            grades.size(),
                            "baseline: sum of unigramBits over sum of bytes in the same file; frequencies of the 256 bytes in the training documents, each count plus one"));
            scores.add(
                    score(
                            "bits per byte of uniform bytes",
                            8,
                            grades.size(),
                            "baseline: log2 of 256, what a byte costs when nothing is known"));
        }
        return scores;
    }

    private Score score(String metric, double value, long examples, String how) {
        return new Score(name(), metric, value, "bits/byte", examples, null, null, null, how);
    }
}
