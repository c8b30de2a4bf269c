package eu.socle.data.judge;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.Shared;
import eu.socle.data.judge.gopher.GopherQuality;
import eu.socle.data.judge.gopher.GopherRepetition;
import eu.socle.data.judge.gopher.StopWordLists;
import eu.socle.data.judge.profile.Datatrove;
import eu.socle.data.judge.profile.FineWeb2;
import eu.socle.data.judge.text.Characters;
import eu.socle.data.judge.text.Scan;
import eu.socle.data.judge.text.Scratch;
import eu.socle.data.judge.web.C4Quality;
import eu.socle.data.judge.web.FineWebQuality;
import eu.socle.data.policy.Annotation;
import eu.socle.data.policy.Annotations;
import eu.socle.data.policy.Decision;
import eu.socle.data.policy.Policy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every figure and every decision of the recorded runs of datatrove, on the words that it saw.
final class DatatroveOracleTest {

    private static final Scan SCAN = new Scan(new Characters());

    static List<Path> files() {
        return FilterCases.files();
    }

    @ParameterizedTest
    @MethodSource("files")
    void figures_and_decisions_are_those_of_the_recorded_runs(Path file) {
        Policy policy = Datatrove.policyWithParagraphs();
        Scratch scratch = new Scratch();
        Chain chain = chain(StopWordLists.english());
        Chain english = FilterCases.english(SCAN, StopWordLists.english());
        List<String> wrong = new ArrayList<>();
        int[] cases = {0};
        FilterCases.forEach(
                file,
                c -> {
                    cases[0]++;
                    Chain own = c.words() != null ? english : chain;
                    Annotations a = own.annotate(c.split(), c.text(), "en", "", scratch);
                    quality(c, a, wrong);
                    repetition(c, a, wrong);
                    fineWeb(c, a, wrong);
                    c4(c, own, a, scratch, wrong);
                    c.decisions()
                            .forEach((step, verdict) ->
                                    check(
                                            c.id() + " " + step,
                                            verdict,
                                            policy.decide(a, step),
                                            wrong));
                });
        assertThat(cases[0]).isGreaterThan(100);
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void where_lines_are_removed_the_figures_of_fineweb_are_those_of_the_recorded_output(
            Path file) {
        Chain plain = FilterCases.english(SCAN, StopWordLists.english());
        Chain removing = plain.withLinesRemoved();
        assertThat(removing.annotations()).isEqualTo(plain.annotations());
        assertThat(removing.digest()).isNotEqualTo(plain.digest());
        Scratch scratch = new Scratch();
        Scratch other = new Scratch();
        int[] changed = {0};
        FilterCases.forEach(
                file,
                c -> {
                    String output = c.c4().output();
                    if (output == null) {
                        return;
                    }
                    Annotations whole = plain.annotate(c.text(), "en", "", scratch);
                    Annotations left = plain.annotate(output, "en", "", other);
                    Annotations a = removing.annotate(c.text(), "en", "", scratch);
                    for (String name :
                            plain.annotations().stream().map(Annotation::name).toList()) {
                        int place = plain.schema().place(name).orElseThrow();
                        Annotations same = name.startsWith("fineweb.") ? left : whole;
                        assertThat(written(a, place))
                                .as(c.id() + " " + name)
                                .isEqualTo(written(same, place));
                    }
                    int lines = plain.schema().place(FineWebQuality.LINES).orElseThrow();
                    changed[0] += left.count(lines) == whole.count(lines) ? 0 : 1;
                });
        assertThat(changed[0]).isGreaterThan(100);
    }

    @ParameterizedTest
    @MethodSource("files")
    void decisions_by_the_thresholds_of_fineweb_2_are_those_of_the_recorded_runs(Path file) {
        FineWeb2 thresholds =
                FineWeb2.read(Shared.folder(FilterCases.FOLDER + "/fineweb2-thresholds"));
        Policy policy = thresholds.policy();
        Chain chain = chain(thresholds.stopWords());
        Scratch scratch = new Scratch();
        List<String> wrong = new ArrayList<>();
        int[] cases = {0};
        FilterCases.forEach(
                file,
                c -> {
                    FilterCases.FineWeb2Verdicts expected = c.fineweb2();
                    if (expected == null) {
                        return;
                    }
                    cases[0]++;
                    String language = FineWeb2.key(expected.config());
                    Annotations a = chain.annotate(c.split(), c.text(), language, "", scratch);
                    Map.of(
                                    "gopher_repetition", expected.gopherRepetition(),
                                    "fineweb_quality", expected.fineWebQuality(),
                                    "gopher_quality", expected.gopherQuality())
                            .forEach((step, verdict) ->
                                    check(
                                            c.id() + " " + language + " " + step,
                                            verdict,
                                            policy.decide(a, step),
                                            wrong));
                });
        assertThat(cases[0]).isGreaterThan(100);
        assertThat(wrong).isEmpty();
    }

    private static String written(Annotations a, int place) {
        return a.has(place) ? a.written(place) : "absent";
    }

    private static Chain chain(StopWordLists stopWords) {
        return Datatrove.chain(
                SCAN,
                new eu.socle.data.judge.text.WhiteSpaceWords(),
                new eu.socle.data.judge.text.MarkSentences(),
                stopWords);
    }

    static void check(
            String what, FilterCases.Verdict expected, Decision decision, List<String> wrong) {
        if (expected.error() != null) {
            return; // the reference raises: any answer is right
        }
        @Nullable String reason = decision instanceof Decision.Drop drop ? drop.reason() : null;
        if (!Objects.equals(reason, expected.reason()) || expected.keep() != (reason == null)) {
            wrong.add(what + ": " + reason + " instead of " + expected.reason());
        }
    }

    private static void quality(FilterCases.Case c, Annotations a, List<String> wrong) {
        FilterCases.Quality q = c.quality();
        same(c, a, GopherQuality.WORDS, q.words(), wrong);
        same(c, a, GopherQuality.CONTENT_WORDS, q.contentWords(), wrong);
        same(c, a, GopherQuality.CONTENT_CHARACTERS, q.contentCharacters(), wrong);
        same(c, a, GopherQuality.HASHES, q.hashes(), wrong);
        same(c, a, GopherQuality.ELLIPSES, q.ellipses(), wrong);
        same(c, a, GopherQuality.LINES, q.lines(), wrong);
        same(c, a, GopherQuality.BULLET_LINES, q.bulletLines(), wrong);
        same(c, a, GopherQuality.ELLIPSIS_LINES, q.ellipsisLines(), wrong);
        same(c, a, GopherQuality.ALPHABETIC_WORDS, q.alphabeticWords(), wrong);
        same(c, a, GopherQuality.STOP_WORDS, q.stopWords(), wrong);
    }

    private static void repetition(FilterCases.Case c, Annotations a, List<String> wrong) {
        FilterCases.Repetition r = c.repetition();
        same(c, a, GopherRepetition.CHARACTERS, r.characters(), wrong);
        same(c, a, GopherRepetition.PARAGRAPHS, r.paragraphs(), wrong);
        same(c, a, GopherRepetition.COPIED_PARAGRAPHS, r.copiedParagraphs(), wrong);
        same(
                c,
                a,
                GopherRepetition.COPIED_PARAGRAPH_CHARACTERS,
                r.copiedParagraphCharacters(),
                wrong);
        same(c, a, GopherRepetition.LINES, r.lines(), wrong);
        same(c, a, GopherRepetition.COPIED_LINES, r.copiedLines(), wrong);
        same(c, a, GopherRepetition.COPIED_LINE_CHARACTERS, r.copiedLineCharacters(), wrong);
        r.top().forEach((n, v) -> same(c, a, GopherRepetition.top(Integer.parseInt(n)), v, wrong));
        r.repeated()
                .forEach((n, v) ->
                        same(c, a, GopherRepetition.repeated(Integer.parseInt(n)), v, wrong));
    }

    private static void fineWeb(FilterCases.Case c, Annotations a, List<String> wrong) {
        FilterCases.FineWeb f = c.fineWeb();
        same(c, a, FineWebQuality.LINES, f.lines(), wrong);
        same(c, a, FineWebQuality.PUNCTUATED_LINES, f.punctuatedLines(), wrong);
        same(c, a, FineWebQuality.SHORT_LINES, f.shortLines(), wrong);
        same(c, a, FineWebQuality.COPIED_CHARACTERS, f.copiedCharacters(), wrong);
        same(c, a, FineWebQuality.CHARACTERS, f.characters(), wrong);
        same(c, a, FineWebQuality.NEWLINES, f.newlines(), wrong);
    }

    private static void c4(
            FilterCases.Case c, Chain chain, Annotations a, Scratch scratch, List<String> wrong) {
        C4Quality c4 = FilterCases.c4(chain);
        FilterCases.C4 expected = c.c4();
        long sentences = 0;
        for (int row = 0; row < expected.lines().size(); row++) {
            C4Quality.Line line = c4.line(scratch, row);
            String outcome = line.name().toLowerCase(Locale.ROOT);
            if (line == C4Quality.Line.KEPT) {
                int k = c4.sentences(scratch, row);
                outcome += ":" + k;
                sentences += k;
            }
            if (!outcome.equals(expected.lines().get(row))) {
                wrong.add(
                        c.id()
                                + " line "
                                + row
                                + ": "
                                + outcome
                                + " instead of "
                                + expected.lines().get(row));
            }
        }
        if (sentences != expected.sentences()) {
            wrong.add(c.id() + ": " + sentences + " sentences instead of " + expected.sentences());
        }
        if (expected.output() != null) {
            StringBuilder output = new StringBuilder();
            c4.edit(scratch, output);
            if (!output.toString().equals(expected.output())) {
                wrong.add(c.id() + ": another text after the edit");
            }
            same(c, a, C4Quality.SENTENCES, expected.sentences(), wrong);
        }
    }

    private static void same(
            FilterCases.Case c,
            Annotations a,
            String name,
            @Nullable Long expected,
            List<String> wrong) {
        int place = a.schema().place(name).orElseThrow();
        @Nullable Long found = a.has(place) ? Long.valueOf(a.count(place)) : null;
        if (!Objects.equals(found, expected)) {
            wrong.add(c.id() + " " + name + ": " + found + " instead of " + expected);
        }
    }
}
