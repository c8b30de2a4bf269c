package eu.socle.data.judge.english;

import static eu.socle.data.judge.english.EnglishCharacters.CLOSER;
import static eu.socle.data.judge.english.EnglishCharacters.DIGIT;
import static eu.socle.data.judge.english.EnglishCharacters.LOWER;
import static eu.socle.data.judge.english.EnglishCharacters.OPENER;
import static eu.socle.data.judge.english.EnglishCharacters.PLAIN;

import eu.socle.data.judge.text.Characters;
import eu.socle.data.judge.text.Scan;
import eu.socle.data.judge.text.Tokenised;
import eu.socle.data.judge.text.WordSplit;
import java.util.SortedMap;
import java.util.TreeMap;

/// English words and marks as spaCy's blank English tokenizer (3.8) cuts them, as a scanner by
/// hand: from each white-space run, prefixes and suffixes are taken off until an exception, an
/// address or the middle is left; the middle is cut at infixes; tokens that together are an
/// exception are joined again.
///
/// Linear in the text. Runs of letters alone, most of them, cost one hash and one look-up. One
/// difference is known: an exception whose tokens stand apart by one space can, in spaCy, prevent
/// another join; here it cannot.
public final class EnglishWords implements WordSplit {

    private final EnglishCharacters english = new EnglishCharacters();
    private final Affixes affixes = new Affixes(english);
    private final WebAddress addresses = new WebAddress(english);
    private final Specials specials;

    public EnglishWords() {
        Scan scan = new Scan(new Characters());
        Tokenised scratch = new Tokenised();
        Specials none = new Specials(new TreeMap<>(), text -> new int[0]);
        SortedMap<String, java.util.List<String>> entries = Exceptions.all();
        specials =
                new Specials(
                        entries,
                        text -> {
                            Pieces pieces = new Pieces();
                            scan.read(text, scratch);
                            cut(none, scratch, 0, text.length(), pieces);
                            return pieces.lengths();
                        });
    }

    EnglishCharacters english() {
        return english;
    }

    @Override
    public String name() {
        return "english";
    }

    @Override
    public void split(Characters characters, Tokenised text) {
        Pieces pieces = new Pieces();
        for (int span = 0; span < text.spans(); span++) {
            int start = text.spanStart(span);
            int end = text.spanEnd(span);
            int bits = text.spanBits(span);
            boolean exception = specials.find(text, start, end) >= 0;
            if ((bits & Characters.OTHER) == 0 && !exception) {
                text.addWord(start, end, bits);
                continue;
            }
            if (!exception && marksAtEnds(characters, text, start, end)) {
                continue;
            }
            pieces.clear();
            cut(specials, text, start, end, pieces);
            join(text, pieces);
            for (int i = 0; i < pieces.size(); i++) {
                text.addWord(characters, pieces.start(i), pieces.end(i));
            }
        }
    }

    /// Adds the words of the most frequent runs with marks: plain characters with at most one mark
    /// before and one after, no part of which is an exception. What [#cut] gives for them is that
    /// they are cut at these marks.
    ///
    /// @return false, with nothing added, for any other run
    private boolean marksAtEnds(Characters characters, Tokenised text, int start, int end) {
        char[] units = text.units();
        char[] plane = english.plane();
        int from = start + ((plane[units[start]] & OPENER) != 0 ? 1 : 0);
        int to = end - ((plane[units[end - 1]] & CLOSER) != 0 ? 1 : 0);
        if (from >= to) {
            return false;
        }
        char[] kinds = characters.plane();
        int every = PLAIN;
        int any = 0;
        int bits = 0;
        for (int i = from; i < to; i++) {
            int kind = plane[units[i]];
            every &= kind;
            any |= kind;
            bits |= kinds[units[i]];
        }
        int last = plane[units[to - 1]];
        if (every == 0
                || ((any & DIGIT) != 0 && (last & DIGIT) == 0) // a unit of measure perhaps
                || (to < end && units[to] == '.' && (last & (LOWER | DIGIT)) == 0)
                || anyException(text, start, end, from, to)) {
            return false;
        }
        if (start < from) {
            text.addWord(start, from, kinds[units[start]]);
        }
        text.addWord(from, to, bits);
        if (to < end) {
            text.addWord(to, end, kinds[units[to]]);
        }
        return true;
    }

    /// True when the middle, or it with the mark before or after it, is an exception.
    private boolean anyException(Tokenised text, int start, int end, int from, int to) {
        return specials.find(text, from, to) >= 0
                || (start < from && specials.find(text, start, to) >= 0)
                || (to < end && specials.find(text, from, end) >= 0);
    }

    private void cut(Specials table, Tokenised text, int start, int end, Pieces into) {
        char[] units = text.units();
        int from = start;
        int to = end;
        into.clearSuffixes();
        int special = table.find(text, from, to);
        while (special < 0 && from < to) {
            int prefix = affixes.prefix(units, from, to);
            if (prefix > 0) {
                into.add(from, from + prefix);
                special = table.find(text, from + prefix, to);
            }
            if (special >= 0) {
                from += prefix;
                break;
            }
            int suffix = affixes.suffix(units, from + prefix, to);
            if (prefix == 0 && suffix == 0) {
                break;
            }
            if (suffix > 0) {
                into.addSuffix(to - suffix, to);
                special = table.find(text, from, to - suffix);
                if (special >= 0) {
                    into.dropLast(prefix > 0);
                    to -= suffix;
                    break;
                }
            }
            from += prefix;
            to -= suffix;
            special = prefix > 0 && suffix > 0 ? table.find(text, from, to) : -1;
        }
        if (special >= 0) {
            int at = from;
            for (int length : table.pieces(special)) {
                into.add(at, at + length);
                at += length;
            }
        } else if (from < to) {
            middle(units, from, to, into);
        }
        into.addSuffixes();
    }

    private void middle(char[] units, int from, int to, Pieces into) {
        boolean mayCut = false;
        for (int i = from; i < to && !mayCut; i++) {
            mayCut = affixes.mayCut(units[i]);
        }
        if (!mayCut || addresses.matches(units, from, to)) {
            into.add(from, to);
            return;
        }
        int start = from;
        int at = from;
        while (at < to) {
            int infix = affixes.mayCut(units[at]) ? affixes.infix(units, at, from, to) : 0;
            if (infix == 0) {
                at++;
                continue;
            }
            if (at > from) { // one at the beginning is no infix
                if (at > start) {
                    into.add(start, at);
                }
                into.add(at, at + infix);
                start = at + infix;
            }
            at += infix;
        }
        if (start < to) {
            into.add(start, to);
        }
    }

    /// Joins neighbouring tokens that together are an exception: the longest first, then the first.
    private void join(Tokenised text, Pieces pieces) {
        if (pieces.size() < 2) {
            return;
        }
        pieces.clearMatches();
        for (int i = 0; i < pieces.size(); i++) {
            int start = pieces.start(i);
            for (int j = i + 1;
                    j < pieces.size() && pieces.end(j) - start <= specials.longest;
                    j++) {
                int number = specials.find(text, start, pieces.end(j));
                if (number >= 0 && pieces.equal(i, specials.pattern(number))) {
                    pieces.addMatch(i, j + 1, number);
                }
            }
        }
        pieces.replaceMatches(specials);
    }
}
