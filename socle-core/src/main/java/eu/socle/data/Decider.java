package eu.socle.data;

import eu.socle.core.Refusal;
import eu.socle.core.Rights;
import eu.socle.data.judge.Judges;
import eu.socle.data.policy.Annotations;
import eu.socle.data.policy.Decision;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What becomes of a document, from its notes alone: rights first, then the policy over what was
/// measured. Pure, so every task that asks gets the same answer, and a changed policy decides again
/// without the sources.
record Decider(Permission permission, Judges judges) {

    /// A document with its complete rights.
    ///
    /// @param drop why it is not kept; null when only a double may still stay instead of it
    record Decided(Note.Page page, Note.@Nullable Drop drop) {}

    /// Decides.
    ///
    /// @throws Refusal if the document would be kept and an earlier policy did not keep its text
    Decided of(Note.Page page) {
        Rights rights = permission.complete(page.rights());
        Note.Page now = page.withRights(rights);
        Optional<Note.Drop> refused = permission.refusal(rights);
        if (refused.isPresent()) {
            return new Decided(now, refused.get());
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
