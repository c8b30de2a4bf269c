package eu.socle.model.gguf;

/// The types of metadata values; the position is the number in the file.
public enum ValueType {
    U8(1),
    I8(1),
    U16(2),
    I16(2),
    U32(4),
    I32(4),
    F32(4),
    BOOL(1),
    STRING(8),
    ARRAY(12),
    U64(8),
    I64(8),
    F64(8);

    private final int leastBytes;

    ValueType(int leastBytes) {
        this.leastBytes = leastBytes;
    }

    /// Bytes of one value; of strings and arrays the bytes before their content.
    int leastBytes() {
        return leastBytes;
    }
}
