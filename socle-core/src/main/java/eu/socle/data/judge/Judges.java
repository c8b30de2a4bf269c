package eu.socle.data.judge;

import eu.socle.core.Document;
import eu.socle.data.personal.PersonalConfig;
import eu.socle.data.personal.PersonalData;
import eu.socle.data.personal.PersonalType;
import eu.socle.data.personal.replace.Replacement;
import eu.socle.data.read.Tags;
import java.util.List;
import java.util.Set;

/// The rules in the order they are asked; the first that drops decides. Rights come first, then
/// length, so that no other rule sees a text too short for its figures. Masking comes last and sees
/// only what is kept.
///
/// @param natural rules for natural text
/// @param program rules for program text: rights, length, addresses
public record Judges(List<Judge> natural, List<Judge> program) {

    public Judges {
        natural = List.copyOf(natural);
        program = List.copyOf(program);
    }

    /// The rules for these settings.
    ///
    /// @param languages ISO 639-1 codes to keep; `code` stands for program text
    public static Judges of(Quality quality, List<String> licences, List<String> languages) {
        Judge optedOut = new OptedOut();
        Judge licence = new LicenceAllowed(licences);
        Judge length = new Length(quality.leastWords(), quality.mostWords());
        return new Judges(
                List.of(
                        optedOut,
                        licence,
                        length,
                        new LanguageKept(new LanguageIdentifier(), languages),
                        new WordLength(quality.leastMeanWordLength(), quality.mostMeanWordLength()),
                        new Symbols(quality),
                        new StopWords(quality.leastStopWords()),
                        new Repetition(quality.repetition()),
                        new Mask(
                                PersonalData.of(PersonalConfig.standard()),
                                new Replacement.Placeholder())),
                List.of(
                        optedOut,
                        licence,
                        new ProgramTextKept(languages),
                        length,
                        new Mask(
                                // digits in program text are constants, not people's numbers
                                PersonalData.of(
                                        PersonalConfig.standard()
                                                .withTypes(Set.of(PersonalType.EMAIL_ADDRESS))),
                                new Replacement.Placeholder())));
    }

    /// What all rules together say of a document.
    public Judgement judge(Document document) {
        boolean code = Tags.PROGRAM_TEXT.equals(document.tags().get(Tags.LANGUAGE));
        Document now = document;
        for (Judge judge : code ? program : natural) {
            switch (judge.judge(now)) {
                case Verdict.Keep keep -> now = keep.document();
                case Verdict.Edit edit -> now = edit.document();
                case Verdict.Drop drop -> {
                    return new Judgement.Dropped(judge.name(), drop.reason(), drop.detail());
                }
            }
        }
        return new Judgement.Kept(now);
    }
}
