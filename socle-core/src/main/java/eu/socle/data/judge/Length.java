package eu.socle.data.judge;

import eu.socle.core.Document;
import eu.socle.data.read.Tags;

/// Drops texts with too few or too many words to learn from, and states how long the others are.
///
/// @param least fewest words kept
/// @param most most words kept
public record Length(long least, long most) implements Judge {

    @Override
    public String name() {
        return "length";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Verdict judge(Document document) {
        int words = Words.of(document.text()).size();
        if (words < least) {
            return new Verdict.Drop("too_short", words + " words, fewer than " + least);
        }
        if (words > most) {
            return new Verdict.Drop("too_long", words + " words, more than " + most);
        }
        return new Verdict.Keep(document.withTag(Tags.WORDS, Integer.toString(words)));
    }
}
