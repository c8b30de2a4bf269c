package eu.socle.model.exchange;

import eu.socle.core.Refusal;
import eu.socle.tensor.DType;
import java.util.Arrays;
import java.util.List;

/// How the matrices of a GGUF file are stored, by llama.cpp's names.
public enum Storage {
    F32(DType.F32, 0),
    F16(DType.F16, 1),
    BF16(DType.BF16, 32),
    Q8_0(DType.Q8_0, 7),
    Q6_K(DType.Q6_K, 18),
    Q4_0(DType.Q4_0, 2),
    /// All matrices alike ("small").
    Q4_K(DType.Q4_K, 14),
    /// Q4_K, but Q6_K in the head and in half of the value and down projections, whose errors cost
    /// most ("medium").
    Q4_K_M(DType.Q4_K, 15);

    private final DType type;
    private final int fileType;

    Storage(DType type, int fileType) {
        this.type = type;
        this.fileType = fileType;
    }

    /// The storage whose matrices are all of this type.
    ///
    /// @throws Refusal usage, naming the types that can be written
    public static Storage of(DType type) {
        List<String> names = Arrays.stream(values()).map(Storage::name).toList();
        if (!names.contains(type.name())) {
            throw Refusal.usage(
                    "a model cannot be written as "
                            + type
                            + "; known are "
                            + String.join(", ", names)
                            + ".");
        }
        return valueOf(type.name());
    }

    /// The type of most matrices.
    public DType type() {
        return type;
    }

    /// GGUF's `general.file_type`.
    int fileType() {
        return fileType;
    }

    /// The type of one matrix.
    ///
    /// @param name GGUF's
    /// @param layers of the model
    DType type(String name, int layers) {
        if (this != Q4_K_M) {
            return type;
        }
        boolean costly = name.contains(".attn_v.") || name.contains(".ffn_down");
        if (name.equals("output.weight")) {
            return DType.Q6_K;
        }
        return costly && many(layer(name), layers) ? DType.Q6_K : type;
    }

    /// The layers of llama.cpp's medium mixture: the first and last eighth, and every third
    /// between.
    private static boolean many(int layer, int layers) {
        int eighth = layers / 8;
        return layer < eighth || layer >= 7 * layers / 8 || (layer - eighth) % 3 == 2;
    }

    private static int layer(String name) {
        int end = name.indexOf('.', 4);
        return name.startsWith("blk.") && end > 4 ? Integer.parseInt(name.substring(4, end)) : 0;
    }
}
