package eu.socle.tensor;

/// Which elements of a head rotate together.
public enum Pairing {
    /// i and i + D/2: the checkpoints of Llama, Qwen, Mistral.
    HALVES,
    /// 2i and 2i + 1: DeepSeek, and the files of llama.cpp.
    NEIGHBOURS
}
