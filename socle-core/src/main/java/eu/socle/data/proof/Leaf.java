package eu.socle.data.proof;

import eu.socle.core.Digest;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/// One leaf: a document's key, the key of the document after it, and what is committed of the
/// document. The next key makes the leaf a proof of absence too: no document has a key between the
/// two. The first leaf stands for no document and has the least key, so that every absent key lies
/// after some leaf; the last one's next key is the greatest.
///
/// @param key SHA-256 of the document id
/// @param next key of the next leaf
/// @param value SHA-256 of the text's digest followed by the rights' digest; zeros in the first
///   leaf
record Leaf(byte[] key, byte[] next, byte[] value) {

    static final int BYTES = 32;
    private static final byte LEAF = 0; // RFC 9162: keeps leaves and inner nodes apart
    private static final byte NODE = 1;

    static byte[] least() {
        return new byte[BYTES];
    }

    static byte[] greatest() {
        byte[] greatest = new byte[BYTES];
        Arrays.fill(greatest, (byte) 0xff);
        return greatest;
    }

    static byte[] keyOf(String document) {
        return bytes(Digest.of(document));
    }

    static byte[] valueOf(Digest text, Digest rights) {
        MessageDigest sha256 = Digest.sha256();
        sha256.update(bytes(text));
        return sha256.digest(bytes(rights));
    }

    static byte[] bytes(Digest digest) {
        return HexFormat.of().parseHex(digest.hex());
    }

    byte[] hash(MessageDigest sha256) {
        sha256.update(LEAF);
        sha256.update(key);
        sha256.update(next);
        return sha256.digest(value);
    }

    static byte[] node(MessageDigest sha256, byte[] left, byte[] right) {
        sha256.update(NODE);
        sha256.update(left);
        return sha256.digest(right);
    }
}
