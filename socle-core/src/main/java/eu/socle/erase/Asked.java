package eu.socle.erase;

import eu.socle.core.Digest;
import eu.socle.core.Json;
import eu.socle.core.Refusal;
import eu.socle.data.dedup.UrlKey;
import eu.socle.data.erase.Identifier;
import eu.socle.data.erase.Request;
import java.util.ArrayList;
import java.util.List;

/// One thing that was asked for, as files name it: never in clear.
///
/// @param kind `document`, `url` or `identifier`
/// @param digest SHA-256 of the id or of the address's normal form; HMAC-SHA-256 of an identifier
///   under the controller's key
public record Asked(String kind, Digest digest) {

    /// A request without its words.
    ///
    /// @param key of the controller; empty when there are no identifiers
    /// @throws Refusal usage, if there are identifiers and the key is too short
    static List<Asked> of(Request request, byte[] key) {
        List<Asked> asked = new ArrayList<>();
        request.documents().forEach(id -> asked.add(new Asked("document", Digest.of(id))));
        request.urls().forEach(url -> asked.add(new Asked("url", Digest.of(UrlKey.of(url)))));
        request.identifiers()
                .forEach(text -> asked.add(new Asked("identifier", Identifier.keyed(key, text))));
        return asked;
    }

    /// One digest for a whole request, by which the same command is known again.
    static Digest digest(List<Asked> asked) {
        return Json.digest(asked);
    }
}
