package eu.socle.dossier;

import eu.socle.core.AtomicFile;
import eu.socle.core.Digest;
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
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/// The Ed25519 key (RFC 8032) with which a run signs what it states. The same text gives the same
/// signature.
public final class RunKey {

    /// What signatures name.
    public static final String ALGORITHM = "Ed25519";

    /// Its folder in a run directory.
    public static final String FOLDER = "key";

    private final Path folder;
    private final PrivateKey secret;
    private final String open;

    private RunKey(Path folder, PrivateKey secret, String open) {
        this.folder = folder;
        this.secret = secret;
        this.open = open;
    }

    /// The key in a folder, made there on first use with mode 600.
    ///
    /// @throws Refusal if it cannot be read, made or used
    public static RunKey in(Path folder) {
        try {
            Path secret = folder.resolve("private.pkcs8");
            Path open = folder.resolve("public.x509");
            if (!Files.exists(secret) || !Files.exists(open)) {
                create(folder, secret, open);
            }
            PrivateKey key =
                    KeyFactory.getInstance(ALGORITHM)
                            .generatePrivate(
                                    new PKCS8EncodedKeySpec(
                                            decode(Files.readString(secret).strip())));
            return new RunKey(folder, key, Files.readString(open).strip());
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(folder, e);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw unusable(folder, e);
        }
    }

    /// X.509 bytes in Base64.
    public String publicKey() {
        return open;
    }

    /// Signs the UTF-8 bytes of a text.
    ///
    /// @return the signature in Base64
    public String sign(String text) {
        try {
            Signature engine = Signature.getInstance(ALGORITHM);
            engine.initSign(secret);
            engine.update(text.getBytes(StandardCharsets.UTF_8));
            return encode(engine.sign());
        } catch (GeneralSecurityException e) {
            throw unusable(folder, e);
        }
    }

    /// True when a signature of this key fits a text.
    ///
    /// @param publicKey X.509 bytes in Base64
    /// @param signature in Base64
    public static boolean fits(String publicKey, String text, String signature) {
        try {
            PublicKey key =
                    KeyFactory.getInstance(ALGORITHM)
                            .generatePublic(new X509EncodedKeySpec(decode(publicKey)));
            Signature engine = Signature.getInstance(ALGORITHM);
            engine.initVerify(key);
            engine.update(text.getBytes(StandardCharsets.UTF_8));
            return engine.verify(decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    /// The first digits of a public key's digest: its name for people.
    public static String name(String publicKey) {
        return Digest.of(publicKey).brief();
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

    private static Refusal unusable(Path folder, Exception e) {
        return Refusal.failure(
                "the key in "
                        + folder
                        + " cannot be used: "
                        + e.getMessage()
                        + "; remove the folder to make a new one.",
                e);
    }

    private static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] decode(String text) {
        return Base64.getDecoder().decode(text);
    }
}
