package eu.socle.data.policy;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What was measured about one document: a value or nothing at each place of a [Schema].
///
/// A value that could not be measured (the most frequent 2-gram of one word) is absent, not zero.
public final class Annotations {

    private final Schema schema;
    private final long[] numbers; // counts, or the bits of decimals
    private final long[] present; // one bit for each place
    private final @Nullable String[] texts;

    public Annotations(Schema schema) {
        this.schema = schema;
        numbers = new long[schema.size()];
        present = new long[(schema.size() + 63) >> 6];
        texts = new String[schema.size()];
    }

    public Schema schema() {
        return schema;
    }

    /// Forgets all values, to measure the next document.
    public void clear() {
        Arrays.fill(present, 0);
        Arrays.fill(texts, null);
    }

    /// True when there is a value.
    public boolean has(int place) {
        return ((present[place >> 6] >>> place) & 1) != 0;
    }

    /// A count. Meaningless when absent or of another type.
    public long count(int place) {
        return numbers[place];
    }

    /// A decimal, or a count as a decimal.
    public double decimal(int place) {
        return schema.annotations().get(place).type() == Annotation.Type.DECIMAL
                ? Double.longBitsToDouble(numbers[place])
                : numbers[place];
    }

    /// A text; empty when absent.
    public String text(int place) {
        return Objects.requireNonNullElse(texts[place], "");
    }

    /// The value as people read it; empty when absent.
    public String written(int place) {
        if (!has(place)) {
            return "";
        }
        return switch (schema.annotations().get(place).type()) {
            case TEXT -> text(place);
            case LONG -> Long.toString(numbers[place]);
            case DECIMAL -> Double.toString(decimal(place));
        };
    }

    /// States a count.
    public void set(int place, long count) {
        numbers[place] = count;
        mark(place);
    }

    /// States a decimal.
    public void set(int place, double decimal) {
        numbers[place] = Double.doubleToRawLongBits(decimal);
        mark(place);
    }

    /// States a text.
    public void set(int place, String text) {
        texts[place] = text;
        mark(place);
    }

    /// Writes every value.
    ///
    /// @throws IOException if it cannot be written
    public void write(DataOutput out) throws IOException {
        for (long bits : present) {
            out.writeLong(bits);
        }
        for (int place = 0; place < numbers.length; place++) {
            if (!has(place)) {
                continue;
            }
            if (schema.annotations().get(place).type() == Annotation.Type.TEXT) {
                byte[] bytes = text(place).getBytes(StandardCharsets.UTF_8);
                out.writeInt(bytes.length);
                out.write(bytes);
            } else {
                out.writeLong(numbers[place]);
            }
        }
    }

    /// Reads what [#write(DataOutput)] wrote under the same schema.
    ///
    /// @throws IOException if it cannot be read
    public static Annotations read(Schema schema, DataInput in) throws IOException {
        Annotations annotations = new Annotations(schema);
        for (int i = 0; i < annotations.present.length; i++) {
            annotations.present[i] = in.readLong();
        }
        for (int place = 0; place < schema.size(); place++) {
            if (!annotations.has(place)) {
                continue;
            }
            if (schema.annotations().get(place).type() == Annotation.Type.TEXT) {
                byte[] bytes = new byte[in.readInt()];
                in.readFully(bytes);
                annotations.texts[place] = new String(bytes, StandardCharsets.UTF_8);
            } else {
                annotations.numbers[place] = in.readLong();
            }
        }
        return annotations;
    }

    private void mark(int place) {
        present[place >> 6] |= 1L << place;
    }
}
