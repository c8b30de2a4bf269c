/// What a model is worth, measured on documents it was never trained on.
///
/// Read first: [eu.socle.eval.Task] (examples and how each is graded), [eu.socle.eval.BitsPerByte],
/// [eu.socle.eval.EvalStage].
///
/// ```java
/// Manifest scores = EvalStage.run(EvalConfig.from(settings), modelFolder, tokenFolder, model, run);
/// ```
@NullMarked
package eu.socle.eval;

import org.jspecify.annotations.NullMarked;
