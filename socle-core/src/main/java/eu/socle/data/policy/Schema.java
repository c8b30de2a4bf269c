package eu.socle.data.policy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/// The annotations of a chain, in their order.
public final class Schema {

    private final List<Annotation> annotations;
    private final Map<String, Integer> places = new HashMap<>();

    /// @throws IllegalArgumentException if a name occurs twice
    public Schema(List<Annotation> annotations) {
        this.annotations = List.copyOf(annotations);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < this.annotations.size(); i++) {
            String name = this.annotations.get(i).name();
            if (!seen.add(name)) {
                throw new IllegalArgumentException("two annotations are named " + name);
            }
            places.put(name, i);
        }
    }

    public List<Annotation> annotations() {
        return annotations;
    }

    public int size() {
        return annotations.size();
    }

    /// The place of a name; empty when nothing of that name is measured.
    public OptionalInt place(String name) {
        Integer place = places.get(name);
        return place == null ? OptionalInt.empty() : OptionalInt.of(place);
    }
}
