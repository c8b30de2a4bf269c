package eu.socle.data.personal;

/// How sure a find is; the order is from least to most.
public enum Confidence {
    /// Nothing but its shape, which is as often that of something else: four small numbers with
    /// dots are an address of a machine or a chapter.
    FAINT,
    /// One check digit, no birth date, no word nearby: one number in ten passes by chance. Only
    /// taken where the identifier is at home in the text's language.
    WEAK,
    /// A date, a written form or two check digits speak for it, no word does.
    PROBABLE,
    /// A word nearby names it, or chance is out of the question.
    CERTAIN
}
