package eu.socle.model.gguf;

import eu.socle.core.Refusal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The keys of one GGUF file and their values, in the order of the file. Immutable.
public final class Metadata {

    private final String where;
    private final Map<String, MetadataValue> values;

    /// @param where named in refusals, for example the file
    public Metadata(String where, Map<String, MetadataValue> values) {
        this.where = where;
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /// The keys in their order.
    public Set<String> keys() {
        return values.keySet();
    }

    /// Keys and values in their order.
    public Map<String, MetadataValue> values() {
        return values;
    }

    public boolean has(String key) {
        return values.containsKey(key);
    }

    /// Where it comes from, for refusals.
    public String where() {
        return where;
    }

    public Optional<MetadataValue> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /// A text.
    ///
    /// @throws Refusal naming the key, if it is missing or no text
    public String text(String key) {
        if (required(key) instanceof MetadataValue.Text text) {
            return text.value();
        }
        throw wrong(key, "a text");
    }

    /// A whole number of at most 63 bits.
    ///
    /// @throws Refusal naming the key, if it is missing or no such number
    public long whole(String key) {
        if (required(key) instanceof MetadataValue.Whole whole
                && (whole.type() != ValueType.U64 || whole.value() >= 0)) {
            return whole.value();
        }
        throw wrong(key, "a whole number below 2^63");
    }

    /// A number, whole or not.
    ///
    /// @throws Refusal naming the key, if it is missing or not finite
    public double real(String key) {
        return switch (required(key)) {
            case MetadataValue.Whole whole -> (double) whole.value();
            case MetadataValue.Real real when Double.isFinite(real.value()) -> real.value();
            case MetadataValue.Real _ -> throw wrong(key, "a finite number");
            case MetadataValue.Flag _ -> throw wrong(key, "a number");
            case MetadataValue.Text _ -> throw wrong(key, "a number");
            case MetadataValue.Wholes _ -> throw wrong(key, "a number");
            case MetadataValue.Reals _ -> throw wrong(key, "a number");
            case MetadataValue.Flags _ -> throw wrong(key, "a number");
            case MetadataValue.Texts _ -> throw wrong(key, "a number");
        };
    }

    /// True or false.
    ///
    /// @throws Refusal naming the key, if it is missing or neither
    public boolean flag(String key) {
        if (required(key) instanceof MetadataValue.Flag flag) {
            return flag.value();
        }
        throw wrong(key, "true or false");
    }

    /// Texts.
    ///
    /// @throws Refusal naming the key, if it is missing or holds something else
    public List<String> texts(String key) {
        if (required(key) instanceof MetadataValue.Texts texts) {
            return texts.values();
        }
        throw wrong(key, "a list of texts");
    }

    /// Whole numbers, a copy.
    ///
    /// @throws Refusal naming the key, if it is missing or holds something else
    public long[] wholes(String key) {
        if (required(key) instanceof MetadataValue.Wholes wholes) {
            return wholes.values().clone();
        }
        throw wrong(key, "a list of whole numbers");
    }

    /// Numbers, a copy.
    ///
    /// @throws Refusal naming the key, if it is missing or holds something else
    public double[] reals(String key) {
        if (required(key) instanceof MetadataValue.Reals reals) {
            return reals.values().clone();
        }
        throw wrong(key, "a list of numbers");
    }

    private MetadataValue required(String key) {
        MetadataValue value = values.get(key);
        if (value == null) {
            throw Refusal.failure(
                    where + " lacks the key " + key + ", which its kind of model needs.");
        }
        return value;
    }

    private Refusal wrong(String key, String expected) {
        return Refusal.failure(
                where
                        + ": the key "
                        + key
                        + " is "
                        + required(key).shown()
                        + ", where "
                        + expected
                        + " was expected.");
    }
}
