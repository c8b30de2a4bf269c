package eu.socle.eval;

import eu.socle.core.Seed;
import eu.socle.infer.LanguageModel;
import eu.socle.token.Tokenizer;
import eu.socle.token.shard.TokenShards;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The beginning of a sentence from a held-out document, and four endings: its own, and three of
/// other documents. The model is right when its own ending is strictly the likeliest; guessing is
/// right one time in four.
///
/// The other endings come from the documents whose words are most like those of the sentence's
/// document (Jaccard index of their sets of words), so that they are in its language wherever there
/// are documents enough. Everything is drawn from a seed.
public final class Cloze implements Task<Cloze.Example, Cloze.Grade> {

    private static final int OTHERS = 3;
    private static final int NEAR = 8; // documents the other endings are drawn from
    private static final int PER_DOCUMENT =
            8; // sentences, so that a long document does not fill the task

    private final Tokenizer tokenizer;
    private final List<Example> examples;

    /// A sentence to complete.
    ///
    /// @param row line of its document in the token stage's documents.jsonl, from 0
    /// @param start where the sentence begins in the document, in UTF-16 units
    /// @param before text of the document before the sentence's ending
    /// @param endings each begins with a space
    /// @param own index of the sentence's own ending
    public record Example(long row, int start, String before, List<String> endings, int own) {
        public Example {
            endings = List.copyOf(endings);
        }
    }

    /// What the model made of a sentence.
    ///
    /// @param likelihoods log-probability in nats of each ending after the beginning
    /// @param perByte the same divided by the bytes of the ending
    public record Grade(
            long row, int start, int own, List<Double> likelihoods, List<Double> perByte) {
        public Grade {
            likelihoods = List.copyOf(likelihoods);
            perByte = List.copyOf(perByte);
        }
    }

    private record Source(long row, String text, Set<String> words, List<Sentences.Cut> cuts) {}

    /// @param heldOut read here only
    /// @param most how many sentences at most
    public Cloze(TokenShards heldOut, Tokenizer tokenizer, Seed seed, int most) {
        this.tokenizer = tokenizer;
        this.examples = build(sources(heldOut, tokenizer), seed, most);
    }

    private static List<Source> sources(TokenShards heldOut, Tokenizer tokenizer) {
        List<Source> sources = new ArrayList<>();
        for (long d = 0; d < heldOut.documents(); d++) {
            TokenShards.PackedDocument document = heldOut.document(d);
            String text =
                    tokenizer.decode(Arrays.copyOf(document.ids(), document.ids().length - 1));
            List<Sentences.Cut> cuts = Sentences.of(text);
            if (!cuts.isEmpty()) {
                Set<String> words =
                        new HashSet<>(
                                List.of(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{M}]+")));
                sources.add(new Source(document.row(), text, words, cuts));
            }
        }
        return sources;
    }

    private static List<Example> build(List<Source> sources, Seed seed, int most) {
        List<Example> examples = new ArrayList<>();
        if (sources.size() <= OTHERS) {
            return examples;
        }
        for (int s = 0; s < sources.size(); s++) {
            Source source = sources.get(s);
            Seed own = seed.of(s);
            List<Source> near = nearest(source, sources);
            int count = Math.min(PER_DOCUMENT, source.cuts.size());
            for (int i = 0; i < count; i++) {
                int chosen = (int) own.of("sentence").permute(source.cuts.size(), i);
                examples.add(example(source, source.cuts.get(chosen), near, own.of(chosen)));
            }
        }
        List<Example> drawn = new ArrayList<>();
        for (int i = 0; i < Math.min(most, examples.size()); i++) {
            drawn.add(examples.get((int) seed.of("order").permute(examples.size(), i)));
        }
        return List.copyOf(drawn);
    }

    private static List<Source> nearest(Source source, List<Source> sources) {
        return sources.stream()
                .filter(other -> other.row != source.row)
                .sorted(
                        Comparator.comparingDouble(
                                        (Source other) -> -likeness(source.words, other.words))
                                .thenComparingLong(Source::row))
                .limit(NEAR)
                .toList();
    }

    private static double likeness(Set<String> a, Set<String> b) {
        long common = a.stream().filter(b::contains).count();
        return (double) common / (a.size() + b.size() - common);
    }

    private static Example example(Source source, Sentences.Cut cut, List<Source> near, Seed seed) {
        List<String> endings = new ArrayList<>();
        for (int i = 0; i < OTHERS; i++) {
            Source other = near.get((int) seed.of("document").permute(near.size(), i));
            endings.add(
                    other.cuts.get((int) seed.of("ending").below(other.cuts.size(), i)).ending());
        }
        int own = (int) seed.of("place").below(OTHERS + 1, 0);
        endings.add(own, cut.ending());
        String before = source.text.substring(0, cut.start()) + cut.beginning();
        return new Example(source.row, cut.start(), before, endings, own);
    }

    @Override
    public String name() {
        return "cloze";
    }

    @Override
    public List<Example> examples() {
        return examples;
    }

    @Override
    public Grade grade(LanguageModel model, Example example) {
        List<Double> likelihoods = new ArrayList<>();
        List<Double> perByte = new ArrayList<>();
        int[] before = tokenizer.encode(example.before());
        for (String ending : example.endings()) {
            double likelihood = likelihood(model, before, tokenizer.encode(ending));
            likelihoods.add(likelihood);
            perByte.add(
                    likelihood / ending.getBytes(java.nio.charset.StandardCharsets.UTF_8).length);
        }
        return new Grade(example.row(), example.start(), example.own(), likelihoods, perByte);
    }

    /// Log-probability in nats of the ending; of what comes before it, as much is read as fits the
    /// context.
    private static double likelihood(LanguageModel model, int[] before, int[] ending) {
        int[] kept =
                ending.length < model.context()
                        ? ending
                        : Arrays.copyOf(ending, model.context() - 1);
        int room = Math.min(before.length, model.context() - kept.length);
        int[] ids = Arrays.copyOfRange(before, before.length - room, before.length + kept.length);
        System.arraycopy(kept, 0, ids, room, kept.length);
        double[] each = model.logProbabilities(ids);
        double sum = 0;
        for (int i = 0; i < kept.length; i++) {
            sum += each[room - 1 + i];
        }
        return sum;
    }

    @Override
    public List<Score> scores(List<Grade> grades) {
        if (grades.isEmpty()) {
            return List.of();
        }
        long raw =
                grades.stream().filter(grade -> isRight(grade.likelihoods(), grade.own())).count();
        long even = grades.stream().filter(grade -> isRight(grade.perByte(), grade.own())).count();
        return List.of(
                score("accuracy", "likelihoods", raw, grades.size()),
                score("accuracy per byte", "perByte", even, grades.size()));
    }

    private static boolean isRight(List<Double> values, int own) {
        for (int i = 0; i < values.size(); i++) {
            if (i != own && values.get(i) >= values.get(own)) {
                return false;
            }
        }
        return true;
    }

    private Score score(String metric, String field, long right, int count) {
        Wilson interval = Wilson.of(right, count);
        return new Score(
                name(),
                metric,
                (double) right / count,
                "share",
                count,
                1.0 / (OTHERS + 1),
                interval.low(),
                interval.high(),
                "share of lines of eval/cloze.jsonl in which "
                        + field
                        + "[own] is greater than each other");
    }
}
