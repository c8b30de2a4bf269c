package eu.socle.data.language;

import java.util.List;

/// Tells the language of a text, of a sentence or of a document alike. Pure: the same text has the
/// same answer on any thread.
///
/// @param model what it was taught
/// @param leastMargin below this margin the answer is `und`; 0.5 takes every lead
public record LanguageIdentifier(LanguageModel model, double leastMargin) {

    /// A lead of a tenth of a logit is no lead: 1 / (1 + exp(-0.1)).
    public static final double LEAST_MARGIN = 0.525;

    /// Features of a text that are read: some 16 000 letters; more change nothing.
    private static final int READ = 1 << 16;

    /// An identifier with the usual least margin.
    public LanguageIdentifier(LanguageModel model) {
        this(model, LEAST_MARGIN);
    }

    /// The codes that it can answer with, without `und`.
    public List<String> languages() {
        return model.languages().stream().filter(l -> !l.equals(Guess.UNDETERMINED)).toList();
    }

    /// The language of a text.
    ///
    /// @param scratch of the calling worker; nothing else is allocated but the answer, unless the
    ///   text has combining marks, which are composed first
    public Guess identify(CharSequence text, Scratch scratch) {
        CharSequence composed = Features.composed(text);
        int[] sums = scratch.cleared(model.lanes());
        int read = 0;
        int at = 0;
        scratch.count = 0;
        while (at < composed.length() && read < READ) {
            at = model.features().take(composed, at, scratch);
            read += scratch.count;
            model.add(scratch, sums);
        }
        return read == 0 ? new Guess(Guess.UNDETERMINED, 0) : decide(sums, read);
    }

    private Guess decide(int[] sums, int read) {
        int best = 0;
        double top = Double.NEGATIVE_INFINITY;
        double second = Double.NEGATIVE_INFINITY;
        for (int l = 0; l < model.languages().size(); l++) {
            double logit = model.logit(l, sums[l], read);
            if (logit > top) {
                second = top;
                top = logit;
                best = l;
            } else if (logit > second) {
                second = logit;
            }
        }
        double margin = 1 / (1 + StrictMath.exp(second - top));
        String language = margin < leastMargin ? Guess.UNDETERMINED : model.languages().get(best);
        return new Guess(language, margin);
    }
}
