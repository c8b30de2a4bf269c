package eu.socle.data.rights.licence.text;

import eu.socle.core.Rights.Licence;
import eu.socle.data.rights.licence.Spdx;
import java.util.BitSet;
import java.util.Set;
import java.util.TreeSet;

/// What may stand before and behind a licence text without being a part of it: copyright notices,
/// titles that name a licence, SPDX tags, ruled lines (SPDX matching guidelines 8 to 11). A line
/// with a word that may turn the sense is none of these.
final class Surroundings {

    private static final int MOST_LINES = 60;
    private static final int MOST_WORDS = 40; // of one notice
    private static final int TITLE_WORDS = 14;
    private static final String TAG = "SPDX-License-Identifier:";
    private static final String DECORATION = " \t\r\f#/*;!<>|=_~\"'`%-.:\ufeff";

    private final String text;
    private final LicenceTokens words;
    private final Set<String> named = new TreeSet<>();
    private final BitSet starts = new BitSet();
    private final BitSet ends = new BitSet();

    /// @param words of the same text
    Surroundings(String text, LicenceTokens words) {
        this.text = text;
        this.words = words;
        before();
        behind();
    }

    /// Numbers of the words with which a licence text may begin.
    BitSet starts() {
        return starts;
    }

    /// Numbers of words at which it may have ended.
    BitSet ends() {
        return ends;
    }

    /// Licences that titles and tags name.
    Set<String> named() {
        return named;
    }

    private void before() {
        starts.set(0);
        int at = 0;
        boolean notice = false;
        for (int line = 0, word = 0; line < MOST_LINES && at < text.length(); line++) {
            int newline = text.indexOf('\n', at);
            int end = newline < 0 ? text.length() : newline;
            int next = word;
            while (next < words.length() && words.start(next) < end) {
                next++;
            }
            boolean holder = isNotice(word, next, notice);
            if (!holder && next > word && !names(at, end, word, next)) {
                return;
            }
            notice = holder || (notice && next == word);
            word = next;
            starts.set(word);
            at = end + 1;
        }
    }

    private void behind() {
        ends.set(words.length());
        int end = text.length();
        for (int line = 0, last = words.length(); line < MOST_LINES && end > 0; line++) {
            int start = text.lastIndexOf('\n', end - 1) + 1;
            int first = last;
            while (first > 0 && words.start(first - 1) >= start) {
                first--;
            }
            if (first < last && !isNotice(first, last, false) && !names(start, end, first, last)) {
                return;
            }
            last = first;
            ends.set(last);
            end = start - 1;
        }
    }

    /// A copyright notice, or the rest of one on a line of its own.
    private boolean isNotice(int from, int to, boolean goesOn) {
        if (from == to || to - from > MOST_WORDS) {
            return false;
        }
        if (words.namesEnd(from, to - from) < to) {
            return false;
        }
        boolean names = true;
        for (int i = from; i < to; i++) {
            names &= words.name(i);
        }
        String line = text.substring(words.start(from), words.end(to - 1));
        boolean tagged = line.startsWith("SPDX-FileCopyrightText");
        return words.notice(from)
                || tagged
                || line.equalsIgnoreCase("all rights reserved")
                || (goesOn && (names || line.indexOf('@') >= 0 || line.contains("://")));
    }

    /// A title or a tag that names a licence.
    private boolean names(int from, int to, int word, int next) {
        if (next - word > TITLE_WORDS) {
            return false;
        }
        int start = from;
        int end = to;
        while (start < end && DECORATION.indexOf(text.charAt(start)) >= 0) {
            start++;
        }
        while (end > start && DECORATION.indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        String line = text.substring(start, end);
        String statement = line.startsWith(TAG) ? line.substring(TAG.length()) : line;
        if (Spdx.licence(withoutShort(statement)) instanceof Licence.Known known) {
            named.add(known.spdx());
            return true;
        }
        return false;
    }

    /// `The MIT License (MIT)` without what repeats it in brackets.
    private static String withoutShort(String title) {
        int open = title.lastIndexOf('(');
        boolean repeats = open > 0 && title.endsWith(")") && title.indexOf(' ', open) < 0;
        return repeats ? title.substring(0, open) : title;
    }
}
