package eu.socle.data.policy;

/// One thing that is measured about each document.
///
/// @param name judge and figure, for example `gopher.words`; the name of a column
/// @param type what its values are
public record Annotation(String name, Type type) {

    /// What the values are.
    public enum Type {
        TEXT,
        LONG,
        DECIMAL
    }

    /// A count.
    public static Annotation count(String name) {
        return new Annotation(name, Type.LONG);
    }

    /// A share, a mean or another number with a fraction.
    public static Annotation decimal(String name) {
        return new Annotation(name, Type.DECIMAL);
    }

    /// A word or a text.
    public static Annotation text(String name) {
        return new Annotation(name, Type.TEXT);
    }
}
