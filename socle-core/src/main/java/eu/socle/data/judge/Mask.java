package eu.socle.data.judge;

import eu.socle.core.Document;
import eu.socle.core.Json;
import eu.socle.data.personal.IdentifierKey;
import eu.socle.data.personal.PersonalData;
import eu.socle.data.personal.Scratch;
import eu.socle.data.personal.Spans;
import eu.socle.data.personal.replace.Redaction;
import eu.socle.data.personal.replace.Replacement;
import eu.socle.data.read.page.Tags;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;

/// Replaces personal data by what it was, for example `<EMAIL>`, `<PHONE>`, `<FR_NIR>`. Counts are
/// kept, values never.
///
/// @param finder what is looked for
/// @param replacement what is put there
/// @param index names what was masked for the index; absent: it cannot be found again
public record Mask(PersonalData finder, Replacement replacement, Optional<IdentifierKey> index)
        implements Judge {

    /// A mask without an index.
    public Mask(PersonalData finder, Replacement replacement) {
        this(finder, replacement, Optional.empty());
    }

    @Override
    public String name() {
        return "mask";
    }

    @Override
    public int version() {
        return 3;
    }

    @Override
    public Verdict judge(Document document) {
        return judge(document, new Scratch());
    }

    /// As [#judge(Document)], with memory that is used again.
    public Verdict judge(Document document, Scratch scratch) {
        String language = document.tags().getOrDefault(Tags.LANGUAGE, "und");
        Spans spans = finder.find(document.text(), language, scratch);
        if (spans.size() == 0) {
            return new Verdict.Keep(document);
        }
        Redaction redaction = Redaction.of(document.text(), spans, replacement, document.id());
        Document edited =
                document.withText(redaction.text())
                        .withTag(Tags.PERSONAL_DATA, Json.canonical(redaction.counts()));
        if (index.isPresent()) {
            edited = edited.withTag(Tags.IDENTIFIERS, named(index.get(), document.text(), spans));
        }
        edited = counted(edited, Tags.MASKED_EMAIL, sum(redaction.counts(), "EMAIL_ADDRESS"));
        return new Verdict.Edit(
                counted(edited, Tags.MASKED_PHONE, sum(redaction.counts(), "PHONE_NUMBER")));
    }

    private static String named(IdentifierKey key, String text, Spans spans) {
        TreeSet<String> names = new TreeSet<>();
        for (int i = 0; i < spans.size(); i++) {
            String value = text.substring(spans.start(i), spans.end(i));
            for (long hash : key.found(spans.type(i), spans.country(i), value)) {
                names.add(HexFormat.of().toHexDigits(hash));
            }
        }
        return String.join(" ", names);
    }

    private static Document counted(Document document, String tag, long count) {
        return count == 0 ? document : document.withTag(tag, Long.toString(count));
    }

    private static long sum(SortedMap<String, Long> counts, String type) {
        return counts.entrySet().stream()
                .filter(count -> count.getKey().startsWith(type))
                .mapToLong(count -> count.getValue())
                .sum();
    }
}
