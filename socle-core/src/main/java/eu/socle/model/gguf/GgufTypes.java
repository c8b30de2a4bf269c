package eu.socle.model.gguf;

import eu.socle.tensor.DType;
import java.util.Optional;

/// The numbers that GGUF gives to element types.
final class GgufTypes {

    private GgufTypes() {}

    static int number(DType type) {
        return switch (type) {
            case F32 -> 0;
            case F16 -> 1;
            case Q4_0 -> 2;
            case Q4_1 -> 3;
            case Q5_0 -> 6;
            case Q5_1 -> 7;
            case Q8_0 -> 8;
            case Q4_K -> 12;
            case Q5_K -> 13;
            case Q6_K -> 14;
            case I8 -> 24;
            case I16 -> 25;
            case I32 -> 26;
            case I64 -> 27;
            case F64 -> 28;
            case BF16 -> 30;
            case MXFP4 -> 39;
            case U8, BOOL -> -1; // the format has none
            case Q8_0_TILES, Q4_0_TILES, Q4_K_TILES, Q5_K_TILES, Q6_K_TILES -> -1;
        };
    }

    static Optional<DType> type(long number) {
        for (DType type : DType.values()) {
            if (number(type) == number && number >= 0) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
