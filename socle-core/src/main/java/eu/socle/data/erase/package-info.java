/// Finding a document everywhere in a dataset and taking it out (GDPR, art. 17).
///
/// Read first: [Search] (what is meant by a request, doubles and near doubles included),
/// [DatasetErasure] (what is rewritten), [Exclusions] (what a later import must not bring back).
@NullMarked
package eu.socle.data.erase;

import org.jspecify.annotations.NullMarked;
