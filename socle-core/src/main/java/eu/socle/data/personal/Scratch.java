package eu.socle.data.personal;

import eu.socle.data.personal.contact.Phones;
import eu.socle.data.personal.contact.PostalAddresses;
import eu.socle.data.personal.context.Nearby;
import eu.socle.data.personal.text.Chain;
import eu.socle.data.personal.text.Chars;
import java.util.List;

/// What one thread needs while it reads texts, kept from text to text. Not for two threads at once.
public final class Scratch {
    /// No character below has another plain form.
    private static final char FIRST_OTHER_DIGIT = '\u0660';

    final Spans spans = new Spans();
    final Spans merged = new Spans();
    final Spans all = new Spans();
    final Chain chain = new Chain();
    final Nearby nearby = new Nearby();
    final Phones.Found phone = new Phones.Found();
    final PostalAddresses.Found address = new PostalAddresses.Found();
    final Choice choice = new Choice();
    char[] text = {};
    int size;
    List<String> homes = List.of();
    int chainEnd;
    int chainLength;
    int wordFloor;
    int mailEnd;
    int namedEnd;
    PersonalType named = PersonalType.PERSON_NAME;
    long work;

    /// The best reading of a number so far.
    static final class Choice {
        int rank;
        int start;
        int end;
        PersonalType type = PersonalType.PERSON_NAME;
        String country = "";
        Confidence confidence = Confidence.WEAK;
        boolean named;

        void clear() {
            rank = 0;
        }

        void offer(
                int newRank,
                int newStart,
                int newEnd,
                PersonalType newType,
                String newCountry,
                Confidence newConfidence,
                boolean newNamed) {
            if (newRank <= rank) {
                return;
            }
            rank = newRank;
            start = newStart;
            end = newEnd;
            type = newType;
            country = newCountry;
            confidence = newConfidence;
            named = newNamed;
        }
    }

    /// Characters looked at for the last text, more than once where candidates overlap: grows with
    /// the text's length and nothing else.
    public long work() {
        return work;
    }

    void take(CharSequence sequence, List<String> where) {
        size = sequence.length();
        if (text.length < size) {
            text = new char[Math.max(size, 1 << 12)];
        }
        if (sequence instanceof String string) {
            string.getChars(0, size, text, 0);
        } else {
            for (int i = 0; i < size; i++) {
                text[i] = sequence.charAt(i);
            }
        }
        for (int i = 0; i < size; i++) {
            if (text[i] >= FIRST_OTHER_DIGIT) {
                text[i] = Chars.plain(text[i]);
            }
        }
        homes = where;
        spans.clear();
        merged.clear();
        all.clear();
        chainEnd = 0;
        chainLength = 0;
        wordFloor = 0;
        mailEnd = 0;
        namedEnd = -1;
        work = size;
    }
}
