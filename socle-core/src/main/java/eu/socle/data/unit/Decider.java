package eu.socle.data.unit;

import eu.socle.core.Copies;
import eu.socle.core.Refusal;
import eu.socle.core.Rights;
import eu.socle.core.Seed;
import eu.socle.data.erase.Exclusions;
import eu.socle.data.judge.Judges;
import eu.socle.data.policy.Annotations;
import eu.socle.data.policy.Decision;
import eu.socle.data.read.page.Tags;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// What becomes of a document, from its notes alone: rights first, then what was erased before, the
/// sample of its source, evaluation sets, and the policy over what was measured. Pure, so every
/// task that asks gets the same answer, and a changed policy decides again without the sources.
///
/// @param sample share of each source's documents that is used; the draw of a document depends on
///   its id alone
public record Decider(Permission permission, Judges judges, SortedMap<String, Double> sample) {

    private static final Copies DRAW = new Copies(new Seed(0).of("sample"));

    /// A document with its complete rights.
    ///
    /// @param drop why it is not kept; null when only a double may still stay instead of it
    public record Decided(Note.Page page, Note.@Nullable Drop drop) {}

    /// Decides.
    ///
    /// @throws Refusal if the document would be kept and an earlier policy did not keep its text
    public Decided of(Note.Page page) {
        Rights rights = permission.complete(page.rights());
        Note.Page now = page.withRights(rights);
        Optional<Note.Drop> refused = permission.refusal(rights);
        if (refused.isPresent()) {
            return new Decided(now, refused.get());
        }
        String erased = page.tags().get(Tags.ERASED);
        if (erased != null) {
            return new Decided(now, new Note.Drop("exclude", Exclusions.REASON, erased));
        }
        if (DRAW.of(page.id(), sample.getOrDefault(rights.source(), 1.0)) == 0) {
            String share = "a share of " + sample.get(rights.source()) + " of " + rights.source();
            return new Decided(now, new Note.Drop("sample", "not_sampled", share));
        }
        String contamination = page.tags().get(Tags.CONTAMINATION);
        if (contamination != null) {
            return new Decided(now, new Note.Drop("decontaminate", "contaminated", contamination));
        }
        Annotations annotations = page.annotations();
        if (annotations == null) {
            throw unread(page);
        }
        return switch (judges.decide(page.tags(), annotations)) {
            case Decision.Drop drop ->
                    new Decided(now, new Note.Drop(drop.step(), drop.reason(), drop.detail()));
            case Decision.Keep keep -> {
                if (page.signature() == null) {
                    throw unread(page);
                }
                yield new Decided(now, null);
            }
        };
    }

    private static Refusal unread(Note.Page page) {
        return Refusal.failure(
                "the policy of now keeps "
                        + page.id()
                        + ", whose text was not kept when it was read; make the dataset from its sources.");
    }
}
