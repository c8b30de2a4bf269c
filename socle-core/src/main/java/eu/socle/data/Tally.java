package eu.socle.data;

import eu.socle.core.Document;
import eu.socle.core.Fact;
import eu.socle.core.Json;
import eu.socle.data.read.Plan;
import eu.socle.data.read.Source;
import eu.socle.data.read.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Counts what became of the documents, in one pass over them in order of their ids, and states it
/// as facts and counts.
final class Tally {

    private final SortedMap<String, Source> sources = new TreeMap<>();
    private final SortedMap<String, long[]> files = new TreeMap<>(); // source -> files, bytes
    private final SortedMap<String, Long> read = new TreeMap<>(); // source -> documents
    private final SortedMap<Drop, Dropped> dropped = new TreeMap<>();
    private final SortedMap<String, long[]> languages = new TreeMap<>(); // -> documents, characters
    private final SortedMap<String, long[]> licences = new TreeMap<>(); // -> documents, characters
    private final SortedMap<String, Long> reservations = new TreeMap<>();
    private final SortedMap<String, long[]> masked =
            new TreeMap<>(); // kind -> occurrences, documents
    private long in;
    private long kept;
    private long edited;
    private long failed;
    private long charactersIn;
    private long charactersKept;

    private record Drop(boolean failed, String step, String reason) implements Comparable<Drop> {
        @Override
        public int compareTo(Drop other) {
            int byFailed = Boolean.compare(failed, other.failed);
            int byStep = byFailed != 0 ? byFailed : step.compareTo(other.step);
            return byStep != 0 ? byStep : reason.compareTo(other.reason);
        }
    }

    private record Dropped(long documents, long characters, String example) {}

    Tally(List<Source> sources, Plan plan) {
        for (Source source : sources) {
            this.sources.put(source.name(), source);
            files.put(source.name(), new long[2]);
            read.put(source.name(), 0L);
        }
        for (Plan.PlannedFile file : plan.files()) {
            add(files, file.source().name(), 1, file.bytes());
        }
    }

    /// @param charactersBefore code points before masking
    void kept(Document document, long charactersBefore) {
        in++;
        kept++;
        read.merge(document.rights().source(), 1L, Long::sum);
        long characters = Long.parseLong(document.tags().getOrDefault(Tags.CHARACTERS, "0"));
        charactersIn += charactersBefore;
        charactersKept += characters;
        add(languages, document.tags().getOrDefault(Tags.LANGUAGE, "und"), 1, characters);
        add(licences, document.rights().licence().label(), 1, characters);
        String personal = document.tags().get(Tags.PERSONAL_DATA);
        if (personal != null) {
            masked(personal);
            edited++;
        }
    }

    /// Occurrences by kind: `email`, `phone`, or the type with its country.
    private void masked(String personal) {
        Json.parse(personal, "the tag " + Tags.PERSONAL_DATA)
                .properties()
                .forEach(count -> add(masked, kind(count.getKey()), count.getValue().asLong(), 1));
    }

    private static String kind(String label) {
        if (label.equals("EMAIL_ADDRESS")) {
            return "email";
        }
        return label.startsWith("PHONE_NUMBER") ? label.replace("PHONE_NUMBER", "phone") : label;
    }

    void rejected(Outcome.Rejected document) {
        in++;
        failed += document.failed() ? 1 : 0;
        read.merge(document.source(), 1L, Long::sum);
        charactersIn += document.characters();
        dropped.merge(
                new Drop(document.failed(), document.step(), document.reason()),
                new Dropped(1, document.characters(), document.id()),
                (a, b) ->
                        new Dropped(
                                a.documents + b.documents, a.characters + b.characters, a.example));
        for (String protocol : document.reservations()) {
            reservations.merge(protocol, 1L, Long::sum);
        }
    }

    private static void add(SortedMap<String, long[]> map, String key, long first, long second) {
        long[] sums = map.computeIfAbsent(key, k -> new long[2]);
        sums[0] += first;
        sums[1] += second;
    }

    private long dropped() {
        return in - kept - failed;
    }

    /// In a fixed order.
    List<Fact> facts() {
        List<Fact> facts = new ArrayList<>();
        sources.forEach((name, source) -> {
            long[] sums = files.getOrDefault(name, new long[2]);
            String licence = source.licence() == null ? "unknown" : source.licence();
            facts.add(
                    new Fact.SourceRead(
                            name,
                            source.path(),
                            licence,
                            sums[0],
                            read.getOrDefault(name, 0L),
                            sums[1]));
        });
        facts.add(
                new Fact.DocumentsCounted(
                        in, kept, edited, dropped(), failed, charactersIn, charactersKept));
        dropped.forEach((drop, sum) ->
                facts.add(
                        new Fact.DocumentsDropped(
                                drop.step(),
                                drop.reason(),
                                drop.failed(),
                                sum.documents(),
                                sum.characters(),
                                sum.example())));
        languages.forEach(
                (language, sums) -> facts.add(new Fact.LanguageKept(language, sums[0], sums[1])));
        licences.forEach(
                (licence, sums) -> facts.add(new Fact.LicenceKept(licence, sums[0], sums[1])));
        reservations.forEach(
                (protocol, documents) -> facts.add(new Fact.OptOutFound(protocol, documents)));
        masked.forEach((kind, sums) -> facts.add(new Fact.Masked(kind, sums[0], sums[1])));
        return facts;
    }

    /// For the manifest.
    SortedMap<String, Long> counts() {
        SortedMap<String, Long> counts = new TreeMap<>();
        counts.put("documents.in", in);
        counts.put("documents.kept", kept);
        counts.put("documents.edited", edited);
        counts.put("documents.dropped", dropped());
        counts.put("documents.failed", failed);
        counts.put("characters.in", charactersIn);
        counts.put("characters.kept", charactersKept);
        dropped.forEach((drop, sum) ->
                counts.merge(
                        (drop.failed() ? "failed." : "dropped.") + drop.reason(),
                        sum.documents(),
                        Long::sum));
        languages.forEach((language, sums) -> counts.put("kept.language." + language, sums[0]));
        return counts;
    }
}
