package eu.socle.data.judge.web;

import eu.socle.data.judge.measure.Measure;
import eu.socle.data.judge.text.Characters;
import eu.socle.data.judge.text.Scratch;
import eu.socle.data.judge.text.Tokenised;
import eu.socle.data.policy.Amount;
import eu.socle.data.policy.Annotation;
import eu.socle.data.policy.Annotations;
import eu.socle.data.policy.Rule;
import eu.socle.data.policy.Rule.Side;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// How often words of the user's lists occur, by language: whole words in any case, but in
/// Japanese, Thai and Chinese anywhere. A language without a list has no such figure.
public final class BadWords implements Measure {

    public static final String COUNT = "bad_words.count";

    private static final Set<String> WITHOUT_SPACES = Set.of("ja", "th", "zh");

    private final Characters characters;
    private final SortedMap<String, ListFile> lists;
    private final SortedMap<String, Phrases> phrases = new TreeMap<>();

    /// @param lists language -> words or phrases
    public BadWords(Characters characters, SortedMap<String, ListFile> lists) {
        this.characters = characters;
        this.lists = new TreeMap<>(lists);
        lists.forEach((language, list) -> phrases.put(language, new Phrases(list.entries())));
    }

    /// One is enough; datatrove's reason.
    public static List<Rule> rules() {
        return List.of(
                Rule.Limit.of(
                        "bad_words",
                        "document_removed_with_badwords",
                        new Amount.Value(COUNT),
                        Side.ABOVE,
                        0));
    }

    @Override
    public String identity() {
        StringBuilder identity = new StringBuilder("bad-words 1 " + Characters.UNICODE);
        lists.forEach((language, list) ->
                identity.append(' ').append(language).append(' ').append(list.digest()));
        return identity.toString();
    }

    @Override
    public List<Annotation> annotations() {
        return List.of(Annotation.count(COUNT));
    }

    @Override
    public void measure(Scratch scratch, Annotations into, int first) {
        Phrases list = phrases.get(scratch.language());
        if (list == null) {
            return;
        }
        Tokenised text = scratch.text();
        boolean anywhere = WITHOUT_SPACES.contains(scratch.language());
        long[] count = {0};
        list.find(
                text.units(),
                text.length(),
                (from, to) -> {
                    count[0] += anywhere || standsAlone(text, from, to) ? 1 : 0;
                    return true;
                });
        into.set(first, count[0]);
    }

    private boolean standsAlone(Tokenised text, int from, int to) {
        return !(from > 0 && isWord(Character.codePointBefore(text.units(), from)))
                && !(to < text.length()
                        && isWord(Character.codePointAt(text.units(), to, text.length())));
    }

    /// Letters, numbers and the low line, as `\w` of Python.
    private boolean isWord(int codePoint) {
        int bits = characters.of(codePoint);
        boolean mark = (bits & (Characters.LETTER | Characters.OTHER)) == 0; // general category M
        return ((bits & Characters.WORD) != 0 && !mark) || codePoint == '_';
    }
}
