package eu.socle.data.judge;

import eu.socle.core.Document;
import eu.socle.data.judge.gopher.NativeText;
import eu.socle.data.judge.gopher.StopWordLists;
import eu.socle.data.judge.gopher.WordList;
import eu.socle.data.judge.text.Characters;
import eu.socle.data.judge.text.Scan;
import eu.socle.data.judge.text.Scratch;
import eu.socle.data.policy.Annotations;
import eu.socle.data.policy.Decision;
import eu.socle.data.policy.Policy;
import eu.socle.data.read.Tags;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is asked about each document, in order: its rights; then everything is measured at once and one
/// policy decides; masking comes last and sees only what is kept.
public final class Judges {

    private static final int STOP_WORDS = 10; // the commonest words of a language

    /// Figures that are columns of their own, under the same names.
    private static final List<String> COUNTS = List.of(Tags.WORDS);

    private static final List<String> DECIMALS =
            List.of(Tags.MEAN_WORD_LENGTH, Tags.DUPLICATE_5_GRAMS);

    private final List<Judge> rights;
    private final Judge programText;
    private final LanguageIdentifier identifier;
    private final Chain chain;
    private final Policy natural;
    private final Policy program;

    private Judges(
            JudgeConfig config, List<String> licences, List<String> languages) {
        rights = List.of(new OptedOut(), new LicenceAllowed(licences));
        programText = new ProgramTextKept(languages);
        identifier = new LanguageIdentifier();
        chain = config.profile().chain(new Scan(new Characters()), stopWords(), List.of());
        natural = config.policy(languages);
        program = config.programPolicy();
    }

    /// The judges for these settings.
    ///
    /// @param languages ISO 639-1 codes to keep; `code` stands for program text
    public static Judges of(JudgeConfig config, List<String> licences, List<String> languages) {
        return new Judges(config, licences, languages);
    }

    private static StopWordLists stopWords() {
        SortedMap<String, WordList> lists = new TreeMap<>();
        LanguageProfile.all()
                .forEach(
                        (language, profile) ->
                                lists.put(
                                        language,
                                        NativeText.spellings(
                                                profile.words().subList(0, STOP_WORDS))));
        return new StopWordLists(lists, new WordList(List.of()));
    }

    /// What is measured about each document that its rights allow.
    public Chain chain() {
        return chain;
    }

    /// What decides about natural text.
    public Policy policy() {
        return natural;
    }

    /// What becomes of a document.
    ///
    /// @param scratch of the calling worker
    public Judgement judge(Document document, Scratch scratch) {
        for (Judge judge : rights) {
            if (judge.judge(document) instanceof Verdict.Drop drop) {
                return new Judgement.Dropped(judge.name(), drop.reason(), drop.detail());
            }
        }
        return Tags.PROGRAM_TEXT.equals(document.tags().get(Tags.LANGUAGE))
                ? program(document, scratch)
                : natural(document, scratch);
    }

    private Judgement program(Document document, Scratch scratch) {
        if (programText.judge(document) instanceof Verdict.Drop drop) {
            return new Judgement.Dropped(programText.name(), drop.reason(), drop.detail());
        }
        Annotations annotations =
                chain.annotate(
                        document.text(), Tags.PROGRAM_TEXT, document.rights().url(), scratch);
        return switch (program.decide(annotations)) {
            case Decision.Drop drop -> dropped(drop);
            case Decision.Keep keep ->
                    masked(withCount(document, annotations, Tags.WORDS), Mask.Kinds.EMAIL);
        };
    }

    private Judgement natural(Document document, Scratch scratch) {
        LanguageIdentifier.Guess guess = identifier.identify(document.text());
        String margin = Tags.decimal(guess.margin());
        Annotations annotations =
                chain.annotate(
                        document.text(), guess.language(), document.rights().url(), scratch);
        return switch (natural.decide(annotations)) {
            case Decision.Drop drop when drop.step().equals("language") ->
                    new Judgement.Dropped(
                            drop.step(), drop.reason(), guess.language() + ", margin " + margin);
            case Decision.Drop drop -> dropped(drop);
            case Decision.Keep keep -> {
                Document kept =
                        document.withTag(Tags.LANGUAGE, guess.language())
                                .withTag(Tags.LANGUAGE_MARGIN, margin);
                for (String name : COUNTS) {
                    kept = withCount(kept, annotations, name);
                }
                for (String name : DECIMALS) {
                    kept = withDecimal(kept, annotations, name);
                }
                String text = chain.edited(natural, scratch).orElse(kept.text());
                yield masked(kept.withText(text), Mask.Kinds.EMAIL_AND_PHONE);
            }
        };
    }

    private static Judgement dropped(Decision.Drop drop) {
        return new Judgement.Dropped(drop.step(), drop.reason(), drop.detail());
    }

    private static Document withCount(Document document, Annotations annotations, String name) {
        OptionalInt place = annotations.schema().place(name);
        return place.isPresent() && annotations.has(place.getAsInt())
                ? document.withTag(name, Long.toString(annotations.count(place.getAsInt())))
                : document;
    }

    private static Document withDecimal(Document document, Annotations annotations, String name) {
        OptionalInt place = annotations.schema().place(name);
        return place.isPresent() && annotations.has(place.getAsInt())
                ? document.withTag(name, Tags.decimal(annotations.decimal(place.getAsInt())))
                : document;
    }

    private static Judgement masked(Document document, Mask.Kinds kinds) {
        return switch (new Mask(kinds).judge(document)) {
            case Verdict.Keep keep -> new Judgement.Kept(keep.document());
            case Verdict.Edit edit -> new Judgement.Kept(edit.document());
            case Verdict.Drop drop ->
                    new Judgement.Dropped("mask", drop.reason(), drop.detail());
        };
    }
}
