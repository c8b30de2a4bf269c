/// Byte-pair encoding: merges by rank, over bytes or over characters with bytes to fall back on.
///
/// Read first: [eu.socle.token.bpe.ByteLevelBpe], [eu.socle.token.bpe.CharacterBpe],
/// [eu.socle.token.bpe.MergeTable].
@NullMarked
package eu.socle.token.bpe;

import org.jspecify.annotations.NullMarked;
