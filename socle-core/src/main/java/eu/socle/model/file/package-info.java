/// Weights in safetensors files: headers, shards, the tensors by name; every length checked before
/// it is believed.
@NullMarked
package eu.socle.model.file;

import org.jspecify.annotations.NullMarked;
