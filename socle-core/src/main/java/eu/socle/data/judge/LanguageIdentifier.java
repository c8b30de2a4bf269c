package eu.socle.data.judge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Tells the language of a text from its commonest words and telling letter groups
/// ([LanguageProfile]).
///
/// Each word adds evidence to each language: a common word the logarithm of how much likelier it is
/// there than elsewhere (by Zipf's law from its rank), a telling letter group a fixed amount. The
/// best sum wins. A text of which too few words are common in the winner is in none of the
/// languages: `und`.
public final class LanguageIdentifier {

    private static final double RANK_OFFSET = 6; // flattens Zipf's law at the top, after Mandelbrot
    private static final double ELSEWHERE =
            1200; // rank a word is given in a language that does not list it
    private static final double MARK =
            0.7; // natural logarithm of how much likelier a telling group is in its language
    private static final double LEAST_COMMON =
            0.16; // share of common words below which no language is meant
    private static final int ENOUGH_WORDS = 4; // below this the share says nothing
    private static final int WORDS_READ = 3000; // more change nothing
    private static final String UNDECIDED = "und";

    /// ISO 639-1 codes of the languages it knows.
    public static final List<String> LANGUAGES = List.copyOf(LanguageProfile.all().keySet());

    private final Map<String, double[]> words = new HashMap<>();
    private final Map<String, boolean[]> common = new HashMap<>();
    private final Map<String, double[]> marks = new HashMap<>();
    private int longestMark;

    /// What was found.
    ///
    /// @param language ISO 639-1 code, or `und`
    /// @param margin lead over the second language per word, squeezed into [0, 1)
    public record Guess(String language, double margin) {}

    public LanguageIdentifier() {
        List<LanguageProfile> profiles = new ArrayList<>(LanguageProfile.all().values());
        for (int i = 0; i < profiles.size(); i++) {
            List<String> list = profiles.get(i).words();
            for (int rank = 0; rank < list.size(); rank++) {
                double evidence = Math.log(ELSEWHERE / (rank + RANK_OFFSET));
                words.computeIfAbsent(list.get(rank), w -> new double[LANGUAGES.size()])[i] =
                        evidence;
                common.computeIfAbsent(list.get(rank), w -> new boolean[LANGUAGES.size()])[i] =
                        true;
            }
            for (String mark : profiles.get(i).marks()) {
                marks.computeIfAbsent(mark, m -> new double[LANGUAGES.size()])[i] = MARK;
                longestMark = Math.max(longestMark, mark.length());
            }
        }
    }

    /// The language of a text.
    public Guess identify(String text) {
        double[] evidence = new double[LANGUAGES.size()];
        int[] known = new int[LANGUAGES.size()];
        int read = 0;
        int at = 0;
        while (at < text.length() && read < WORDS_READ) {
            int end = at;
            while (end < text.length() && isLetter(text, end)) {
                end++;
            }
            if (end > at) {
                weigh(text.substring(at, end).toLowerCase(Locale.ROOT), evidence, known);
                read++;
            }
            at = end + 1;
        }
        return decide(evidence, known, read);
    }

    private Guess decide(double[] evidence, int[] known, int read) {
        int best = 0;
        for (int i = 1; i < evidence.length; i++) {
            best = evidence[i] > evidence[best] ? i : best;
        }
        double second = 0;
        for (int i = 0; i < evidence.length; i++) {
            second = i == best ? second : Math.max(second, evidence[i]);
        }
        boolean rare = read >= ENOUGH_WORDS && known[best] < LEAST_COMMON * read;
        if (evidence[best] == 0 || rare) {
            return new Guess(UNDECIDED, 0);
        }
        return new Guess(
                LANGUAGES.get(best), 1 - StrictMath.exp(-(evidence[best] - second) / read));
    }

    private void weigh(String word, double[] evidence, int[] known) {
        double[] ofWord = words.get(word);
        boolean[] listed = common.get(word);
        if (ofWord != null && listed != null) {
            for (int i = 0; i < evidence.length; i++) {
                evidence[i] += ofWord[i];
                known[i] += listed[i] ? 1 : 0;
            }
            return;
        }
        String bounded = "^" + word + "$";
        for (int from = 0; from < bounded.length(); from++) {
            for (int to = from + 1; to <= Math.min(bounded.length(), from + longestMark); to++) {
                double[] ofMark = marks.get(bounded.substring(from, to));
                for (int i = 0; ofMark != null && i < evidence.length; i++) {
                    evidence[i] += ofMark[i];
                }
            }
        }
    }

    /// Letters and the middle dot of Catalan; surrogates belong to scripts that no profile has.
    private static boolean isLetter(String text, int at) {
        char c = text.charAt(at);
        return Character.isLetter(c) || c == '·';
    }
}
