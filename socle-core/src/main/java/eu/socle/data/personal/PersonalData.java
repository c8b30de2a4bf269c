package eu.socle.data.personal;

import eu.socle.core.Digest;
import eu.socle.data.personal.contact.PhonePlan;
import eu.socle.data.personal.contact.Plates;

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
    private final Plates plates = new Plates();
    private final Scan scan;

    private PersonalData(PersonalConfig config) {
        this.config = config;
        this.scan = new Scan(config, plan);
    }

    /// A finder with its tables built: some milliseconds and about two megabytes.
    public static PersonalData of(PersonalConfig config) {
        return new PersonalData(config);
    }

    /// Digest of the names of people it looks for.
    public Digest names() {
        return config.names().digest();
    }

    /// What stands where.
    ///
    /// @param language ISO 639-1 code; another value leaves out what needs a home: national phone
    ///   numbers, and identifiers with a single check digit and no word nearby
    /// @param scratch owns the answer, which holds until its next use
    public Spans find(CharSequence text, String language, Scratch scratch) {
        scratch.take(text, plan.homes(language));
        scan.run(scratch);
        Spans spans = withNames(scratch);
        return config.types().contains(PersonalType.LICENCE_PLATE)
                ? withPlates(scratch, spans)
                : spans;
    }

    /// Names fill the gaps between the other finds.
    private Spans withNames(Scratch s) {
        if (config.names().isEmpty()) {
            return s.spans;
        }
        Gaps gaps = new Gaps(s.spans, s.merged);
        config.names()
                .find(
                        s.text,
                        s.size,
                        (start, end) ->
                                gaps.add(
                                        start,
                                        end,
                                        PersonalType.PERSON_NAME,
                                        "",
                                        Confidence.PROBABLE));
        return gaps.finish();
    }

    private Spans withPlates(Scratch s, Spans before) {
        Gaps gaps = new Gaps(before, s.all);
        plates.find(
                s.text,
                s.size,
                s.homes,
                (start, end) -> scan.namesPlate(s, start, end),
                (start, end, country) ->
                        gaps.add(
                                start,
                                end,
                                PersonalType.LICENCE_PLATE,
                                country,
                                Confidence.CERTAIN));
        return gaps.finish();
    }
}
