package eu.socle.model.gguf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads the keys and values of a header. All arrays together have a budget of items, so that a
/// small file cannot ask for much memory many times.
final class MetadataReader {

    private static final int LONGEST_KEY = 1 << 16; // the format's limit
    private static final int LONGEST_TEXT = 1 << 26; // 64 MiB; a chat template has kilobytes

    private final GgufCursor cursor;
    private int items;

    /// @param items how many values all arrays may have together
    MetadataReader(GgufCursor cursor, int items) {
        this.cursor = cursor;
        this.items = items;
    }

    Metadata read(String where, int count) {
        Map<String, MetadataValue> values = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String key = cursor.text("the name of key number " + i, LONGEST_KEY);
            String what = "its key \"" + key + "\"";
            ValueType type = type(what);
            MetadataValue value = type == ValueType.ARRAY ? array(what) : scalar(type, what);
            if (values.put(key, value) != null) {
                throw cursor.damaged("it has two keys \"" + key + "\"");
            }
        }
        return new Metadata(where, values);
    }

    private ValueType type(String what) {
        long number = cursor.u32(what);
        return ValueType.of(number)
                .orElseThrow(() ->
                        cursor.damaged(
                                what + " has the type number " + number + ", which is not known"));
    }

    private MetadataValue scalar(ValueType type, String what) {
        return switch (type) {
            case U8, I8, U16, I16, U32, I32, U64, I64 ->
                    new MetadataValue.Whole(type, whole(type, what));
            case F32, F64 -> new MetadataValue.Real(type, real(type, what));
            case BOOL -> new MetadataValue.Flag(flag(what));
            case STRING -> new MetadataValue.Text(cursor.text(what, LONGEST_TEXT));
            case ARRAY -> throw new IllegalArgumentException("not a scalar");
        };
    }

    private MetadataValue array(String what) {
        ValueType type = type(what);
        if (type == ValueType.ARRAY) {
            throw cursor.damaged(what + " is an array of arrays, which no known key is");
        }
        int count = cursor.count(what, type.leastBytes(), items);
        items -= count;
        return switch (type) {
            case U8, I8, U16, I16, U32, I32, U64, I64 -> {
                long[] values = new long[count];
                for (int i = 0; i < count; i++) {
                    values[i] = whole(type, what);
                }
                yield new MetadataValue.Wholes(type, values);
            }
            case F32, F64 -> {
                double[] values = new double[count];
                for (int i = 0; i < count; i++) {
                    values[i] = real(type, what);
                }
                yield new MetadataValue.Reals(type, values);
            }
            case BOOL -> {
                boolean[] values = new boolean[count];
                for (int i = 0; i < count; i++) {
                    values[i] = flag(what);
                }
                yield new MetadataValue.Flags(values);
            }
            case STRING -> {
                List<String> values = new ArrayList<>(count);
                for (int i = 0; i < count; i++) {
                    values.add(cursor.text(what, LONGEST_TEXT));
                }
                yield new MetadataValue.Texts(values);
            }
            case ARRAY -> throw new IllegalArgumentException("refused above");
        };
    }

    private long whole(ValueType type, String what) {
        return switch (type) {
            case U8 -> cursor.u8(what);
            case I8 -> (byte) cursor.u8(what);
            case U16 -> cursor.u16(what);
            case I16 -> (short) cursor.u16(what);
            case U32 -> cursor.u32(what);
            case I32 -> (int) cursor.u32(what);
            case U64, I64 -> cursor.u64(what);
            case F32, BOOL, STRING, ARRAY, F64 -> throw new IllegalArgumentException("not whole");
        };
    }

    private double real(ValueType type, String what) {
        return type == ValueType.F32
                ? Float.intBitsToFloat((int) cursor.u32(what))
                : Double.longBitsToDouble(cursor.u64(what));
    }

    private boolean flag(String what) {
        int value = cursor.u8(what);
        if (value > 1) {
            throw cursor.damaged(
                    what + " holds " + value + ", where true (1) or false (0) was expected");
        }
        return value == 1;
    }
}
