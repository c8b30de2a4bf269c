package eu.socle.dossier;

import eu.socle.core.AtomicFile;
import eu.socle.core.Digest;
import eu.socle.core.Json;
import eu.socle.core.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

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

    private static final String ALGORITHM = "Ed25519";

    /// Signs with the run's own key, which is made on first use and kept in `key/` with mode 600.
    static Signature sign(Path keyFolder, Digest head, Digest figures, Digest page) {
        try {
            Path secret = keyFolder.resolve("private.pkcs8");
            Path open = keyFolder.resolve("public.x509");
            if (!Files.exists(secret) || !Files.exists(open)) {
                create(keyFolder, secret, open);
            }
            KeyFactory factory = KeyFactory.getInstance(ALGORITHM);
            PrivateKey key =
                    factory.generatePrivate(
                            new PKCS8EncodedKeySpec(decode(Files.readString(secret).strip())));
            java.security.Signature engine = java.security.Signature.getInstance(ALGORITHM);
            engine.initSign(key);
            engine.update(message(head, figures, page));
            return new Signature(
                    ALGORITHM,
                    Files.readString(open).strip(),
                    head,
                    figures,
                    page,
                    encode(engine.sign()));
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(keyFolder, e);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw Refusal.failure(
                    "the key in "
                            + keyFolder
                            + " cannot be used: "
                            + e.getMessage()
                            + "; remove the folder to make a new one.",
                    e);
        }
    }

    private static void create(Path keyFolder, Path secret, Path open)
            throws IOException, GeneralSecurityException {
        Files.createDirectories(keyFolder);
        KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        Path temporary = secret.resolveSibling("private.pkcs8.tmp");
        Files.deleteIfExists(temporary);
        if (Files.getFileStore(keyFolder).supportsFileAttributeView("posix")) {
            Files.createFile(
                    temporary,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(temporary, encode(pair.getPrivate().getEncoded()) + "\n");
        AtomicFile.publish(temporary, secret);
        AtomicFile.write(open, encode(pair.getPublic().getEncoded()) + "\n");
    }

    /// True when the signature fits what it states.
    boolean fits() {
        try {
            PublicKey key =
                    KeyFactory.getInstance(ALGORITHM)
                            .generatePublic(new X509EncodedKeySpec(decode(publicKey)));
            java.security.Signature engine = java.security.Signature.getInstance(ALGORITHM);
            engine.initVerify(key);
            engine.update(message(head, figures, page));
            return engine.verify(decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    /// The first digits of the public key's digest: its name for people.
    String keyName() {
        return keyName(publicKey);
    }

    static String keyName(String publicKey) {
        return Digest.of(publicKey).brief();
    }

    String json() {
        return Json.canonical(this) + "\n";
    }

    private static byte[] message(Digest head, Digest figures, Digest page) {
        return (head + "\n" + figures + "\n" + page + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] decode(String text) {
        return Base64.getDecoder().decode(text);
    }
}
