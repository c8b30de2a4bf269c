package eu.socle.data.judge;

import eu.socle.core.Digest;
import eu.socle.data.judge.measure.Measure;
import eu.socle.data.judge.text.Scan;
import eu.socle.data.judge.text.Scratch;
import eu.socle.data.judge.text.WordSplit;
import eu.socle.data.judge.web.AfterC4;
import eu.socle.data.judge.web.C4Quality;
import eu.socle.data.judge.web.FineWebQuality;
import eu.socle.data.policy.Annotation;
import eu.socle.data.policy.Annotations;
import eu.socle.data.policy.Policy;
import eu.socle.data.policy.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Measures of a document, all over one cut of its text into lines and words.
///
/// A chain is fixed and shared by all workers; each worker brings its own [Scratch].
public final class Chain {

    private final Scan scan;
    private final WordSplit split;
    private final List<Measure> measures;
    private final Schema schema;
    private final int[] firsts; // place of the first annotation of each measure

    public Chain(Scan scan, WordSplit split, List<Measure> measures) {
        this.scan = scan;
        this.split = split;
        this.measures = List.copyOf(measures);
        List<Annotation> annotations = new ArrayList<>();
        annotations.add(Annotation.text(Policy.LANGUAGE));
        firsts = new int[this.measures.size()];
        for (int i = 0; i < firsts.length; i++) {
            firsts[i] = annotations.size();
            annotations.addAll(this.measures.get(i).annotations());
        }
        schema = new Schema(annotations);
    }

    /// The same where C4 removes lines: FineWeb's figures are of the text that it leaves.
    Chain withLinesRemoved() {
        C4Quality c4 =
                measures.stream()
                        .filter(C4Quality.class::isInstance)
                        .map(C4Quality.class::cast)
                        .findFirst()
                        .orElseThrow(
                                () -> new IllegalStateException("no measure looks at lines of C4"));
        return new Chain(
                scan,
                split,
                measures.stream()
                        .map(measure ->
                                measure instanceof FineWebQuality
                                        ? new AfterC4(c4, scan, split, measure)
                                        : measure)
                        .toList());
    }

    /// What it states about each document, in the order of columns.
    public List<Annotation> annotations() {
        return schema.annotations();
    }

    public Schema schema() {
        return schema;
    }

    /// Digest of everything that its values depend on: measures, words, lists and options.
    public Digest digest() {
        StringBuilder text = new StringBuilder("words ").append(split.name()).append('\n');
        measures.forEach(measure -> text.append(measure.identity()).append('\n'));
        return Digest.of(text.toString());
    }

    List<Measure> measures() {
        return measures;
    }

    /// Measures a document.
    ///
    /// @param text the document's text
    /// @param language its language, for lists that depend on it; `und` when unknown
    /// @param url its address; empty when it has none
    public Annotations annotate(String text, String language, String url, Scratch scratch) {
        return annotate(split, text, language, url, scratch);
    }

    /// As [#annotate(String, String, String, Scratch)] with the words of another tokenizer.
    public Annotations annotate(
            WordSplit words, String text, String language, String url, Scratch scratch) {
        Annotations into = new Annotations(schema);
        scratch.read(scan, words, text, language, url);
        into.set(0, language);
        for (int i = 0; i < firsts.length; i++) {
            measures.get(i).measure(scratch, into, firsts[i]);
        }
        return into;
    }

    /// The text that a policy keeps of the document measured last with this scratch; empty when it
    /// keeps the text as it is.
    public Optional<String> edited(Policy policy, Scratch scratch) {
        if (!policy.removesLines()) {
            return Optional.empty();
        }
        for (Measure measure : measures) {
            if (measure instanceof C4Quality c4) {
                StringBuilder text = scratch.edited();
                text.setLength(0);
                c4.edit(scratch, text);
                return Optional.of(text.toString());
            }
        }
        throw new IllegalStateException("the policy removes lines that no measure looks at");
    }
}
