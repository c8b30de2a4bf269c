package eu.socle.data.judge;

import eu.socle.core.Document;
import eu.socle.data.read.Tags;
import java.util.List;

/// Keeps documents in the languages that the recipe asks for. The text decides, not what the page
/// says of itself.
///
/// @param identifier tells the language
/// @param kept ISO 639-1 codes
public record LanguageKept(LanguageIdentifier identifier, List<String> kept) implements Judge {

    public LanguageKept {
        kept = List.copyOf(kept);
    }

    @Override
    public String name() {
        return "language";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Verdict judge(Document document) {
        LanguageIdentifier.Guess guess = identifier.identify(document.text());
        String margin = Tags.decimal(guess.margin());
        if (!kept.contains(guess.language())) {
            return new Verdict.Drop("language", guess.language() + ", margin " + margin);
        }
        return new Verdict.Keep(
                document.withTag(Tags.LANGUAGE, guess.language())
                        .withTag(Tags.LANGUAGE_MARGIN, margin));
    }
}
