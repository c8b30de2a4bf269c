/// Finds evaluation sets inside documents, so that a model is not measured on what it was trained
/// on.
///
/// Read first: [eu.socle.data.dedup.contamination.SharedNgrams] (one common n-gram is enough; the
/// rule of datatrove), [eu.socle.data.dedup.contamination.Overlap] (how much of an item a document
/// holds, in any language).
@NullMarked
package eu.socle.data.dedup.contamination;

import org.jspecify.annotations.NullMarked;
