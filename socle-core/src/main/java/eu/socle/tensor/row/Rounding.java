package eu.socle.tensor.row;

/// Where a norm over bfloat16 rounds: the two conventions differ in the last bit.
public enum Rounding {
    /// bf16(gain * bf16(x r)): the checkpoints of Llama, Qwen and Mistral were trained so.
    BEFORE_GAIN,
    /// bf16(gain * x r), the product in f32.
    AFTER_GAIN
}
