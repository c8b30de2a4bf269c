/// How often documents are read in training: weights of sources and languages, repetition, caps.
/// The dataset and the token shards hold each document once; the mixture is an order of documents
/// ([eu.socle.token.shard.DocumentOrder]) that names some of them several times and some never.
///
/// Read first: [eu.socle.token.mix.MixConfig] (what is asked for), [eu.socle.token.mix.Mixture]
/// (weights to rates), [eu.socle.token.mix.MixTable] (asked and reached).
@NullMarked
package eu.socle.token.mix;

import org.jspecify.annotations.NullMarked;
