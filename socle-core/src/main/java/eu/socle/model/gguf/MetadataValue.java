package eu.socle.model.gguf;

import java.util.List;

/// One value of a GGUF file's metadata. Arrays of arrays, which no known key has, are not read.
@SuppressWarnings("ArrayRecordComponent") // numbers of a vocabulary, never compared
public sealed interface MetadataValue {

    /// A whole number of any width; of a U64 beyond 2^63 the bits.
    record Whole(ValueType type, long value) implements MetadataValue {}

    /// A floating-point number, F32 or F64.
    record Real(ValueType type, double value) implements MetadataValue {}

    /// True or false.
    record Flag(boolean value) implements MetadataValue {}

    /// A text.
    record Text(String value) implements MetadataValue {}

    /// Whole numbers of one width.
    record Wholes(ValueType type, long[] values) implements MetadataValue {}

    /// Floating-point numbers of one width.
    record Reals(ValueType type, double[] values) implements MetadataValue {}

    /// Truths.
    record Flags(boolean[] values) implements MetadataValue {}

    /// Texts.
    record Texts(List<String> values) implements MetadataValue {
        public Texts {
            values = List.copyOf(values);
        }
    }

    /// A U32, the usual width of sizes.
    static MetadataValue of(long value) {
        return new Whole(ValueType.U32, value);
    }

    /// An F32, the usual width of factors.
    static MetadataValue of(double value) {
        return new Real(ValueType.F32, value);
    }

    static MetadataValue of(boolean value) {
        return new Flag(value);
    }

    static MetadataValue of(String value) {
        return new Text(value);
    }

    static MetadataValue of(List<String> values) {
        return new Texts(values);
    }

    /// In one line for people; long arrays by their first values.
    default String shown() {
        return switch (this) {
            case Whole w ->
                    w.type() == ValueType.U64
                            ? Long.toUnsignedString(w.value())
                            : Long.toString(w.value());
            case Real r ->
                    r.type() == ValueType.F32
                            ? Float.toString((float) r.value())
                            : Double.toString(r.value());
            case Flag f -> Boolean.toString(f.value());
            case Text t -> quoted(t.value());
            case Wholes w -> listed(w.values().length, i -> Long.toString(w.values()[i]));
            case Reals r -> listed(r.values().length, i -> Double.toString(r.values()[i]));
            case Flags f -> listed(f.values().length, i -> Boolean.toString(f.values()[i]));
            case Texts t -> listed(t.values().size(), i -> quoted(t.values().get(i)));
        };
    }

    private static String quoted(String text) {
        String start = text.length() <= 60 ? text : text.substring(0, 57) + "...";
        return '"' + start.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t") + '"';
    }

    private static String listed(int size, java.util.function.IntFunction<String> item) {
        StringBuilder out = new StringBuilder("[");
        for (int i = 0; i < Math.min(size, 4); i++) {
            out.append(i == 0 ? "" : ", ").append(item.apply(i));
        }
        return out.append(size > 4 ? ", ... " + size + " in all]" : "]").toString();
    }
}
