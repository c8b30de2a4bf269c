package eu.socle.data.dedup;

import eu.socle.core.Digest;
import eu.socle.data.dedup.near.MinHash;
import eu.socle.data.dedup.near.Sketch;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;

/// Signs documents; one for each thread, because it holds scratch memory.
///
/// Two texts have the same exact digest when they differ in runs of white space only: the first 128
/// bits of SHA-256, so that nobody can make a text that removes another one.
public final class Signer {

    private final Sketch sketch;
    private final MessageDigest sha256 = Digest.sha256();
    private final byte[] bytes = new byte[8192];
    private final byte[] digest = new byte[32];
    private final ByteBuffer halves = ByteBuffer.wrap(digest);
    private int filled;

    /// A signer for these parameters.
    public Signer(MinHash minHash) {
        sketch = minHash.sketch();
    }

    /// Fills `signature`.
    ///
    /// @param url the document's address; empty when it has none
    public void sign(String text, String url, Signature signature) {
        exact(text);
        signature.exactHigh = halves.getLong(0);
        signature.exactLow = halves.getLong(8);
        signature.hasBandKeys = sketch.keys(text, signature.bandKeys);
        signature.hasUrl = !url.isEmpty();
        if (signature.hasUrl) {
            sha256.update(UrlKey.of(url).getBytes(StandardCharsets.UTF_8));
            finish();
            signature.urlHigh = halves.getLong(0);
            signature.urlLow = halves.getLong(8);
        }
    }

    private void exact(String text) {
        filled = 0;
        boolean gap = false;
        boolean any = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c) || (c > 0x7f && Character.isSpaceChar(c))) {
                gap = any;
                continue;
            }
            if (gap) {
                put(' ');
                gap = false;
            }
            any = true;
            put(c);
        }
        sha256.update(bytes, 0, filled);
        finish();
    }

    /// UTF-16 units in one or three bytes: every text has bytes of its own, lone surrogates too.
    private void put(char c) {
        if (filled > bytes.length - 3) {
            sha256.update(bytes, 0, filled);
            filled = 0;
        }
        if (c < 0x80) {
            bytes[filled++] = (byte) c;
            return;
        }
        bytes[filled++] = (byte) 0x80;
        bytes[filled++] = (byte) (c >> 8);
        bytes[filled++] = (byte) c;
    }

    private void finish() {
        try {
            sha256.digest(digest, 0, digest.length);
        } catch (DigestException e) {
            throw new IllegalStateException("SHA-256 has 32 bytes", e);
        }
    }
}
