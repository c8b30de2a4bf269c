/// Names of people, looked for only when the user gives a list of names or a model of their own.
///
/// Read first: [eu.socle.data.personal.names.PersonNames] (a list, a model, or nobody),
/// [eu.socle.data.personal.names.NameTraining] (a model from annotated text, with its error rate).
///
/// ```java
/// PersonNames names = PersonNames.read(Path.of("names.model"));
/// PersonalConfig config = PersonalConfig.standard().withNames(names);
/// ```
@NullMarked
package eu.socle.data.personal.names;

import org.jspecify.annotations.NullMarked;
