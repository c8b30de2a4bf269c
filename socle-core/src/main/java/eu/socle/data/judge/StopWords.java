package eu.socle.data.judge;

import eu.socle.core.Document;
import eu.socle.data.read.Tags;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Drops texts in which even the commonest words of their language are missing: lists, tables,
/// keywords. A language without a list passes.
///
/// @param least how many different ones a text must have
public record StopWords(long least) implements Judge {

    private static final int LIST = 10; // the commonest words of a language

    @Override
    public String name() {
        return "stop-words";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Verdict judge(Document document) {
        List<String> commonest =
                LanguageProfile.of(document.tags().getOrDefault(Tags.LANGUAGE, "und")).words();
        if (commonest.isEmpty()) {
            return new Verdict.Keep(document);
        }
        Set<String> list = Set.copyOf(commonest.subList(0, LIST));
        Set<String> found = new HashSet<>();
        for (String word : Words.of(document.text())) {
            String lower = word.toLowerCase(Locale.ROOT);
            if (list.contains(lower)) {
                found.add(lower);
            }
        }
        return found.size() < least
                ? new Verdict.Drop(
                        "stop_words", found.size() + " different stop words, fewer than " + least)
                : new Verdict.Keep(document);
    }
}
