package eu.socle.data.statistics;

import eu.socle.core.Document;
import eu.socle.core.Rights;
import eu.socle.core.dataset.Scale;
import eu.socle.core.dataset.Statistics.Sums;
import eu.socle.data.policy.Annotation;
import eu.socle.data.policy.Annotations;
import eu.socle.data.policy.Schema;
import eu.socle.data.read.page.Tags;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What one task counts about the documents it passes. Its memory is bounded by the documents of a
/// task.
public final class Gathering {

    private static final String CHARACTERS = "characters";
    private static final String BYTES = "bytes";

    private final Schema schema;
    private final int words; // place of the measured number of words, -1 when there is none
    private Sums total = Sums.NONE;
    private final NavigableMap<String, NavigableMap<String, Sums>> breakdowns = new TreeMap<>();
    private final NavigableMap<String, Sums> domains = new TreeMap<>();
    private final Tallied characters = new Tallied(CHARACTERS, Scale.LOG);
    private final Tallied bytes = new Tallied(BYTES, Scale.LOG);
    private final Tallied margin = new Tallied(Tags.LANGUAGE_MARGIN, Scale.SHARE);
    private final Tallied clusters = new Tallied(Tags.CLUSTER_SIZE, Scale.LOG);
    private final List<@Nullable Tallied> measured = new ArrayList<>(); // by place of the schema

    /// @param schema of what is measured about each document
    public Gathering(Schema schema) {
        this.schema = schema;
        int found = -1;
        for (int place = 0; place < schema.size(); place++) {
            Annotation annotation = schema.annotations().get(place);
            measured.add(tallied(annotation));
            if (found < 0 && isWords(annotation)) {
                found = place;
            }
        }
        words = found;
        for (String name : Gathered.BREAKDOWNS) {
            breakdowns.put(name, new TreeMap<>());
        }
    }

    private static boolean isWords(Annotation annotation) {
        return annotation.type() == Annotation.Type.LONG
                && (annotation.name().equals("words") || annotation.name().endsWith(".words"));
    }

    /// The name of the value that words are read from; empty when none is measured.
    static String wordsBy(Schema schema) {
        return schema.annotations().stream()
                .filter(Gathering::isWords)
                .findFirst()
                .map(Annotation::name)
                .orElse("");
    }

    /// Shares have equal steps from 0 to 1, means of words steps of a half, all else a logarithmic
    /// scale.
    private static @Nullable Tallied tallied(Annotation annotation) {
        String name = annotation.name();
        return switch (annotation.type()) {
            case TEXT -> null;
            case LONG -> new Tallied(name, Scale.LOG);
            case DECIMAL ->
                    new Tallied(
                            name,
                            name.endsWith("mean_line_length")
                                    ? Scale.LOG
                                    : name.endsWith("mean_word_length") || name.endsWith("entropy")
                                            ? Scale.HALF
                                            : Scale.SHARE);
        };
    }

    /// A document of the dataset.
    ///
    /// @param document as it is written
    /// @param textBytes of its text in UTF-8
    /// @param charactersBefore code points before anything was masked
    public void keep(Document document, Annotations values, long charactersBefore, long textBytes) {
        long now = number(document.tags(), CHARACTERS, 0);
        Sums one =
                new Sums(
                        1,
                        1,
                        charactersBefore,
                        now,
                        textBytes,
                        words < 0 || !values.has(words) ? 0 : values.count(words));
        add(document.rights(), document.tags(), one);
        characters.keep(now);
        bytes.keep(textBytes);
        clusters.keep(number(document.tags(), Tags.CLUSTER_SIZE, 1));
        String stated = document.tags().get(Tags.LANGUAGE_MARGIN);
        if (stated != null) {
            margin.keep(Double.parseDouble(stated));
        }
        for (int place = 0; place < schema.size(); place++) {
            Tallied tallied = measured.get(place);
            if (tallied != null && values.has(place)) {
                tallied.keep(values.decimal(place));
            }
        }
    }

    /// A document that is not kept.
    ///
    /// @param values what was measured; null when its rights did not suffice to read on
    public void drop(
            Rights rights,
            SortedMap<String, String> tags,
            long charactersBefore,
            @Nullable Annotations values) {
        add(rights, tags, new Sums(1, 0, charactersBefore, 0, 0, 0));
        characters.drop(charactersBefore);
        String stated = tags.get(Tags.LANGUAGE_MARGIN);
        if (stated != null) {
            margin.drop(Double.parseDouble(stated));
        }
        if (values == null) {
            return;
        }
        for (int place = 0; place < schema.size(); place++) {
            Tallied tallied = measured.get(place);
            if (tallied != null && values.has(place)) {
                tallied.drop(values.decimal(place));
            }
        }
    }

    /// A record that holds no document, or one that could not be read.
    ///
    /// @param source name of its source
    public void none(String source) {
        Sums one = new Sums(1, 0, 0, 0, 0, 0);
        total = total.plus(one);
        by("language", "", one);
        by("licence", "", one);
        by("source", source, one);
        by("year", "", one);
        domains.merge("", one, Sums::plus);
    }

    private void add(Rights rights, SortedMap<String, String> tags, Sums one) {
        total = total.plus(one);
        by("language", tags.getOrDefault(Tags.LANGUAGE, ""), one);
        by("licence", rights.licence().label(), one);
        by("source", rights.source(), one);
        by("year", year(rights.fetched()), one);
        domains.merge(Domain.of(rights.url()), one, Sums::plus);
    }

    private void by(String name, String value, Sums one) {
        Map<String, Sums> rows = breakdowns.computeIfAbsent(name, none -> new TreeMap<>());
        rows.merge(value, one, Sums::plus);
    }

    /// The year of a date as documents state it; empty when it states none that can be meant.
    private static String year(String date) {
        if (date.length() < 4
                || !date.substring(0, 4).chars().allMatch(c -> c >= '0' && c <= '9')) {
            return "";
        }
        boolean ends = date.length() == 4 || date.charAt(4) < '0' || date.charAt(4) > '9';
        int year = Integer.parseInt(date.substring(0, 4));
        return ends && year >= 1900 && year < 2200 ? Integer.toString(year) : "";
    }

    private static long number(SortedMap<String, String> tags, String name, long otherwise) {
        String value = tags.get(name);
        return value == null ? otherwise : Long.parseLong(value);
    }

    /// Writes what was counted.
    ///
    /// @param numbers file for all but the domains
    /// @param byDomain file for the domains
    /// @throws IOException if they cannot be written
    public void write(Path numbers, Path byDomain) throws IOException {
        List<Tallied> all = new ArrayList<>(List.of(characters, bytes, margin, clusters));
        for (Tallied tallied : measured) {
            if (tallied != null) {
                all.add(tallied);
            }
        }
        Gathered.write(numbers, total, breakdowns, all.stream().map(Tallied::histogram).toList());
        DomainSums.write(byDomain, domains);
    }
}
