package eu.socle.data.personal.names;

import eu.socle.core.Refusal;
import eu.socle.data.personal.names.NameTagger.HeldOut;
import eu.socle.data.personal.text.Fold;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Trains a [NameTagger] from annotated sentences: an averaged perceptron over whole sentences
/// (Collins 2002), some words hidden while it learns. One sentence in five is kept back and
/// measured; the figures become a part of the model. The same file gives the same bytes.
public final class NameTraining {

    private static final int ROUNDS = 8; // more change no figure of the tests
    private static final int KEPT_BACK = 5; // one in so many
    private static final int HIDDEN =
            3; // one word in so many: new words are met by shape and place
    private static final int SCALE = 64; // averages are whole numbers of 1/64

    private final Fold fold = new Fold();
    private final Set<String> given;
    private final Set<String> family;
    private final int[] weights = new int[NameSentence.BUCKETS * NameTagger.TAGS];
    private final long[] sums = new long[weights.length];
    private final int[] steps = new int[NameTagger.TAGS * NameTagger.TAGS];
    private final long[] stepSums = new long[steps.length];
    private final int[] buckets = new int[NameSentence.LOOKS];
    private final byte[] guess = new byte[NameSentence.MOST];
    private final byte[] gold = new byte[NameSentence.MOST];
    private final byte[] back = new byte[NameSentence.MOST * NameTagger.TAGS];
    private long seen;

    private NameTraining(NameList list) {
        given = list.given();
        family = list.family();
    }

    /// A model from lines of columns ([AnnotatedNames]).
    ///
    /// @param file the name of the annotated file, for refusals
    /// @param list names that a look may ask for, or [PersonNames#none()]; they become a part of
    ///   the model
    /// @throws Refusal usage, if the lines are no columns, or hold too few sentences or names
    public static NameTagger of(List<String> lines, String file, PersonNames list) {
        if (!(list instanceof NameList names)) {
            throw Refusal.usage("a model of names is trained with a list of names, not a model");
        }
        List<AnnotatedNames> learnt = new ArrayList<>();
        List<AnnotatedNames> kept = new ArrayList<>();
        Set<String> texts = new HashSet<>();
        for (AnnotatedNames one : AnnotatedNames.read(lines, file)) {
            if (texts.add(one.text())) { // a sentence twice would be learnt and measured
                (Math.floorMod(mixed(one.text().hashCode(), 0), KEPT_BACK) == 0 ? kept : learnt)
                        .add(one);
            }
        }
        if (learnt.isEmpty() || kept.stream().allMatch(k -> k.starts().isEmpty())) {
            throw Refusal.usage(
                    file + " has too few sentences with names to train on and to measure");
        }
        NameTraining training = new NameTraining(names);
        for (int round = 0; round < ROUNDS; round++) {
            int now = round;
            learnt.sort(
                    Comparator.comparingInt((AnnotatedNames a) -> mixed(a.text().hashCode(), now))
                            .thenComparing(AnnotatedNames::text));
            learnt.forEach(training::learn);
        }
        NameTagger tagger = training.averaged();
        return tagger.measured(measure(tagger, kept));
    }

    private static int mixed(int hash, int round) {
        int h = (hash + round * 0x9E3779B9) * 0x85EBCA6B;
        return ((h ^ (h >>> 16)) * 0xC2B2AE35) >>> 1;
    }

    private void learn(AnnotatedNames one) {
        char[] text = one.text().toCharArray();
        NameSentence sentence = new NameSentence(fold, given, family);
        int at = 0;
        while (at < text.length) {
            at = sentence.read(text, text.length, at);
            mark(sentence, one, gold);
            for (int i = 0; i < sentence.size(); i++) {
                if (Math.floorMod(mixed((int) seen, i + 1), HIDDEN) == 0) {
                    sentence.hide(i);
                }
            }
            NameTagger.tag(sentence, weights, steps, guess, back);
            seen++;
            correct(sentence);
        }
    }

    /// Tags as annotated.
    private static void mark(NameSentence sentence, AnnotatedNames one, byte[] tags) {
        int name = 0;
        for (int i = 0; i < sentence.size(); i++) {
            while (name < one.starts().size() && one.ends().get(name) <= sentence.start(i)) {
                name++;
            }
            boolean inside =
                    name < one.starts().size() && sentence.start(i) >= one.starts().get(name);
            boolean first = inside && (i == 0 || sentence.start(i - 1) < one.starts().get(name));
            tags[i] =
                    (byte)
                            (first
                                    ? NameTagger.BEGIN
                                    : inside ? NameTagger.INSIDE : NameTagger.OUTSIDE);
        }
    }

    /// Moves the weights of wrong tags; `sums` lets the mean over all sentences be told later.
    private void correct(NameSentence sentence) {
        int right = NameTagger.OUTSIDE;
        int wrong = NameTagger.OUTSIDE;
        for (int i = 0; i < sentence.size(); i++) {
            if (gold[i] != guess[i]) {
                sentence.looks(i, buckets);
                for (int bucket : buckets) {
                    if (bucket == NameSentence.NO_LOOK) {
                        continue;
                    }
                    move(weights, sums, bucket * NameTagger.TAGS + gold[i], 1);
                    move(weights, sums, bucket * NameTagger.TAGS + guess[i], -1);
                }
            }
            if (gold[i] != guess[i] || right != wrong) {
                move(steps, stepSums, right * NameTagger.TAGS + gold[i], 1);
                move(steps, stepSums, wrong * NameTagger.TAGS + guess[i], -1);
            }
            right = gold[i];
            wrong = guess[i];
        }
    }

    private void move(int[] weight, long[] sum, int at, int by) {
        weight[at] += by;
        sum[at] += by * seen;
    }

    private NameTagger averaged() {
        return new NameTagger(given, family, mean(weights, sums), mean(steps, stepSums), List.of());
    }

    private int[] mean(int[] last, long[] sum) {
        int[] mean = new int[last.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (int) Math.floorDiv(last[i] * (seen + 1) * SCALE - sum[i] * SCALE, seen + 1);
        }
        return mean;
    }

    /// Figures for all and for each language.
    static List<HeldOut> measure(NameTagger tagger, List<AnnotatedNames> kept) {
        int[] all = new int[4];
        Map<String, int[]> byLanguage = new TreeMap<>();
        for (AnnotatedNames one : kept) {
            int[] its = byLanguage.computeIfAbsent(one.language(), l -> new int[4]);
            char[] text = one.text().toCharArray();
            int[] now = {1, one.starts().size(), 0, 0};
            tagger.find(
                    text,
                    text.length,
                    (start, end) -> {
                        int name = one.starts().indexOf(start);
                        now[2]++;
                        now[3] += name >= 0 && one.ends().get(name) == end ? 1 : 0;
                    });
            for (int i = 0; i < now.length; i++) {
                all[i] += now[i];
                its[i] += now[i];
            }
        }
        List<HeldOut> figures = new ArrayList<>();
        figures.add(new HeldOut("all", all[0], all[1], all[2], all[3]));
        byLanguage.forEach((l, n) -> figures.add(new HeldOut(l, n[0], n[1], n[2], n[3])));
        return figures;
    }
}
