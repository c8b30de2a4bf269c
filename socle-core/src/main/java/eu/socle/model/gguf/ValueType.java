package eu.socle.model.gguf;

import java.util.Optional;

/// The types of metadata values.
public enum ValueType {
    U8(0, 1),
    I8(1, 1),
    U16(2, 2),
    I16(3, 2),
    U32(4, 4),
    I32(5, 4),
    F32(6, 4),
    BOOL(7, 1),
    STRING(8, 8),
    ARRAY(9, 12),
    U64(10, 8),
    I64(11, 8),
    F64(12, 8);

    private final int number;
    private final int leastBytes;

    ValueType(int number, int leastBytes) {
        this.number = number;
        this.leastBytes = leastBytes;
    }

    /// The type's number in a file.
    int number() {
        return number;
    }

    /// The type of this number, if there is one.
    static Optional<ValueType> of(long number) {
        for (ValueType type : values()) {
            if (type.number == number) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /// Bytes of one value; of strings and arrays the bytes before their content.
    int leastBytes() {
        return leastBytes;
    }
}
