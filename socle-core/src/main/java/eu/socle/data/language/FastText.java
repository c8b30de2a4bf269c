package eu.socle.data.language;

import eu.socle.core.Refusal;
import eu.socle.data.language.fasttext.Best;
import eu.socle.data.language.fasttext.Bytes;
import eu.socle.data.language.fasttext.Dictionary;
import eu.socle.data.language.fasttext.Loss;
import eu.socle.data.language.fasttext.Matrix;
import eu.socle.data.language.fasttext.Rows;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// A supervised model of fastText, `.bin` or `.ftz` (Joulin et al. 2016, 2016b): a user's own
/// classifier of language or quality. Matrices are read where the file lies in memory, so that a
/// large model costs no heap. Any number of threads may predict at once, until it is closed.
public final class FastText implements AutoCloseable {

    private static final int MAGIC = 793712314;
    private static final int VERSION = 12;
    private static final int OLD_VERSION = 11; // had no groups of letters in supervised models
    private static final int SUPERVISED = 3;
    private static final int WIDEST = 1 << 16; // columns
    private static final int LONGEST_GROUP = 1 << 10; // words or characters

    /// A label and its probability.
    ///
    /// @param label without the prefix `__label__`
    /// @param probability as fastText prints it, which adds 1e-5
    public record Prediction(String label, float probability) {}

    private final Arena arena;
    private final int dimension;
    private final Loss loss;
    private final Dictionary dictionary;
    private final Matrix input;
    private final Matrix output;

    private FastText(Path file, Arena arena) throws IOException {
        this.arena = arena;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            Bytes in =
                    new Bytes(
                            file,
                            channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
            if (in.int32() != MAGIC) {
                throw in.damaged("it does not begin with the number of fastText models");
            }
            int version = in.int32();
            if (version != VERSION && version != OLD_VERSION) {
                throw in.damaged("its version is " + version + ", known are 11 and 12");
            }
            dimension = in.int32();
            in.skip(4 * Integer.BYTES); // window, epochs, least count, negatives
            int wordNgrams = in.int32();
            loss = Loss.of(in.int32(), in);
            int kind = in.int32();
            int buckets = in.int32();
            int shortest = in.int32();
            int stored = in.int32();
            int longest = version == OLD_VERSION ? 0 : stored;
            in.skip(Integer.BYTES + Double.BYTES); // rate of updates, sampling
            boolean groups = longest > 0 || wordNgrams > 1;
            boolean usable =
                    kind == SUPERVISED
                            && dimension >= 1
                            && dimension <= WIDEST
                            && longest <= LONGEST_GROUP
                            && wordNgrams <= LONGEST_GROUP
                            && buckets >= (groups ? 1 : 0);
            if (!usable) {
                throw in.damaged(
                        "only supervised models are classifiers; this one has the kind "
                                + kind
                                + ", "
                                + dimension
                                + " columns and "
                                + buckets
                                + " buckets");
            }
            dictionary =
                    new Dictionary(
                            in, new Dictionary.Reading(wordNgrams, buckets, shortest, longest));
            boolean compressed = in.flag();
            input = compressed ? Matrix.quantised(in, dimension) : Matrix.dense(in, dimension);
            boolean outputCompressed = in.flag();
            output =
                    compressed && outputCompressed
                            ? Matrix.quantised(in, dimension)
                            : Matrix.dense(in, dimension);
            refuseMisfit(in);
        }
    }

    private void refuseMisfit(Bytes in) {
        if (input.rows() < dictionary.rows()) {
            throw in.damaged(
                    "its input matrix has "
                            + input.rows()
                            + " rows for "
                            + dictionary.rows()
                            + " words and groups");
        }
        if (output.rows() < dictionary.labels().size()) {
            throw in.damaged(
                    "its output matrix has "
                            + output.rows()
                            + " rows for "
                            + dictionary.labels().size()
                            + " labels");
        }
        if (in.left() > 0) {
            throw in.damaged(in.left() + " bytes follow its end");
        }
    }

    /// Opens a model.
    ///
    /// @throws Refusal failure, if the file cannot be read, is damaged or is no classifier
    @SuppressWarnings("MustBeClosedChecker") // the model owns the arena and closes it
    public static FastText open(Path file) {
        Arena arena = Arena.ofShared();
        try {
            return new FastText(file, arena);
        } catch (IOException e) {
            arena.close();
            throw Refusal.failure(
                    "the fastText model " + file + " cannot be read: " + e.getMessage() + ".", e);
        } catch (RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    /// The labels it can answer with, most frequent in its training first.
    public List<String> labels() {
        return dictionary.labels().stream().map(Dictionary.Label::name).toList();
    }

    /// The likeliest labels of a text, likeliest first.
    ///
    /// @param text line ends are read as blanks
    /// @param k how many at most
    /// @return empty, if the model knows nothing of the text
    public List<Prediction> predict(String text, int k) {
        if (k < 1) {
            throw Refusal.usage("a prediction of " + k + " labels cannot be made; ask for 1.");
        }
        Rows rows = dictionary.rows(text);
        if (rows.count() == 0) {
            return List.of();
        }
        float[] hidden = new float[dimension];
        for (int i = 0; i < rows.count(); i++) {
            input.addRow(rows.get(i), hidden);
        }
        float share = (float) (1.0 / rows.count());
        for (int i = 0; i < dimension; i++) {
            hidden[i] *= share;
        }
        List<Dictionary.Label> labels = dictionary.labels();
        Best best = loss.best(output, labels, hidden, k);
        List<Prediction> predictions = new ArrayList<>();
        for (int i = 0; i < best.size(); i++) {
            predictions.add(new Prediction(labels.get(best.label(i)).name(), best.probability(i)));
        }
        return List.copyOf(predictions);
    }

    @Override
    public void close() {
        arena.close();
    }
}
