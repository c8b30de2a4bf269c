package eu.socle.data.unit;

import eu.socle.core.Rights;
import eu.socle.data.dedup.Signature;
import eu.socle.data.policy.Annotations;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// What is known of one document or record after it was read: all but its text, which lies in a
/// file of its own.
public sealed interface Note {

    String id();

    String source();

    /// Something that is no document of the dataset: it could not be read, or there is none in it.
    ///
    /// @param failed true when it could not be read
    record NoPage(String id, String source, String reason, String detail, boolean failed)
            implements Note {}

    /// A document.
    ///
    /// @param tags what was read or measured, by name
    /// @param characters code points of the text
    /// @param textBytes its length in the unit's text file; 0 when it is not kept there
    /// @param annotations what was measured; null when its rights did not suffice to read on
    /// @param signature what is compared with other documents; null when its text is not kept
    record Page(
            String id,
            Rights rights,
            SortedMap<String, String> tags,
            long characters,
            int textBytes,
            @Nullable Annotations annotations,
            @Nullable Signature signature)
            implements Note {

        @Override
        public String source() {
            return rights.source();
        }

        Page withRights(Rights other) {
            return other.equals(rights)
                    ? this
                    : new Page(id, other, tags, characters, textBytes, annotations, signature);
        }

        /// The signature of a document that no rule drops.
        public Signature signed() {
            return Objects.requireNonNull(signature);
        }
    }

    /// Why a document is not kept.
    ///
    /// @param step name of the rule
    /// @param reason one word of a fixed list
    /// @param detail the figures that decided
    record Drop(String step, String reason, String detail) {}
}
