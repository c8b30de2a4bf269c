package eu.socle.data.judge;

import eu.socle.core.Document;
import eu.socle.data.read.Tags;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Replaces e-mail addresses and phone numbers by what they were: `<EMAIL>`, `<PHONE>`. Counts are
/// kept, values never.
///
/// @param kinds what is looked for
public record Mask(Kinds kinds) implements Judge {

    /// What is looked for; digits in program text are no phone numbers.
    public enum Kinds {
        EMAIL,
        EMAIL_AND_PHONE
    }

    /// A place in a text that holds personal data.
    ///
    /// @param start first UTF-16 unit
    /// @param end after the last one
    record Span(int start, int end, String placeholder) {}

    static final String EMAIL = "<EMAIL>";
    static final String PHONE = "<PHONE>";

    @Override
    public String name() {
        return "mask";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Verdict judge(Document document) {
        List<Span> spans = new ArrayList<>(Emails.in(document.text()));
        if (kinds == Kinds.EMAIL_AND_PHONE) {
            spans.addAll(
                    Phones.in(document.text(), document.tags().getOrDefault(Tags.LANGUAGE, "und")));
        }
        if (spans.isEmpty()) {
            return new Verdict.Keep(document);
        }
        spans.sort(Comparator.comparingInt(Span::start));
        StringBuilder masked = new StringBuilder();
        int emails = 0;
        int phones = 0;
        int from = 0;
        for (Span span : spans) {
            if (span.start() < from) {
                continue; // inside the one before
            }
            masked.append(document.text(), from, span.start()).append(span.placeholder());
            emails += span.placeholder().equals(EMAIL) ? 1 : 0;
            phones += span.placeholder().equals(PHONE) ? 1 : 0;
            from = span.end();
        }
        masked.append(document.text(), from, document.text().length());
        Document edited = document.withText(masked.toString());
        edited = emails == 0 ? edited : edited.withTag(Tags.MASKED_EMAIL, Integer.toString(emails));
        return new Verdict.Edit(
                phones == 0 ? edited : edited.withTag(Tags.MASKED_PHONE, Integer.toString(phones)));
    }
}
