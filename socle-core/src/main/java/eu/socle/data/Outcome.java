package eu.socle.data;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import eu.socle.core.Digest;
import eu.socle.core.Rights;
import eu.socle.core.Rights.Licence;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// What became of one document before duplicates are looked for: one line of a finished unit's
/// file.
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "outcome")
sealed interface Outcome {

    /// The step of a record that holds no document.
    String SKIPPED = "skip";

    String id();

    /// A document that every rule keeps.
    ///
    /// @param licence SPDX identifier; null when unknown
    /// @param licenceEvidence the words that prove it, or why it is unknown
    /// @param charactersIn code points before masking
    /// @param exact digest of the text without differences of white space
    /// @param bandKeys MinHash band keys in hexadecimal
    record Candidate(
            String id,
            String text,
            String source,
            String url,
            String fetched,
            @Nullable String licence,
            String licenceEvidence,
            List<Rights.OptOut> optOuts,
            SortedMap<String, String> tags,
            long charactersIn,
            Digest exact,
            List<String> bandKeys)
            implements Outcome {

        Rights rights() {
            Licence known =
                    licence == null
                            ? new Licence.Unknown(licenceEvidence)
                            : new Licence.Known(licence, licenceEvidence);
            return new Rights(source, url, fetched, known, optOuts);
        }
    }

    /// A document that is not kept; never its text.
    ///
    /// @param failed true when it could not be read
    /// @param licence SPDX identifier or `unknown`; null when it could not be read
    /// @param characters code points; 0 when it could not be read
    /// @param reservations protocols by which its owner reserved the right
    record Rejected(
            String id,
            String source,
            String step,
            String reason,
            String detail,
            boolean failed,
            @Nullable String licence,
            long characters,
            List<String> reservations)
            implements Outcome {}
}
