package eu.socle.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One section of a recipe: names and values with the lines they stand on. A stage reads what it
/// knows, then [#refuseOthers()] refuses the rest, naming file, line and the nearest name it knows.
///
/// ```java
/// static TokenConfig from(Settings s) {
///     TokenConfig config = new TokenConfig(s.integer("vocabulary", 2048), s.text("split", "gpt-2"));
///     s.refuseOthers();
///     return config;
/// }
/// ```
public final class Settings {

    /// A value as written, with the line it stands on.
    public sealed interface Value {
        int line();

        record Scalar(String text, int line) implements Value {}

        record Items(List<Value> items, int line) implements Value {}

        record Section(Settings settings, int line) implements Value {}
    }

    private final String file;
    private final String path;
    private final int line;
    private final Map<String, Value> values;
    private final Set<String> known = new LinkedHashSet<>();

    /// @param file named in refusals
    /// @param path of this section in the file, for example `train.schedule`; empty for the whole
    ///   file
    public Settings(String file, String path, int line, Map<String, Value> values) {
        this.file = file;
        this.path = path;
        this.line = line;
        this.values = new LinkedHashMap<>(values);
    }

    /// An empty section: every value takes its default.
    public static Settings empty(String file, String path) {
        return new Settings(file, path, 1, Map.of());
    }

    /// `file:line`, for refusals.
    public String where() {
        return file + ":" + line;
    }

    /// `file:line` of a key, or of the section when the key is absent.
    public String where(String key) {
        Value value = values.get(key);
        return value == null ? where() : file + ":" + value.line();
    }

    /// True when the key was written.
    public boolean has(String key) {
        known.add(key);
        return values.containsKey(key);
    }

    /// The keys of a section whose names the user chose, for example weights by source.
    public List<String> keys() {
        known.addAll(values.keySet());
        return List.copyOf(values.keySet());
    }

    public String text(String key) {
        return required(key, lookup(key));
    }

    public String text(String key, String otherwise) {
        String text = lookup(key);
        return text == null ? otherwise : text;
    }

    public long integer(String key) {
        return Long.parseLong(
                required(key, matching(key, "a whole number", "-?[0-9_]{1,18}")).replace("_", ""));
    }

    public long integer(String key, long otherwise) {
        return has(key) ? integer(key) : otherwise;
    }

    public double decimal(String key) {
        return Double.parseDouble(
                required(key, matching(key, "a number", "-?[0-9]+([.][0-9]+)?([eE][-+]?[0-9]+)?")));
    }

    public double decimal(String key, double otherwise) {
        return has(key) ? decimal(key) : otherwise;
    }

    public boolean flag(String key, boolean otherwise) {
        return has(key)
                ? Boolean.parseBoolean(required(key, matching(key, "true or false", "true|false")))
                : otherwise;
    }

    /// A list of texts; a single text counts as a list of one.
    public List<String> texts(String key, List<String> otherwise) {
        known.add(key);
        Value value = values.get(key);
        return switch (value) {
            case null -> otherwise;
            case Value.Scalar s -> List.of(s.text());
            case Value.Items items -> {
                List<String> texts = new ArrayList<>();
                for (Value item : items.items()) {
                    if (!(item instanceof Value.Scalar s)) {
                        throw wrong(key, item.line(), "a list of texts");
                    }
                    texts.add(s.text());
                }
                yield List.copyOf(texts);
            }
            case Value.Section section -> throw wrong(key, section.line(), "a list of texts");
        };
    }

    /// A sub-section; absent means empty.
    public Settings section(String key) {
        known.add(key);
        Value value = values.get(key);
        return switch (value) {
            case null -> new Settings(file, inner(key), line, Map.of());
            case Value.Section section -> section.settings();
            case Value.Scalar s -> throw wrong(key, s.line(), "a section (indented lines)");
            case Value.Items items -> throw wrong(key, items.line(), "a section (indented lines)");
        };
    }

    /// A list of sections, for example the sources of a dataset; absent means none.
    public List<Settings> sections(String key) {
        known.add(key);
        Value value = values.get(key);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof Value.Items items)) {
            throw wrong(key, value.line(), "a list of sections (lines that begin with -)");
        }
        List<Settings> sections = new ArrayList<>();
        for (Value item : items.items()) {
            if (!(item instanceof Value.Section section)) {
                throw wrong(key, item.line(), "a list of sections (lines that begin with -)");
            }
            sections.add(section.settings());
        }
        return List.copyOf(sections);
    }

    /// The whole section as a JSON object: a text that reads as a number, true, false or null is
    /// one. Every key counts as known; whoever reads the object refuses those it does not know.
    public String json() {
        known.addAll(values.keySet());
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        values.forEach((key, value) -> object.put(key, plain(value)));
        return Json.canonical(object);
    }

    private static @Nullable Object plain(Value value) {
        return switch (value) {
            case Value.Items items -> items.items().stream().map(Settings::plain).toList();
            case Value.Section section -> Json.parse(section.settings().json(), "");
            case Value.Scalar s ->
                    switch (s.text()) {
                        case "true" -> true;
                        case "false" -> false;
                        case "null", "~", "" -> null;
                        default -> number(s.text());
                    };
        };
    }

    private static Object number(String text) {
        if (text.matches("-?[0-9]{1,18}")) {
            return Long.parseLong(text);
        }
        return text.matches("-?[0-9]{1,40}([.][0-9]{1,40})?([eE][-+]?[0-9]{1,3})?")
                ? (Object) Double.parseDouble(text)
                : text;
    }

    /// Refuses every key that nobody asked for.
    ///
    /// @throws Refusal usage, naming file, line, key and the nearest known name
    public void refuseOthers() {
        for (Map.Entry<String, Value> entry : values.entrySet()) {
            if (!known.contains(entry.getKey())) {
                String nearest = nearest(entry.getKey());
                throw Refusal.usage(
                        file
                                + ":"
                                + entry.getValue().line()
                                + ": unknown key \""
                                + inner(entry.getKey())
                                + "\""
                                + (nearest == null
                                        ? "; this section has no keys."
                                        : "; the nearest known key is \""
                                                + nearest
                                                + "\" (known: "
                                                + String.join(", ", known)
                                                + ")."));
            }
        }
    }

    /// A refusal about one key's value, with file and line.
    public Refusal wrong(String key, String expected) {
        Value value = values.get(key);
        return wrong(key, value == null ? line : value.line(), expected);
    }

    private Refusal wrong(String key, int atLine, String expected) {
        return Refusal.usage(
                file + ":" + atLine + ": \"" + inner(key) + "\" must be " + expected + ".");
    }

    private @Nullable String lookup(String key) {
        known.add(key);
        Value value = values.get(key);
        return switch (value) {
            case null -> null;
            case Value.Scalar s -> s.text();
            case Value.Items items -> throw wrong(key, items.line(), "one value, not a list");
            case Value.Section section ->
                    throw wrong(key, section.line(), "one value, not a section");
        };
    }

    private @Nullable String matching(String key, String expected, String form) {
        String text = lookup(key);
        if (text != null && !text.matches(form)) {
            throw wrong(key, expected + ", not \"" + text + "\"");
        }
        return text;
    }

    private String required(String key, @Nullable String text) {
        if (text == null) {
            throw Refusal.usage(where() + ": the key \"" + inner(key) + "\" is missing.");
        }
        return text;
    }

    private String inner(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private @Nullable String nearest(String word) {
        String best = null;
        int least = Integer.MAX_VALUE;
        for (String candidate : known) {
            int distance = distance(word, candidate);
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return best;
    }

    /// Levenshtein distance.
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitute = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substitute, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
