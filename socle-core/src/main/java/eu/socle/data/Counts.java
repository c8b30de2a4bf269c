package eu.socle.data;

import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/// Sums under names of several words, and the first example of each: what the tasks of a stage
/// count apart and the driver adds up. Adding is associative, and in the order of the tasks it
/// gives the same examples whoever did them.
///
/// @param sums by name; the words of a name are joined by U+001F
/// @param examples document id that was counted first under a name
record Counts(NavigableMap<String, Long> sums, NavigableMap<String, String> examples) {

    private static final char BETWEEN = '\u001f';

    Counts() {
        this(new TreeMap<>(), new TreeMap<>());
    }

    void add(long value, String... name) {
        sums.merge(String.join(String.valueOf(BETWEEN), name), value, Long::sum);
    }

    void example(String id, String... name) {
        examples.putIfAbsent(String.join(String.valueOf(BETWEEN), name), id);
    }

    void addAll(Counts later) {
        later.sums.forEach((name, value) -> sums.merge(name, value, Long::sum));
        later.examples.forEach(examples::putIfAbsent);
    }

    /// The sum under a name; zero when nothing was counted.
    long sum(String... name) {
        return sums.getOrDefault(String.join(String.valueOf(BETWEEN), name), 0L);
    }

    String exampleOf(String... name) {
        return examples.getOrDefault(String.join(String.valueOf(BETWEEN), name), "");
    }

    /// The names that begin with these words, without them, each with its sum, in byte order.
    SortedMap<List<String>, Long> under(String... first) {
        String prefix = String.join(String.valueOf(BETWEEN), first) + BETWEEN;
        SortedMap<List<String>, Long> found =
                new TreeMap<>(
                        (a, b) -> String.join("\u001f", a).compareTo(String.join("\u001f", b)));
        sums.subMap(prefix, true, prefix + "\uffff", false)
                .forEach((name, sum) ->
                        found.put(
                                List.of(
                                        name.substring(prefix.length())
                                                .split(String.valueOf(BETWEEN), -1)),
                                sum));
        return Collections.unmodifiableSortedMap(found);
    }
}
