package eu.socle.data.judge.text;

import org.jspecify.annotations.Nullable;

/// Memory that one worker uses again for each document. Never shared between threads.
public final class Scratch {

    private final Tokenised text = new Tokenised();
    private final Tokenised line = new Tokenised();
    private final Ngrams ngrams = new Ngrams();
    private final Groups lines = new Groups();
    private final Groups paragraphs = new Groups();
    private final StringBuilder edited = new StringBuilder();
    private final eu.socle.data.language.Scratch letters = new eu.socle.data.language.Scratch();
    private String language = "und";
    private String url = "";
    private @Nullable Scratch inner; // once a rest is measured

    /// The document that is being measured.
    public Tokenised text() {
        return text;
    }

    /// A line of it after an edit.
    public Tokenised line() {
        return line;
    }

    /// N-grams of its words.
    public Ngrams ngrams() {
        return ngrams;
    }

    /// Its lines between `\n`, in order, empty ones too.
    public Groups lines() {
        return lines;
    }

    /// Its paragraphs.
    public Groups paragraphs() {
        return paragraphs;
    }

    /// Room for a text that is being built.
    public StringBuilder edited() {
        return edited;
    }

    /// Room for telling the language of a text.
    public eu.socle.data.language.Scratch letters() {
        return letters;
    }

    /// Memory for a text that is left of the document.
    public Scratch inner() {
        if (inner == null) {
            inner = new Scratch();
        }
        return inner;
    }

    /// Language of the document, for lists that depend on it.
    public String language() {
        return language;
    }

    /// Address of the document; empty when it has none.
    public String url() {
        return url;
    }

    /// Takes a document: cuts it into runs, lines and words and groups equal lines.
    public void read(
            Scan scan, WordSplit split, String document, String itsLanguage, String itsUrl) {
        language = itsLanguage;
        url = itsUrl;
        scan.read(document, text);
        split.split(scan.characters(), text);
        ngrams.prepare(text);
        lines.clear(text.lines);
        for (int i = 0; i < text.lines; i++) {
            lines.add(text, text.lineStart[i], text.lineEnd[i]);
        }
    }
}
