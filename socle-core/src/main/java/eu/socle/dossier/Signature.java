package eu.socle.dossier;

import eu.socle.core.Digest;
import eu.socle.core.Json;
import java.nio.file.Path;

/// An Ed25519 signature (RFC 8032) over the head of a ledger and the digests of the files made from
/// it.
///
/// @param algorithm always `Ed25519`
/// @param publicKey X.509 bytes in Base64
/// @param head digest of the ledger's last line
/// @param figures digest of dossier.json
/// @param page digest of index.html
/// @param signature Base64 over the UTF-8 bytes of `head`, `figures` and `page`, a newline after
///   each
record Signature(
        String algorithm,
        String publicKey,
        Digest head,
        Digest figures,
        Digest page,
        String signature) {

    /// Signs with the run's own key.
    static Signature sign(Path keyFolder, Digest head, Digest figures, Digest page) {
        RunKey key = RunKey.in(keyFolder);
        return new Signature(
                RunKey.ALGORITHM,
                key.publicKey(),
                head,
                figures,
                page,
                key.sign(message(head, figures, page)));
    }

    /// True when the signature fits what it states.
    boolean fits() {
        return RunKey.fits(publicKey, message(head, figures, page), signature);
    }

    /// The first digits of the public key's digest: its name for people.
    String keyName() {
        return RunKey.name(publicKey);
    }

    String json() {
        return Json.canonical(this) + "\n";
    }

    private static String message(Digest head, Digest figures, Digest page) {
        return head + "\n" + figures + "\n" + page + "\n";
    }
}
