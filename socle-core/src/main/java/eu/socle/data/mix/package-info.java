/// How often and in which order documents are used: weights, samples, repetition, shuffling. All
/// are functions of a seed and a document, so position k of a mixed dataset can be computed without
/// the positions before it.
///
/// Read first: [eu.socle.data.mix.Copies] (how often one document is used),
/// [eu.socle.data.mix.Mixture] (weights to copies), [eu.socle.data.mix.Shuffle] (in which order).
@NullMarked
package eu.socle.data.mix;

import org.jspecify.annotations.NullMarked;
