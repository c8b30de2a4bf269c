package eu.socle.eval;

import eu.socle.infer.LanguageModel;
import java.util.List;

/// Examples, and a grade for each: one object measures a model.
///
/// @param <E> an example
/// @param <G> its grade, a record of numbers and identifiers, without the text
public interface Task<E, G extends Record> {

    /// For example `cloze`; also the name of the file its grades go to.
    String name();

    /// The examples, always the same in the same order.
    List<E> examples();

    /// What the model makes of one example.
    G grade(LanguageModel model, E example);

    /// The scores of all grades; none when there are no grades.
    List<Score> scores(List<G> grades);
}
