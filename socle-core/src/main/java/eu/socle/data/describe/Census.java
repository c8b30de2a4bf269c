package eu.socle.data.describe;

import eu.socle.core.Document;
import eu.socle.core.Json;
import eu.socle.core.Rights.OptOut;
import eu.socle.data.judge.web.PublicSuffixes;
import eu.socle.data.read.bytes.Compression;
import eu.socle.data.read.page.Tags;
import eu.socle.data.statistics.Domain;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/// Counts over every document of a dataset. Memory grows with the number of different domains, not
/// of documents.
final class Census {

    /// Documents and bytes of their texts in UTF-8.
    record Sum(long documents, long bytes) {
        Sum plus(Sum other) {
            return new Sum(documents + other.documents, bytes + other.bytes);
        }
    }

    /// What stands for documents without an address.
    static final String NO_DOMAIN = "-";

    private Sum all = new Sum(0, 0);
    private final Map<String, Sum> domains = new HashMap<>();
    private final NavigableMap<String, Sum> sources = new TreeMap<>();
    private final NavigableMap<String, Sum> licences = new TreeMap<>();
    private final NavigableMap<String, Sum> languages = new TreeMap<>();
    private final NavigableMap<String, Long> signals = new TreeMap<>();
    private final NavigableMap<String, Long> personal = new TreeMap<>();
    private final NavigableMap<String, Sum> formats = new TreeMap<>();
    private final PublicSuffixes suffixes;
    private String earliest = "";
    private String latest = "";
    private long undated;

    /// @param suffixes under which names anybody may register a domain; empty: each host counts by
    ///   itself
    Census(PublicSuffixes suffixes) {
        this.suffixes = suffixes;
    }

    void add(Document document) {
        Sum one = new Sum(1, document.text().getBytes(StandardCharsets.UTF_8).length);
        all = all.plus(one);
        domains.merge(registrable(domain(document.rights().url())), one, Sum::plus);
        formats.merge(format(document), one, Sum::plus);
        sources.merge(document.rights().source(), one, Sum::plus);
        licences.merge(document.rights().licence().label(), one, Sum::plus);
        languages.merge(document.tags().getOrDefault(Tags.LANGUAGE, "und"), one, Sum::plus);
        Set<String> said = new HashSet<>();
        for (OptOut signal : document.rights().optOuts()) {
            said.add(signal.protocol() + " " + signal.value().word());
        }
        said.forEach(word -> signals.merge(word, 1L, Long::sum));
        String masked = document.tags().get(Tags.PERSONAL_DATA);
        if (masked != null) {
            Json.parse(masked, "the tag " + Tags.PERSONAL_DATA)
                    .properties()
                    .forEach(kind ->
                            personal.merge(kind.getKey(), kind.getValue().asLong(), Long::sum));
        }
        date(document.rights().fetched());
    }

    private void date(String fetched) {
        if (fetched.isEmpty()) {
            undated++;
            return;
        }
        earliest = earliest.isEmpty() || fetched.compareTo(earliest) < 0 ? fetched : earliest;
        latest = fetched.compareTo(latest) > 0 ? fetched : latest;
    }

    private static String domain(String url) {
        String domain = Domain.of(url);
        return domain.isEmpty() ? NO_DOMAIN : domain;
    }

    private String registrable(String host) {
        if (suffixes.isEmpty() || host.equals(NO_DOMAIN)) {
            return host;
        }
        String domain = suffixes.registrable(host);
        return domain.isEmpty() ? host : domain;
    }

    /// The ending of the file a document was read from, without that of its compression.
    private static String format(Document document) {
        String file = document.tags().getOrDefault(Tags.ORIGIN_FILE, "");
        String name = Compression.inner(file.substring(file.lastIndexOf('/') + 1));
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "-" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    Sum all() {
        return all;
    }

    /// The domains, most bytes first, equal ones by name.
    List<Map.Entry<String, Sum>> domains() {
        List<Map.Entry<String, Sum>> sorted = new ArrayList<>(domains.entrySet());
        sorted.sort((a, b) -> {
            int byBytes = Long.compare(b.getValue().bytes(), a.getValue().bytes());
            return byBytes != 0 ? byBytes : a.getKey().compareTo(b.getKey());
        });
        return sorted;
    }

    /// By the ending of the file they were read from.
    NavigableMap<String, Sum> formats() {
        return formats;
    }

    NavigableMap<String, Sum> sources() {
        return sources;
    }

    NavigableMap<String, Sum> licences() {
        return licences;
    }

    NavigableMap<String, Sum> languages() {
        return languages;
    }

    /// Documents by protocol and value, for example `robots allow`.
    NavigableMap<String, Long> signals() {
        return signals;
    }

    /// Occurrences by type.
    NavigableMap<String, Long> personal() {
        return personal;
    }

    /// First and last date stated; empty when nobody stated one.
    String earliest() {
        return earliest;
    }

    String latest() {
        return latest;
    }

    /// Documents without a date.
    long undated() {
        return undated;
    }
}
