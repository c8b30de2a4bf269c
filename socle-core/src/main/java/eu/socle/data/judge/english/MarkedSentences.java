package eu.socle.data.judge.english;

import eu.socle.data.judge.text.Characters;
import eu.socle.data.judge.text.SentenceRule;
import eu.socle.data.judge.text.Tokenised;

/// Sentences as spaCy's sentencizer (3.8) counts them over tokens: after a token that is a mark of
/// the end, the first token that is neither such a mark nor punctuation begins the next one.
public final class MarkedSentences implements SentenceRule {

    private final EnglishCharacters english;

    public MarkedSentences(EnglishWords words) {
        english = words.english();
    }

    @Override
    public String name() {
        return "sentencizer";
    }

    @Override
    public int count(Characters characters, Tokenised text, int from, int to, int firstWord) {
        int sentences = 1;
        boolean ended = false;
        int after = from;
        for (int word = firstWord; word < text.words() && text.wordStart(word) < to; word++) {
            int start = text.wordStart(word);
            int end = text.wordEnd(word);
            // white space other than one space is a token of its own
            boolean space =
                    word > firstWord
                            && start > after
                            && (start - after > 1 || text.units()[after] != ' ');
            if (space && ended) {
                sentences++;
                ended = false;
            }
            after = end;
            boolean letters = (text.wordBits(word) & Characters.LETTER) != 0;
            boolean mark = !letters && isMark(text, start, end);
            if (ended && !mark && (letters || !isPunctuation(characters, text, start, end))) {
                sentences++;
                ended = false;
            } else if (mark) {
                ended = true;
            }
        }
        return sentences;
    }

    private boolean isMark(Tokenised text, int start, int end) {
        if (end - start > 2) {
            return false;
        }
        int codePoint = Character.codePointAt(text.units(), start, end);
        return Character.charCount(codePoint) == end - start
                && (english.of(codePoint) & EnglishCharacters.SENTENCE) != 0;
    }

    private static boolean isPunctuation(
            Characters characters, Tokenised text, int start, int end) {
        for (int at = start; at < end; ) {
            int codePoint = Character.codePointAt(text.units(), at, end);
            if ((characters.of(codePoint) & Characters.PUNCTUATION) == 0) {
                return false;
            }
            at += Character.charCount(codePoint);
        }
        return true;
    }
}
