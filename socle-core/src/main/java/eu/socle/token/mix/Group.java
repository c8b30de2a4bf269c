package eu.socle.token.mix;

/// Documents that the mixture weighs alike.
///
/// @param source name of the recipe's source
/// @param language as the data stage decided it, `und` when nobody did
public record Group(String source, String language) implements Comparable<Group> {

    /// The language of documents without one.
    public static final String UNDECIDED = "und";

    @Override
    public int compareTo(Group other) {
        int bySource = source.compareTo(other.source);
        return bySource != 0 ? bySource : language.compareTo(other.language);
    }
}
