/// The command line: one class per verb, and the only place that prints.
///
/// Read first: [eu.socle.cli.Main] (verbs in the order data flows), [eu.socle.cli.Recipe] (what a
/// recipe file means), [eu.socle.cli.Chain] (the stages one after the other).
///
/// ```
/// ./socle run recipes/hello.yaml
/// ```
@NullMarked
package eu.socle.cli;

import org.jspecify.annotations.NullMarked;
