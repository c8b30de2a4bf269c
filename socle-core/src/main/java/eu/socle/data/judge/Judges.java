package eu.socle.data.judge;

import eu.socle.core.Digest;
import eu.socle.core.Document;
import eu.socle.data.judge.gopher.NativeText;
import eu.socle.data.judge.gopher.StopWordLists;
import eu.socle.data.judge.gopher.WordList;
import eu.socle.data.judge.measure.Measure;
import eu.socle.data.judge.profile.FineWeb2;
import eu.socle.data.judge.profile.Profile;
import eu.socle.data.judge.text.Characters;
import eu.socle.data.judge.text.Scan;
import eu.socle.data.judge.text.Scratch;
import eu.socle.data.judge.web.Addresses;
import eu.socle.data.judge.web.BadWords;
import eu.socle.data.judge.web.ListFile;
import eu.socle.data.judge.web.Statistics;
import eu.socle.data.policy.Annotations;
import eu.socle.data.policy.Decision;
import eu.socle.data.policy.Policy;
import eu.socle.data.read.Tags;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is asked about each document, in order: its rights; then everything is measured at once and
/// one policy decides; masking comes last and sees only what is kept.
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

    private Judges(JudgeConfig config, Path base, List<String> licences, List<String> languages) {
        rights = List.of(new OptedOut(), new LicenceAllowed(licences));
        programText = new ProgramTextKept(languages);
        identifier = new LanguageIdentifier();
        Scan scan = new Scan(new Characters());
        List<Measure> lists = lists(config, base, scan.characters());
        if (config.profile() == Profile.FINEWEB_2) {
            FineWeb2 thresholds =
                    FineWeb2.read(base.resolve(config.thresholds())).forCodes(languages);
            chain = config.profile().chain(scan, thresholds.stopWords(), lists);
            natural = config.policy(thresholds.policy(languages));
        } else {
            chain = config.profile().chain(scan, stopWords(), lists);
            natural = config.policy(config.profile().policy(languages));
        }
        program = config.programPolicy();
    }

    /// The judges for these settings.
    ///
    /// @param base what the paths of lists are relative to
    /// @param languages ISO 639-1 codes to keep; `code` stands for program text
    /// @throws eu.socle.core.Refusal usage, if a list cannot be read
    public static Judges of(
            JudgeConfig config, Path base, List<String> licences, List<String> languages) {
        return new Judges(config, base, licences, languages);
    }

    private static List<Measure> lists(JudgeConfig config, Path base, Characters characters) {
        List<Measure> measures = new ArrayList<>();
        if (!config.addresses().isEmpty()) {
            List<ListFile> files = new ArrayList<>();
            for (String kind : JudgeConfig.ADDRESS_LISTS) {
                String file = config.addresses().get(kind);
                files.add(file == null ? ListFile.NONE : ListFile.read(base.resolve(file)));
            }
            measures.add(
                    new Addresses(
                            new Addresses.Lists(
                                    files.get(0),
                                    files.get(1),
                                    files.get(2),
                                    files.get(3),
                                    files.get(4),
                                    files.get(5))));
        }
        if (!config.badWords().isEmpty()) {
            SortedMap<String, ListFile> files = new TreeMap<>();
            config.badWords()
                    .forEach((language, file) ->
                            files.put(language, ListFile.read(base.resolve(file))));
            measures.add(new BadWords(characters, files));
        }
        if (config.statistics()) {
            measures.add(new Statistics(characters));
        }
        return measures;
    }

    /// Digest of everything that decides: measures with their lists, and the policies. Two runs
    /// with different digests may decide differently.
    public Digest digest() {
        return Digest.of(chain.digest() + "\n" + natural.digest() + "\n" + program.digest());
    }

    private static StopWordLists stopWords() {
        SortedMap<String, WordList> lists = new TreeMap<>();
        LanguageProfile.all()
                .forEach((language, profile) ->
                        lists.put(
                                language,
                                NativeText.spellings(profile.words().subList(0, STOP_WORDS))));
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
                chain.annotate(document.text(), guess.language(), document.rights().url(), scratch);
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
            case Verdict.Drop drop -> new Judgement.Dropped("mask", drop.reason(), drop.detail());
        };
    }
}
