package eu.socle.data.personal.names;

import eu.socle.core.Digest;
import eu.socle.core.Json;
import eu.socle.core.Refusal;
import eu.socle.data.personal.text.Fold;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Names of people by a linear model that the user trained on annotated text ([NameTraining]): each
/// word is outside, at the beginning of, or inside a name; the best sequence is taken (Viterbi
/// 1967). Immutable.
///
/// The file is text in UTF-8. Its first line is JSON: `format` (`socle-names 1`), `sha256` of all
/// lines after it, and `heldOut`, a list of what was measured on sentences that were not trained
/// on: `language` (`all` first), `sentences`, `names`, `found`, `right`. Then come the names of a
/// list, if one was given (`given<TAB>anna`, `family<TAB>horvat`), one line `steps` with the nine
/// weights from tag to tag (outside, begin, inside), and one line for each bucket with weights, in
/// ascending order: bucket, outside, begin, inside, separated by tabs.
public final class NameTagger implements PersonNames {

    static final int OUTSIDE = 0;
    static final int BEGIN = 1;
    static final int INSIDE = 2;
    static final int TAGS = 3;

    private static final String FORMAT = "socle-names 1";
    private static final int NEVER = Integer.MIN_VALUE / 4;

    private final Fold fold = new Fold();
    private final Set<String> given;
    private final Set<String> family;
    private final int[] weights; // bucket * TAGS + tag
    private final int[] steps; // from * TAGS + to
    private final List<HeldOut> heldOut;

    /// What was measured on sentences that were kept back.
    ///
    /// @param language ISO 639-1 code as annotated; `all` for all together
    /// @param names in the sentences
    /// @param found by the model
    /// @param right of those, from the first word to the last
    public record HeldOut(String language, int sentences, int names, int found, int right) {
        /// Right ones of those found; 0 when none was found.
        public double precision() {
            return found == 0 ? 0 : (double) right / found;
        }

        /// Found ones of those there; 0 when there was none.
        public double recall() {
            return names == 0 ? 0 : (double) right / names;
        }
    }

    NameTagger(
            Set<String> given,
            Set<String> family,
            int[] weights,
            int[] steps,
            List<HeldOut> heldOut) {
        this.given = Set.copyOf(given);
        this.family = Set.copyOf(family);
        this.weights = weights.clone();
        this.steps = steps.clone();
        this.heldOut = List.copyOf(heldOut);
    }

    /// The same weights with what was measured of them.
    NameTagger measured(List<HeldOut> figures) {
        return new NameTagger(given, family, weights, steps, figures);
    }

    @Override
    public boolean isEmpty() {
        return false;
    }

    /// What was measured, all languages first.
    public List<HeldOut> heldOut() {
        return heldOut;
    }

    @Override
    public String errorRate() {
        HeldOut all = heldOut.getFirst();
        return String.format(
                Locale.ROOT,
                "on %d sentences kept back from training with %d names: precision %.3f, recall %.3f",
                all.sentences(),
                all.names(),
                all.precision(),
                all.recall());
    }

    NameSentence sentence() {
        return new NameSentence(fold, given, family);
    }

    @Override
    public void find(char[] text, int size, Found found) {
        NameSentence sentence = sentence();
        byte[] tags = new byte[NameSentence.MOST];
        byte[] back = new byte[NameSentence.MOST * TAGS];
        int at = 0;
        while (at < size) {
            at = sentence.read(text, size, at);
            if (sentence.capitals()) {
                tag(sentence, weights, steps, tags, back);
                names(sentence, tags, found);
            }
        }
    }

    /// Tells of the names that tags mean.
    static void names(NameSentence sentence, byte[] tags, Found found) {
        for (int i = 0; i < sentence.size(); i++) {
            if (tags[i] != BEGIN) {
                continue;
            }
            int end = i;
            while (end + 1 < sentence.size() && tags[end + 1] == INSIDE) {
                end++;
            }
            found.name(sentence.start(i), sentence.end(end));
            i = end;
        }
    }

    /// The best tags of a sentence.
    static void tag(NameSentence sentence, int[] weights, int[] steps, byte[] tags, byte[] back) {
        int[] buckets = new int[NameSentence.LOOKS];
        int[] best = {0, NEVER, NEVER};
        int[] next = new int[TAGS];
        for (int i = 0; i < sentence.size(); i++) {
            sentence.looks(i, buckets);
            for (int tag = 0; tag < TAGS; tag++) {
                int own = 0;
                for (int bucket : buckets) {
                    own += weights[bucket * TAGS + tag];
                }
                int from = OUTSIDE;
                int most = NEVER;
                for (int before = 0; before < TAGS; before++) {
                    boolean broken = tag == INSIDE && before == OUTSIDE;
                    int score = broken ? NEVER : best[before] + steps[before * TAGS + tag];
                    if (score > most) {
                        most = score;
                        from = before;
                    }
                }
                next[tag] = Math.max(NEVER, most + own);
                back[i * TAGS + tag] = (byte) from;
            }
            System.arraycopy(next, 0, best, 0, TAGS);
        }
        int tag = best[BEGIN] > best[OUTSIDE] ? BEGIN : OUTSIDE;
        tag = best[INSIDE] > best[tag] ? INSIDE : tag;
        for (int i = sentence.size() - 1; i >= 0; i--) {
            tags[i] = (byte) tag;
            tag = back[i * TAGS + tag];
        }
    }

    @Override
    public Digest digest() {
        return Digest.of(body());
    }

    /// Writes the file.
    ///
    /// @throws IOException if it cannot be written
    public void write(Path file) throws IOException {
        String body = body();
        Head head = new Head(FORMAT, Digest.of(body).toString(), heldOut);
        Files.writeString(file, Json.canonical(head) + "\n" + body);
    }

    /// The lines below the first.
    private String body() {
        StringBuilder body = new StringBuilder();
        given.stream().sorted().forEach(n -> body.append("given\t").append(n).append('\n'));
        family.stream().sorted().forEach(n -> body.append("family\t").append(n).append('\n'));
        body.append("steps");
        Arrays.stream(steps).forEach(step -> body.append('\t').append(step));
        body.append('\n');
        for (int b = 0; b < NameSentence.BUCKETS; b++) {
            int at = b * TAGS;
            if (weights[at] != 0 || weights[at + 1] != 0 || weights[at + 2] != 0) {
                body.append(b).append('\t').append(weights[at]);
                body.append('\t').append(weights[at + 1]);
                body.append('\t').append(weights[at + 2]).append('\n');
            }
        }
        return body.toString();
    }

    private record Head(
            @Nullable String format, @Nullable String sha256, @Nullable List<HeldOut> heldOut) {}

    /// Reads what [#write] wrote.
    ///
    /// @param file its name, for refusals
    /// @throws Refusal usage, if it is another format, was changed, or does not say how often it
    ///   errs
    static NameTagger read(List<String> lines, String file) {
        Head head = Json.read(lines.getFirst(), Head.class, file + ", line 1");
        List<String> body = lines.subList(1, lines.size());
        if (!FORMAT.equals(head.format())) {
            throw Refusal.usage(
                    file + " is no model of names of the format " + FORMAT + "; train it again");
        }
        String digest = Digest.of(body.isEmpty() ? "" : String.join("\n", body) + "\n").toString();
        if (!digest.equals(head.sha256())) {
            throw Refusal.usage(
                    file
                            + " was changed after it was written (its digest differs); train it again");
        }
        List<HeldOut> figures = head.heldOut();
        if (figures == null || figures.isEmpty() || figures.getFirst().names() == 0) {
            throw Refusal.usage(
                    file + " does not say how often it errs (heldOut); train it with more names");
        }
        Set<String> given = new HashSet<>();
        Set<String> family = new HashSet<>();
        int[] weights = new int[NameSentence.BUCKETS * TAGS];
        int[] steps = new int[TAGS * TAGS];
        for (int i = 0; i < body.size(); i++) {
            String[] cells = body.get(i).split("\t", -1);
            try {
                switch (cells[0]) {
                    case "given" -> given.add(cells[1]);
                    case "family" -> family.add(cells[1]);
                    case "steps" -> numbers(cells, steps, 0);
                    default -> numbers(cells, weights, Integer.parseInt(cells[0]) * TAGS);
                }
            } catch (NumberFormatException | IndexOutOfBoundsException e) {
                throw Refusal.usage(file + ", line " + (i + 2) + ": no line of a model of names");
            }
        }
        return new NameTagger(given, family, weights, steps, figures);
    }

    private static void numbers(String[] cells, int[] into, int from) {
        for (int i = 1; i < cells.length; i++) {
            into[from + i - 1] = Integer.parseInt(cells[i]);
        }
    }
}
