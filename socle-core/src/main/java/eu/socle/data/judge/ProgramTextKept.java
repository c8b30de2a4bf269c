package eu.socle.data.judge;

import eu.socle.core.Document;
import eu.socle.data.read.Tags;
import java.util.List;

/// Keeps program text where the recipe asks for it, as the language `code`.
///
/// @param kept languages of the recipe
public record ProgramTextKept(List<String> kept) implements Judge {

    public ProgramTextKept {
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
        return kept.contains(Tags.PROGRAM_TEXT)
                ? new Verdict.Keep(document)
                : new Verdict.Drop("language", Tags.PROGRAM_TEXT);
    }
}
