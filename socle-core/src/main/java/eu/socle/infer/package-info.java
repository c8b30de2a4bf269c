/// From a model and a prompt to tokens, one at a time, the same for evaluation, training rollouts,
/// the server and the command line.
///
/// Read first: [eu.socle.infer.LanguageModel] (what can be asked of a model),
/// [eu.socle.infer.Sampler] (from logits to one token), [eu.socle.infer.Engine] (many requests, one
/// thread).
///
/// ```java
/// try (LoadedModel model = LoadedModel.open(ModelFiles.in(folder), workers)) {
///     Generator.generate(model, model.tokenizer().encode("Il était"), Sampling.GREEDY, token -> show(token.text()));
/// }
/// ```
@NullMarked
package eu.socle.infer;

import org.jspecify.annotations.NullMarked;
