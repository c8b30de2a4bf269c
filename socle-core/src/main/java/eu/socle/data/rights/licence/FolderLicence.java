package eu.socle.data.rights.licence;

import eu.socle.core.Digest;
import eu.socle.core.Rights.Licence;

/// What a folder's LICENSE file says of the files below it.
///
/// @param file relative to the source, with `/`; several joined by a comma
/// @param sha256 digest of its bytes; of several, of their digests
/// @param spdx SPDX identifier; empty: unknown
/// @param words the evidence, or why it is unknown
public record FolderLicence(String file, Digest sha256, String spdx, String words) {

    /// As a document's licence.
    public Licence stated() {
        return spdx.isEmpty() ? new Licence.Unknown(words) : new Licence.Known(spdx, words);
    }
}
