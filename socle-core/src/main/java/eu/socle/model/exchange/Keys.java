package eu.socle.model.exchange;

import eu.socle.core.Refusal;
import eu.socle.model.gguf.Metadata;
import eu.socle.model.gguf.MetadataValue;
import eu.socle.model.gguf.ValueType;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/// The keys of one architecture in a GGUF file; remembers what was asked for, so that the rest can
/// be refused.
final class Keys {

    private static final int MOST = 1 << 30; // any size of a model is far below

    private final Metadata metadata;
    private final String prefix;
    private final Set<String> asked = new HashSet<>();

    Keys(Metadata metadata, String architecture) {
        this.metadata = metadata;
        this.prefix = architecture + ".";
    }

    String where() {
        return metadata.where();
    }

    boolean has(String key) {
        asked.add(prefix + key);
        return metadata.has(prefix + key);
    }

    /// A size; where the file has one for each layer they must be equal.
    int whole(String key) {
        asked.add(prefix + key);
        long value =
                metadata.get(prefix + key).orElse(null) instanceof MetadataValue.Wholes each
                        ? same(key, each.values())
                        : metadata.whole(prefix + key);
        if (value < 0 || value > MOST) {
            throw Refusal.failure(
                    where()
                            + ": the key "
                            + prefix
                            + key
                            + " is "
                            + value
                            + ", which no model has.");
        }
        return (int) value;
    }

    int whole(String key, int otherwise) {
        return has(key) ? whole(key) : otherwise;
    }

    private long same(String key, long[] values) {
        if (values.length == 0 || Arrays.stream(values).anyMatch(v -> v != values[0])) {
            throw Refusal.failure(
                    where()
                            + ": the key "
                            + prefix
                            + key
                            + " differs from layer to layer, which is not supported.");
        }
        return values[0];
    }

    /// A number. An F32 is read as the shortest decimal that rounds to it, which is what its writer
    /// meant.
    double real(String key) {
        asked.add(prefix + key);
        double value = metadata.real(prefix + key);
        boolean single =
                metadata.get(prefix + key).orElse(null) instanceof MetadataValue.Real real
                        && real.type() == ValueType.F32;
        return single ? Double.parseDouble(Float.toString((float) value)) : value;
    }

    double real(String key, double otherwise) {
        return has(key) ? real(key) : otherwise;
    }

    boolean flag(String key, boolean otherwise) {
        return has(key) ? metadata.flag(prefix + key) : otherwise;
    }

    String text(String key, String otherwise) {
        return has(key) ? metadata.text(prefix + key) : otherwise;
    }

    /// Marks a key as known without asking for it.
    void skip(String... keys) {
        for (String key : keys) {
            asked.add(prefix + key);
        }
    }

    Refusal cannot(String key, String why) {
        return Refusal.failure(
                where()
                        + ": the key "
                        + prefix
                        + key
                        + " is "
                        + metadata.get(prefix + key).map(MetadataValue::shown).orElse("missing")
                        + ", "
                        + why
                        + ".");
    }

    /// Refuses the architecture's keys that nobody asked for.
    void refuseRest() {
        for (String key : metadata.keys()) {
            if (key.startsWith(prefix) && !asked.contains(key)) {
                throw Refusal.failure(
                        where()
                                + ": the key "
                                + key
                                + " is unknown and could change the mathematics.");
            }
        }
    }
}
