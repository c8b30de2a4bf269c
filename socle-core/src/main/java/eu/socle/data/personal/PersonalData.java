package eu.socle.data.personal;

import eu.socle.data.personal.contact.PhonePlan;

/// Finds personal data in a text: one pass, in which a digit, an `@` or a `:` begins a candidate;
/// then the candidate's shape, its check, and at last the words around it. Immutable: one for all
/// threads, with a [Scratch] for each.
///
/// Where several identifiers fit the same digits: a word nearby decides, the nearest first; then
/// the country where the text's language is at home, in the order of [PhonePlan]; then the stricter
/// check; an identifier before a phone number.
public final class PersonalData {
    private final PersonalConfig config;
    private final PhonePlan plan = new PhonePlan();
    private final Scan scan;

    private PersonalData(PersonalConfig config) {
        this.config = config;
        this.scan = new Scan(config, plan);
    }

    /// A finder with its tables built: some milliseconds and about two megabytes.
    public static PersonalData of(PersonalConfig config) {
        return new PersonalData(config);
    }

    /// What stands where.
    ///
    /// @param language ISO 639-1 code; another value leaves out what needs a home: national phone
    ///   numbers, and identifiers with a single check digit and no word nearby
    /// @param scratch owns the answer, which holds until its next use
    public Spans find(CharSequence text, String language, Scratch scratch) {
        scratch.take(text, plan.homes(language));
        scan.run(scratch);
        if (config.names().isEmpty()) {
            return scratch.spans;
        }
        return withNames(scratch);
    }

    /// Names fill the gaps between the other finds.
    private Spans withNames(Scratch s) {
        int[] next = {0};
        config.names()
                .find(
                        s.text,
                        s.size,
                        (start, end) -> {
                            copyBefore(s, next, start);
                            boolean free =
                                    s.merged.lastEnd() <= start
                                            && (next[0] == s.spans.size()
                                                    || s.spans.start(next[0]) >= end);
                            if (free) {
                                s.merged.add(
                                        start,
                                        end,
                                        PersonalType.PERSON_NAME,
                                        "",
                                        Confidence.PROBABLE,
                                        false);
                            }
                        });
        copyBefore(s, next, Integer.MAX_VALUE);
        return s.merged;
    }

    private static void copyBefore(Scratch s, int[] next, int place) {
        while (next[0] < s.spans.size() && s.spans.start(next[0]) < place) {
            int i = next[0]++;
            s.merged.add(
                    s.spans.start(i),
                    s.spans.end(i),
                    s.spans.type(i),
                    s.spans.country(i),
                    s.spans.confidence(i),
                    s.spans.hasContext(i));
        }
    }
}
