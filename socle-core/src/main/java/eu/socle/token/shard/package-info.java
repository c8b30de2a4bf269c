/// Packed tokens on disk: shards with an index of documents, read as sequences for training or as
/// documents for evaluation.
///
/// Read first: [eu.socle.token.shard.TokenShards], [eu.socle.token.shard.ShardWriter],
/// [eu.socle.token.shard.Packing].
@NullMarked
package eu.socle.token.shard;

import org.jspecify.annotations.NullMarked;
