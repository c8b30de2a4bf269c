package eu.socle.core;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A SHA-256 digest, written as 64 lower-case hexadecimal digits.
public record Digest(@JsonValue String hex) implements Comparable<Digest> {

    @JsonCreator
    public Digest {
        if (!hex.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException(
                    "not a SHA-256 digest in lower-case hexadecimal: " + hex);
        }
    }

    /// Digest of these bytes.
    public static Digest of(byte[] bytes) {
        return new Digest(HexFormat.of().formatHex(sha256().digest(bytes)));
    }

    /// Digest of the UTF-8 bytes of this text.
    public static Digest of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Digest of a file's bytes, read in blocks.
    ///
    /// @throws IOException if the file cannot be read
    public static Digest ofFile(Path file) throws IOException {
        MessageDigest sha256 = sha256();
        byte[] block = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                sha256.update(block, 0, n);
            }
        }
        return new Digest(HexFormat.of().formatHex(sha256.digest()));
    }

    /// A fresh SHA-256 engine, for callers that digest while they write.
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// The first twelve digits, for people.
    public String brief() {
        return hex.substring(0, 12);
    }

    @Override
    public int compareTo(Digest other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
