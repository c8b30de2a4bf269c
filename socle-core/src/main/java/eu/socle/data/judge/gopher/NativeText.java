package eu.socle.data.judge.gopher;

import eu.socle.data.judge.measure.Measure;
import eu.socle.data.judge.text.Characters;
import eu.socle.data.judge.text.Groups;
import eu.socle.data.judge.text.Ngrams;
import eu.socle.data.judge.text.Scratch;
import eu.socle.data.judge.text.Tokenised;
import eu.socle.data.policy.Annotation;
import eu.socle.data.policy.Annotations;
import java.util.ArrayList;
import java.util.List;

/// The figures of our own profile, after the Gopher rules (arXiv 2112.11446), in code points.
///
/// Words are bare words, tokens are white-space runs; lines and paragraphs that are blank do not
/// count; all copies of a repeated part count, also the first; a share of n-grams is that of the
/// words they cover ([Coverage]). Stop words are the commonest words of the document's language in
/// lower, upper or title case; a language without a list has no such figure.
///
/// @param stopWords by language, each word in three spellings one after the other
public record NativeText(StopWordLists stopWords) implements Measure {

    public static final String WORDS = "words";
    public static final String MEAN_WORD_LENGTH = "mean_word_length";
    public static final String TOKENS = "tokens";
    public static final String ALPHABETIC_TOKENS = "alphabetic_tokens";
    public static final String HASHES = "hashes";
    public static final String ELLIPSES = "ellipses";
    public static final String LINES = "lines";
    public static final String BULLET_LINES = "bullet_lines";
    public static final String ELLIPSIS_LINES = "ellipsis_lines";
    public static final String STOP_WORDS = "stop_words";
    public static final String REPEATED_PARAGRAPHS = "repeated_paragraphs";
    public static final String REPEATED_PARAGRAPH_CHARACTERS = "repeated_paragraph_characters";
    public static final String REPEATED_LINES = "repeated_lines";
    public static final String REPEATED_LINE_CHARACTERS = "repeated_line_characters";

    private static final int SPELLINGS = 3;

    /// Share of characters that the most frequent n-gram covers: a name for each of 2, 3, 4.
    public static String top(int n) {
        return "top_" + n + "_gram";
    }

    /// Share of characters that repeated n-grams cover: a name for each of 5 to 10.
    public static String repeated(int n) {
        return "duplicate_" + n + "_grams";
    }

    /// A list in which each word stands in lower, title and upper case.
    public static WordList spellings(List<String> words) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            String title = Character.toUpperCase(word.charAt(0)) + word.substring(1);
            String upper = word.toUpperCase(java.util.Locale.ROOT);
            all.add(word);
            all.add(title);
            all.add(upper);
        }
        return new WordList(all);
    }

    @Override
    public String identity() {
        return "native-text 1 " + Characters.UNICODE + " " + stopWords.digest();
    }

    @Override
    public List<Annotation> annotations() {
        List<Annotation> list = new ArrayList<>();
        list.add(Annotation.count(WORDS));
        list.add(Annotation.decimal(MEAN_WORD_LENGTH));
        list.add(Annotation.count(TOKENS));
        list.add(Annotation.count(ALPHABETIC_TOKENS));
        list.add(Annotation.count(HASHES));
        list.add(Annotation.count(ELLIPSES));
        list.add(Annotation.count(LINES));
        list.add(Annotation.count(BULLET_LINES));
        list.add(Annotation.count(ELLIPSIS_LINES));
        list.add(Annotation.count(STOP_WORDS));
        list.add(Annotation.decimal(REPEATED_PARAGRAPHS));
        list.add(Annotation.decimal(REPEATED_PARAGRAPH_CHARACTERS));
        list.add(Annotation.decimal(REPEATED_LINES));
        list.add(Annotation.decimal(REPEATED_LINE_CHARACTERS));
        for (int n = 2; n <= 4; n++) {
            list.add(Annotation.decimal(top(n)));
        }
        for (int n = 5; n <= 10; n++) {
            list.add(Annotation.decimal(repeated(n)));
        }
        return list;
    }

    @Override
    public void measure(Scratch scratch, Annotations into, int first) {
        Tokenised text = scratch.text();
        Ngrams ngrams = scratch.ngrams();
        int alphabetic = 0;
        for (int i = 0; i < text.spans(); i++) {
            alphabetic += (text.spanBits(i) & Characters.LETTER) != 0 ? 1 : 0;
        }
        into.set(first, (long) text.words());
        into.set(first + 1, share(ngrams.characters(), text.words()));
        into.set(first + 2, (long) text.spans());
        into.set(first + 3, (long) alphabetic);
        into.set(first + 4, (long) text.hashes());
        into.set(first + 5, (long) text.ellipses());
        stopWords(text, stopWords.of(scratch.language()), into, first + 9);
        parts(scratch, into, first);
        long all = ngrams.characters();
        Coverage.Lengths lengths = word -> ngrams.characters(word, 1);
        for (int n = 2; n <= 4; n++) {
            into.set(first + 12 + n, share(Coverage.top(ngrams, n, text.words(), lengths), all));
        }
        for (int n = 5; n <= 10; n++) {
            into.set(
                    first + 12 + n,
                    share(Coverage.repeated(ngrams, n, text.words(), lengths), all));
        }
    }

    private static double share(long part, long all) {
        return all == 0 ? 0 : (double) part / all;
    }

    private static void stopWords(Tokenised text, WordList list, Annotations into, int place) {
        if (list.words().isEmpty()) {
            return;
        }
        boolean[] found = new boolean[list.words().size() / SPELLINGS];
        long different = 0;
        for (int i = 0; i < text.words(); i++) {
            int number = list.find(text, i);
            if (number >= 0 && !found[number / SPELLINGS]) {
                found[number / SPELLINGS] = true;
                different++;
            }
        }
        into.set(place, different);
    }

    /// Lines and paragraphs without white space at their ends, blank ones left out.
    private static void parts(Scratch scratch, Annotations into, int first) {
        Tokenised text = scratch.text();
        Groups groups = scratch.paragraphs();
        char[] units = text.units();
        groups.clear(text.lines());
        int bullets = 0;
        int trailingOff = 0;
        int span = 0;
        for (int line = 0; line < text.lines(); line++) {
            int from = span;
            while (span < text.spans() && text.spanStart(span) < text.lineEnd(line)) {
                span++;
            }
            if (span == from) {
                continue;
            }
            int start = text.spanStart(from);
            int end = text.spanEnd(span - 1);
            groups.add(text, start, end);
            bullets += "\u2022-*".indexOf(units[start]) >= 0 ? 1 : 0;
            trailingOff += endsInEllipsis(units, start, end) ? 1 : 0;
        }
        into.set(first + 6, (long) groups.size());
        into.set(first + 7, (long) bullets);
        into.set(first + 8, (long) trailingOff);
        repeated(text, groups, into, first + 12);
        paragraphs(text, groups);
        repeated(text, groups, into, first + 10);
    }

    private static boolean endsInEllipsis(char[] units, int start, int end) {
        return units[end - 1] == '\u2026'
                || (end - start >= 3
                        && units[end - 1] == '.'
                        && units[end - 2] == '.'
                        && units[end - 3] == '.');
    }

    private static void paragraphs(Tokenised text, Groups groups) {
        groups.clear(text.lines());
        int span = 0;
        int start = -1;
        int end = -1;
        for (int line = 0; line < text.lines(); line++) {
            if (text.lineStart(line) == text.lineEnd(line)) {
                if (start >= 0) {
                    groups.add(text, start, end);
                }
                start = -1;
                continue;
            }
            while (span < text.spans() && text.spanStart(span) < text.lineEnd(line)) {
                start = start < 0 ? text.spanStart(span) : start;
                end = text.spanEnd(span);
                span++;
            }
        }
        if (start >= 0) {
            groups.add(text, start, end);
        }
    }

    private static void repeated(Tokenised text, Groups groups, Annotations into, int place) {
        long repeated = 0;
        long all = 0;
        long characters = 0;
        for (int i = 0; i < groups.size(); i++) {
            int length = text.codePoints(groups.from(i), groups.to(i));
            all += length;
            if (groups.copies(i) > 1) {
                repeated++;
                characters += length;
            }
        }
        into.set(place, share(repeated, groups.size()));
        into.set(place + 1, share(characters, all));
    }
}
