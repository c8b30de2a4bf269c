package eu.socle.data.judge.profile;

import eu.socle.data.judge.Chain;
import eu.socle.data.judge.gopher.GopherQuality;
import eu.socle.data.judge.gopher.GopherRepetition;
import eu.socle.data.judge.gopher.StopWordLists;
import eu.socle.data.judge.measure.Measure;
import eu.socle.data.judge.text.Scan;
import eu.socle.data.judge.text.SentenceRule;
import eu.socle.data.judge.text.WordSplit;
import eu.socle.data.judge.web.C4Paragraph;
import eu.socle.data.judge.web.C4Quality;
import eu.socle.data.judge.web.FineWebQuality;
import eu.socle.data.policy.Policy;
import eu.socle.data.policy.Rule;
import java.util.ArrayList;
import java.util.List;

/// The filters of datatrove (huggingface/datatrove, read at a649de7): its formulas, order, limits
/// and reasons.
public final class Datatrove {

    private static final int SHORT_LINE = 30; // code points

    private Datatrove() {}

    /// Gopher quality and repetition, C4 and FineWeb with the paragraph rule of mC4.
    public static Chain chain(
            Scan scan, WordSplit split, SentenceRule sentences, StopWordLists stopWords) {
        return new Chain(scan, split, measures(scan, split, sentences, stopWords));
    }

    static List<Measure> measures(
            Scan scan, WordSplit split, SentenceRule sentences, StopWordLists stopWords) {
        return List.of(
                new GopherRepetition(scan.characters()),
                new GopherQuality(scan.characters(), stopWords),
                new C4Quality(scan, split, sentences),
                new FineWebQuality(scan.characters(), SHORT_LINE),
                new C4Paragraph());
    }

    /// Repetition, quality, C4, FineWeb: the order of FineWeb.
    public static Policy policy() {
        return Policy.of("datatrove", 1, DatatroveRules.all());
    }

    /// As [#policy()] and, last, the paragraph rule of mC4.
    public static Policy policyWithParagraphs() {
        List<Rule> rules = new ArrayList<>(DatatroveRules.all());
        rules.addAll(DatatroveRules.c4Paragraph());
        return Policy.of("datatrove", 1, rules);
    }
}
