package eu.socle.token.split;

import eu.socle.token.split.Runs.Lead;
import eu.socle.token.text.Characters;
import java.util.Optional;

/// Stages that tokenizer.json names otherwise than by an expression of a [Split].
public final class Stages {

    private Stages() {}

    /// The GPT-2 words, which `ByteLevel` stands for.
    public static Stage gpt2() {
        return new Gpt2Words();
    }

    /// The stage of a split that has this expression, if there is one.
    public static Optional<Stage> ofRegex(String regex) {
        for (Split split : Split.values()) {
            for (Stage stage : split.cut().stages()) {
                if (stage.regex().equals(regex)) {
                    return Optional.of(stage);
                }
            }
        }
        return switch (regex) {
            case "[0-9]" ->
                    Optional.of(new Runs(regex, Lead.NOTHING, CharacterSet.ranges("0-9"), 1, 1));
            case "\\s+" ->
                    Optional.of(
                            new Runs(
                                    regex,
                                    Lead.NOTHING,
                                    CharacterSet.kinds(Characters.SPACE),
                                    1,
                                    Runs.ANY));
            default -> Optional.empty();
        };
    }

    /// `\p{N}`: each number alone.
    public static Stage digits() {
        return new Runs("\\p{N}", Lead.NOTHING, CharacterSet.kinds(Characters.NUMBER), 1, 1);
    }

    /// `\p{N}+`: numbers together.
    public static Stage numbers() {
        return new Runs(
                "\\p{N}+", Lead.NOTHING, CharacterSet.kinds(Characters.NUMBER), 1, Runs.ANY);
    }

    /// Punctuation and the marks of ASCII, each alone.
    public static Stage mark() {
        return new Runs("[\\p{P}!-/:-@\\[-`{-~]", Lead.NOTHING, MARKS, 1, 1);
    }

    /// Punctuation and the marks of ASCII, together.
    public static Stage marks() {
        return new Runs("[\\p{P}!-/:-@\\[-`{-~]+", Lead.NOTHING, MARKS, 1, Runs.ANY);
    }

    /// White space, which the models that ask for this leave out.
    public static Stage blanks() {
        return BLANKS;
    }

    /// `\w+|[^\w\s]+`: words and runs of marks.
    public static Stage words() {
        return new Words();
    }

    /// A piece ends where U+2581 follows another character: words with the spaces before them.
    public static Stage spacedWords() {
        return new SpacedWords();
    }

    /// A piece begins at every U+2581.
    public static Stage signedWords() {
        return new SignedWords();
    }

    /// True when a stage's matches leave nothing between them.
    public static boolean coversAll(Stage stage) {
        return stage instanceof Gpt2Words
                || stage instanceof NewerWords
                || stage instanceof CasedWords;
    }

    private static final Stage BLANKS =
            new Runs("\\s+", Lead.NOTHING, CharacterSet.kinds(Characters.SPACE), 1, Runs.ANY);

    private static final CharacterSet MARKS =
            CharacterSet.kinds(Characters.PUNCTUATION).or(CharacterSet.ranges("!-/:-@[-`{-~"));
}
