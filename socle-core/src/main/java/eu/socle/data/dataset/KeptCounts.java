package eu.socle.data.dataset;

import eu.socle.core.Document;
import eu.socle.core.Json;
import eu.socle.data.read.page.Tags;
import eu.socle.data.rights.licence.Attribution;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a kept document adds to the counts of a dataset's manifest. The data stage adds it, an
/// erasure takes the same away, so that the counts are always those of the documents that are
/// there.
public final class KeptCounts {

    /// Followed by a language or a licence: documents, and code points of their texts.
    public static final String LANGUAGE = "kept.language.";

    public static final String LANGUAGE_CHARACTERS = "kept.language-characters.";
    public static final String LICENCE = "kept.licence.";
    public static final String LICENCE_CHARACTERS = "kept.licence-characters.";

    /// Followed by a kind of personal data: occurrences, and documents with any.
    public static final String MASKED = "masked.";

    public static final String MASKED_DOCUMENTS = "masked-documents.";

    /// Documents whose licence asks to name the author, and those among them that name none.
    public static final String ATTRIBUTION = "attribution.asked";

    public static final String UNNAMED = "attribution.without-author";

    private KeptCounts() {}

    /// The counts of one document as it is kept.
    public static SortedMap<String, Long> of(Document document) {
        SortedMap<String, Long> counts = new TreeMap<>();
        long characters = Long.parseLong(document.tags().getOrDefault(Tags.CHARACTERS, "0"));
        String language = document.tags().getOrDefault(Tags.LANGUAGE, "und");
        String licence = document.rights().licence().label();
        counts.put("documents.kept", 1L);
        counts.put("characters.kept", characters);
        counts.put(LANGUAGE + language, 1L);
        counts.put(LANGUAGE_CHARACTERS + language, characters);
        counts.put(LICENCE + licence, 1L);
        counts.put(LICENCE_CHARACTERS + licence, characters);
        if (Attribution.of(document).isPresent()) {
            counts.put(ATTRIBUTION, 1L);
            counts.put(UNNAMED, document.tags().containsKey(Tags.AUTHOR) ? 0L : 1L);
        }
        masked(document, counts);
        return counts;
    }

    private static void masked(Document document, SortedMap<String, Long> counts) {
        String personal = document.tags().get(Tags.PERSONAL_DATA);
        if (personal == null) {
            return;
        }
        counts.put("documents.edited", 1L);
        Json.parse(personal, "the tag " + Tags.PERSONAL_DATA)
                .properties()
                .forEach(found -> {
                    long occurrences = found.getValue().asLong();
                    if (occurrences > 0) {
                        counts.put(MASKED + kind(found.getKey()), occurrences);
                        counts.put(MASKED_DOCUMENTS + kind(found.getKey()), 1L);
                    }
                });
    }

    /// `email`, `phone` with its country, or the type with its country.
    private static String kind(String label) {
        if (label.equals("EMAIL_ADDRESS")) {
            return "email";
        }
        return label.startsWith("PHONE_NUMBER") ? label.replace("PHONE_NUMBER", "phone") : label;
    }
}
