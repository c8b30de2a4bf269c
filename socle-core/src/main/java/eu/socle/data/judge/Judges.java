package eu.socle.data.judge;

import eu.socle.core.Digest;
import eu.socle.core.Document;
import eu.socle.core.Refusal;
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
import eu.socle.data.judge.web.PublicSuffixes;
import eu.socle.data.judge.web.Statistics;
import eu.socle.data.language.Guess;
import eu.socle.data.language.LanguageIdentifier;
import eu.socle.data.language.ModelFile;
import eu.socle.data.policy.Annotations;
import eu.socle.data.policy.Decision;
import eu.socle.data.policy.Policy;
import eu.socle.data.policy.Ruling;
import eu.socle.data.read.page.Tags;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// What is asked about each document whose rights suffice: everything is measured at once, one
/// policy decides from what was measured, and masking comes last and sees only what is kept.
public final class Judges {

    private static final int STOP_WORDS = 10; // the commonest words of a language

    private final List<String> languages;
    private final LanguageIdentifier identifier;
    private final Chain chain;
    private final Policy natural;
    private final Policy program;
    private final Ruling naturalRuling;
    private final Ruling programRuling;
    private final Mask naturalMask;
    private final Mask programMask;

    private Judges(
            JudgeConfig config, PersonalSettings personal, Path base, List<String> languages) {
        this.languages = List.copyOf(languages);
        // a third of a second at the start of a process: beside everything else
        FutureTask<LanguageIdentifier> loading =
                new FutureTask<>(() -> new LanguageIdentifier(ModelFile.standard()));
        Thread.ofPlatform().daemon().name("socle-language-model").start(loading);
        naturalMask = personal.natural(base);
        programMask = personal.program(base);
        Scan scan = new Scan(new Characters());
        List<Measure> lists = lists(config, base, scan.characters());
        if (config.profile() == Profile.FINEWEB_2) {
            FineWeb2 thresholds =
                    FineWeb2.read(base.resolve(config.thresholds())).forCodes(languages);
            chain = config.profile().chain(scan, thresholds.stopWords(), lists);
            natural = config.policy(thresholds.policy(languages));
        } else {
            Chain all = config.profile().chain(scan, stopWords(), lists);
            chain = config.removesLines() ? all.withLinesRemoved() : all;
            natural = config.policy(config.profile().policy(languages));
        }
        program = config.programPolicy();
        naturalRuling = natural.over(chain.schema());
        programRuling = program.over(chain.schema());
        identifier = loaded(loading);
    }

    private static LanguageIdentifier loaded(FutureTask<LanguageIdentifier> loading) {
        try {
            return loading.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Refusal refusal) {
                throw refusal;
            }
            throw Refusal.failure("the language model of this build cannot be loaded.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.failure("the language model was waited for and the run stopped.", e);
        }
    }

    /// The judges for these settings.
    ///
    /// @param base what the paths of lists are relative to
    /// @param languages ISO 639-1 codes to keep; `code` stands for program text
    /// @throws eu.socle.core.Refusal usage, if a list cannot be read
    public static Judges of(
            JudgeConfig config, PersonalSettings personal, Path base, List<String> languages) {
        return new Judges(config, personal, base, languages);
    }

    /// The user's list of public suffixes; empty where the recipe names none.
    public PublicSuffixes suffixes() {
        return chain.measures().stream()
                .filter(Addresses.class::isInstance)
                .map(measure -> ((Addresses) measure).suffixes())
                .findFirst()
                .orElse(PublicSuffixes.NONE);
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
        return Digest.of(
                String.join(
                        "\n",
                        identifier.model().training().hex(),
                        chain.digest().hex(),
                        naturalMask.digest().hex(),
                        natural.digest().hex(),
                        program.digest().hex()));
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

    /// What was measured of a document.
    ///
    /// @param document with its language in its tags
    /// @param annotations what the chain states
    public record Measured(Document document, Annotations annotations) {}

    /// Finds the language of a document and measures it.
    ///
    /// @param scratch of the calling worker
    public Measured measure(Document document, Scratch scratch) {
        Document now = document;
        if (!isProgram(document)) {
            Guess guess = identifier.identify(document.text(), scratch.letters());
            now =
                    document.withTag(Tags.LANGUAGE, guess.language())
                            .withTag(Tags.LANGUAGE_MARGIN, Tags.decimal(guess.margin()));
        }
        String language = now.tags().getOrDefault(Tags.LANGUAGE, "und");
        return new Measured(now, chain.annotate(now.text(), language, now.rights().url(), scratch));
    }

    private static boolean isProgram(Document document) {
        return isProgram(document.tags());
    }

    private static boolean isProgram(SortedMap<String, String> tags) {
        return Tags.PROGRAM_TEXT.equals(tags.get(Tags.LANGUAGE));
    }

    /// What the policy says of a document whose rights suffice.
    public Decision decide(SortedMap<String, String> tags, Annotations annotations) {
        if (isProgram(tags)) {
            return languages.contains(Tags.PROGRAM_TEXT)
                    ? programRuling.decide(annotations)
                    : new Decision.Drop("language", "language", Tags.PROGRAM_TEXT);
        }
        Decision decision = naturalRuling.decide(annotations);
        return decision instanceof Decision.Drop drop && drop.step().equals("language")
                ? new Decision.Drop(
                        drop.step(),
                        drop.reason(),
                        tags.get(Tags.LANGUAGE) + ", margin " + tags.get(Tags.LANGUAGE_MARGIN))
                : decision;
    }

    /// What a worker needs to edit documents.
    public static final class Desk {
        private final Scratch text = new Scratch();
        private final eu.socle.data.personal.Scratch personal =
                new eu.socle.data.personal.Scratch();
    }

    /// A kept document as it is written: without the lines that the policy removes, personal data
    /// masked.
    public Document edit(Document document, Desk desk) {
        Document now = document;
        boolean code = isProgram(document);
        if (!code && natural.removesLines()) {
            String language = document.tags().getOrDefault(Tags.LANGUAGE, "und");
            chain.annotate(document.text(), language, document.rights().url(), desk.text);
            now = document.withText(chain.edited(natural, desk.text).orElse(document.text()));
        }
        return switch ((code ? programMask : naturalMask).judge(now, desk.personal)) {
            case Verdict.Keep keep -> keep.document();
            case Verdict.Edit edit -> edit.document();
            case Verdict.Drop drop -> throw new IllegalStateException("a mask drops nothing");
        };
    }
}
