package eu.socle.tensor.cpu.quantised;

/// Addresses of one row of activations, quantised in blocks of 32 columns.
///
/// @param words 16 bits for each column, in the order in which the words of the weights hold them
/// @param scales one float for each block
record Activation(long words, long scales) {}
