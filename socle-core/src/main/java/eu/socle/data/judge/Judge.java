package eu.socle.data.judge;

import eu.socle.core.Document;

/// One rule: the same document gives the same verdict, on any thread, in any order, in any year.
public interface Judge {

    /// The step's name in reports.
    String name();

    /// Changes whenever the same document could get another verdict.
    int version();

    /// What becomes of the document.
    Verdict judge(Document document);
}
