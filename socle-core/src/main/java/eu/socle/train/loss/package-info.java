/// Losses over whole answers, as pure functions of log-probabilities, with their gradients:
/// [eu.socle.train.loss.PolicyLoss] (the GRPO family), [eu.socle.train.loss.Advantage] (from
/// rewards), [eu.socle.train.loss.PreferenceLoss] (DPO), [eu.socle.train.loss.Overlong].
///
/// ```java
/// double[] advantages = Advantage.of(rewards, 8, Advantage.Scale.GROUP);
/// var result = PolicyLoss.of(Form.DAPO, Level.TOKEN).apply(batch, advantages, divisors);
/// ```
@NullMarked
package eu.socle.train.loss;

import org.jspecify.annotations.NullMarked;
